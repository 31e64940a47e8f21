"""What changed of what everybody may see, page by page."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select

from matchmaker.accounts.models import Organisation
from matchmaker.api.models import ChangeCounter, PublicChange
from matchmaker.catalogue.documents import public_providers, published_cases, published_offerings
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.models import Demand
from matchmaker.programmes.documents import public_showcases
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.results import EntryState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.models import Capability, Scene, Sector, Standard

# The ids of each kind that everybody may see now; the kinds are names of resources.
PUBLIC_IDS: Final[Mapping[str, Callable[[], Select[Any]]]] = {
    "sector": lambda: select(Sector.id).where(in_use(Sector)),
    "scene": lambda: select(Scene.id).where(in_use()),
    "capability": lambda: select(Capability.id).where(in_use(Capability)),
    "standard": lambda: select(Standard.id).where(Standard.merged_into_id.is_(None)),
    "provider": lambda: public_providers().with_only_columns(Organisation.id),
    "offering": lambda: published_offerings().with_only_columns(Offering.id),
    "case": lambda: published_cases().with_only_columns(Case.id),
    "demand": lambda: public_demands().with_only_columns(Demand.id),
    "showcase": lambda: public_showcases().with_only_columns(Showcase.id),
    "call": lambda: select(Call.id).where(Call.state != CallState.DRAFT),
    "entry": lambda: select(Entry.id).where(Entry.state != EntryState.REMOVED),
}
_CURSOR: Final = re.compile(r"([0-9a-f]{16})-(\d{1,10})", re.ASCII)


class CursorTooOldError(Exception):
    """What came after a cursor is no longer known whole: read everything anew."""


class UnknownCursorError(ValueError):
    """A cursor that was not given here."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes in their order, and the cursor that goes on after them; `has_more` right now."""

    changes: Sequence[PublicChange]
    cursor: str
    has_more: bool


def changes_after(
    cursor: str | None, *, kinds: Collection[str] = (), limit: int = 100
) -> ChangePage:
    """Give what changed after a cursor, all of it from the beginning without one.

    Raises UnknownCursorError for a cursor that was not given here, CursorTooOldError for one from
    before what was withdrawn then was forgotten, and for one of a count that a restored backup
    ended.
    """
    # The counter first: whatever it has counted by then is committed.
    counter = db.session.scalars(select(ChangeCounter)).first()
    epoch, upto, forgotten = (
        (counter.epoch, counter.sequence, counter.forgotten_to) if counter else ("0" * 16, 0, 0)
    )
    after = _place(cursor, epoch, upto, forgotten) if cursor else 0
    statement = select(PublicChange).where(
        PublicChange.sequence > after, PublicChange.sequence <= upto
    )
    if kinds:
        statement = statement.where(PublicChange.kind.in_(kinds))
    found = db.session.scalars(statement.order_by(PublicChange.sequence).limit(limit + 1)).all()
    has_more, changes = len(found) > limit, found[:limit]
    last = changes[-1].sequence if has_more else upto
    return ChangePage(changes, cursor_at(epoch, last), has_more)


def cursor_at(epoch: str, sequence: int) -> str:
    """Write a cursor: the count it belongs to, and how far was read."""
    return f"{epoch}-{sequence}"


def public_ids(kind: str, ids: Collection[int]) -> set[int]:
    """Give those of the ids of a kind that everybody may see now."""
    statement = PUBLIC_IDS[kind]()
    key = statement.selected_columns[0]
    return set(db.session.scalars(statement.where(key.in_(ids))))


def _place(cursor: str, epoch: str, upto: int, forgotten: int) -> int:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise UnknownCursorError(cursor)
    after = int(found[2])
    if found[1] != epoch or after > upto or 0 < after < forgotten:
        raise CursorTooOldError(cursor)
    return after
