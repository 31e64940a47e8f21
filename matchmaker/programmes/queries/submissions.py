"""Reading submissions."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.policies import SPEAKERS
from matchmaker.db import db
from matchmaker.programmes.enums.submissions import REVIEWED, WAITING, SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import (
    RegionalBody,
    Submission,
    SubmissionAnswer,
    SubmissionPartner,
)

_S = SubmissionState
LISTED: Final = (
    joinedload(Submission.call).selectinload(Call.phases),
    joinedload(Submission.organisation),
    joinedload(Submission.sector),
    joinedload(Submission.region),
)


class Queue(StrEnum):
    """Parts of the list of what was submitted to a call."""

    WAITING = "waiting"  # for the regional body or staff
    RETURNED = "returned"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ALL = "all"


QUEUED: Final[Mapping[Queue, frozenset[SubmissionState]]] = {
    Queue.WAITING: WAITING,
    Queue.RETURNED: frozenset({_S.RETURNED}),
    Queue.REVIEWED: REVIEWED,
    Queue.REFUSED: frozenset({_S.REFUSED}),
    Queue.WITHDRAWN: frozenset({_S.WITHDRAWN}),
    Queue.ALL: frozenset(SubmissionState) - {_S.DRAFT},
}


class Turn(StrEnum):
    """Parts of the list of a regional body."""

    WAITING = "waiting"
    SAID = "said"


def submission_by_id(submission_id: int) -> Submission | None:
    """Find a submission with its call, answers and partners."""
    answers, call = selectinload(Submission.answers), joinedload(Submission.call)
    statement = (
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            call.selectinload(Call.phases),
            call.selectinload(Call.questions),
            call.selectinload(Call.criteria),
            joinedload(Submission.organisation),
            joinedload(Submission.sector),
            joinedload(Submission.region),
            answers.joinedload(SubmissionAnswer.question),
            answers.joinedload(SubmissionAnswer.attachment),
            answers.joinedload(SubmissionAnswer.offering),
            answers.joinedload(SubmissionAnswer.case),
            answers.joinedload(SubmissionAnswer.demand),
            selectinload(Submission.partners).joinedload(SubmissionPartner.organisation),
        )
    )
    return db.session.scalars(statement).first()


def partner_by_id(submission_partner_id: int) -> SubmissionPartner | None:
    """Find a partner with the submission it is asked to join."""
    statement = (
        select(SubmissionPartner)
        .where(SubmissionPartner.id == submission_partner_id)
        .options(
            joinedload(SubmissionPartner.organisation),
            joinedload(SubmissionPartner.submission).options(*LISTED),
        )
    )
    return db.session.scalars(statement).first()


def file_answer(submission_id: int, call_question_id: int) -> SubmissionAnswer | None:
    """Find the answer of a submission to a question, with its file."""
    statement = (
        select(SubmissionAnswer)
        .where(
            SubmissionAnswer.submission_id == submission_id,
            SubmissionAnswer.question_id == call_question_id,
        )
        .options(joinedload(SubmissionAnswer.attachment), joinedload(SubmissionAnswer.question))
    )
    return db.session.scalars(statement).first()


def submissions_of(actor: Account) -> Select[Submission]:
    """Select what a person's organisations submit or began, the latest change first."""
    return (
        select(Submission)
        .where(Submission.organisation_id.in_(actor.organisation_ids))
        .options(*LISTED)
        .order_by(Submission.updated_at.desc(), Submission.id.desc())
    )


def own_submissions(call: Call, actor: Account) -> Sequence[Submission]:
    """List what a person's organisations submit to a call."""
    statement = submissions_of(actor).where(Submission.call_id == call.id)
    return db.session.scalars(statement).all()


def partnerships_asked(actor: Account) -> Sequence[SubmissionPartner]:
    """List the joint submissions a person's organisations have not answered yet."""
    return db.session.scalars(
        select(SubmissionPartner)
        .where(
            SubmissionPartner.organisation_id.in_(actor.organisation_ids),
            SubmissionPartner.agreed_at.is_(None),
            SubmissionPartner.declined_at.is_(None),
        )
        .options(
            joinedload(SubmissionPartner.submission).options(
                joinedload(Submission.call), joinedload(Submission.organisation)
            )
        )
        .order_by(SubmissionPartner.id.desc())
        .limit(10)
    ).all()


def submissions_to(call: Call, queue: Queue) -> Select[Submission]:
    """Select what was sent to a call, by when it was first sent; drafts are nobody's business."""
    return (
        select(Submission)
        .where(Submission.call_id == call.id, Submission.state.in_(QUEUED[queue]))
        .options(
            *LISTED,
            joinedload(Submission.body),
            selectinload(Submission.partners),
        )
        .order_by(Submission.submitted_at, Submission.id)
    )


