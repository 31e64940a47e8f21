"""What was published in a stretch of time, and which of it answers a search."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func

from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.discovery.queries import KINDS, matching_keys, usable_filters
from matchmaker.errors import DomainError
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.search.port import Key
from matchmaker.watches.scoring.searches import Search

MOST_HITS: Final = 5_000  # the newest; what is told is among them
# What people publish has a day of its own; everything else is there since it was recorded.
_SINCE: Final[dict[str, Any]] = {
    "offering": Offering.published_at,
    "demand": func.coalesce(Demand.published_at, Demand.created_at),
    "showcase": Showcase.published_at,
}


def asked_search(pairs: Iterable[tuple[str, str]]) -> Search:
    """Read a search from the values of an address: what the search page makes of them, no more."""
    said = Search.of(pairs)
    kind = said.kind if said.kind in KINDS else ""
    filters = usable_filters(kind, said.facets)
    chosen = sorted((facet, value) for facet, values in filters.items() for value in values)
    return Search(said.text, kind, tuple(chosen))


def fresh_between(after: datetime, until: datetime) -> dict[Key, datetime]:
    """Give what everybody may see and was published after one instant, until another, and when."""
    found: dict[Key, datetime] = {}
    for name, kind in KINDS.items():
        since = _SINCE.get(name, kind.number.class_.created_at)
        statement = kind.visible().with_only_columns(kind.number, since)
        rows = db.session.execute(statement.where(since > after, since <= until))
        found |= {(name, row[0]): row[1] for row in rows}
    return found


class Published:
    """What was published in a stretch of time, and when; each search is held against it once."""

    def __init__(self, after: datetime, until: datetime) -> None:
        self.at = fresh_between(after, until)
        self._newest = sorted(self.at, key=lambda key: (self.at[key], key), reverse=True)
        self._answers: dict[str, list[Key]] = {}

    def answering(self, search: Search) -> list[Key]:
        """Give what answers a search, the newest first.

        None where nothing was published or the words can no longer be searched for. Raises
        IndexUnavailableError.
        """
        if not self._newest:
            return []
        if search.key not in self._answers:
            hits = _hits(search)
            self._answers[search.key] = [key for key in self._newest if key in hits]
        return self._answers[search.key]


def _hits(search: Search) -> set[Key]:
    try:
        keys = matching_keys(search.text, kind=search.kind, filters=search.facets, limit=MOST_HITS)
    except DomainError:
        return set()
    return set(keys)
