"""What waits for whom in all engagements, in one question: the due steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from typing import cast as cast_type

from flask_babel import gettext as _
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import UTCDateTime, db
from matchmaker.demands.enums import CloseReason, DemandState, Visibility
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CHOSEN, CLOSED, CONNECTED, LIVE, EngagementState
from matchmaker.engagements.enums.meetings import MeetingState
from matchmaker.engagements.enums.outcomes import ConsentState, Stage, Step
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect, OutcomeStage, Rating
from matchmaker.engagements.models.questions import DemandQuestion, ProviderQuestion
from matchmaker.engagements.models.talks import Contact
from matchmaker.engagements.scoring.steps import (
    MEETING_AHEAD,
    QUIET_STAGE,
    RATED_WITHIN,
    round_due,
)

LISTED_MOST: Final = 100
_ENDPOINTS: Final[Mapping[Step, str]] = {
    Step.ANSWER_MEETING: "engagements.meeting",
    Step.ATTEND_MEETING: "engagements.meeting",
    Step.NOTE_MEETING: "engagements.meeting",
    Step.NAME_CONTACT: "engagements.contact",
    Step.ANSWER_QUESTIONS: "engagements.questions",
    Step.CONFIRM_STAGE: "engagements.outcome",
    Step.TELL_STAGE: "engagements.outcome",
    Step.MEASURE_EFFECT: "engagements.outcome",
    Step.ANSWER_CASE: "engagements.outcome",
    Step.RATE: "engagements.rating",
}
_Column = ColumnElement[Any] | InstrumentedAttribute[Any]
_NO_DAY: Final = cast(null(), Date)
_INSTANT: Final = UTCDateTime()
# Longer than any step waits before its last reminder; meetings and planned days lie ahead.
_OLDEST: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class DueStep:
    """One thing that waits for an organisation since an instant; `other` is across.

    Questions wait before there is an engagement. `reminder` counts the reminders before this one.
    """

    step: Step
    subject_id: int
    engagement_id: int | None
    demand_id: int
    organisation_id: int
    since: datetime
    title: str
    other: str
    reminder: int | None

    @property
    def endpoint(self) -> str:
        return _ENDPOINTS.get(self.step, "engagements.show")

    @property
    def values(self) -> dict[str, int | str]:
        """The parts of the address where it is done."""
        if self.endpoint == "engagements.meeting":
            return {"meeting_id": self.subject_id}
        if self.engagement_id is None:
            return {"demand_id": self.demand_id}
        return {"engagement_id": self.engagement_id}


def due_steps(actor: Account) -> list[DueStep]:
    """List what waits for a person's organisations, the longest waiting first."""
    own = actor.organisation_ids
    if not own:
        return []
    rows = _steps(_all(), own)
    return sorted((row for row in rows if row.since <= clock.now()), key=lambda row: row.since)


def steps_to_remind_of() -> list[DueStep]:
    """List what has waited so long that its people are to be reminded."""
    return [row for row in _steps(_all(), None) if row.reminder is not None]


_PROVIDER: Final = Engagement.provider_id
_ENTERPRISE: Final = Demand.organisation_id


def _steps(waiting: "CompoundSelect[Any]", own: frozenset[int] | None) -> list[DueStep]:
    rows = waiting.subquery()
    provider, enterprise = Organisation, select(Organisation).subquery()
    statement = (
        select(
            rows.c.step, rows.c.subject_id, rows.c.engagement_id, rows.c.organisation_id,
            rows.c.since, rows.c.day, Demand.title, provider.id, provider.name, enterprise.c.name,
            Demand.visibility, Engagement.accepted_at, Demand.id,
        )
        .join(Demand, Demand.id == rows.c.demand_id)
        .outerjoin(Engagement, Engagement.id == rows.c.engagement_id)
        .outerjoin(provider, provider.id == Engagement.provider_id)
        .join(enterprise, enterprise.c.id == Demand.organisation_id)
        .where(rows.c.since > clock.now() - _OLDEST)
        .order_by(rows.c.since, rows.c.subject_id)
    )  # fmt: skip
    if own is not None:
        statement = statement.where(rows.c.organisation_id.in_(own)).limit(LISTED_MOST)
    return [_step(row) for row in db.session.execute(statement)]


def _step(row: Any) -> DueStep:
    step = Step(row[0])
    since = _since(step, row[4], row[5])
    return DueStep(
        step=step,
        subject_id=row[1],
        engagement_id=row[2],
        demand_id=row[12],
        organisation_id=row[3],
        since=since,
        title=row[6],
        other=_other(row),
        reminder=round_due(step, clock.now() - since),
    )


