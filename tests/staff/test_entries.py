"""Tending standards, capabilities and sectors: what follows a merge, whom a change concerns."""

from typing import Any

import pytest
from factories.catalogue import offering, provider
from factories.demands import open_demand, sector
from factories.people import account
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, standard
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Promise
from matchmaker.db import Base, db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Requirement
from matchmaker.errors import ConflictError, DomainError
from matchmaker.matching.documents import site_vocabulary
from matchmaker.notices.models import Notice
from matchmaker.staff.operations.entries import EntryContent, add_entry, edit_entry
from matchmaker.staff.operations.standards import replace_standard
from matchmaker.staff.operations.tending import merge_entries, restore_entry, retire_entry
from matchmaker.staff.queries.naming import Entry, named_by, ways_to
from matchmaker.taxonomy.enums import CapabilityKind, RequirementKind
from matchmaker.taxonomy.models import Capability, Sector, Standard
from matchmaker.taxonomy.queries import capability_named, sector_coded
from matchmaker.watches.enums import Frequency
from matchmaker.watches.models import Watch
from matchmaker.watches.operations.watching import Watched, watch
from matchmaker.watches.scoring.searches import Search


def curator() -> Account:
    return account(staff=StaffRole.CURATOR)


def merged(entry: Entry, into: Entry, actor: Account) -> None:
    merge_entries(entry, into, seen_version=entry.version, into_version=into.version, actor=actor)
    db.session.commit()


def states(sold: Any, rule: Standard) -> Promise:
    row = Promise(kind=RequirementKind.STANDARD, standard=rule, evidence=EvidenceKind.STATEMENT)
    sold.promises.append(row)
    db.session.flush()
    return row


def asks(demand: Any, rule: Standard, *, is_must: bool = False) -> Requirement:
    row = Requirement(
        kind=RequirementKind.STANDARD,
        standard=rule,
        is_must=is_must,
        source=RequirementSource.STATED,
    )
    demand.requirements.append(row)
    db.session.flush()
    return row


def text(**changes: object) -> EntryContent:
    values: dict[str, Any] = {
        "title": "5G 专网总体要求",
        "level": "industry",
        "year": 2025,
        "is_general": False,
        "source": "",
        **changes,
    }
    return EntryContent(values=values)


@pytest.mark.parametrize("model", [Standard, Capability, Sector])
def test_every_key_that_names_an_entry_is_followed(model: type[Entry]) -> None:
    """A table added later that names one is found by a relationship, or this fails."""
    keys = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is model.__table__ and column.name != "merged_into_id"
    }
    own = {(f"standard_{name}", "standard_id") for name in ("scene", "sector", "capability")}
    followed = set()
    for way in ways_to(model):
        found = way.property
        pairs = found.secondary_synchronize_pairs or found.local_remote_pairs
        followed |= {side for pair in pairs for side in pair}
    columns = {(column.table.name, column.name) for column in followed}

    assert keys - own <= columns


@pytest.mark.usefixtures("session")
def test_what_names_a_standard_follows_it_when_it_is_merged() -> None:
    wrong, right = standard("YD/T 3973", "总体要求"), standard("YD/T 3973-2021", "总体要求")
    wrong.scenes = sector().scenes[:1]
    demand, _owner = open_demand()
    asks(demand, wrong, is_must=True)
    asks(demand, right)
    sold = offering(provider())
    said = states(sold, wrong)
    db.session.flush()
    assert named_by(wrong).counts == {"demand": 1, "offering": 1, "scene": 1}
    version = sold.version

    merged(wrong, right, curator())

    assert said.standard is right
    (line,) = demand.requirements
    assert (line.standard, line.is_must) == (right, True)
    assert [scene.slug for scene in right.scenes] == ["mining-truck"]
    assert not named_by(wrong).any
    assert sold.version > version
    assert "YD/T 3973" not in site_vocabulary().standards


@pytest.mark.usefixtures("session")
def test_people_are_told_of_a_standard_that_is_replaced_and_keep_what_they_said() -> None:
    old, new = standard("GB/T 1-2019", "要求"), standard("GB/T 1-2026", "要求")
    demand, owner = open_demand()
    line, said = asks(demand, old), states(offering(provider()), old)
    actor = curator()

    affected = replace_standard(
        old, new, seen_version=old.version, into_version=new.version, actor=actor
    )
    db.session.commit()

    assert affected == 2
    assert (line.standard, said.standard) == (old, old)
    told = db.session.scalars(select(Notice).where(Notice.account_id == owner.id)).all()
    assert told[-1].kind == "standard-replaced-asked"
    assert told[-1].facts["by"] == "GB/T 1-2026"
    assert "GB/T 1-2019" in site_vocabulary().standards
    with pytest.raises(ConflictError):
        edit_entry(old, text(), seen_version=old.version, actor=actor)
    restore_entry(old, actor=actor)
    assert (old.replaced_by, old.retired_at) == (None, None)


