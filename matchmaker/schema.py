"""The database schema: Alembic, driven from here so that no ini file has to be found."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

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
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema down to a revision; `base` removes everything."""
    with engine.begin() as connection:
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
