"""Every state machine of the site, found in the code: only what its table allows happens.

A machine is a table `…_TRANSITIONS` of an enum. Its mover is the one function that asks the table;
it is called for every pair of states. The database is asked on rows of the small world.
"""

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from architecture import small_world
from flask import Flask
from sqlalchemy.exc import IntegrityError

from config import ROOT
from matchmaker import clock
from matchmaker.db import Base, UTCDateTime, db
from matchmaker.errors import ConflictError
from matchmaker.matching.enums import RunKind, RunState
from matchmaker.matching.models import ModelRun

FEW = 15
Table = Mapping[StrEnum, frozenset[StrEnum]]


def machines() -> dict[str, Table]:
    """Find the tables by their names."""
    return {
        name: value
        for module, held in sorted(sys.modules.items())
        if module.startswith("matchmaker.") and ".enums" in module
        for name, value in vars(held).items()
        if name.endswith("_TRANSITIONS")
    }


def columns() -> dict[type[StrEnum], sa.Column[Any]]:
    """Find the column each machine is kept in."""
    kinds = {type(next(iter(table))) for table in machines().values()}
    return {
        column.type.enum_class: column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.enum_class in kinds
    }


def asks(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(part, ast.Subscript)
        and isinstance(part.value, ast.Name)
        and part.value.id == name
        for part in ast.walk(node)
    )


def movers(name: str) -> list[Callable[..., None]]:
    """Find the functions that ask a table."""
    return [
        getattr(import_module(_module(path)), node.name)
        for path, tree in OPERATIONS.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and asks(node, name)
    ]


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _operations() -> Iterator[Path]:
    yield from (ROOT / "matchmaker").rglob("*operations*.py")
    yield from (ROOT / "matchmaker").rglob("operations/**/*.py")


OPERATIONS = {path: ast.parse(path.read_text("utf-8")) for path in sorted(set(_operations()))}


def row_in(state: StrEnum) -> Any:
    """Give a row in a state, with what its columns have by default; of no database."""
    column = columns()[type(state)]
    model = next(
        mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is column.table
    )
    plain = {
        other.key: other.default.arg
        for other in column.table.columns
        if isinstance(other.default, sa.ColumnDefault) and other.default.is_scalar
    }
    return model(**{**plain, column.key: state})


def test_every_machine_has_a_row_a_state_and_one_mover() -> None:
    tables = machines()

    assert len(tables) > FEW
    assert {name for name, table in tables.items() if set(table) != set(_kind(table))} == set()
    assert {name for name, table in tables.items() if _kind(table) not in columns()} == set()
    assert {name: len(movers(name)) for name in tables} == dict.fromkeys(tables, 1)


def _kind(table: Table) -> type[StrEnum]:
    return type(next(iter(table)))


@pytest.mark.parametrize("name", machines())
def test_only_what_the_table_allows_is_done(name: str) -> None:
    table, (move,) = machines()[name], movers(name)
    key = columns()[_kind(table)].key

    done = {
        pair for pair in product(table, repeat=2) if _moves(move, row_in(pair[0]), key, pair[1])
    }

    assert done == {(one, other) for one, others in table.items() for other in others}


def _moves(move: Callable[..., None], row: Any, key: str, target: StrEnum) -> bool:
    """Say whether a row was moved; one that was not stays what it was."""
    before = getattr(row, key)
    try:
        move(row, target)
    except (ConflictError, ValueError):
        assert getattr(row, key) is before
        return False
    assert getattr(row, key) is target
    return True


@pytest.mark.one_database  # that both have the same constraints is a test of the migrations
def test_the_database_refuses_unknown_states_and_dates_that_do_not_fit(app: Flask) -> None:
    with app.app_context():
        small_world.build()
        db.session.add(ModelRun(kind=RunKind.LEARNING, state=RunState.WAITING))
        db.session.commit()
        taken, refused = [], set()
        for kind, column in columns().items():
            for values in _attempts(kind, column):
                said = _refusal(column.table, values)
                refused |= {said} if said else set()
                if said is None and values[column.key] == "no-such-state":
                    taken.append(column.table.name)

    dated = {
        str(constraint.name)
        for column in columns().values()
        for constraint in column.table.constraints
        if isinstance(constraint, sa.CheckConstraint) and _is_dated(constraint, column)
    }
    assert taken == []
    assert len(dated) > FEW
    assert dated - refused == set()


def _is_dated(constraint: sa.CheckConstraint, column: sa.Column[Any]) -> bool:
    said = str(constraint.sqltext)
    return f"{column.key} " in said and "_at" in said


def _attempts(kind: type[StrEnum], column: sa.Column[Any]) -> Iterator[dict[str, Any]]:
    """Give every state with and without each of the dates, and a state that is none."""
    stamps = [
        other.key
        for other in column.table.columns
        if isinstance(other.type, UTCDateTime) and other.nullable
    ]
    days = {
        other.key: clock.today()
        for other in column.table.columns
        if isinstance(other.type, sa.Date) and other.nullable
    }
    yield {column.key: "no-such-state"}
    for state in kind:
        for given in product((None, clock.now()), repeat=len(stamps)):
            yield {column.key: state.value, **days, **dict(zip(stamps, given, strict=True))}


def _refusal(table: sa.Table, values: dict[str, Any]) -> str | None:
    """Try to make a row say so; give the constraint that refused it. Nothing stays."""
    plain = sa.table(table.name, *(sa.column(name, _type(table, name)) for name in values))
    with db.engine.connect() as connection, connection.begin() as transaction:
        try:
            found = connection.execute(sa.update(plain).values(values)).rowcount
        except IntegrityError as error:
            return str(error.orig).rpartition(" ")[2]
        finally:
            transaction.rollback()
    assert found, f"the small world has no row of {table.name}"
    return None


def _type(table: sa.Table, name: str) -> Any:
    column = table.columns[name]
    return sa.String() if isinstance(column.type, sa.Enum) else column.type
