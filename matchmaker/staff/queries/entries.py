"""Standards, capabilities and sectors for those who tend them: lists, and one of them."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.db import db, lists_word
from matchmaker.staff.queries.naming import KEYS, Entry
from matchmaker.taxonomy.models import Capability, Sector, Standard
from matchmaker.web.language import localised

KINDS: Final[Mapping[str, type[Standard] | type[Capability] | type[Sector]]] = {
    "standard": Standard,
    "capability": Capability,
    "sector": Sector,
}
LONGEST_NUMBER: Final = 9


def entry_to_tend(entry: str) -> Entry | None:
    """Find an entry by its kind and number, as `standard-12`; retired or not."""
    kind, _gap, number = entry.partition("-")
    model: Any = KINDS.get(kind)
    if model is None or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    found: Entry | None = db.session.get(model, int(number))
    return found


def entries_for_staff(kind: str, *, words: str, retired: bool) -> Select[Entry]:
    """Select entries in use, or those that are retired, in the order of the taxonomy."""
    model: Any = KINDS[kind]
    state = model.retired_at.is_not(None) if retired else model.retired_at.is_(None)
    statement: Select[Entry] = select(model).where(state).options(joinedload(model.merged_into))
    for word in words.split():
        statement = statement.where(_is_named(model, word))
    if model is Standard:
        return statement.options(joinedload(Standard.replaced_by)).order_by(Standard.code)
    place = Capability.position if model is Capability else Sector.position
    return statement.order_by(place, model.id)


def _is_named(model: type[Entry], word: str) -> ColumnElement[bool]:
    listed: ColumnElement[bool] = false()
    if model is Standard:
        names = [Standard.code, Standard.title]
    else:
        held = Capability if model is Capability else Sector
        names = [held.name_zh, held.name_en, getattr(model, KEYS[model])]
        listed = lists_word(held.aliases.expression, word)
    return or_(listed, *(name.icontains(word, autoescape=True) for name in names))


def others_to_merge(entry: Entry) -> list[tuple[str, str]]:
    """List the entries of its kind in use but itself: their key as `standard-12`, and name."""
    model: Any = type(entry)
    statement = select(model).where(model.retired_at.is_(None), model.id != entry.id)
    if isinstance(entry, Capability):
        statement = statement.where(Capability.kind == entry.kind)
    rows = db.session.scalars(statement.order_by(getattr(model, KEYS[model])))
    return [(address(row), title_of(row)) for row in rows]


def address(entry: Entry) -> str:
    """Give the name an entry goes by in addresses of staff pages."""
    return f"{entry.__tablename__}-{entry.id}"


def title_of(entry: Entry) -> str:
    """Give the name of an entry in the reader's language; code and title of a standard."""
    return f"{entry.code} {entry.title}" if isinstance(entry, Standard) else localised(entry)
