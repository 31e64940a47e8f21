"""Which offerings state that they comply with a standard."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, select

from matchmaker.catalogue.documents.supply import published_offerings
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.queries.offerings import offerings
from matchmaker.db import db
from matchmaker.taxonomy.models import Scene, Sector, Standard
from matchmaker.taxonomy.queries import standards_applying


class ToMeet(NamedTuple):
    """A standard that applies, and how many published offerings state compliance with it."""

    standard: Standard
    offerings: int


def offerings_stating(standard: Standard) -> Select[Offering]:
    """Select the published offerings that state compliance, newest first, as a list shows them."""
    return offerings({}).where(Offering.promises.any(Promise.standard_id == standard.id))


def standards_to_meet(
    scenes: Sequence[Scene], sector: Sector | None, *, named: Sequence[int] = (), limit: int
) -> list[ToMeet]:
    """List the standards that apply (see `standards_applying`) with their published offerings."""
    stated = (
        published_offerings()
        .join(Offering.promises)
        .where(Promise.standard_id == Standard.id)
        .with_only_columns(func.count(Offering.id.distinct()))
        .correlate(Standard)
        .scalar_subquery()
    )
    found = standards_applying(scenes, sector, named=named).add_columns(stated).limit(limit)
    return [ToMeet(standard, count) for standard, count in db.session.execute(found)]


def stated_by(standard: Standard) -> Select[Offering]:
    """Select every offering that states compliance, drafts too, by its provider."""
    stated = Offering.promises.any(Promise.standard_id == standard.id)
    return select(Offering).where(stated).order_by(Offering.organisation_id, Offering.id)
