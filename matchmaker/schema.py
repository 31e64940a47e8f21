"""The database schema: Alembic, driven from here so that no ini file has to be found."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from config import ROOT
from matchmaker.db import Base

MIGRATIONS = ROOT / "migrations"


def alembic_config(connection: Connection | None = None, folder: Path = MIGRATIONS) -> Config:
    """Give Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision."""
    with _altering(engine) as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema down to a revision; `base` removes everything."""
    with _altering(engine) as connection:
        command.downgrade(alembic_config(connection), revision)


def revise(engine: Engine, message: str) -> None:
    """Write a migration for what the models have and the database lacks."""
    with engine.begin() as connection:
        command.revision(alembic_config(connection), message, autogenerate=True)


def is_current(engine: Engine) -> bool:
    """Say whether the database is at the newest revision."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def differences(engine: Engine) -> list[object]:
    """List what the models and the database disagree on; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


@contextmanager
def _altering(engine: Engine) -> Iterator[Connection]:
    """A transaction that may replace tables.

    SQLite changes a table by writing it anew and dropping the old one. With foreign keys enforced
    that empties, or is refused for, all that refers to it; so they rest meanwhile and are checked
    at the end. Raises IntegrityError where a row then refers to nothing.
    """
    with engine.connect().execution_options(untold=True) as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        enforced = _pragma(connection, "foreign_keys")
        _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.execute(text("PRAGMA foreign_key_check")).first()
                if broken is not None:
                    raise IntegrityError("foreign_key_check", None, ValueError(str(broken)))
        finally:
            _pragma(connection, f"foreign_keys={'ON' if enforced else 'OFF'}")


def _pragma(connection: Connection, words: str) -> object:
    """Ask or set outside of any transaction: within one SQLite ignores it."""
    cursor = connection.connection.cursor()
    try:
        row = cursor.execute(f"PRAGMA {words}").fetchone()
        return row[0] if row else None
    finally:
        cursor.close()
