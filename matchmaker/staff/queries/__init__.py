"""What staff look at."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.uscc import normalised_uscc
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.queries import changed_offerings, waiting_cases, waiting_offerings
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.staff.queries.waiting import Queue, Waiting, queues_of, waiting_for
from matchmaker.taxonomy.queries import sectors_with_scenes
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.language import localised
from matchmaker.web.pagination import Page

WAITING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a person, by kind and as one list, and what the worker has yet to do."""

    queues: list[Queue]
    waiting: Page[Waiting]
    kind: str  # the list is narrowed to; "" for all
    jobs: int


def desk(actor: Account, kind: str) -> Desk:
    """Give what waits for a person, narrowed to a kind of theirs; any other word means all."""
    queues = queues_of(actor)
    wanted = kind if kind in {queue.kind for queue in queues} else ""
    jobs = select(func.count()).where(OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None))
    return Desk(queues, waiting_for(actor, queues, wanted), wanted, db.session.scalar(jobs) or 0)


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
