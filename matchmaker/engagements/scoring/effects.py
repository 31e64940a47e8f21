"""How far a goal was reached, and how large a contract is."""

from decimal import Decimal

from matchmaker.engagements.enums.outcomes import ValueBand

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


def value_band(value_wan: Decimal) -> ValueBand:
    """Give the band a contract's value (万元) is counted in; a bound belongs to the band above."""
    for limit, band in _BANDS:
        if value_wan < limit:
            return band
    return ValueBand.FROM_1000
