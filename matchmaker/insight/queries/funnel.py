"""How far demands and providers come together, and why some do not.

The unit is a pair: one demand and one provider. The pairs are those of the demands organisations
published in a period, whatever became of them since, so a young period is not over yet.

A pair reached a step when the fact of it is on record:

matched    an offering of the provider was among the best listed for the demand (`MatchedPair`)
viewed     such a list was put before the demand's own people
contacted  an engagement was opened, by either side
responded  whoever was asked took it up, or the provider handed in a response
met        a meeting was held
awarded    the provider was chosen and accepted
live       both sides confirmed that the project went live
accepted   both sides confirmed that it was accepted
case       the case written about it is published
showcase   the showcase made of that case or outcome is published

Steps can be left out: a provider may write before any list shows it, a contract may come without a
meeting. `reached` counts the fact itself. `passed` counts the pairs that reached this step or a
later one: these numbers are nested, never rise along the funnel, and its shares are of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from matchmaker.catalogue.enums import CaseState
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CLOSED, CloseReason
from matchmaker.engagements.enums.meetings import MeetingState
from matchmaker.engagements.enums.outcomes import Stage
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.models.outcomes import Outcome, OutcomeStage
from matchmaker.engagements.models.responses import Response
from matchmaker.insight.enums import Dimension, FunnelStep
from matchmaker.insight.queries.scope import Asking, Providing, Scope, midnight, published_in
from matchmaker.matching.enums import JudgementVerdict, UnfitReason
from matchmaker.matching.models import Judgement, MatchedPair
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.taxonomy.models import Sector

STEPS: Final = tuple(FunnelStep)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: `reached` and `passed` as the module says; shares in [0, 1], None of nothing.

    `of_first` is of the pairs in the first step, `of_previous` of those in the step before.
    """

    step: FunnelStep
    reached: int
    passed: int
    of_first: float | None
    of_previous: float | None

    @property
    def skipped(self) -> int:
        """Pairs that came further without this step."""
        return self.passed - self.reached


@dataclass(frozen=True, slots=True)
class Group:
    """The funnel of the pairs that are alike in one dimension.

    `key` is the first day of a quarter (ISO), the code of a sector, two digits of a province, or a
    size; empty where it is not stated.
    """

    key: str
    lines: Sequence[StepLine]


