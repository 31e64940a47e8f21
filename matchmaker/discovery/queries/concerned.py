"""Whom a report concerns: nobody handles one about their own organisation or themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, not_, or_, select

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.models import Case, CasePart, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.models.talks import Message
from matchmaker.engagements.queries.questions import question_by_id
from matchmaker.engagements.queries.talks import message_by_id, message_with_neighbours
from matchmaker.moderation.models import Report

MESSAGE: Final = "message"
QUESTION: Final = "question"
Pairs = tuple[str, Any]  # a kind, and a Select of two columns

_WORDS: Final = select(Message.id, Engagement.provider_id).join(Message.engagement)
# By the kind of a report: the numbers of things, and the organisations each concerns.
ORGANISATIONS: Final[tuple[Pairs, ...]] = (
    ("offering", select(Offering.id, Offering.organisation_id)),
    ("provider", select(Organisation.id, Organisation.id.label("organisation_id"))),
    ("demand", select(Demand.id, Demand.organisation_id)),
    ("case", select(Case.id, Case.organisation_id)),
    ("case", select(CasePart.case_id, CasePart.organisation_id)),
    (MESSAGE, _WORDS),
    (MESSAGE, _WORDS.join(Engagement.demand).with_only_columns(Message.id, Demand.organisation_id)),
    (QUESTION, select(DemandQuestion.id, DemandQuestion.organisation_id)),
    (
        QUESTION,
        select(DemandQuestion.id, Demand.organisation_id).join(DemandQuestion.demand),
    ),
)
# And the people whose words they are.
PEOPLE: Final[tuple[Pairs, ...]] = (
    ("demand", select(Demand.id, Demand.author_id)),
    (MESSAGE, select(Message.id, Message.author_id)),
    (QUESTION, select(DemandQuestion.id, DemandQuestion.asker_id)),
)


@dataclass(frozen=True, slots=True)
class ReportInHand:
    """A report with the numbers of the organisations and people it concerns."""

    report: Report
    organisation_ids: frozenset[int]
    person_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reported:
    """What only a report lets staff see: a message among its neighbours, or who asked."""

    messages: Sequence[Message] = ()
    question: DemandQuestion | None = None

    @property
    def shown(self) -> dict[str, list[int]]:
        """Say what is shown, for the trail: numbers by kind."""
        if self.question is not None:
            return {"questions": [self.question.id], "askers": [self.question.asker_id]}
        return {"messages": [message.id for message in self.messages]}


def is_for(actor: Account) -> ColumnElement[bool]:
    """Say in SQL which reports concern neither a person nor an organisation of theirs."""
    own = [*_among(ORGANISATIONS, sorted(actor.organisation_ids)), *_among(PEOPLE, [actor.id])]
    return and_(Report.reporter_id != actor.id, not_(or_(*own)))


def report_in_hand(report_id: int) -> ReportInHand | None:
    """Find a report with whom it concerns."""
    report = db.session.get(Report, report_id)
    if report is None:
        return None
    return ReportInHand(
        report,
        organisation_ids=_concerned(ORGANISATIONS, report),
        person_ids=_concerned(PEOPLE, report) | {report.reporter_id},
    )


def reported(report: Report) -> Reported | None:
    """Give what only a report lets staff see; None for what is public, or is gone."""
    number = report.subject_id
    if report.subject_kind == MESSAGE and (message := message_by_id(number)):
        return Reported(messages=message_with_neighbours(message, report.created_at))
    if report.subject_kind == QUESTION and (question := question_by_id(number)):
        return Reported(question=question)
    return None


def _among(pairs: tuple[Pairs, ...], numbers: Sequence[int]) -> list[ColumnElement[bool]]:
    found = []
    for kind, statement in pairs:
        thing, whose = statement.selected_columns
        things = statement.where(whose.in_(numbers)).with_only_columns(thing)
        found.append(and_(Report.subject_kind == kind, Report.subject_id.in_(things)))
    return found


def _concerned(pairs: tuple[Pairs, ...], report: Report) -> frozenset[int]:
    found: set[int] = set()
    for kind, statement in pairs:
        if kind == report.subject_kind:
            thing, whose = statement.selected_columns
            mine = statement.where(thing == report.subject_id).with_only_columns(whose)
            found |= {number for number in db.session.scalars(mine) if number is not None}
    return frozenset(found)