def _other(row: Any) -> str:
    if row[2] is None:
        return str(_("匿名提问的供应商"))
    if row[3] != row[7]:
        return str(row[8])
    # Of an anonymous demand a provider learns whose it is when both have accepted.
    is_hidden = row[11] is None and row[10] is Visibility.ANONYMOUS
    return str(_("匿名发布的单位")) if is_hidden else str(row[9])


def _since(step: Step, since: datetime, day: date | None) -> datetime:
    if step is Step.ATTEND_MEETING:
        return since - MEETING_AHEAD
    if day is not None:  # as planned
        return datetime.combine(day, time(), clock.CHINA).astimezone(UTC)
    return since


def _all() -> "CompoundSelect[Any]":
    return union_all(
        *_answers(),
        *_questions(),
        *_awards(),
        *_contacts(),
        *_meetings(),
        *_project(),
        *_afterwards(),
    )


def _waiting(
    step: Step,
    subject: _Column,
    organisation: _Column,
    since: _Column,
    day: _Column = _NO_DAY,
) -> "Select[Any]":
    row = (
        select(
            literal(step.value).label("step"),
            subject.label("subject_id"),
            Engagement.id.label("engagement_id"),
            Demand.id.label("demand_id"),
            organisation.label("organisation_id"),
            since.label("since"),
            day.label("day"),
        )
        .select_from(Engagement)
        .join(Demand, Demand.id == Engagement.demand_id)
    )
    return cast_type("Select[Any]", row)


def _questions() -> "list[Select[Any]]":
    """Open questions, one line a demand; requirements to confirm, one line an engagement."""
    asked_at, asked = func.min(DemandQuestion.created_at), func.min(ProviderQuestion.asked_at)
    open_ones = (
        select(
            literal(Step.ANSWER_QUESTIONS.value).label("step"),
            Demand.id.label("subject_id"),
            cast(null(), Integer).label("engagement_id"),
            Demand.id.label("demand_id"),
            _ENTERPRISE.label("organisation_id"),
            asked_at.label("since"),
            _NO_DAY.label("day"),
        )
        .join(DemandQuestion, DemandQuestion.demand_id == Demand.id)
        .where(Demand.state == DemandState.OPEN, DemandQuestion.state == QuestionState.OPEN)
        .group_by(Demand.id, Demand.organisation_id)
    )
    to_confirm = (
        _waiting(Step.CONFIRM_REQUIREMENTS, Engagement.id, _PROVIDER, asked)
        .join(ProviderQuestion, ProviderQuestion.engagement_id == Engagement.id)
        .where(Engagement.state.in_(LIVE), ProviderQuestion.answer.is_(None))
        .group_by(Engagement.id, Demand.id)
    )
    return [open_ones, to_confirm]


def _awards() -> "list[Select[Any]]":
    """Demands whose last day is past, with talks but nobody chosen: one line a demand."""
    other = aliased(Engagement)
    first = (
        select(func.min(other.id))
        .where(other.demand_id == Engagement.demand_id, other.state == EngagementState.TALKING)
        .scalar_subquery()
    )
    is_chosen = exists().where(
        other.demand_id == Engagement.demand_id, other.state.in_(list(CHOSEN))
    )
    is_past = or_(
        and_(Demand.state == DemandState.OPEN, Demand.closes_on < clock.today()),
        Demand.close_reason == CloseReason.EXPIRED,
    )
    return [
        _waiting(
            Step.RECORD_AWARD, Engagement.id, _ENTERPRISE, Engagement.accepted_at, Demand.closes_on
        ).where(Engagement.id == first, is_past, ~is_chosen)
    ]


def _answers() -> "list[Select[Any]]":
    """Invitations, offers, awards: the other side asked, and nobody has answered."""
    return [
        _waiting(Step.ANSWER_INVITATION, Engagement.id, _PROVIDER, Engagement.updated_at).where(
            Engagement.state == EngagementState.INVITED
        ),
        _waiting(Step.ANSWER_OFFER, Engagement.id, _ENTERPRISE, Engagement.updated_at).where(
            Engagement.state == EngagementState.OFFERED
        ),
        _waiting(Step.ANSWER_AWARD, Engagement.id, _PROVIDER, Engagement.awarded_at).where(
            Engagement.state == EngagementState.AWARDED
        ),
    ]


