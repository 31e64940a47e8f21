"""What staff look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from matchmaker.accounts.enums import VerificationState
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.accounts.uscc import normalised_uscc
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.queries import changed_offerings, waiting_cases, waiting_offerings
from matchmaker.catalogue.queries.claims import waiting_claims
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.discovery.queries.reports import reports_in
from matchmaker.jobs.models import OutboxRow
from matchmaker.moderation.enums import ReportState
from matchmaker.taxonomy.queries import sectors_with_scenes
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.language import localised

WAITING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Queue:
    """Things that wait for staff to decide: what, the page that lists them, how many."""

    label: str
    endpoint: str
    count: int
    values: Mapping[str, str] = field(default_factory=dict)  # of the page's address


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits: decisions, outbox rows not done yet, and those that keep failing."""

    waiting: int
    parked: list[OutboxRow]
    queues: list[Queue]


def desk(actor: Account) -> Desk:
    """Count what the worker has not applied yet and list what it gave up on."""
    waiting = select(func.count()).where(OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None))
    parked = select(OutboxRow).where(OutboxRow.parked_at.is_not(None)).order_by(OutboxRow.parked_at)
    return Desk(
        waiting=db.session.scalar(waiting) or 0,
        parked=list(db.session.scalars(parked.limit(50))),
        queues=queues(actor),
    )


def queues(actor: Account) -> list[Queue]:
    """Count what waits for decisions; of reports those a person may handle."""
    applied = select(Verification).where(Verification.state == VerificationState.SUBMITTED)
    in_review = select(Demand).where(Demand.state == DemandState.IN_REVIEW)
    return [
        Queue(_("待审核的需求"), "staff.demands", _count(in_review)),
        Queue(_("单位认证"), "staff.verifications", _count(applied)),
        Queue(_("认领"), "staff.claims", _count(waiting_claims())),
        Queue(_("待审核的方案"), "staff.offerings", _count(waiting_offerings())),
        Queue(
            _("发布后改动的方案"),
            "staff.offerings",
            _count(changed_offerings()),
            {"show": "changed"},
        ),
        Queue(_("待审核的案例"), "staff.cases", _count(waiting_cases())),
        Queue(_("处理举报"), "staff.reports", _count(reports_in(ReportState.OPEN, actor))),
    ]


def next_offering(actor: Account) -> int | None:
    """Name the offering to look at next: one to publish, else one that changed; none of one's own.

    The oldest comes first.
    """
    own = actor.organisation_ids
    for found in (waiting_offerings(), changed_offerings()):
        row = db.session.scalars(found.where(Offering.organisation_id.not_in(own)).limit(1)).first()
        if row:
            return row.id
    return None


def next_case(actor: Account) -> int | None:
    """Name the case to look at next, the oldest that is not one's own."""
    found = waiting_cases().where(Case.organisation_id.not_in(actor.organisation_ids))
    row = db.session.scalars(found.limit(1)).first()
    return row.id if row else None


def _count(found: Select[Any]) -> int:
    counted = select(func.count()).select_from(found.order_by(None).subquery())
    return db.session.scalar(counted) or 0


def parked_jobs() -> Select[OutboxRow]:
    """Select what the worker gave up on, the latest first."""
    return (
        select(OutboxRow)
        .where(OutboxRow.parked_at.is_not(None))
        .order_by(OutboxRow.parked_at.desc(), OutboxRow.id.desc())
    )


def waiting_jobs(limit: int = WAITING_SHOWN) -> list[OutboxRow]:
    """Give what the worker has yet to do, the oldest first."""
    waiting = (
        select(OutboxRow)
        .where(OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None))
        .order_by(OutboxRow.id)
        .limit(limit)
    )
    return list(db.session.scalars(waiting))


def job_by_id(job_id: int) -> OutboxRow | None:
    """Load a row of the outbox."""
    return db.session.get(OutboxRow, job_id) if job_id <= LARGEST_NUMBER else None


def organisations_for_staff(words: str) -> Select[Organisation]:
    """Select organisations by name, all or those whose name or code holds the words."""
    statement = select(Organisation).order_by(Organisation.sort_key, Organisation.id)
    if words:
        statement = statement.where(
            or_(
                Organisation.name.contains(words, autoescape=True),
                Organisation.uscc == normalised_uscc(words),
            )
        )
    return statement


def scene_names() -> list[tuple[str, str]]:
    """Give every scene to choose from: slug, and name after that of its sector."""
    return [
        (scene.slug, f"{localised(sector)} · {localised(scene)}")
        for sector in sectors_with_scenes()
        for scene in sector.scenes
    ]
