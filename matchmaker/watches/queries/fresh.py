"""What was published in a stretch of time, and which of it answers a search."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import PUBLIC
from matchmaker.demands.models import Demand
from matchmaker.discovery.documents import search_index
from matchmaker.search.port import Key
from matchmaker.search.query_text import QueryTextError, parse
from matchmaker.watches.scoring.searches import Search

MOST_HITS: Final = 1000


def fresh_between(after: datetime, until: datetime) -> dict[Key, datetime]:
    """Give what everybody may see and was published after one instant, until another, and when."""
    found: dict[Key, datetime] = {}
    for kind, (statement, published) in _sources().items():
        rows = db.session.execute(statement.where(published > after, published <= until))
        found |= {(kind, row[0]): row[1] for row in rows}
    return found


def matching(search: Search, among: Collection[Key]) -> set[Key]:
    """Say which things answer a search; none where its words can no longer be searched for.

    Raises IndexUnavailableError.
    """
    try:
        query = parse(search.text)
    except QueryTextError:
        return set()
    kinds = (search.kind,) if search.kind else ()
    results = search_index().search(query, kinds=kinds, filters=search.facets, limit=MOST_HITS)
    return set() if results.relaxed else {hit.key for hit in results.hits} & set(among)


def _sources() -> Mapping[str, tuple[Any, Any]]:
    """The ids of what is public by kind, each with the instant since when it is."""
    demand_since = func.coalesce(Demand.published_at, Demand.created_at)
    return {
        "offering": (
            published_offerings().with_only_columns(Offering.id, Offering.published_at),
            Offering.published_at,
        ),
        "demand": (
            select(Demand.id, demand_since).where(Demand.state.in_(PUBLIC)),
            demand_since,
        ),
    }