@dataclass(frozen=True, slots=True)
class Loss:
    """Pairs that went no further than `step`, for one coded reason; None where none was given.

    `share` is of all that went no further than that step and said why or were closed.
    """

    step: FunnelStep
    reason: CloseReason | UnfitReason | None
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel of a scope: of all its pairs, and of those alike in each dimension."""

    scope: Scope
    demands: int
    lines: Sequence[StepLine]
    groups: Mapping[Dimension, Sequence[Group]]
    losses: Sequence[Loss]

    @property
    def pairs(self) -> int:
        return self.lines[0].passed


def funnel(scope: Scope) -> Funnel:
    """Count the funnel of a scope: four questions, whatever its size."""
    pairs = _pairs(scope)
    steps = range(len(STEPS))
    counted = select(
        *(pairs.c[name.value] for name in Dimension),
        *(func.sum(pairs.c[step.value]) for step in STEPS),
        *(func.sum(case((pairs.c.level >= at, 1), else_=0)) for at in steps),
    ).group_by(*(pairs.c[name.value] for name in Dimension))
    quarters = [day.isoformat() for day in scope.quarters()]
    total = _Sum()
    sums: dict[Dimension, dict[str, _Sum]] = {name: {} for name in Dimension}
    width = len(Dimension)
    for row in db.session.execute(counted):
        numbers = [int(number) for number in row[width:]]
        total.add(numbers)
        keys = (quarters[row[0]], *("" if key is None else str(key) for key in row[1:width]))
        for name, key in zip(Dimension, keys, strict=True):
            sums[name].setdefault(key, _Sum()).add(numbers)
    groups = {
        name: [Group(key, found[key].lines()) for key in sorted(found, key=_unstated_last)]
        for name, found in sums.items()
    }
    return Funnel(scope, demand_count(scope), total.lines(), groups, losses(scope))


def demand_count(scope: Scope) -> int:
    """Count the demands a scope speaks of."""
    counted = (
        select(func.count(Demand.id))
        .join(Asking, Asking.id == Demand.organisation_id)
        .outerjoin(Sector, Sector.id == Demand.sector_id)
        .where(*published_in(scope))
    )
    return db.session.scalar(counted) or 0


def losses(scope: Scope) -> list[Loss]:
    """Count why pairs went no further, step by step, the most frequent reason of each first.

    After a contact these are the reasons engagements were closed for, at the step reached last.
    Before one they are what the demand's people said of the offerings they turned down: of a pair
    each reason counts once.
    """
    pairs = _pairs(scope)
    closed = (
        select(pairs.c.level, pairs.c.close_reason, func.count())
        .where(pairs.c.is_closed == 1)
        .group_by(pairs.c.level, pairs.c.close_reason)
    )
    counts: dict[FunnelStep, dict[CloseReason | UnfitReason | None, int]] = {}
    for level, reason, number in db.session.execute(closed):
        counts.setdefault(STEPS[level], {})[reason] = number
    for unfit, number in db.session.execute(_turned_down(scope)):
        counts.setdefault(FunnelStep.VIEWED, {})[unfit] = number
    found = []
    for step in STEPS:
        reasons = counts.get(step, {})
        ordered = sorted(reasons.items(), key=lambda item: (-item[1], str(item[0])))
        of = sum(reasons.values())
        found += [Loss(step, reason, number, number / of) for reason, number in ordered]
    return found


def step_lines(reached: Sequence[int], passed: Sequence[int]) -> list[StepLine]:
    """Give the lines of a funnel from its counts, step by step."""
    return [
        StepLine(
            step,
            reached[at],
            passed[at],
            _share(passed[at], passed[0]),
            _share(passed[at], passed[at - 1]) if at else None,
        )
        for at, step in enumerate(STEPS)
    ]


class _Sum:
    """Counts of the steps, added up."""

    def __init__(self) -> None:
        self._numbers = [0] * (2 * len(STEPS))

    def add(self, numbers: Iterable[int]) -> None:
        self._numbers = [one + more for one, more in zip(self._numbers, numbers, strict=True)]

    def lines(self) -> list[StepLine]:
        half = len(STEPS)
        return step_lines(self._numbers[:half], self._numbers[half:])


def _pairs(scope: Scope) -> Subquery:
    """Give the pairs of a scope: dimensions, the fact of each step (0 or 1), the level reached."""
    known = union(
        select(MatchedPair.demand_id, MatchedPair.provider_id),
        select(Engagement.demand_id, Engagement.provider_id),
    ).subquery()
    facts = _facts()
    reached = [facts[step] for step in STEPS]
    level = case(*((reached[at], at) for at in range(len(STEPS) - 1, 0, -1)), else_=0)
    dimensions = {
        Dimension.QUARTER: _quarter(scope),
        Dimension.SECTOR: Sector.code,
        Dimension.REGION: func.substr(Demand.region_code, 1, 2),
        Dimension.DEMAND_SIZE: Asking.size,
        Dimension.PROVIDER_SIZE: Providing.size,
    }
    is_of_provider = [Providing.size == scope.provider_size] if scope.provider_size else []
    return (
        select(
            *(column.label(name.value) for name, column in dimensions.items()),
            *(case((fact, 1), else_=0).label(step.value) for step, fact in facts.items()),
            level.label("level"),
            case((Engagement.state.in_(CLOSED), 1), else_=0).label("is_closed"),
            Engagement.close_reason.label("close_reason"),
        )
        .select_from(known)
        .join(Demand, Demand.id == known.c.demand_id)
        .join(Asking, Asking.id == Demand.organisation_id)
        .join(Providing, Providing.id == known.c.provider_id)
        .outerjoin(Sector, Sector.id == Demand.sector_id)
        .outerjoin(MatchedPair, _is_pair(MatchedPair, known))
        .outerjoin(Engagement, _is_pair(Engagement, known))
        .outerjoin(Outcome, Outcome.engagement_id == Engagement.id)
        .where(*published_in(scope), *is_of_provider)
        .subquery()
    )


def _is_pair(model: Any, known: Any) -> ColumnElement[bool]:
    return and_(
        model.demand_id == known.c.demand_id,
        model.provider_id == known.c.provider_id,
    )


def _facts() -> dict[FunnelStep, ColumnElement[bool]]:
    responded = exists().where(
        Response.engagement_id == Engagement.id, Response.state != ResponseState.DRAFT
    )
    met = exists().where(Meeting.engagement_id == Engagement.id, Meeting.state == MeetingState.HELD)
    live = exists().where(
        OutcomeStage.outcome_id == Outcome.id,
        OutcomeStage.stage == Stage.LIVE,
        OutcomeStage.confirmed_at.is_not(None),
    )
    told = exists().where(Case.id == Outcome.case_id, Case.state == CaseState.PUBLISHED)
    shown = exists().where(
        Showcase.state == ShowcaseState.PUBLISHED,
        or_(Showcase.outcome_id == Outcome.id, Showcase.case_id == Outcome.case_id),
    )
    return {
        FunnelStep.MATCHED: MatchedPair.matched_at.is_not(None),
        FunnelStep.VIEWED: MatchedPair.seen_at.is_not(None),
        FunnelStep.CONTACTED: Engagement.id.is_not(None),
        FunnelStep.RESPONDED: or_(Engagement.accepted_at.is_not(None), responded),
        FunnelStep.MET: met,
        FunnelStep.AWARDED: Engagement.agreed_at.is_not(None),
        FunnelStep.LIVE: live,
        FunnelStep.ACCEPTED: Outcome.accepted_at.is_not(None),
        FunnelStep.CASE: told,
        FunnelStep.SHOWCASE: shown,
    }


def _quarter(scope: Scope) -> ColumnElement[int]:
    """Number the quarters of the period from 0."""
    ends = [midnight(day) for day in scope.quarters()[1:]]
    if not ends:
        return literal(0)
    return case(*((Demand.published_at < end, at) for at, end in enumerate(ends)), else_=len(ends))


def _turned_down(scope: Scope) -> Select[UnfitReason | None, int]:
    engaged = exists().where(
        Engagement.demand_id == Judgement.demand_id,
        Engagement.provider_id == Offering.organisation_id,
    )
    is_of_provider = [Providing.size == scope.provider_size] if scope.provider_size else []
    each = (
        select(Judgement.reason, Judgement.demand_id, Offering.organisation_id)
        .join(Offering, Offering.id == Judgement.offering_id)
        .join(Providing, Providing.id == Offering.organisation_id)
        .join(Demand, Demand.id == Judgement.demand_id)
        .join(Asking, Asking.id == Demand.organisation_id)
        .outerjoin(Sector, Sector.id == Demand.sector_id)
        .where(Judgement.verdict == JudgementVerdict.UNFIT, ~engaged)
        .where(*published_in(scope), *is_of_provider)
        .distinct()
        .subquery()
    )
    return select(each.c.reason, func.count()).group_by(each.c.reason)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _unstated_last(key: str) -> tuple[bool, str]:
    return not key, key
