"""Migrations lead to the models' schema, and back to nothing, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import connect

import pytest
from conftest import Store
from factories.accounts import USCC
from sqlalchemy import (
    CheckConstraint,
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from config import ROOT
from matchmaker import clock, schema
from matchmaker.accounts.enums import AccountState, MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.app import MODELS
from matchmaker.db import Base
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand

FIRST = "e0e92ba29c25"


@pytest.fixture
def empty(store: Store, tmp_path: Path) -> Iterator[Engine]:
    """Give an engine on a database without any table."""
    with another(store, tmp_path, "template0") as engine:
        yield engine


@pytest.fixture
def upgraded(store: Store, tmp_path: Path) -> Iterator[Engine]:
    """Give an engine on a copy of the database that was brought up to date for all tests."""
    if store.engine.dialect.name == "sqlite":
        with connect(tmp_path / "other.db") as copy, connect(store.instance / "test.db") as whole:
            whole.backup(copy)
        copy.close()
        whole.close()
    store.engine.dispose()  # a database somebody is connected to is not copied
    with another(store, tmp_path, str(store.engine.url.database)) as engine:
        assert schema.is_current(engine)
        yield engine


@contextmanager
def another(store: Store, tmp_path: Path, template: str) -> Iterator[Engine]:
    """Give an engine on a second database beside that of the tests."""
    if store.engine.dialect.name == "sqlite":
        yield (engine := create_engine(f"sqlite:///{tmp_path / 'other.db'}"))
        engine.dispose()
        return
    url = make_url(store.url)
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"{url.database}_migrations"
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    yield (engine := create_engine(url.set(database=name)))
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def leftovers(engine: Engine) -> set[str]:
    """List what stands in the database besides Alembic's own table."""
    inspector = inspect(engine)
    names = {*inspector.get_table_names(), *inspector.get_view_names()}
    if engine.dialect.name == "postgresql":
        names |= {*inspector.get_sequence_names()}
        names |= {str(kind["name"]) for kind in inspector.get_enums()}  # type: ignore[attr-defined]
    return names - {"alembic_version"}


def test_upgraded_database_agrees_with_the_models(empty: Engine) -> None:
    schema.upgrade(empty)

    assert schema.differences(empty) == []
    assert schema.is_current(empty)
    assert leftovers(empty) >= set(Base.metadata.tables)


def test_downgrade_leaves_nothing_and_upgrade_works_again(upgraded: Engine) -> None:
    schema.downgrade(upgraded, "base")

    assert leftovers(upgraded) == set()
    assert not schema.is_current(upgraded)
    schema.upgrade(upgraded)
    assert schema.differences(upgraded) == []


def test_rows_and_what_refers_to_them_survive_migrations_both_ways(empty: Engine) -> None:
    schema.upgrade(empty, FIRST)
    schema.upgrade(empty)
    with Session(empty) as session:
        person = Account(
            email="he@example.com", name="何工", password_hash="-", confirmed_at=clock.now(),
            state=AccountState.ACTIVE,
        )  # fmt: skip
        mine = Organisation(name="远山煤矿", uscc=USCC, state=OrganisationState.ACTIVE)
        membership = Membership(account=person, organisation=mine, role=MemberRole.OWNER)
        demand = Demand(
            text="井下5G覆盖", state=DemandState.DRAFT, organisation=mine, author=person
        )
        session.add_all([membership, demand])
        session.commit()

    schema.downgrade(empty, FIRST)
    schema.upgrade(empty)

    with Session(empty) as session:
        assert session.scalars(select(Membership)).one().organisation.name == "远山煤矿"
        assert session.scalars(select(Demand)).one().organisation is not None


def test_constraints_of_the_models_are_in_the_database(upgraded: Engine) -> None:
    found = inspect(upgraded)
    for table in Base.metadata.sorted_tables:
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        wanted = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
        assert wanted == checks, table.name


def test_a_missing_migration_is_noticed(upgraded: Engine) -> None:
    extra = Table("forgotten", MetaData(), Column("id", Integer, primary_key=True))

    extra.create(upgraded)

    assert len(schema.differences(upgraded)) == 1


def test_every_model_module_is_known_to_the_application() -> None:
    slices = ROOT / "matchmaker"
    rooms = {
        path.relative_to(slices).parts[0]
        for form in ("*/models.py", "*/models/__init__.py")
        for path in slices.glob(form)
    }
    loaded = {mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}

    assert MODELS
    assert rooms == loaded


def test_migration_names_carry_their_date() -> None:
    names = [path.name for path in (ROOT / "migrations" / "versions").glob("*.py")]

    assert names
    assert [
        name for name in names if not Path(name).match("20[0-9][0-9][01][0-9][0-3][0-9]_*")
    ] == []
