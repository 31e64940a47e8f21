"""Keyword search: finds what is public now, reveals nothing else, answers when the index cannot."""

import shutil
from pathlib import Path

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import cancel, open_demand
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.app import keep_house, outbox_handlers
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.discovery.documents import search_index
from matchmaker.discovery.operations import check_search, heal_search, rebuild_search
from matchmaker.discovery.queries.readiness import readiness
from matchmaker.jobs.outbox import queue_index
from matchmaker.jobs.worker import run_once
from matchmaker.search.port import Document
from matchmaker.search.whoosh_index import WhooshIndex


def work(app: Flask) -> None:
    with app.app_context():
        while run_once(outbox_handlers()):
            pass


@pytest.fixture
def numbers(app: Flask) -> tuple[int, int]:
    with app.app_context():
        rebuild_search()
        offering, _provider = published_offering()
        demand, _owner = open_demand()
        db.session.commit()
        found = offering.id, demand.id
    work(app)
    return found


def test_words_find_offerings_and_demands_with_marks(
    client: FlaskClient, numbers: tuple[int, int]
) -> None:
    page = client.get("/search?q=矿用卡车").text

    assert f'href="/offerings/{numbers[0]}"' in page
    assert "<mark>矿用卡车</mark>" in page
    assert f'href="/demands/{numbers[1]}"' in client.get("/search?q=有人设备混编").text


@pytest.mark.usefixtures("numbers")
def test_provider_name_finds_its_offering(client: FlaskClient) -> None:
    page = client.get("/search?q=华北矿用装备").text

    assert "矿用卡车无人驾驶改造" in page.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.usefixtures("numbers")
def test_kind_narrows_and_counts_stay(client: FlaskClient) -> None:
    page = client.get("/search?q=无人驾驶&kind=demand").text

    assert "矿卡无人驾驶改造" in page.replace("<mark>", "").replace("</mark>", "")
    assert "矿用卡车" not in page
    assert "共 1 条" in page


def test_stale_index_reveals_nothing(
    app: Flask, client: FlaskClient, numbers: tuple[int, int]
) -> None:
    with app.app_context():
        offering = db.session.get_one(Offering, numbers[0])
        demand = db.session.get_one(Demand, numbers[1])
        withdraw_offering(offering, actor=offering.organisation.memberships[0].account)
        assert demand.author is not None
        cancel(demand, demand.author)
        db.session.commit()  # the worker has not seen it yet

    page = client.get("/search?q=无人驾驶").text

    assert "矿用卡车" not in page
    assert f"/demands/{numbers[1]}" not in page.partition("<main")[2]
    work(app)
    shown = client.get("/search?q=无人驾驶").text.partition("<main")[2]
    gone = (f"/demands/{numbers[1]}", f"/offerings/{numbers[0]}", "矿用卡车")
    assert [part for part in gone if part in shown] == []


@pytest.mark.usefixtures("numbers")
def test_lost_index_answers_from_the_database_and_is_healed(
    app: Flask, client: FlaskClient
) -> None:
    shutil.rmtree(Path(app.instance_path) / "search")

    page = client.get("/search?q=矿用卡车").text

    assert "搜索索引正在重建" in page
    assert "矿用卡车" in page.partition("<main")[2].replace("<mark>", "").replace("</mark>", "")
    with app.app_context():
        keep_house()
    assert "搜索索引正在重建" not in client.get("/search?q=矿用卡车").text


def test_new_name_of_an_organisation_finds_what_it_offers(
    app: Flask, client: FlaskClient, numbers: tuple[int, int]
) -> None:
    with app.app_context():
        offering = db.session.get_one(Offering, numbers[0])
        offering.organisation.name = "塞北智行科技有限公司"
        queue_index("organisation", offering.organisation_id)
        db.session.commit()
    work(app)

    assert f'href="/offerings/{numbers[0]}"' in client.get("/search?q=塞北智行").text


def test_first_change_makes_a_missing_index(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        published_offering()
        db.session.commit()

    work(app)

    assert "搜索索引正在重建" not in client.get("/search?q=矿用卡车").text


@pytest.mark.parametrize(
    ("q", "status"),
    [
        ("*", 422),
        ("[一 TO 龥]", 200),
        ("NOT *", 200),
        ("phone:1380*", 200),
        ("%_%", 422),
        ("矿" * 300, 422),
        ("a b c d e f g h i j k l m n", 422),
        ("\x00\x01", 200),
        ("", 200),
    ],
)
@pytest.mark.usefixtures("numbers")
def test_engine_syntax_is_only_text(client: FlaskClient, q: str, status: int) -> None:
    response = client.get("/search", query_string={"q": q})

    assert response.status_code == status
    if status == 422:
        assert "搜索词" in response.text or "请输入" in response.text


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "99999999999999"])
def test_page_beyond_the_end_is_missing(client: FlaskClient, page: str) -> None:
    assert client.get(f"/search?q=矿用卡车&page={page}").status_code == 404


def test_index_of_an_older_version_is_replaced_and_never_an_error(
    app: Flask, client: FlaskClient, numbers: tuple[int, int]
) -> None:
    with app.app_context():
        older = WhooshIndex(app.extensions["settings"].instance_path / "search", contents="1")
        older.rebuild([Document("offering", numbers[0], 1, "旧的", tags={"claimed": ("yes",)})])

        for address in ("/search?q=矿用卡车", "/search?kind=offering&verified=yes"):
            assert client.get(address).status_code == 200
        assert f'href="/offerings/{numbers[0]}"' in client.get("/search?q=矿用卡车").text
        assert "search answers from the database" in str(readiness().warnings)

        assert heal_search() == len(search_index().stamps()) > 0
        assert heal_search() is None
        assert not check_search()
    assert "<mark>矿用卡车</mark>" in client.get("/search?q=矿用卡车").text


def test_change_finds_an_older_index_and_replaces_it(app: Flask, numbers: tuple[int, int]) -> None:
    with app.app_context():
        older = WhooshIndex(app.extensions["settings"].instance_path / "search", contents="1")
        older.rebuild([])
        queue_index("offering", numbers[0])
        db.session.commit()
    work(app)
    with app.app_context():
        assert not check_search()
