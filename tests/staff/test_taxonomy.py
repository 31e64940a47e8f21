"""Tending scenes: what follows a new slug or a merge, who may do it, and what is told before."""

from dataclasses import replace

import pytest
from factories.catalogue import offering, provider
from factories.demands import open_demand, sector
from factories.models import first_model
from factories.people import account
from factories.signing_in import sign_in
from factories.taxonomy import plain_sector, standard, typical_need
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.documents import site_vocabulary
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.scoring.model import SIGNALS
from matchmaker.staff.operations.merging import merge_scenes
from matchmaker.staff.operations.scenes import (
    NeedContent,
    SceneContent,
    add_scene,
    edit_scene,
    restore_scene,
    retire_scene,
)
from matchmaker.staff.queries.taxonomy import history_lines, scene_events, touched_by
from matchmaker.taxonomy.enums import Operator, Trust
from matchmaker.taxonomy.models import Scene, Sector, TypicalNeed
from matchmaker.taxonomy.queries import scene_in_full, scene_named, sectors_with_scenes
from matchmaker.watches.enums import Frequency
from matchmaker.watches.models import Watch
from matchmaker.watches.operations.watching import Watched, watch
from matchmaker.watches.scoring.searches import Search

NEED = NeedContent(
    metric="latency",
    op=Operator.AT_MOST,
    value=20,
    source="示例规范 表1",
    trust=Trust.SEEN,
    is_official=True,
)


def mining() -> tuple[Sector, Scene, Scene, Account]:
    """Mining with its two scenes, and a curator."""
    row = sector()
    first, second = row.scenes
    return row, first, second, account(staff=StaffRole.CURATOR)


