"""What waits for a member of staff, by their duty: one list, the oldest first, and its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole, VerificationState
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.catalogue.enums import CaseState, ClaimState, EvidenceKind, OfferingState
from matchmaker.catalogue.models import Case, Claim, Offering, OfferingVersion, Promise
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.discovery.queries.concerned import is_for
from matchmaker.errors import Words
from matchmaker.jobs.models import OutboxRow
from matchmaker.moderation.enums import ReportState
from matchmaker.moderation.models import Report
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.results import AppealState, ObjectionState, RenewalState
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallPhase
from matchmaker.programmes.models.results import Appeal, Entry, Objection, Renewal
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.models.submissions import Submission, SubmissionPartner
from matchmaker.web.pagination import PER_PAGE, Page, page_of, requested_page

Rows = Select[Any]  # number for the page's address, title, since when


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of thing that waits: its words, its queue, and the page of one."""

    label: Words
    queue: str  # endpoint of the list
    page: str  # endpoint of one thing; that of the queue where things have no page
    number: str  # what the address of the page calls the number; "" for none
    queue_values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, since when, with what its address needs."""

    kind: str
    title: str
    since: datetime
    days: int
    duty: Duty
    number: int

    @property
    def values(self) -> dict[str, Any]:
        """Give the values of its page's address."""
        return {self.duty.number: self.number} if self.duty.number else {}


@dataclass(frozen=True, slots=True)
class Queue:
    """How many things of a kind wait, and the oldest of them."""

    kind: str
    duty: Duty
    count: int
    since: datetime | None


def _of_programme(kind: str, label: Words, page: str, number: str) -> Duty:
    """Describe what lies in many places: its queue is the desk, narrowed to it."""
    return Duty(label, "staff.desk", page, number, {"show": kind})


DUTIES: Final[Mapping[str, Duty]] = {
    "demand": Duty(_("待审核的需求"), "staff.demands", "staff.demand", "demand_id"),
    "verification": Duty(
        _("单位认证"), "staff.verifications", "staff.verification", "verification_id"
    ),
    "claim": Duty(_("认领"), "staff.claims", "staff.claim", "claim_id"),
    "offering": Duty(_("待审核的方案"), "staff.offerings", "staff.offering", "offering_id"),
    "changed-offering": Duty(
        _("发布后改动的方案"),
        "staff.offerings",
        "staff.offering",
        "offering_id",
        {"show": "changed"},
    ),
    "case": Duty(_("待审核的案例"), "staff.cases", "staff.case", "case_id"),
    "report": Duty(_("处理举报"), "staff.reports", "staff.answer", "report_id"),
    "submission": _of_programme(
        "submission", _("待受理的申报"), "programmes.decide_submission", "submission_id"
    ),
    "objection": _of_programme(
        "objection", _("公示的异议"), "programmes.staff_objection", "objection_id"
    ),
    "appeal": _of_programme("appeal", _("申诉"), "programmes.staff_appeal", "appeal_id"),
    "renewal": _of_programme("renewal", _("续期申请"), "programmes.staff_renewal", "renewal_id"),
    "showcase": Duty(
        _("待审核的领航者页面"),
        "programmes.staff_showcases",
        "programmes.staff_showcase",
        "showcase_id",
    ),
    "review": Duty(_("分配给您的评审"), "programmes.reviews", "programmes.review", "review_id"),
    "promise": _of_programme("promise", _("待核对佐证的方案"), "catalogue.offering", "offering_id"),
    "job": Duty(_("停下的任务"), "staff.jobs", "staff.jobs", ""),
}


def queues_of(actor: Account) -> list[Queue]:
    """Count what waits for a person by kind, in the order of duties; kinds with nothing, too."""
    sources = _sources(actor)
    if not sources:
        return []
    rows = _together(sources).subquery()
    counted = select(rows.c.kind, func.count(), func.min(rows.c.since)).group_by(rows.c.kind)
    found = {kind: (count, since) for kind, count, since in db.session.execute(counted)}
    return [Queue(kind, DUTIES[kind], *found.get(kind, (0, None))) for kind in sources]


def waiting_for(actor: Account, queues: Iterable[Queue], kind: str = "") -> Page[Waiting]:
    """Give the page asked for of what waits for a person, of all kinds or one, oldest first.

    Raises NotFoundError beyond the last page.
    """
    sources = {name: rows for name, rows in _sources(actor).items() if kind in ("", name)}
    total = sum(queue.count for queue in queues if queue.kind in sources)
    if not sources:
        return page_of([], 0)
    rows = _together(sources).subquery()
    wanted = (
        select(rows.c.kind, rows.c.number, rows.c.title, rows.c.since)
        .order_by(rows.c.since, rows.c.kind, rows.c.number)
        .limit(PER_PAGE)
        .offset((requested_page() - 1) * PER_PAGE)
    )
    now = clock.now()
    items = [
        Waiting(name, title, since, (now - since).days, DUTIES[name], number)
        for name, number, title, since in db.session.execute(wanted)
    ]
    return page_of(items, total)


def _together(sources: Mapping[str, Rows]) -> Any:
    """Put the selects of several kinds one below the other."""
    said = (rows.add_columns(literal(kind).label("kind")) for kind, rows in sources.items())
    return union_all(*said)


def _sources(actor: Account) -> dict[str, Rows]:
    """Give by kind what waits for a person: of their own duty, and of no organisation of theirs."""
    if not actor.is_staff or actor.staff_role not in _OF_ROLE:
        return {}
    return _OF_ROLE[actor.staff_role](actor)


