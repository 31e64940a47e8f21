"""The database: engine settings, the declarative base, reusable column types."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, TypeVar

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Text,
    cast,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from matchmaker import clock

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# What PostgreSQL calls a lock waited for too long, and two that waited for each other.
WAITED_IN_VAIN: Final = frozenset({"55P03", "40P01"})

db = SQLAlchemy()

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in and out, UTC at rest. A naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an instant into what the database stores."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored instant its zone back."""
        del dialect  # both databases give UTC
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Column types in use everywhere; lengths are checked again in forms.
IntPK = Annotated[int, mapped_column(Integer, primary_key=True)]
Slug = Annotated[str, mapped_column(String(80))]
Name = Annotated[str, mapped_column(String(200))]
Prose = Annotated[str, mapped_column(Text)]
Link = Annotated[str, mapped_column(String(1000))]
# Sorted by its bytes on both databases, whatever the language of the server.
SortKey = Annotated[
    str,
    mapped_column(
        String(120).with_variant(String(120, collation="C"), "postgresql"), server_default=""
    ),
]


class Base(DeclarativeBase):
    """The base of all models."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, str]]: JSON,
    }
    # Relationships whose ids belong into the audit trail beside the columns.
    audited_links: ClassVar[tuple[str, ...]] = ()
    # Relationships whose rows are parts of this one: the trail shows them whole, as lists.
    audited_children: ClassVar[tuple[str, ...]] = ()
    # Columns that must never reach the audit trail.
    unaudited: ClassVar[frozenset[str]] = frozenset()


class Versioned:
    """A row that people edit: a stale save raises instead of overwriting."""

    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive
        """Let the mapper count versions."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


EnumT = TypeVar("EnumT", bound=StrEnum)


def enum_column(kind: type[EnumT], length: int = 24) -> Enum:
    """Store an enum by its value, with a CHECK constraint that names the allowed ones."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def lists_word(column: ColumnElement[list[str]], word: str) -> ColumnElement[bool]:
    """Whether one of a list of texts holds a word, whatever its case.

    Both databases keep such a list as it was written: other than ASCII as escapes.
    """
    return cast(column, String).icontains(json.dumps(word)[1:-1], autoescape=True)


@contextmanager
def reading() -> Iterator[None]:
    """Mark the block as reading only: SQLite then takes no write lock at BEGIN."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def own_transaction() -> Iterator[Session]:
    """Write something that must stay whatever becomes of the request: counted attempts, last seen.

    Ends the transaction in hand first, as SQLite has one writer; call it before anything changes.
    """
    db.session.rollback()
    token = _reading.set(False)
    try:
        with db.sessionmaker.begin() as session:
            yield session
    finally:
        _reading.reset(token)


def mark_reading(*, is_reading: bool) -> None:
    """Say whether what follows in this thread only reads; set anew by every request."""
    _reading.set(is_reading)


def is_busy(error: Exception) -> bool:
    """Say whether a statement failed only because others held what it needed for too long."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the rest says busy with what
    return code == sqlite3.SQLITE_BUSY or getattr(error.orig, "sqlstate", "") in WAITED_IN_VAIN


def engine_options(url: str) -> dict[str, Any]:
    """Give the engine settings for a database address."""
    if url.startswith("sqlite"):
        return {"url": url, "connect_args": {"timeout": 15, "isolation_level": None}}
    return {
        "url": url,
        "pool_pre_ping": True,
        "pool_size": 8,
        "connect_args": {
            "options": "-c statement_timeout=30000 -c lock_timeout=10000"
            " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
        },
    }


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=15000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "journal_size_limit=67108864",
        "cache_size=-20000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that later writes fails at once under load; take the lock up front.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
