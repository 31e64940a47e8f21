"""Things that can be reported, and the reports staff answer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.discovery.queries.concerned import MESSAGE, QUESTION, is_for
from matchmaker.discovery.queries.kinds import KINDS, visible_rows
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.models.talks import Message
from matchmaker.engagements.queries.questions import question_by_id
from matchmaker.engagements.queries.talks import message_by_id
from matchmaker.moderation.enums import ReportState
from matchmaker.moderation.models import Report
from matchmaker.web.converters import LARGEST_NUMBER

REPORTABLE: Final = frozenset({"offering", "provider", "demand", "case"})
PRESSING: Final = 3  # people who report one thing independently put it on top


@dataclass(frozen=True, slots=True)
class Reportable:
    """A thing by its kind and number, and its name; `row` where not everybody may see it."""

    kind: str
    id: int
    title: str
    row: Message | DemandQuestion | None = None


def reportable(thing: str, thing_id: int) -> Reportable | None:
    """Find a thing of a kind that can be reported; what is not public has a policy of its own."""
    if not 0 < thing_id <= LARGEST_NUMBER:
        return None
    if thing == MESSAGE and (message := message_by_id(thing_id)):
        title = _("“%(title)s”对接中的留言", title=message.engagement.demand.title)
        return Reportable(thing, thing_id, title, message)
    if thing == QUESTION and (question := question_by_id(thing_id)):
        title = _("关于“%(title)s”的提问", title=question.demand.title)
        return Reportable(thing, thing_id, title, question)
    if thing not in REPORTABLE:
        return None
    row = visible_rows([(thing, thing_id)]).get((thing, thing_id))
    return Reportable(thing, thing_id, KINDS[thing].words(row)[0]) if row is not None else None


def next_report(actor: Account) -> int | None:
    """Name the report to answer next."""
    row = db.session.scalars(reports_in(ReportState.OPEN, actor).limit(1)).first()
    return row.id if row else None


def reports_of(account: Account) -> Select[Report]:
    """Select what a person reported, the latest first."""
    return select(Report).where(Report.reporter_id == account.id).order_by(Report.id.desc())


def reports_in(state: ReportState, actor: Account) -> Select[Report]:
    """Select the reports a person may handle: open ones the oldest first.

    On top is what three people reported.
    """
    statement = select(Report).where(Report.state == state, is_for(actor))
    if state is not ReportState.OPEN:
        return statement.order_by(Report.answered_at.desc(), Report.id.desc())
    other = aliased(Report)
    people = (
        select(func.count(other.id))
        .where(
            other.subject_kind == Report.subject_kind,
            other.subject_id == Report.subject_id,
            other.state == ReportState.OPEN,
        )
        .correlate(Report)
        .scalar_subquery()
    )
    return statement.order_by(case((people >= PRESSING, 0), else_=1), Report.id)


def open_counts(reports: Collection[Report]) -> dict[tuple[str, int], int]:
    """Count the open reports of the things some reports are about."""
    if not reports:
        return {}
    rows = db.session.execute(
        select(Report.subject_kind, Report.subject_id, func.count())
        .where(
            Report.state == ReportState.OPEN,
            Report.subject_id.in_({row.subject_id for row in reports}),
        )
        .group_by(Report.subject_kind, Report.subject_id)
    )
    return {(kind, number): count for kind, number, count in rows}


def reporters_of(reports: Collection[Report]) -> dict[int, Account]:
    """Give who made some reports, by their number."""
    ids = {row.reporter_id for row in reports}
    rows = db.session.scalars(select(Account).where(Account.id.in_(ids)))
    return {account.id: account for account in rows}