def with_answers(found: Select[Submission]) -> Select[Submission]:
    """Load the answers too, with what they name."""
    answers = selectinload(Submission.answers)
    return found.options(
        answers.joinedload(SubmissionAnswer.attachment),
        answers.joinedload(SubmissionAnswer.offering),
        answers.joinedload(SubmissionAnswer.case),
        answers.joinedload(SubmissionAnswer.demand),
    )


def queue_counts(call: Call) -> dict[Queue, int]:
    """Count the parts of the list of a call."""
    by_state = _by_state(Submission.call_id == call.id)
    return {queue: sum(by_state.get(one, 0) for one in QUEUED[queue]) for queue in Queue}


def drafts_of(call: Call) -> int:
    """Count what is being written for a call."""
    return _by_state(Submission.call_id == call.id).get(SubmissionState.DRAFT, 0)


def next_waiting(call: Call, actor: Account, but: int) -> int | None:
    """Give the next submission to a call that waits for staff and concerns no own organisation."""
    own = actor.organisation_ids
    is_own = SubmissionPartner.organisation_id.in_(own)
    joint = select(SubmissionPartner.submission_id).where(is_own)
    ready = WAITING if not call.needs_recommendation else {SubmissionState.RECOMMENDED}
    return db.session.scalar(
        select(Submission.id)
        .where(
            Submission.call_id == call.id,
            Submission.id != but,
            Submission.state.in_(ready),
            Submission.organisation_id.not_in(own),
            Submission.id.not_in(joint),
        )
        .order_by(Submission.submitted_at, Submission.id)
        .limit(1)
    )


def ready_to_accept(call: Call, actor: Account) -> Sequence[Submission]:
    """List what waits for staff, whole, but for what concerns an own organisation."""
    own = actor.organisation_ids
    found = with_answers(submissions_to(call, Queue.WAITING)).options(
        joinedload(Submission.call).selectinload(Call.questions)
    )
    rows = db.session.scalars(found.where(Submission.organisation_id.not_in(own))).unique().all()
    return [row for row in rows if own.isdisjoint(one.organisation_id for one in row.partners)]


def to_recommend(actor: Account, turn: Turn) -> Select[Submission]:
    """Select what waits for a person's regional bodies, or what these said something of."""
    found = select(Submission).join(Submission.call).where(Call.needs_recommendation)
    if turn is Turn.WAITING:
        is_turn = Submission.state == SubmissionState.SUBMITTED
        found = found.where(is_turn, Submission.recommended_at.is_(None))
    else:
        was_refused = Submission.state == SubmissionState.REFUSED
        found = found.where(or_(Submission.recommended_at.is_not(None), was_refused))
    return (
        found.where(Submission.region_code.in_(_own_provinces(actor)))
        .options(*LISTED, joinedload(Submission.body))
        .order_by(Submission.submitted_at, Submission.id)
    )


def turn_counts(actor: Account) -> dict[Turn, int]:
    """Count both parts of the list of a regional body."""
    return {
        turn: db.session.scalar(
            select(func.count()).select_from(to_recommend(actor, turn).order_by(None).subquery())
        )
        or 0
        for turn in Turn
    }


def is_of_a_body(actor: Account) -> bool:
    """Whether a person acts for a regional body today."""
    return db.session.scalar(_own_provinces(actor).limit(1)) is not None


def regional_bodies() -> Select[RegionalBody]:
    """Select the regional bodies, those in force first, then by province."""
    return (
        select(RegionalBody)
        .join(RegionalBody.organisation)
        .options(joinedload(RegionalBody.organisation), joinedload(RegionalBody.region))
        .order_by(
            RegionalBody.ends_on.is_not(None),
            RegionalBody.region_code,
            Organisation.sort_key,
            RegionalBody.id,
        )
    )


def body_by_id(body_id: int) -> RegionalBody | None:
    """Find a regional body."""
    return db.session.get(RegionalBody, body_id)


def _own_provinces(actor: Account) -> Select[str]:
    return (
        select(RegionalBody.region_code)
        .join(Membership, Membership.organisation_id == RegionalBody.organisation_id)
        .where(
            Membership.account_id == actor.id,
            Membership.organisation_id.in_(actor.organisation_ids),
            Membership.role.in_(SPEAKERS),
            or_(RegionalBody.ends_on.is_(None), RegionalBody.ends_on > clock.today()),
        )
    )


def _by_state(*which: ColumnElement[bool]) -> dict[SubmissionState, int]:
    counted = select(Submission.state, func.count()).where(*which).group_by(Submission.state)
    return {row[0]: row[1] for row in db.session.execute(counted)}