@pytest.mark.usefixtures("session")
def test_a_capability_that_is_merged_gives_its_names_and_its_saved_searches() -> None:
    first = capability("low-latency", "低时延", aliases=["毫秒级"])
    other = capability("urllc", "超高可靠低时延")
    chip = capability("chip", "芯片", CapabilityKind.CATEGORY)
    sold = offering(provider(), capabilities=[first])
    actor = curator()
    kept = watch(
        Watched(search=Search.of([("q", "矿卡"), ("capability", "low-latency")])),
        name="矿卡",
        frequency=Frequency.DAILY,
        actor=actor,
    )
    with pytest.raises(DomainError):
        merged(first, chip, actor)

    merged(first, other, actor)

    assert sold.capabilities == [other]
    assert other.aliases == ["低时延", "毫秒级"]
    assert capability_named("low-latency") is other
    search = Search.from_data(db.session.get_one(Watch, kept.id).query)
    assert ("capability", "urllc") in search.filters
    assert set(site_vocabulary().capabilities) == {"urllc", "chip"}


@pytest.mark.usefixtures("session")
def test_sectors_are_merged_only_when_their_scenes_fit_together() -> None:
    mining, port = sector(), plain_sector("port", "港口", "无人矿卡")
    demand, _owner = open_demand(sector=mining)
    actor = curator()
    with pytest.raises(DomainError, match="无人矿卡"):
        merged(port, mining, actor)
    with pytest.raises(DomainError, match="在用的场景"):
        retire_entry(mining, seen_version=mining.version, actor=actor)
    port.scenes[0].name_zh = "远控岸桥"
    db.session.flush()

    merged(mining, port, actor)
    db.session.expire_all()

    assert demand.sector is port
    assert len(port.scenes) == 3
    assert sector_coded("mining") is port
    assert "矿山" in port.aliases


@pytest.mark.usefixtures("session")
def test_entries_are_added_and_changed_with_care() -> None:
    actor = curator()
    made = add_entry(Standard, "YD/T 9-2026", text(), actor=actor)
    with pytest.raises(DomainError, match="已经有"):
        add_entry(Standard, "YD/T 9-2026", text(), actor=actor)
    with pytest.raises(DomainError, match="级别"):
        add_entry(Standard, "YD/T 10-2026", text(level="nonsense"), actor=actor)
    with pytest.raises(ConflictError):
        edit_entry(made, text(), seen_version=made.version + 1, actor=actor)
    edit_entry(made, text(title="新名称"), seen_version=made.version, actor=actor)
    assert isinstance(made, Standard)
    assert made.title == "新名称"
    named: dict[str, Any] = {"name_zh": "定位", "name_en": "", "aliases": [], "parent": None}
    content = EntryContent(values={**named, "kind": CapabilityKind.ITEM})
    with pytest.raises(DomainError, match="供应链环节"):
        add_entry(Capability, "locating", content, actor=actor)


@pytest.fixture
def browser(app: Flask, client: PageClient) -> PageClient:
    """The browser of a curator; two standards are there, an offering states the first."""
    with app.app_context():
        first, _second = standard("GB/T 1-2019", "要求"), standard("GB/T 1-2026", "新要求")
        first.scenes = sector().scenes[:1]
        states(offering(provider()), first)
        number = curator().id
        db.session.commit()
    sign_in(app, client, number)
    return client


def test_a_standard_is_written_replaced_and_shown(browser: PageClient) -> None:
    new = "/staff/taxonomy/entries/new?kind=standard"
    wrong = browser.submit(new, data={"key": "T/X 1", "title": "", "level": "group"})
    assert wrong.status_code == 422
    assert "T/X 1" in wrong.text
    made = browser.submit(new, data={"key": "T/X 1", "title": "团标", "level": "group"})
    assert made.status_code == 303
    assert "团标" in browser.get("/staff/taxonomy/entries?kind=standard&q=T/X").text

    page = "/staff/taxonomy/entries/standard-1"
    assert "涉及谁" in browser.get(f"{page}/history").text
    shown = browser.get(f"{page}/replace?into=standard-2")
    assert "由他们决定" in shown.text
    data = {"into": "standard-2", "version": "1", "into_version": "9"}
    assert browser.submit(f"{page}/replace", data=data).status_code == 409
    sent = browser.submit(f"{page}/replace", data={**data, "into_version": "1"})
    assert sent.location.endswith("/standard-2/history")
    public = browser.get("/standards/1").text
    assert "GB/T 1-2026" in public
    assert "写明符合的方案" in public
    assert "GB/T 1-2026" in browser.get("/scenes/mining-truck").text


def test_a_merged_standard_leads_on_and_a_late_editor_is_told(browser: PageClient) -> None:
    page = "/staff/taxonomy/entries/standard-1"
    data = {"title": "改名", "level": "national", "version": "1"}
    assert browser.submit(f"{page}/edit", data=data).status_code == 303
    late = browser.submit(f"{page}/edit", data={**data, "title": "迟到"})
    assert late.status_code == 409
    assert "改名" in late.text
    assert "迟到" in late.text
    merge = {"into": "standard-2", "version": "2", "into_version": "1"}
    assert browser.submit(f"{page}/merge", data=merge).status_code == 303
    moved = browser.get("/standards/1")
    assert (moved.status_code, moved.location) == (301, "/standards/2")
    assert browser.get("/staff/taxonomy/entries/nothing-1/history").status_code == 404
