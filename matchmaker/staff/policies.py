"""Who may tend the work the site does on its own."""

from typing import Protocol

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import is_staff
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.models.talks import Message
from matchmaker.engagements.policies.questions import may_report_question
from matchmaker.engagements.policies.talks import may_report_message
from matchmaker.jobs.models import OutboxRow
from matchmaker.moderation.enums import ReportState
from matchmaker.moderation.models import Report
from matchmaker.moderation.policies import may_decide_for, may_moderate
from matchmaker.taxonomy.models import Scene

TENDERS = frozenset({StaffRole.CURATOR})


def may_tend_jobs(actor: Account | None, _job: OutboxRow | None = None) -> bool:
    """Administrators."""
    return is_staff(actor) and actor is not None and actor.staff_role is StaffRole.ADMINISTRATOR


def may_export_trail(actor: Account | None, _thing: object = None) -> bool:
    """Auditors."""
    return is_staff(actor) and actor is not None and actor.staff_role is StaffRole.AUDITOR


def may_see_taxonomy_desk(actor: Account | None, _scene: Scene | None = None) -> bool:
    """All staff: who answers questions about the taxonomy must see what it said before."""
    return is_staff(actor)


def may_tend_taxonomy(actor: Account | None, _scene: Scene | None = None) -> bool:
    """Curators."""
    return is_staff(actor) and actor is not None and actor.staff_role in TENDERS


class Noted(Protocol):
    """A thing staff write notes on, with whose it is."""

    @property
    def organisation(self) -> Organisation | None: ...


def may_note(actor: Account | None, thing: Noted) -> bool:
    """Whoever moderates, but not on what concerns an organisation of their own."""
    return may_decide_for(actor, thing.organisation)


class Reported(Protocol):
    """What is reported: `row` where not everybody may see it."""

    @property
    def row(self) -> object: ...


class InHand(Protocol):
    """A report with the numbers of the organisations and people it concerns."""

    @property
    def report(self) -> Report: ...
    @property
    def organisation_ids(self) -> frozenset[int]: ...
    @property
    def person_ids(self) -> frozenset[int]: ...


def may_report(actor: Account | None, thing: Reported) -> bool:
    """Whoever is signed in, of what everybody may see; of other things who may read them."""
    if isinstance(thing.row, Message):
        return may_report_message(actor, thing.row)
    if isinstance(thing.row, DemandQuestion):
        return may_report_question(actor, thing.row)
    return actor is not None


def may_answer_report(actor: Account | None, in_hand: InHand) -> bool:
    """Whoever moderates, but not on what concerns them or an organisation they belong to."""
    if actor is None or not may_moderate(actor) or actor.id in in_hand.person_ids:
        return False
    return not in_hand.organisation_ids & set(actor.organisation_ids)


def may_look_at_reported(actor: Account | None, in_hand: InHand) -> bool:
    """Whoever may answer an open report about what is not public."""
    report = in_hand.report
    is_hidden = report.subject_kind in {"message", "question"}
    return is_hidden and report.state is ReportState.OPEN and may_answer_report(actor, in_hand)