def said(scene: Scene, **changes: object) -> SceneContent:
    """What the form says of a scene as it is, but for the changes."""
    content = SceneContent(
        sector=scene.sector, slug=scene.slug, name_zh=scene.name_zh, name_en=scene.name_en
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def search_for(slug: str, person: Account) -> Watch:
    return watch(
        Watched(search=Search.of([("q", "矿卡"), ("scene", slug)])),
        name="矿卡",
        frequency=Frequency.DAILY,
        actor=person,
    )


@pytest.mark.usefixtures("session")
def test_a_new_scene_is_offered_and_one_of_the_same_name_is_refused() -> None:
    row, first, _second, curator = mining()
    content = said(first, slug="mining-drill", name_zh="远程钻机", name_en="Drill", needs=[NEED])

    scene = add_scene(content, actor=curator)

    assert [need.unit for need in scene.typical_needs] == ["ms"]
    assert scene in sectors_with_scenes()[0].scenes
    with pytest.raises(DomainError, match="同名"):
        add_scene(replace(content, slug="mining-other"), actor=curator)
    with pytest.raises(DomainError, match="代码属于"):
        add_scene(replace(content, name_zh="别的"), actor=curator)
    assert row.id == scene.sector_id


@pytest.mark.usefixtures("session")
def test_a_new_slug_is_followed_by_addresses_searches_and_models() -> None:
    row, first, _second, curator = mining()
    other = plain_sector("port", "港口", "桥吊")
    model = first_model()
    model.overrides = {"mining-truck": dict.fromkeys(SIGNALS, 0.0) | {"text": 100.0}}
    kept = search_for("mining-truck", curator)

    edit_scene(
        first,
        said(first, sector=other, slug="port-truck", aliases=["铁牛"]),
        seen_version=first.version,
        actor=curator,
    )

    assert scene_named("mining-truck") is scene_named("port-truck") is first
    assert first.sector is other
    assert first not in sectors_with_scenes()[0].scenes
    assert row.code == "mining"
    assert kept.query["filters"] == [["scene", "port-truck"]]
    assert kept.key == Search.from_data(kept.query).key
    assert list(model.overrides) == ["port-truck"]
    words = next(one for one in site_vocabulary().scenes if one.slug == "port-truck")
    assert words.aliases == ("铁牛",)

    edit_scene(first, said(first, slug="mining-truck"), seen_version=first.version, actor=curator)

    assert scene_named("port-truck") is scene_named("mining-truck") is first


@pytest.mark.usefixtures("session")
def test_who_saw_an_older_scene_is_refused() -> None:
    _row, first, _second, curator = mining()
    seen = first.version
    edit_scene(first, said(first, description="新的说明"), seen_version=seen, actor=curator)

    with pytest.raises(ConflictError):
        edit_scene(first, said(first, description="旧的"), seen_version=seen, actor=curator)
    assert first.description == "新的说明"


@pytest.mark.usefixtures("session")
def test_a_retired_scene_is_no_longer_offered_and_what_names_it_keeps_it() -> None:
    _row, first, second, curator = mining()
    demand, _owner = open_demand(scenes=[first])

    retire_scene(first, seen_version=first.version, actor=curator)
    db.session.expire_all()

    assert sectors_with_scenes()[0].scenes == [second]
    assert demand.scenes == [first]
    assert scene_in_full("mining-truck") is first
    assert [one.slug for one in site_vocabulary().scenes] == ["mining-video"]
    with pytest.raises(ConflictError):
        edit_scene(first, said(first), seen_version=first.version, actor=curator)

    restore_scene(first, actor=curator)
    db.session.expire_all()

    assert sectors_with_scenes()[0].scenes == [first, second]


@pytest.mark.usefixtures("session")
def test_everything_that_names_a_scene_follows_it_when_it_is_merged() -> None:
    _row, first, second, curator = mining()
    demand, owner = open_demand(scenes=[first, second])
    sold = offering(provider(), scenes=[first])
    typical_need(first)
    typical_need(first, metric="ul_rate", op=">=", value=25, unit="Mbps")
    own = typical_need(second, value=50)
    rule = standard("YD/T 1", "矿卡")
    rule.scenes = [first]
    kept, twice = search_for("mining-truck", owner), search_for("mining-video", owner)
    model = first_model()
    model.overrides = {"mining-truck": dict.fromkeys(SIGNALS, 0.0) | {"text": 100.0}}
    db.session.flush()
    counts = touched_by(first)
    assert (counts.offerings, counts.demands, counts.standards) == (1, 1, 1)
    assert (counts.watches, counts.models) == (1, 1)
    db.session.query(OutboxRow).delete()
    db.session.commit()

    merge_scenes(
        first, second, seen_version=first.version, into_version=second.version, actor=curator
    )
    db.session.commit()

    assert db.session.get_one(Demand, demand.id).scenes == [second]
    assert db.session.get_one(Offering, sold.id).scenes == [second]
    assert rule.scenes == [second]
    assert second.aliases == ["无人矿卡", "Truck"]
    assert {need.metric: need.value for need in second.typical_needs} == {
        "latency": own.value,
        "ul_rate": 25,
    }
    assert scene_named("mining-truck") is second
    assert not touched_by(first).any
    assert [row.id for row in db.session.scalars(select(Watch))] == [twice.id]
    assert kept.id != twice.id
    assert list(db.session.get_one(ModelVersion, model.id).overrides) == ["mining-video"]
    keys = {row.key for row in db.session.scalars(select(OutboxRow))}
    assert {f"demand:{demand.id}", f"offering:{sold.id}", f"scene:{second.id}"} <= keys
    assert first.retired_at == clock.now()


@pytest.mark.usefixtures("session")
def test_chains_of_merged_scenes_lead_to_the_last() -> None:
    row, first, second, curator = mining()
    last = add_scene(said(first, slug="mining-last", name_zh="最后", name_en="Last"), actor=curator)
    edit_scene(first, said(first, slug="mining-lorry"), seen_version=1, actor=curator)

    for one, other in ((first, second), (second, last)):
        merge_scenes(
            one, other, seen_version=one.version, into_version=other.version, actor=curator
        )

    for slug in ("mining-truck", "mining-lorry", "mining-video"):
        assert scene_named(slug) is last
    with pytest.raises(DomainError):
        merge_scenes(last, last, seen_version=1, into_version=1, actor=curator)
    assert row.id == last.sector_id


@pytest.mark.usefixtures("session")
def test_the_history_says_field_by_field_what_changed() -> None:
    _row, first, _second, curator = mining()
    edit_scene(
        first,
        said(first, aliases=["铁牛"], needs=[NEED]),
        seen_version=first.version,
        actor=curator,
    )

    (line,) = history_lines(list(db.session.scalars(scene_events(first))))

    assert line.actor is curator
    changes = {change.name: change.after for change in line.changes}
    assert changes["别名"] == "铁牛"
    assert changes["典型需求"] == "latency <= 20 ms"


@pytest.fixture
def curator(app: Flask, client: PageClient) -> PageClient:
    """The browser of a curator; mining with its two scenes is there."""
    with app.app_context():
        sector()
        number = account(staff=StaffRole.CURATOR).id
        db.session.commit()
    sign_in(app, client, number)
    return client


def typed(**changes: str) -> dict[str, str]:
    """What the browser sends of the first scene."""
    values = {
        "version": "1",
        "sector": "mining",
        "slug": "mining-lorry",
        "name_zh": "无人矿卡",
        "name_en": "Truck",
        "needs-0-metric": "latency",
        "needs-0-op": "<=",
        "needs-0-value": "２０",
        "needs-0-source": "示例规范 表1",
        "needs-0-trust": "seen",
    }
    return {**values, **changes}


def test_a_scene_is_edited_on_its_page_and_its_old_address_leads_to_the_new_one(
    app: Flask, curator: PageClient
) -> None:
    page = "/staff/taxonomy/scenes/mining-truck/edit"
    assert "无人矿卡" in curator.get(page).text
    wrong = curator.submit(page, data=typed(**{"needs-0-value": "二十"}))
    assert wrong.status_code == 422
    assert "二十" in wrong.text

    sent = curator.submit(page, data=typed())

    assert sent.location.endswith("/staff/taxonomy/scenes/mining-lorry/history")
    assert "latency" in curator.get(sent.location).text
    moved = curator.get("/scenes/mining-truck")
    assert (moved.status_code, moved.location) == (301, "/scenes/mining-lorry")
    late = curator.submit("/staff/taxonomy/scenes/mining-lorry/edit", data=typed(name_en="Lorry"))
    assert late.status_code == 409
    assert "Lorry" in late.text
    with app.app_context():
        assert db.session.scalars(select(TypicalNeed.value)).all() == [20]


def test_a_merge_shows_what_it_touches_first(curator: PageClient) -> None:
    page = "/staff/taxonomy/scenes/mining-truck/merge"
    assert "视频监控" in curator.get(page).text
    shown = curator.get(f"{page}?into=mining-video")
    assert "合并不能撤回" in shown.text

    late = curator.submit(page, data={"into": "mining-video", "version": "1", "into_version": "7"})
    done = curator.submit(page, data={"into": "mining-video", "version": "1", "into_version": "1"})

    assert late.status_code == 409
    assert done.location.endswith("/mining-video/history")
    assert curator.get("/scenes/mining-truck").location == "/scenes/mining-video"
    retired = curator.get("/staff/taxonomy?state=retired")
    assert "已并入" in retired.text


def test_scenes_are_retired_and_restored_by_curators_alone(
    app: Flask, client: PageClient, curator: PageClient
) -> None:
    page = "/staff/taxonomy/scenes/mining-truck"
    assert curator.submit(f"{page}/retire", data={"version": "1"}).status_code == 303
    assert "无人矿卡" not in curator.get("/staff/taxonomy").text
    assert curator.submit(f"{page}/history", to=f"{page}/restore").status_code == 303
    assert "无人矿卡" in curator.get("/staff/taxonomy?q=truck").text
    with app.app_context():
        db.session.scalars(select(Scene).filter_by(slug="mining-truck")).one().aliases = ["铁牛"]
        db.session.commit()
    assert "无人矿卡" in curator.get("/staff/taxonomy?q=铁牛").text
    assert "无人矿卡" not in curator.get("/staff/taxonomy?q=木马").text
    with app.app_context():
        number = account(staff=StaffRole.MODERATOR).id
        db.session.commit()
    sign_in(app, client, number)

    assert client.get(f"{page}/history").status_code == 200
    assert client.get(f"{page}/edit").status_code == 404
    assert client.get(f"{page}/retire").status_code == 404
