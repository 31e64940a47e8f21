"""Whatever a document is made of, a change of it reaches the index and the ranking."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
import sqlalchemy
from architecture import small_world
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.app import outbox_handlers
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import Base, UTCDateTime, db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.discovery.documents import SOURCES, documents_of
from matchmaker.discovery.operations import check_search, index_changed, rebuild_search
from matchmaker.jobs.feeds import BOOKKEEPING
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.jobs.worker import run_once
from matchmaker.matching.documents import need_of, offering_records, site_regions, site_vocabulary
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene

pytestmark = pytest.mark.usefixtures("session")

Column = tuple[type[Base], str]
# What CHECK constraints tie to other columns is changed by operations, and tested with them.
TIED = {"state", "kind", "metric", "op", "evidence", "source", "value2", "withdrawn_at"}


LINKS = (
    Scene.capabilities,
    Scene.standards,
    Offering.served_regions,
    Offering.promises,
    Offering.capabilities,
    Offering.scenes,
    Offering.cases,
    Case.scenes,
    Case.parts,
    Demand.requirements,
    Demand.scenes,
    Showcase.scenes,
    Showcase.standards,
    Showcase.parts,
    Showcase.figures,
)


@pytest.fixture
def _world(session: None) -> None:
    del session
    small_world.build()
    offering = db.session.query(Offering).filter_by(state="published").order_by(Offering.id).first()
    demand = db.session.query(Demand).filter_by(state="open").order_by(Demand.id).first()
    capability = db.session.query(Capability).order_by(Capability.id.desc()).first()
    assert offering
    assert demand
    assert capability
    offering.capabilities = [capability]
    offering.served_regions = [db.session.query(Region).limit(1).one()]
    kind, source = RequirementKind.CAPABILITY, RequirementSource.STATED
    demand.requirements = [Requirement(kind=kind, capability=capability, source=source)]
    db.session.commit()
    rebuild_search()


@pytest.fixture
def used(_world: None, monkeypatch: pytest.MonkeyPatch) -> dict[Column, Any]:
    """Every column documents, records, needs and words are made of, with the key of a row."""
    found: dict[Column, Any] = {}
    plain = InstrumentedAttribute.__get__

    def noted(self: InstrumentedAttribute[Any], instance: Any, owner: Any) -> Any:
        if instance is not None and self.key in inspect(type(instance)).columns:
            found.setdefault((type(instance), self.key), inspect(instance).identity)
        return plain(self, instance, owner)

    monkeypatch.setattr(InstrumentedAttribute, "__get__", noted)
    _ = [list(documents_of(kind)) for kind in SOURCES]
    _ = list(offering_records()), site_vocabulary(), site_regions()
    for demand in db.session.scalars(public_demands()):
        need_of(demand, clock.today())
    monkeypatch.undo()
    db.session.rollback()
    return found


def changes(used: dict[Column, Any]) -> Iterator[tuple[Column, Any, Any]]:
    for (model, name), identity in used.items():
        column = inspect(model).columns[name]
        if name in BOOKKEEPING | TIED or column.primary_key or column.foreign_keys:
            continue
        row = db.session.get_one(model, identity)
        yield (model, name), row, _other(getattr(row, name), _type_of(column))


def _type_of(column: sqlalchemy.Column[Any]) -> type:
    is_instant = isinstance(column.type, UTCDateTime)
    return datetime if is_instant else column.type.python_type


def _other(value: Any, kind: type) -> Any:
    if value is None:
        first: dict[type, Any] = {str: "新", int: 2020, date: clock.today(), Decimal: Decimal(5)}
        return first.get(kind, clock.now() if kind is datetime else 7.0)
    match value:
        case Enum():
            other: Any = next(member for member in type(value) if member is not value)
        case bool():
            other = not value
        case int() | float() | Decimal():
            other = value + 1
        case datetime() | date():
            other = value + timedelta(days=1)
        case list():
            other = [*value, "改过的词"]
        case _:
            other = f"{value[:8]}改"
    return other


def told() -> set[str]:
    rows = db.session.query(OutboxRow).filter_by(kind=INDEX, done_at=None)
    return {row.key for row in rows}


def apply() -> None:
    rows = db.session.query(OutboxRow).filter_by(kind=INDEX, done_at=None).all()
    index_changed(rows)
    for row in db.session.query(OutboxRow).filter_by(kind=INDEX, done_at=None):
        row.done_at = clock.now()
    db.session.commit()


def test_every_column_a_document_uses_reaches_the_index(used: dict[Column, Any]) -> None:
    apply()
    assert {model.__name__ for model, _ in used} >= {
        "Offering", "Promise", "Case", "CasePart", "Demand", "Requirement", "Organisation",
        "Showcase", "ShowcaseFigure", "ShowcasePart",
        "ProviderProfile", "Scene", "Sector", "Capability", "Standard", "Region",
    }  # fmt: skip
    untold, stale = [], []
    for column, row, other in changes(used):
        setattr(row, column[1], other)
        db.session.commit()
        name = f"{column[0].__name__}.{column[1]}"
        if not told():
            untold.append(name)
        apply()
        if drift := check_search():
            stale.append((name, drift))
            rebuild_search()
    assert (untold, stale) == ([], [])


def world(kind: type[Any]) -> Any:
    return db.session.query(kind).order_by(kind.id).first()


@pytest.mark.usefixtures("_world")
def test_every_link_reaches_the_index() -> None:
    apply()
    for link in LINKS:
        row = next(
            one
            for one in db.session.query(link.class_).order_by(link.class_.id)
            if getattr(one, link.key) and getattr(one, "state", "") not in {"draft", "pasted"}
        )
        setattr(row, link.key, [])
        db.session.commit()

        assert told(), str(link)
        apply()
        assert not check_search(), str(link)


@pytest.mark.usefixtures("_world")
def test_what_moves_is_told_to_both_sides() -> None:
    apply()
    offering = db.session.query(Offering).filter_by(state="published").first()
    assert offering is not None
    before = offering.organisation_id
    others = db.session.query(Organisation).filter(Organisation.id != before)
    offering.organisation = others.limit(1).one()
    db.session.commit()

    assert {f"offering:{offering.id}", f"organisation:{before}"} <= told()
    apply()
    assert not check_search()


@pytest.mark.usefixtures("_world")
def test_deleted_case_is_told_to_the_offerings_that_rest_on_it() -> None:
    apply()
    resting = db.session.query(Offering).filter(Offering.cases.any()).limit(1).one()
    case = resting.cases[0]
    offerings = db.session.query(Offering).filter(Offering.cases.contains(case)).all()
    numbers = [offering.id for offering in offerings]
    for offering in offerings:
        offering.promises = []
        offering.cases.remove(case)
    db.session.flush()
    db.session.delete(case)
    db.session.commit()

    assert {f"offering:{number}" for number in numbers} <= told()
    apply()
    assert not check_search()


@pytest.mark.usefixtures("_world")
def test_rolled_back_change_tells_nothing_and_its_repeat_is_told() -> None:
    apply()
    scene = world(Scene)
    with db.session.begin_nested() as part:
        scene.name_zh = "别的名字"
        db.session.flush()
        part.rollback()
    scene.name_zh = "又一个名字"
    db.session.commit()

    assert f"scene:{scene.id}" in told()
    apply()
    scene.name_zh = "不作数"
    db.session.flush()
    db.session.rollback()
    assert told() == set()


@pytest.mark.usefixtures("_world")
def test_one_transaction_tells_each_row_once() -> None:
    apply()
    scene = world(Scene)
    for name in ("甲", "乙", "丙"):
        scene.name_zh = name
        db.session.flush()
    db.session.commit()

    keys = [row.key for row in db.session.query(OutboxRow).filter_by(kind=INDEX, done_at=None)]
    assert keys == [f"scene:{scene.id}"]


@pytest.mark.usefixtures("_world")
def test_saving_what_was_not_changed_tells_nothing() -> None:
    apply()
    scene = world(Scene)
    scene.name_zh = str(scene.name_zh)
    db.session.commit()

    assert told() == set()


def test_drafts_tell_nothing_until_they_are_public(app: Flask) -> None:
    del app
    small_world.build()
    apply()
    draft = db.session.query(Offering).filter_by(state="draft").first()
    assert draft is not None
    draft.title = "还没写完"
    db.session.commit()

    assert told() == set()


@pytest.mark.usefixtures("_world")
def test_everything_the_worker_does_leaves_no_drift() -> None:
    while run_once(outbox_handlers()):
        pass

    assert not check_search()