def _contacts() -> "list[Select[Any]]":
    return [
        _waiting(Step.NAME_CONTACT, Engagement.id, side, Engagement.accepted_at).where(
            Engagement.state.in_(CONNECTED),
            ~exists().where(
                Contact.engagement_id == Engagement.id,
                Contact.is_of_provider.is_(side is _PROVIDER),
                Contact.agreed_at.is_not(None),
            ),
        )
        for side in (_PROVIDER, _ENTERPRISE)
    ]


def _meetings() -> "list[Select[Any]]":
    asked = case((Meeting.is_by_provider.is_(True), _ENTERPRISE), else_=_PROVIDER)
    is_open = Engagement.state.in_(CONNECTED)
    answers = (
        _waiting(Step.ANSWER_MEETING, Meeting.id, asked, Meeting.proposed_at)
        .join(Meeting, Meeting.engagement_id == Engagement.id)
        .where(Meeting.state == MeetingState.PROPOSED, is_open)
    )
    arranged = [
        _waiting(step, Meeting.id, side, Meeting.starts_at)
        .join(Meeting, Meeting.engagement_id == Engagement.id)
        .where(Meeting.state == MeetingState.ACCEPTED, condition)
        for side in (_PROVIDER, _ENTERPRISE)
        for step, condition in (
            (Step.ATTEND_MEETING, and_(Meeting.starts_at > clock.now(), is_open)),
            (Step.NOTE_MEETING, Meeting.starts_at <= clock.now()),
        )
    ]
    return [answers, *arranged]


def _project() -> "list[Select[Any]]":
    """Stages to confirm or to tell, effects to measure once it is live."""
    is_agreed = Engagement.state == EngagementState.AGREED
    asked = case((OutcomeStage.is_by_provider.is_(True), _ENTERPRISE), else_=_PROVIDER)
    is_told = exists().where(
        OutcomeStage.outcome_id == Outcome.id, OutcomeStage.confirmed_at.is_(None)
    )
    live_at = (
        select(func.min(OutcomeStage.confirmed_at))
        .where(OutcomeStage.outcome_id == Outcome.id, OutcomeStage.stage == Stage.LIVE)
        .scalar_subquery()
    )
    is_unmeasured = exists().where(
        OutcomeEffect.outcome_id == Outcome.id, OutcomeEffect.reached.is_(None)
    )
    begun_at = func.coalesce(Outcome.updated_at, Engagement.agreed_at, type_=_INSTANT)
    is_quiet = or_(
        Outcome.id.is_(None),
        Outcome.next_on.is_not(None),
        Outcome.updated_at < clock.now() - QUIET_STAGE,
    )
    return [
        _waiting(Step.CONFIRM_STAGE, OutcomeStage.id, asked, OutcomeStage.told_at)
        .join(Outcome, Outcome.engagement_id == Engagement.id)
        .join(OutcomeStage, OutcomeStage.outcome_id == Outcome.id)
        .where(is_agreed, OutcomeStage.confirmed_at.is_(None)),
        _waiting(Step.TELL_STAGE, Engagement.id, _PROVIDER, begun_at, Outcome.next_on)
        .outerjoin(Outcome, Outcome.engagement_id == Engagement.id)
        .where(is_agreed, Outcome.accepted_at.is_(None), ~is_told, is_quiet),
        _waiting(Step.MEASURE_EFFECT, Outcome.id, _ENTERPRISE, live_at)
        .join(Outcome, Outcome.engagement_id == Engagement.id)
        .where(is_agreed, live_at.is_not(None), is_unmeasured),
    ]


def _afterwards() -> "list[Select[Any]]":
    over_at = func.coalesce(Outcome.accepted_at, Engagement.closed_at, type_=_INSTANT)
    ratings = [
        _waiting(Step.RATE, Engagement.id, side, over_at)
        .outerjoin(Outcome, Outcome.engagement_id == Engagement.id)
        .where(
            Engagement.accepted_at.is_not(None),
            or_(Outcome.accepted_at.is_not(None), Engagement.state.in_(CLOSED)),
            over_at > clock.now() - RATED_WITHIN,
            ~exists().where(
                Rating.engagement_id == Engagement.id,
                Rating.is_by_provider.is_(side is _PROVIDER),
            ),
        )
        for side in (_PROVIDER, _ENTERPRISE)
    ]
    asked = (
        _waiting(Step.ANSWER_CASE, Outcome.id, _ENTERPRISE, Outcome.consent_asked_at)
        .join(Outcome, Outcome.engagement_id == Engagement.id)
        .where(Outcome.consent == ConsentState.ASKED)
    )
    return [asked, *ratings]
