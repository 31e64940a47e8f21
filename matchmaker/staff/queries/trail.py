"""The audit trail, and what of it is left out for a reader.

Whoever may not decide on a report, a message, a question or an application does not read in the
trail what its page would not show them; auditors read no drafts there either.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, or_, select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Verification
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import CaseState, OfferingState
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.discovery.queries.concerned import is_for
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.models.talks import Message
from matchmaker.moderation.models import Report
from matchmaker.moderation.policies import may_moderate
from matchmaker.web.forms import number_from

Readable = Callable[[Account], Select[Any]]

# Who reported and who asked are told to those only who may read the rest.
NAMELESS: Final = frozenset({"report.made", "question.asked"})


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of the trail: who acted, and the events whose values the reader is not shown."""

    actors: dict[int, Account]
    sealed: frozenset[int]
    nameless: frozenset[int]


def trail_of(events: Sequence[AuditEvent], actor: Account) -> Trail:
    """Load what a page of events names, and tell what of it is left out for a reader."""
    shut = sealed(events, actor)
    nameless = frozenset(one.id for one in events if one.id in shut and one.action in NAMELESS)
    return Trail(actors_of([one for one in events if one.id not in nameless]), shut, nameless)


def sealed(events: Sequence[AuditEvent], actor: Account) -> frozenset[int]:
    """Give the numbers of events whose values a person may not read; one query a kind."""
    found: set[int] = set()
    for kind, readable in _kinds_for(actor).items():
        about = {one.id: int(one.subject_id) for one in events if one.subject_kind == kind}
        if about:
            statement = readable(actor)
            (number,) = statement.selected_columns
            shown = set(db.session.scalars(statement.where(number.in_(set(about.values())))))
            found |= {event for event, subject in about.items() if subject not in shown}
    return frozenset(found)


def _kinds_for(actor: Account) -> dict[str, Readable]:
    """Give by kind of subject which of them a person may read."""
    kinds: dict[str, Readable] = dict(CONFIDENTIAL)
    if not may_moderate(actor):
        kinds = dict.fromkeys(CONFIDENTIAL, _none)
    return {**kinds, **WRITTEN} if actor.staff_role is StaffRole.AUDITOR else kinds


def _none(_actor: Account) -> Select[Any]:
    return select(Report.id).where(false())


def _reports(actor: Account) -> Select[Any]:
    return select(Report.id).where(is_for(actor))


def _messages(actor: Account) -> Select[Any]:
    own = sorted(actor.organisation_ids)
    return (
        select(Message.id)
        .join(Message.engagement)
        .join(Engagement.demand)
        .where(
            func.coalesce(Message.author_id, 0) != actor.id,
            Engagement.provider_id.not_in(own),
            func.coalesce(Demand.organisation_id, 0).not_in(own),
        )
    )


def _questions(actor: Account) -> Select[Any]:
    own = sorted(actor.organisation_ids)
    return (
        select(DemandQuestion.id)
        .join(DemandQuestion.demand)
        .where(
            func.coalesce(DemandQuestion.asker_id, 0) != actor.id,
            func.coalesce(DemandQuestion.organisation_id, 0).not_in(own),
            func.coalesce(Demand.organisation_id, 0).not_in(own),
        )
    )


def _verifications(actor: Account) -> Select[Any]:
    return select(Verification.id).where(
        Verification.submitted_at.is_not(None),
        Verification.organisation_id.not_in(sorted(actor.organisation_ids)),
    )


def _demands(_actor: Account) -> Select[Any]:
    return select(Demand.id).where(Demand.state != DemandState.DRAFT)


def _offerings(_actor: Account) -> Select[Any]:
    return select(Offering.id).where(Offering.state != OfferingState.DRAFT)


def _cases(_actor: Account) -> Select[Any]:
    return select(Case.id).where(Case.state != CaseState.DRAFT)


# By the table of the subject.
CONFIDENTIAL: Final[dict[str, Readable]] = {
    Report.__tablename__: _reports,
    Message.__tablename__: _messages,
    DemandQuestion.__tablename__: _questions,
    Verification.__tablename__: _verifications,
}
WRITTEN: Final[dict[str, Readable]] = {
    Demand.__tablename__: _demands,
    Offering.__tablename__: _offerings,
    Case.__tablename__: _cases,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the trail is asked for; empty means everything.

    `action` is the beginning of a name, `subject` is `kind:id` or a kind, `person` a number,
    part of a name or a whole address; `since` and `until` are days in China, both included.
    """

    action: str = ""
    subject: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


def audit_rows(wanted: Wanted, actor: Account) -> Select[AuditEvent]:
    """Select the trail as asked for, newest first.

    Who reported or asked something is not found by looking for the person either, unless the
    reader may read the rest of it.
    """
    statement = select(AuditEvent).order_by(AuditEvent.id.desc())
    if wanted.action:
        begins = AuditEvent.action.startswith(wanted.action, autoescape=True)
        statement = statement.where(begins)
    kind, _, number = wanted.subject.partition(":")
    if kind:
        statement = statement.where(AuditEvent.subject_kind == kind)
    if number:
        statement = statement.where(AuditEvent.subject_id == number)
    if wanted.person:
        people = _people(wanted.person)
        statement = statement.where(AuditEvent.actor_id.in_(people), _is_named(actor))
    if wanted.since:
        statement = statement.where(AuditEvent.at >= _start_of(wanted.since))
    if wanted.until:
        after = wanted.until + timedelta(days=1)
        statement = statement.where(AuditEvent.at < _start_of(after))
    return statement


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CHINA)


def _people(words: str) -> Select[Any]:
    number = number_from(words)
    # Addresses are matched whole: who may not read them does not guess them letter by letter.
    is_meant = (Account.name.icontains(words, autoescape=True), Account.email == words.lower())
    return select(Account.id).where(or_(*is_meant, Account.id == number))


def _is_named(actor: Account) -> ColumnElement[bool]:
    """Say in SQL of which events a person learns who acted."""
    readable = _kinds_for(actor)
    told: list[ColumnElement[bool]] = [AuditEvent.action.not_in(NAMELESS)]
    for kind in (Report.__tablename__, DemandQuestion.__tablename__):
        statement = readable[kind](actor)
        (number,) = statement.selected_columns
        numbers = statement.with_only_columns(cast(number, String))
        about = and_(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(numbers))
        told.append(about)
    return or_(*told)


def actors_of(events: list[AuditEvent]) -> dict[int, Account]:
    """Load the accounts a page of events names."""
    ids = {event.actor_id for event in events if event.actor_id is not None}
    rows = db.session.scalars(select(Account).where(Account.id.in_(ids)))
    return {account.id: account for account in rows}
