"""The pool: providers that calls admitted, as long as what they were admitted as holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.db import db
from matchmaker.insight.models.plans import Indicator
from matchmaker.insight.scoring.plans import progress
from matchmaker.programmes.enums import CallKind
from matchmaker.programmes.enums.results import EntryState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.submissions import Submission
from matchmaker.taxonomy.models import Region, Sector
from matchmaker.taxonomy.queries.facets import inside_any

TARGET: Final = "y27-suppliers"  # the indicator that says how many providers there are to be


@dataclass(frozen=True, slots=True)
class PoolWanted:
    """What a reader narrows the pool to; "" and None mean all. `ended` adds what has expired."""

    kind: ProgrammeType | None = None
    tier: str = ""
    sector: str = ""
    region: str = ""
    ended: bool = False

    @property
    def is_narrowed(self) -> bool:
        return self != PoolWanted()


@dataclass(frozen=True, slots=True)
class Admission:
    """What one call brought: when, how many entries, how many providers in the pool by then."""

    call: Call
    day: date
    entries: int
    so_far: int


@dataclass(frozen=True, slots=True)
class Growth:
    """How large the pool is on a day, and what it is to become; `share` is their ratio."""

    providers: int
    indicator: Indicator | None
    admissions: Sequence[Admission]

    @property
    def share(self) -> float | None:
        """The providers as a share of the target; None without a target."""
        return progress(self.providers, self.indicator.target if self.indicator else None)


def pool(wanted: PoolWanted, today: date) -> Select[Entry]:
    """Select entries of calls for providers that count today, by name, then number.

    Removed ones are left out, and those of organisations that are suspended.
    """
    statement = (
        select(Entry)
        .join(Entry.call)
        .join(Entry.organisation)
        .join(Entry.submission)
        .where(*_counting(None if wanted.ended else today))
        .options(
            contains_eager(Entry.call),
            contains_eager(Entry.organisation),
            contains_eager(Entry.submission).options(
                joinedload(Submission.sector), joinedload(Submission.region)
            ),
        )
        .order_by(Organisation.sort_key, Organisation.id, Entry.number)
    )
    if wanted.kind is not None:
        statement = statement.where(Call.programme_type == wanted.kind)
    if wanted.tier:
        statement = statement.where(Entry.level == wanted.tier)
    if wanted.sector:
        statement = statement.where(Submission.sector.has(Sector.code == wanted.sector))
    if wanted.region:
        inside = [wanted.region]
        statement = statement.where(
            or_(
                inside_any(Submission.region_code, inside),
                inside_any(Organisation.region_code, inside),
            )
        )
    return statement


def pool_tiers() -> Sequence[str]:
    """List the tiers of the pool by name."""
    statement = select(Entry.level).join(Entry.call).join(Entry.organisation)
    statement = statement.where(*_counting(None), Entry.level != "").distinct()
    return db.session.scalars(statement.order_by(Entry.level)).all()


def pool_sectors() -> Sequence[Sector]:
    """List the sectors of the pool in their order."""
    inside = (
        select(Submission.sector_id)
        .join(Entry, Entry.submission_id == Submission.id)
        .join(Entry.call)
        .join(Entry.organisation)
        .where(*_counting(None))
    )
    return db.session.scalars(
        select(Sector).where(Sector.id.in_(inside)).order_by(Sector.position)
    ).all()


def pool_regions() -> Sequence[Region]:
    """List the provinces the submissions of the pool name."""
    inside = (
        select(Submission.region_code)
        .join(Entry, Entry.submission_id == Submission.id)
        .join(Entry.call)
        .join(Entry.organisation)
        .where(*_counting(None))
    )
    return db.session.scalars(
        select(Region).where(Region.code.in_(inside)).order_by(Region.code)
    ).all()


def growth(today: date) -> Growth:
    """Count the providers of the pool and set them against the target of the national plan."""
    ours = func.count(Entry.organisation_id.distinct())
    here = select(ours).join(Entry.call).join(Entry.organisation).where(*_counting(today))
    target = db.session.scalars(select(Indicator).where(Indicator.slug == TARGET)).first()
    rows = db.session.execute(
        select(Entry.call_id, Entry.organisation_id, Entry.valid_from)
        .join(Entry.call)
        .join(Entry.organisation)
        .where(*_counting(None))
        .order_by(Entry.valid_from, Entry.id)
    ).all()
    calls = {
        one.id: one
        for one in db.session.scalars(select(Call).where(Call.id.in_({row[0] for row in rows})))
    }
    admissions, seen = [], set[int]()
    for number in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == number]
        seen |= {row[1] for row in mine}
        admissions.append(Admission(calls[number], mine[0][2], len(mine), len(seen)))
    return Growth(db.session.scalar(here) or 0, target, admissions)


def _counting(today: date | None) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [
        Call.kind == CallKind.PROVIDERS,
        Entry.state != EntryState.REMOVED,
        Organisation.state != OrganisationState.SUSPENDED,
    ]
    return kept if today is None else [*kept, Entry.valid_until >= today]
