"""Which offerings could be shown, and which recorded rankings showed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, FromClause, Integer, case, cast, func, select, true

from matchmaker.accounts.enums import FirmSize
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import Offering, ProviderProfile
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.matching.models import ShownRanking
from matchmaker.taxonomy.models import Region


class Candidate(NamedTuple):
    """An offering that could be shown; `area` is 华北, 华东 …, empty where not stated."""

    id: int
    title: str
    organisation_id: int
    provider: str
    area: str | None
    size: FirmSize | None
    type: ProviderType | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Showings:
    """How often offerings were shown in recorded rankings, and how often first."""

    rankings: int
    shown: Counter[int]
    first: Counter[int]


def showings(
    since: datetime, until: datetime | None = None, narrowed: Sequence[ColumnElement[bool]] = ()
) -> Showings:
    """Count who was shown, and who first, in the rankings of a time, or since then.

    `narrowed` says which demands they were for; without it also pasted needs count.
    """
    meant = [ShownRanking.shown_at >= since]
    if until is not None:
        meant.append(ShownRanking.shown_at < until)
    if narrowed:
        demands = select(Demand.id).where(*narrowed)
        meant.append(ShownRanking.demand_id.in_(demands))
    rankings = db.session.scalar(select(func.count(ShownRanking.id)).where(*meant)) or 0
    places, offering, is_first = _places()
    counted = (
        select(offering, func.count(), func.sum(case((is_first, 1), else_=0)))
        .select_from(ShownRanking)
        .join(places, true())
        .where(*meant)
        .group_by(offering)
    )
    rows = db.session.execute(counted).all()
    return Showings(
        rankings,
        Counter({number: shown for number, shown, _first in rows}),
        Counter({number: int(first) for number, _shown, first in rows}),
    )


def _places() -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """Give the places of recorded rankings as rows: who holds it, and whether it is the first.

    Each database has a way of its own to read a list within a row.
    """
    if db.engine.dialect.name == "postgresql":
        each = func.json_array_elements_text(ShownRanking.offerings)
        told = each.table_valued("value", with_ordinality="place").render_derived(name="held")
        return told, cast(told.c.value, Integer), told.c.place == 1
    held = func.json_each(ShownRanking.offerings).table_valued("key", "value", name="held")
    return held, held.c.value, held.c.key == 0


def could_be_shown() -> list[Candidate]:
    """List the public offerings."""
    statement = (
        published_offerings()
        .outerjoin(Offering.region)
        .outerjoin(ProviderProfile, ProviderProfile.organisation_id == Organisation.id)
        .order_by(Offering.id)
    )
    columns = (
        Offering.id,
        Offering.title,
        Offering.organisation_id,
        Organisation.name,
        Region.geo_region,
        Organisation.size,
        ProviderProfile.type,
        Offering.published_at,
    )
    rows = db.session.execute(statement.with_only_columns(*columns))
    return [Candidate._make(row) for row in rows]
