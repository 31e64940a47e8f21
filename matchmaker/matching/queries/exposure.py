"""Which offerings could be shown, and which recorded rankings showed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

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
    shown: Counter[int] = Counter()
    first: Counter[int] = Counter()
    rankings = 0
    lists = select(ShownRanking.offerings).where(ShownRanking.shown_at >= since)
    if until is not None:
        lists = lists.where(ShownRanking.shown_at < until)
    if narrowed:
        lists = lists.join(Demand, Demand.id == ShownRanking.demand_id).where(*narrowed)
    for keys in db.session.scalars(lists.execution_options(yield_per=500)):
        rankings += 1
        shown.update(keys)
        first.update(keys[:1])
    return Showings(rankings, shown, first)


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
