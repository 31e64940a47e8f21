"""What a search gives: every kind, facets that count, sorts, names first, suggestions."""

from datetime import timedelta

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import open_demand, region
from flask import Flask
from sqlalchemy import update

from matchmaker import clock
from matchmaker.app import outbox_handlers
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.discovery.documents import SOURCES
from matchmaker.discovery.operations import rebuild_search
from matchmaker.discovery.queries import KINDS, FoundPage, find, matching_keys, suggest
from matchmaker.errors import DomainError
from matchmaker.jobs.worker import run_once
from matchmaker.search.port import Key, Sort
from matchmaker.taxonomy.models import Scene, Standard


@pytest.fixture
def offering(app: Flask) -> int:
    """A published offering, an open demand, two scenes and a standard, all of them indexed."""
    with app.app_context():
        row, _ = published_offering(region=region())
        open_demand(ends_on=clock.today() + timedelta(days=3), region=row.region)
        scene = db.session.query(Scene).filter_by(name_zh="无人矿卡").one()
        scene.aliases = ["矿卡自动驾驶", "AHS"]
        db.session.add(Standard(code="YD/T 4730-2024", title="终端要求", level="industry"))
        db.session.commit()
        number = row.id
        rebuild_search()
    return number


def keys(found: FoundPage) -> list[Key]:
    return [(item.kind, item.id) for item in found.items]


def test_what_is_indexed_can_be_shown() -> None:
    assert list(KINDS) == list(SOURCES)


def test_every_kind_is_found_and_counted(app: Flask, offering: int) -> None:
    with app.test_request_context():
        found = find("无人驾驶")
        everything = find()

        assert {"offering", "demand"} <= {kind for kind, _ in keys(found)}
        assert found.total == sum(found.kinds.values())
        assert everything.sort is Sort.NEWEST
        assert everything.kinds == {
            "offering": 1,
            "provider": 1,
            "demand": 1,
            "case": 1,
            "showcase": 0,
            "scene": 2,
            "sector": 1,
            "capability": 0,
            "standard": 1,
        }
        assert keys(find(kind="offering")) == [("offering", offering)]
        assert find(kind="offering").kinds == everything.kinds


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("华北矿用装备有限公司", "provider"),
        ("华北矿用装备", "provider"),
        ("hbkyzb", "provider"),
        ("无人矿卡", "scene"),
        ("AHS", "scene"),
        ("ydt 4730", "standard"),
        ("YD/T 4730-2024", "standard"),
        ("矿用卡车无人驾驶改造", "offering"),
    ],
)
@pytest.mark.usefixtures("offering")
def test_known_name_comes_first(app: Flask, text: str, first: str) -> None:
    with app.test_request_context():
        found = find(text)

        assert keys(found)[0][0] == first
        assert not found.is_relaxed


@pytest.mark.usefixtures("offering")
def test_other_name_of_a_scene_finds_what_says_the_first(app: Flask) -> None:
    with app.test_request_context():
        scene, *others = keys(find("AHS"))

        assert scene[0] == "scene"
        assert "case" in {kind for kind, _ in others}  # “某露天煤矿无人矿卡” says nothing of AHS


@pytest.mark.usefixtures("offering")
def test_facets_count_without_their_own_choice(app: Flask) -> None:
    with app.test_request_context():
        inner = find(kind="demand", filters={"region": ["150000"], "closes": ["7"]})
        other = find(kind="demand", filters={"region": ["440000"]})
        both = find(kind="demand", filters={"region": ["440000", "150600"]})

        assert inner.total == both.total == 1
        assert inner.facets["region"] == {"150000": 1, "150600": 1}
        assert inner.facets["closes"] == {"30": 1, "7": 1}
        assert inner.facets["state"] == {"open": 1}
        assert other.total == 0
        assert other.facets["region"] == {"150000": 1, "150600": 1}
        # “closes” is no facet of offerings, so their tab counts without it.
        assert inner.kinds["offering"] == 1


