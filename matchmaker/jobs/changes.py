"""Which tables changed and which were read: what makes a kept value old.

Every transaction that changes rows tells so when it commits, whoever changed them and by whatever
statement: one row of `table_change` for each table. Whoever keeps a value notes the tables it was
made from (`reads`) and where they stood before (`marks`); it is good while they stand there.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from flask import g, has_request_context
from sqlalchemy import Connection, Engine, event, insert, text
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

from matchmaker.db import Base, db
from matchmaker.jobs.models import TableChange

Marks: TypeAlias = Mapping[str, tuple[int, int]]
"""Table → how many changes of it are among the newest, and the number of the last."""

UNTOLD: Final = "untold"
"""Execution option of connections that change rows while nobody may read: migrations, restoring."""

# Nobody keeps what is made from these: they change with nearly every request.
RESTED: Final = "(rested)"  # stands for a value that was given although a table of it changed
UNMARKED: Final = frozenset(
    {
        RESTED,
        "table_change",
        "outbox",
        "audit_event",
        "attempt",
        "sign_in_session",
        "access_token",
        "one_time_link",
        "sent_form",
        "shown_ranking",
        "matched_pair",
        "unknown_word",
        "notice",
        "news",
        "news_reason",
        "digest",
        "thread_look",
        "contact_look",
        "report_look",
    }
)
LOOK_BACK: Final = 500  # numbers are given just before a commit: one may come a little late
KEPT: Final = 5_000
STATEMENTS: Final = 4_096
_CHANGED: Final = "tables this transaction changed"
_CHANGES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|(DELETE)\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_MARKS = text(
    "SELECT name, count(*), max(id) FROM table_change"
    " WHERE id > (SELECT max(id) FROM table_change) - :look_back GROUP BY name"
)

_readers: ContextVar[tuple[set[str], ...]] = ContextVar("readers", default=())


class _Touched(NamedTuple):
    """What a statement does: tables it may read, tables it changes."""

    read: frozenset[str]
    changed: frozenset[str]


@contextmanager
def reads() -> Iterator[set[str]]:
    """Note the tables that are read in a block, and in those inside it."""
    read: set[str] = set()
    token = _readers.set((*_readers.get(), read))
    try:
        yield read
    finally:
        _readers.reset(token)


def note_read(tables: frozenset[str]) -> None:
    """Note that something was made from these tables, read now or when it was kept."""
    for read in _readers.get():
        read.update(tables)


def marks() -> Marks:
    """Say where the tables stand; a page asks once."""
    if not has_request_context():
        return _read_marks()
    if "table_marks" not in g:
        g.table_marks = _read_marks()
    found: Marks = g.table_marks
    return found


def is_changing() -> bool:
    """Say whether the transaction in hand changed rows: what it reads is not yet true."""
    return bool(db.session.connection().info.get(_CHANGED))


def purge_table_changes() -> None:
    """Drop what nobody looks back at. The caller commits."""
    old = "DELETE FROM table_change WHERE id < (SELECT max(id) FROM table_change) - :kept"
    db.session.execute(text(old), {"kept": KEPT})


def _read_marks() -> Marks:
    readers = _readers.set(())  # where they stand is no part of what is read
    try:
        rows = db.session.connection().execute(_MARKS, {"look_back": LOOK_BACK})
        return {name: (count, last) for name, count, last in rows}
    finally:
        _readers.reset(readers)


@lru_cache(STATEMENTS)
def _touched(statement: str) -> _Touched:
    """Read a statement's tables off its words: one too many does no harm."""
    change = _CHANGES.match(statement)
    read = frozenset(_WORDS.findall(statement)) & _tables()
    if change is None:
        return _Touched(read, frozenset())
    name = change[2].lower()
    changed = _falling_with(name) if change[1] else frozenset({name})
    return _Touched(read, (changed & _tables()) - UNMARKED)


@cache
def _tables() -> frozenset[str]:
    return frozenset(Base.metadata.tables)


@cache
def _falling_with(name: str) -> frozenset[str]:
    """Give a table and those whose rows the database deletes or empties with its own."""
    found, waiting = {name}, [name]
    while waiting:
        above = waiting.pop()
        for table in Base.metadata.tables.values():
            for key in table.foreign_keys:
                if key.ondelete and key.column.table.name == above and table.name not in found:
                    found.add(table.name)
                    waiting.append(table.name)
    return frozenset(found)


@event.listens_for(Engine, "after_cursor_execute")
def _note(
    connection: Connection,
    _cursor: DBAPICursor,
    statement: str,
    _parameters: Any,
    _context: ExecutionContext | None,
    _is_many: bool,  # noqa: FBT001 - the event's own signature
) -> None:
    touched = _touched(statement)
    if touched.changed:
        connection.info.setdefault(_CHANGED, set()).update(touched.changed)
    note_read(touched.read)


@event.listens_for(Engine, "commit")
def _tell(connection: Connection) -> None:
    """Write what the transaction changed, as its last statement."""
    changed = connection.info.pop(_CHANGED, None)
    if changed and not connection.get_execution_options().get(UNTOLD):
        rows = [{"name": name} for name in sorted(changed)]
        connection.execute(insert(TableChange.__table__), rows)  # type: ignore[arg-type]


@event.listens_for(Engine, "rollback")
def _forget(connection: Connection) -> None:
    connection.info.pop(_CHANGED, None)
