"""Whether a response may be submitted, whether a figure meets a requirement, what scores come to.

No database: everything is given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from matchmaker.engagements.enums.responses import Hindrance, LineAnswer
from matchmaker.taxonomy.enums import Operator

POINTS_FULL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What eligibility depends on. Offerings count that are published and not suspended."""

    is_open: bool  # the demand takes responses today
    is_verified: bool
    is_refused: bool = False  # the enterprise closed the engagement
    offers_scene: bool  # an offering in a scene or the sector of the demand
    serves_region: bool  # an offering that serves the region; true where none is a must
    unanswered: Sequence[str] = ()  # requirements by their words
    missed_musts: Sequence[str] = ()  # musts answered "no"
    has_price: bool
    has_plan: bool
    waiting_partners: Sequence[str] = ()  # organisations that have not agreed


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a response cannot be submitted, and what it concerns."""

    hindrance: Hindrance
    about: Sequence[str] = ()


def obstacles(standing: Standing) -> list[Obstacle]:
    """List every reason why a response cannot be submitted; none means it can."""
    found = [
        (not standing.is_open, Obstacle(Hindrance.CLOSED)),
        (standing.is_refused, Obstacle(Hindrance.REFUSED)),
        (not standing.is_verified, Obstacle(Hindrance.NOT_VERIFIED)),
        (not standing.offers_scene, Obstacle(Hindrance.NO_OFFERING)),
        (not standing.serves_region, Obstacle(Hindrance.REGION)),
        (bool(standing.missed_musts), Obstacle(Hindrance.MUST_MISSED, standing.missed_musts)),
        (bool(standing.unanswered), Obstacle(Hindrance.UNANSWERED, standing.unanswered)),
        (not standing.has_price, Obstacle(Hindrance.NO_PRICE)),
        (not standing.has_plan, Obstacle(Hindrance.NO_PLAN)),
        (
            bool(standing.waiting_partners),
            Obstacle(Hindrance.PARTNER_WAITING, standing.waiting_partners),
        ),
    ]
    return [obstacle for holds, obstacle in found if holds]


def meets(op: Operator, value: float, value2: float | None, figure: float) -> bool:
    """Say whether a figure lies on the side of a requirement that satisfies it."""
    match op:
        case Operator.AT_MOST:
            return figure <= value
        case Operator.BELOW:
            return figure < value
        case Operator.AT_LEAST:
            return figure >= value
        case Operator.ABOVE:
            return figure > value
        case Operator.EQUAL:
            return figure == value
        case Operator.RANGE:
            return value <= figure <= (value if value2 is None else value2)


def answer_of(
    op: Operator | None, value: float | None, value2: float | None, figure: float | None
) -> LineAnswer | None:
    """Answer a requirement from a promised figure; None where there is nothing to go by."""
    if op is None or value is None or figure is None:
        return None
    return LineAnswer.YES if meets(op, value, value2, figure) else LineAnswer.NO


@dataclass(frozen=True, slots=True)
class Spread:
    """What several people gave: the middle one, the lowest and the highest; all in points."""

    middle: float
    lowest: float
    highest: float
    people: int


def spread(given: Iterable[float]) -> Spread | None:
    """Sum up what people gave; None where nobody gave anything."""
    values = list(given)
    if not values:
        return None
    return Spread(float(median(values)), min(values), max(values), len(values))


def total(points: Mapping[int, float], weights: Mapping[int, int]) -> float | None:
    """Weigh the points of all criteria, 0–5 each, to 0–100; None until every one has points.

    Σ weight · points / 5, with weights that sum to 100.
    """
    if not weights or any(criterion not in points for criterion in weights):
        return None
    return sum(weight * points[number] for number, weight in weights.items()) / POINTS_FULL