def _row(number: Any, title: Any, since: Any) -> Rows:
    return select(number.label("number"), title.label("title"), since.label("since"))


def _moderators(actor: Account) -> dict[str, Rows]:
    own = sorted(actor.organisation_ids)

    def not_own(organisation_id: InstrumentedAttribute[Any]) -> Any:
        return func.coalesce(organisation_id, 0).not_in(own)

    unseen = (
        select(OfferingVersion.offering_id, func.min(OfferingVersion.at).label("since"))
        .where(OfferingVersion.reviewed_at.is_(None))
        .group_by(OfferingVersion.offering_id)
        .subquery()
    )
    return {
        "demand": _row(Demand.id, Demand.title, Demand.submitted_at).where(
            Demand.state == DemandState.IN_REVIEW, not_own(Demand.organisation_id)
        ),
        "verification": _row(
            Verification.id, Verification.legal_name, Verification.submitted_at
        ).where(
            Verification.state == VerificationState.SUBMITTED, not_own(Verification.organisation_id)
        ),
        "claim": _row(Claim.id, Organisation.name, Claim.submitted_at)
        .join(Organisation, Organisation.id == Claim.provider_id)
        .where(Claim.state == ClaimState.SUBMITTED, not_own(Claim.organisation_id)),
        "offering": _row(Offering.id, Offering.title, Offering.submitted_at).where(
            Offering.state == OfferingState.SUBMITTED, not_own(Offering.organisation_id)
        ),
        "changed-offering": _row(Offering.id, Offering.title, unseen.c.since)
        .join(unseen, unseen.c.offering_id == Offering.id)
        .where(Offering.state == OfferingState.PUBLISHED, not_own(Offering.organisation_id)),
        "case": _row(Case.id, Case.title, Case.submitted_at).where(
            Case.state == CaseState.SUBMITTED, not_own(Case.organisation_id)
        ),
        "report": _row(Report.id, Report.subject_title, Report.created_at).where(
            Report.state == ReportState.OPEN, is_for(actor)
        ),
    }


def _curators(actor: Account) -> dict[str, Rows]:
    own = sorted(actor.organisation_ids)
    is_joint = SubmissionPartner.organisation_id.in_(own)
    joint = select(SubmissionPartner.submission_id).where(is_joint)
    not_own = (Submission.organisation_id.not_in(own), Submission.id.not_in(joint))
    is_ready = or_(
        Submission.state == SubmissionState.RECOMMENDED,
        (Submission.state == SubmissionState.SUBMITTED) & Call.needs_recommendation.is_(False),
    )
    since = func.coalesce(Submission.recommended_at, Submission.submitted_at)
    return {
        "submission": _row(Submission.id, Submission.title, since)
        .join(Submission.call)
        .where(is_ready, Call.state == CallState.PUBLISHED, *not_own),
        "objection": _row(Objection.id, Submission.title, Objection.created_at)
        .join(Objection.submission)
        .where(Objection.state == ObjectionState.OPEN, *not_own),
        "appeal": _row(Appeal.id, Submission.title, Appeal.created_at)
        .join(Appeal.submission)
        .where(Appeal.state == AppealState.OPEN, *not_own),
        "renewal": _row(Renewal.id, Submission.title, Renewal.created_at)
        .join(Renewal.entry)
        .join(Entry.submission)
        .where(Renewal.state == RenewalState.OPEN, *not_own),
        "showcase": _row(Showcase.id, Showcase.title_zh, Showcase.submitted_at).where(
            Showcase.state == ShowcaseState.IN_REVIEW,
            func.coalesce(Showcase.organisation_id, 0).not_in(own),
        ),
    }


def _reviewers(actor: Account) -> dict[str, Rows]:
    now = clock.now()
    is_time = or_(
        Review.reopened_until > now,
        select(CallPhase.id)
        .where(
            CallPhase.call_id == Submission.call_id,
            CallPhase.kind == PhaseKind.REVIEW,
            CallPhase.starts_at <= now,
            CallPhase.ends_at > now,
        )
        .exists(),
    )
    unseen = select(Promise.offering_id).where(
        Promise.reviewed_at.is_(None), Promise.evidence != EvidenceKind.STATEMENT
    )
    return {
        # Its number alone: who reads blind is not told more.
        "review": _row(Review.id, Submission.number, Review.assigned_at)
        .join(Review.submission)
        .join(Submission.call)
        .join(Review.reviewer)
        .where(
            Reviewer.account_id == actor.id,
            Reviewer.state == ReviewerState.AGREED,
            Review.state == ReviewState.OPEN,
            Call.state == CallState.PUBLISHED,
            is_time,
        ),
        "promise": _row(Offering.id, Offering.title, Offering.published_at).where(
            Offering.id.in_(unseen),
            Offering.state == OfferingState.PUBLISHED,
            Offering.organisation_id.not_in(sorted(actor.organisation_ids)),
        ),
    }


def _administrators(_actor: Account) -> dict[str, Rows]:
    title = OutboxRow.kind + " " + OutboxRow.key
    return {
        "job": _row(OutboxRow.id, title, OutboxRow.parked_at).where(
            OutboxRow.parked_at.is_not(None)
        )
    }


_OF_ROLE: Final = {
    StaffRole.MODERATOR: _moderators,
    StaffRole.CURATOR: _curators,
    StaffRole.REVIEWER: _reviewers,
    StaffRole.ADMINISTRATOR: _administrators,
}