@pytest.mark.usefixtures("offering")
def test_what_nobody_can_choose_is_left_out(app: Flask) -> None:
    with app.test_request_context():
        many = [str(number) for number in range(5000)]
        odd = {"x": ["1"], "state": ["open"], "sector": ["", "y" * 99]}
        found = find(kind="nothing", filters=odd)
        bounded = find(filters={"sector": many}, sort="x")

        assert found.filters == {}
        assert found.total == find().total
        assert len(bounded.filters["sector"]) == 50
        assert bounded.total == 0


def test_closing_next_comes_first(app: Flask, offering: int) -> None:
    with app.app_context():
        late, _ = open_demand(title="晚些截止", ends_on=clock.today() + timedelta(days=40))
        never, _ = open_demand(title="没有期限")
        numbers = [late.id, never.id]
        db.session.commit()
        rebuild_search()
    with app.test_request_context():
        found = keys(find(kind="demand", sort="closing"))

        assert [number for _, number in found][1:] == numbers
        assert keys(find(kind="offering", sort="newest")) == [("offering", offering)]


def test_withdrawn_a_moment_ago_is_nowhere(app: Flask, offering: int) -> None:
    with app.app_context():
        row = db.session.get_one(Offering, offering)
        withdraw_offering(row, actor=row.organisation.memberships[0].account)
        db.session.commit()  # the worker has not seen it yet

    with app.test_request_context():
        shown = keys(find("矿用卡车")) + keys(find("华北矿用装备"))
        named = [(row.kind, row.id) for row in suggest("华北")]

        # Its provider has nothing else to show, so it is no provider any more.
        assert not {"offering", "provider"} & {kind for kind, _ in [*shown, *named]}
        assert find("矿用卡车").total == 2  # counts follow when the worker comes to it
    with app.app_context():
        while run_once(outbox_handlers()):
            pass
    with app.test_request_context():
        assert find("矿用卡车").kinds["offering"] == 0


@pytest.mark.usefixtures("offering")
def test_stale_index_cannot_reveal_a_draft(app: Flask) -> None:
    with app.app_context():
        # Behind the back of every operation, so that nothing is queued.
        db.session.execute(update(Offering).values(state="draft"))
        db.session.execute(update(Demand).values(state="draft"))
        db.session.commit()

    with app.test_request_context():
        for text in ("", "无人驾驶", "矿用卡车无人驾驶改造", "华北矿用装备"):
            kinds = {kind for kind, _ in keys(find(text))}
            assert not kinds & {"offering", "demand", "provider"}
        assert suggest("华北") == []


@pytest.mark.usefixtures("offering")
def test_suggestions_know_beginnings_middles_and_pinyin(app: Flask) -> None:
    with app.test_request_context():
        assert [row.name for row in suggest("无人")] == ["无人矿卡"]
        assert [row.name for row in suggest("矿卡")] == ["矿卡自动驾驶"]
        assert [row.kind for row in suggest("wrkk")] == ["scene"]
        assert [row.kind for row in suggest("4730")] == ["standard"]
        assert [part.text for part in suggest("无人")[0].parts if part.is_match] == ["无人"]
        assert suggest("") == suggest("\x00*?") == suggest("龘" * 500) == []


@pytest.mark.usefixtures("offering")
def test_slip_is_told_where_little_is_found(app: Flask) -> None:
    with app.test_request_context():
        assert find("无人矿咔").meant == "无人矿卡"
        assert find("wurenkuangka").meant == "无人矿卡"  # pinyin finds the name, the words more
        assert find("矿卡").meant == ""
        assert find("不存在的东西").meant == ""


@pytest.mark.usefixtures("offering")
def test_keys_alone_come_newest_first(app: Flask) -> None:
    with app.test_request_context():
        found = matching_keys("无人驾驶", kind="demand")

        assert [kind for kind, _ in found] == ["demand"]
        with pytest.raises(DomainError):
            matching_keys("*")


@pytest.mark.usefixtures("offering")
def test_page_beyond_the_end_is_empty(app: Flask) -> None:
    with app.test_request_context():
        found = find("无人驾驶", page=100_000)

        assert (list(found.items), found.total > 0) == ([], True)
