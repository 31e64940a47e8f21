"""What is like a demand somebody writes: open demands, cases, and one's own demands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import structlog
from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Case
from matchmaker.db import Base, db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demands_of
from matchmaker.demands.scoring import likeness
from matchmaker.discovery.documents import search_index
from matchmaker.discovery.queries.kinds import visible_rows
from matchmaker.discovery.queries.naming import site_synonyms
from matchmaker.search.port import IndexUnavailableError
from matchmaker.search.query_text import QueryTextError, parse

log = structlog.get_logger()

WORDS_LONGEST: Final = 40  # of the title: what a demand is about, not how it is told
FEW: Final = 5
ALIKE: Final = 0.5  # half of the triples of characters are common
OWN_COMPARED: Final = 100
FoundT = TypeVar("FoundT", Demand, Case)
_NAMES: Final[Mapping[type[Base], str]] = {Demand: "demand", Case: "case"}


@dataclass(frozen=True, slots=True)
class Similar:
    """Open demands and cases near a text, and demands of one's own that say almost the same."""

    demands: Sequence[Demand]
    cases: Sequence[Case]
    own: Sequence[Demand]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.demands or self.cases or self.own)


def similar_to(title: str, text: str, *, actor: Account | None, but: int = 0) -> Similar:
    """Find what is like a demand of that title and text, leaving out the demand `but` itself.

    By the words of the title, or the beginning of the text where there is none; what has some of
    them counts where nothing has all. Nothing while the index is being built anew.
    """
    words = "".join(
        character if character.isalnum() or character == "-" else " " for character in title or text
    )[:WORDS_LONGEST]
    demands = [row for row in _found(words, Demand) if row.id != but]
    own = _own(text, actor, but) if actor is not None else []
    told = {row.id for row in own}
    return Similar(
        demands=[row for row in demands if row.id not in told][:FEW],
        cases=_found(words, Case)[:FEW],
        own=own,
    )


def alike_demands(demand: Demand) -> list[tuple[Demand, float]]:
    """Give demands near a demand with how alike their texts are, 0 to 1, the most alike first."""
    near = similar_to(demand.title, demand.text, actor=None, but=demand.id).demands
    found = {row.id: (row, likeness(row.text, demand.text)) for row in near}
    same_owner = select(Demand).where(
        Demand.organisation_id == demand.organisation_id, Demand.id != demand.id
    )
    for row in db.session.scalars(same_owner.order_by(Demand.id.desc()).limit(OWN_COMPARED)):
        share = likeness(row.text, demand.text)
        if share >= ALIKE:
            found[row.id] = row, share
    return sorted(found.values(), key=lambda pair: -pair[1])


def _own(text: str, actor: Account, but: int) -> list[Demand]:
    rows = db.session.scalars(demands_of(actor).limit(OWN_COMPARED)).unique()
    return [row for row in rows if row.id != but and likeness(row.text, text) >= ALIKE]


def _found(words: str, kind: type[FoundT]) -> list[FoundT]:
    try:
        query = site_synonyms().expand(parse(words))
        hits = search_index().search(query, kinds=(_NAMES[kind],), limit=FEW + 1).hits
    except QueryTextError:
        return []
    except IndexUnavailableError:
        log.warning("search_index_unavailable")
        return []
    rows = visible_rows([hit.key for hit in hits])
    found = (rows.get(hit.key) for hit in hits)
    return [row for row in found if isinstance(row, kind)]
