"""How far a goal was reached, and how large a contract is."""

from decimal import Decimal

from matchmaker.catalogue.enums import Effect
from matchmaker.catalogue.scoring import effects_in
from matchmaker.demands.enums import GoalKind
from matchmaker.engagements.enums.outcomes import ValueBand

_EFFECTS_OF_GOALS = {
    GoalKind.ECONOMIC: Effect.COST,
    GoalKind.PRODUCTION: Effect.EFFICIENCY,
    GoalKind.LABOUR: Effect.STAFF,
    GoalKind.STRUCTURE: Effect.SCALE,
    GoalKind.STRATEGY: Effect.SCALE,
}

_BANDS = (
    (Decimal(50), ValueBand.BELOW_50),
    (Decimal(200), ValueBand.BELOW_200),
    (Decimal(1000), ValueBand.BELOW_1000),
)


def share_reached(start: float | None, target: float | None, reached: float | None) -> float | None:
    """Give the way made from start to target as a share: 1 is the goal, more is beyond it.

    Below 0 things got worse. None where a figure is missing, or start and target are the same.
    Goals downwards (a rate of accidents) and upwards count alike.
    """
    if start is None or target is None or reached is None or start == target:
        return None
    return (reached - start) / (target - start)


def is_reached(start: float | None, target: float | None, reached: float | None) -> bool | None:
    """Say whether the target was reached; None where nobody can tell.

    Without a start a target counts as a least figure.
    """
    if target is None or reached is None:
        return None
    if start is None:
        return reached >= target
    return reached >= target if target >= start else reached <= target


def effect_kind(goal: str, what: str) -> Effect:
    """Give the kind a case counts an effect as: by its words, else by its goal ("" for none).

    Where neither tells it counts as efficiency; who writes the case looks it over.
    """
    told = effects_in(what)
    if told:
        return told[0]
    return _EFFECTS_OF_GOALS[GoalKind(goal)] if goal in set(GoalKind) else Effect.EFFICIENCY


def value_band(value_wan: Decimal) -> ValueBand:
    """Give the band a contract's value (万元) is counted in; a bound belongs to the band above."""
    for limit, band in _BANDS:
        if value_wan < limit:
            return band
    return ValueBand.FROM_1000
