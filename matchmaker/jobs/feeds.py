"""What documents are made of: a change of such rows queues an index row by itself.

The slices say beside their documents which rows feed them (`Feed`, `Part`) and what a document
names besides its own row (`Root`). Whatever operation makes a change, and even one that forgets,
the index row is written in the same transaction, after the flush that writes the change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Select, insert, inspect, select
from sqlalchemy import event as events
from sqlalchemy.orm import InstrumentedAttribute, Session, UOWTransaction

from matchmaker.db import Base
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX

Keys: TypeAlias = set[tuple[str, int]]
Way: TypeAlias = Callable[[Collection[int]], Select[int]]

BOOKKEEPING: Final = frozenset({"version", "created_at", "updated_at"})
TOLD: Final = "index rows of this transaction"
GOING: Final = "index rows for what this flush deletes"
PORTION: Final = 5_000  # ids in one question: SQLite takes 32,766


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Feed:
    """Rows of `model` feed documents; index rows name them by `kind`.

    Every column and link counts but `unfed`: one that is added counts without being named.
    `is_told` leaves out rows nobody may find anyway; a change of their state always counts.
    """

    model: type[Base]
    kind: str
    is_told: Callable[[Any], bool] = _always
    unfed: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)  # column or link → kind of what it left


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of `model` are parts of what the relationships `owners` lead to."""

    model: type[Base]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """Documents of `kind` name rows of other kinds: of each the ways to find who names them.

    `follows` names the kinds whose documents, written anew, make these be written anew.
    """

    kind: str
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    follows: frozenset[str] = frozenset()

    def ids_naming(self, session: Session, changed: Mapping[str, Collection[int]]) -> set[int]:
        """Give the rows whose documents name what changed (ids by kind), and those that did."""
        found = set(changed.get(self.kind, ()))
        for kind in self.ways.keys() & changed.keys():
            for some in portions(changed[kind]):
                for way in self.ways[kind]:
                    found |= set(session.scalars(way(some)))
        return found


def along(*path: InstrumentedAttribute[Any]) -> Way:
    """Find who names rows by the relationships that lead to them."""
    first = inspect(path[0].class_)
    return lambda ids: select(first.primary_key[0]).where(_leads_to(path, ids))


def touched(session: Session, changed: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
    """Give the documents (ids by kind) to be written anew for what changed (ids by kind)."""
    found: dict[str, set[int]] = {}
    for root in _roots.values():
        also = {kind: {*changed.get(kind, ()), *found[kind]} for kind in root.follows}
        found[root.kind] = root.ids_naming(session, {**changed, **also})
    return {kind: ids for kind, ids in found.items() if ids}


_feeds: dict[type[Base], Feed] = {}
_parts: dict[type[Base], Part] = {}
_roots: dict[str, Root] = {}


def install(feeds: Iterable[Feed | Part], roots: Iterable[Root]) -> None:
    """Say what feeds documents; for the whole process, and again without harm.

    A root stands after those it follows.
    """
    for feed in feeds:
        if isinstance(feed, Feed):
            _feeds[feed.model] = feed
        else:
            _parts[feed.model] = feed
    _roots.update({root.kind: root for root in roots})


def fed_models() -> frozenset[type[Base]]:
    """Give every model whose changes are told: never write it past the session."""
    return frozenset({*_feeds, *_parts})


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """Cut many ids into lists the databases take in one question."""
    rest = sorted(ids)
    for start in range(0, len(rest), PORTION):
        yield rest[start : start + PORTION]


def _leads_to(
    path: Sequence[InstrumentedAttribute[Any]], ids: Collection[int]
) -> ColumnElement[bool]:
    """Say that a path of relationships leads to one of the rows."""
    first, *rest = path
    key = inspect(first.property.mapper).primary_key[0]
    inner = _leads_to(rest, ids) if rest else key.in_(as_keys(key, ids))
    return first.any(inner) if first.property.uselist else first.has(inner)


def as_keys(column: Any, ids: Iterable[int]) -> list[Any]:
    """Give the values of a key column for the numbers index rows name: regions have a code."""
    is_text = column.type.python_type is str
    return [f"{number:06d}" if is_text else number for number in ids]


@events.listens_for(Session, "before_flush")
def _tell_who_named_what_goes(session: Session, _context: UOWTransaction, _rows: object) -> None:
    """Before a row is deleted, name the documents that name it: afterwards nobody knows."""
    going = {key for row in session.deleted for key in _keys_of(row)}
    if not going:
        return
    changed: dict[str, set[int]] = {}
    for kind, number in going:
        changed.setdefault(kind, set()).add(number)
    named = {(kind, number) for kind, ids in touched(session, changed).items() for number in ids}
    session.info.setdefault(GOING, set()).update(going | named)


@events.listens_for(Session, "after_flush")
def _tell(session: Session, context: UOWTransaction) -> None:
    """Write index rows for what a flush changed, each once in a transaction."""
    keys: Keys = session.info.pop(GOING, set())
    for state, (is_deleted, _is_listed_only) in context.states.items():
        if is_deleted and isinstance(state.obj(), tuple(_parts)):  # parts their owner let go
            keys |= _keys_of(state.obj())
    for row in session.new:
        keys |= _keys_of(row)
    for row in session.dirty:
        if type(row) in _feeds or type(row) in _parts:
            keys |= _keys_of(row) if _has_changed(row) else set()
    told: Keys = session.info.setdefault(TOLD, set())
    fresh = sorted(keys - told)
    if fresh:
        told |= keys
        rows = [{"kind": INDEX, "key": f"{kind}:{number}"} for kind, number in fresh]
        session.connection().execute(insert(OutboxRow.__table__), rows)  # type: ignore[arg-type]


@events.listens_for(Session, "after_commit")
def _forget(session: Session) -> None:
    session.info.pop(TOLD, None)


@events.listens_for(Session, "after_soft_rollback")
def _forget_undone(session: Session, _previous: object) -> None:
    session.info.pop(TOLD, None)
    session.info.pop(GOING, None)


def _keys_of(row: object) -> Keys:
    part = _parts.get(type(row))  # type: ignore[arg-type]
    if part is not None:
        owners = (getattr(row, name) for name in part.owners)
        return {key for owner in owners if owner is not None for key in _keys_of(owner)}
    feed = _feeds.get(type(row))  # type: ignore[arg-type]
    if feed is None or not (feed.is_told(row) or _state_has_changed(row)):
        return set()
    identity = inspect(row).identity
    key = identity[0] if identity else getattr(row, inspect(type(row)).primary_key[0].key)
    attributes = inspect(row).attrs
    left = {
        (kind, gone.id if isinstance(gone, Base) else gone)  # type: ignore[attr-defined]
        for name, kind in feed.moved.items()
        for gone in attributes[name].history.deleted or ()
        if gone is not None
    }
    return {(feed.kind, int(key))} | left


def _has_changed(row: object) -> bool:
    feed = _feeds.get(type(row))  # type: ignore[arg-type]
    unfed = BOOKKEEPING | (feed.unfed if feed else frozenset())
    state = inspect(row)
    return any(
        attribute.history.has_changes() for attribute in state.attrs if attribute.key not in unfed
    )


def _state_has_changed(row: object) -> bool:
    attributes = inspect(row).attrs
    return "state" in attributes and bool(attributes["state"].history.deleted)
