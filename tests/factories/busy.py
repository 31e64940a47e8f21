"""A database others keep busy: what a request needs is held, and nobody waits long for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from matchmaker.db import db

MILLISECONDS = 50


@contextmanager
def busy(table: str) -> Iterator[None]:
    """Hold a table: nobody else may write to it, on SQLite nowhere. Needs an app context."""
    engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"
    wait = f"{'PRAGMA busy_timeout' if is_sqlite else 'SET lock_timeout'}={MILLISECONDS}"

    def hurry(connection: DBAPIConnection, *_more: object) -> None:
        cursor = connection.cursor()
        cursor.execute(wait)
        cursor.close()

    event.listen(engine, "checkout", hurry)
    try:
        with engine.begin() as connection:
            if not is_sqlite:
                connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
            yield
    finally:
        event.remove(engine, "checkout", hurry)
        engine.dispose()  # connections that hurry
