"""The pages of one offering, one provider, one case."""

import pytest
from factories.catalogue import SOURCE, SUMMARY, case, offering, provider
from factories.people import account, member, organisation
from factories.reading import MOST_QUERIES, addresses, card_titles, queries, table_rows
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.enums import MemberRole, OrganisationState, StaffRole
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db


def test_offering_shows_what_it_is_and_what_it_rests_on(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        province("440000", "广东省", ("440300", "深圳市"))
        offered = offering(
            provider(),
            sector=mining,
            scenes=mining.scenes,
            capabilities=[capability("mec", "边缘计算")],
            region_code="440300",
            cases=[case(), case("没有成效的", effects="", year_from=None, year_to=None)],
        )
        db.session.commit()
        path = f"/offerings/{offered.id}"
        of = f"/providers/{offered.organisation_id}"

    page = client.get(path).text

    assert "<h1>矿卡无人驾驶系统</h1>" in page
    assert "本档案由公开资料整理，尚未由该单位认领" in page
    assert {of, "/sectors/mining", "/scenes/mining-1", SOURCE} <= set(addresses(page))
    for words in (SUMMARY, "边缘计算", "深圳市", "下坑人数减少六成。", "2022–2023"):
        assert words in page
    assert card_titles(page) == ["某露天矿无人运输", "没有成效的"]
    assert "来源没有写明成效" in page
    assert "修改" not in page


def test_offering_without_evidence_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        offered = offering(organisation())
        db.session.commit()
        path = f"/offerings/{offered.id}"

    page = client.get(path).text

    assert "还没有佐证案例" in page
    assert "未注明" in page
    assert "尚未由该单位认领" not in page


@pytest.mark.parametrize("path", ["/offerings/1", "/providers/1", "/cases/1", "/cases/99999999999"])
def test_unknown_number_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("state", [OfferingState.DRAFT, OfferingState.WITHDRAWN])
@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 404), ("stranger", 404), ("viewer", 200), ("owner", 200), ("staff", 200)],
)
def test_unpublished_offering_is_for_its_own_people(
    app: Flask, client: FlaskClient, state: OfferingState, who: str, status: int
) -> None:
    with app.app_context():
        offered = offering(organisation(), "内部方案", state)
        people = {
            "stranger": member(organisation("别的单位")),
            "viewer": member(offered.organisation, MemberRole.VIEWER),
            "owner": member(offered.organisation),
            "staff": account("运营", staff=StaffRole.MODERATOR),
        }
        db.session.commit()
        ids = {name: person.id for name, person in people.items()}
        path = f"/offerings/{offered.id}"
    if who in ids:
        sign_in(app, client, ids[who])

    response = client.get(path)

    assert response.status_code == status
    assert ("内部方案" in response.text) is (status == 200)
    assert "内部方案" not in client.get("/offerings").text


def test_provider_shows_offerings_and_parts_with_sources(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        supplier = provider(aliases=["远通"], website="https://www.example.com/", place="某城")
        offering(supplier)
        offering(supplier, "草稿", OfferingState.DRAFT)
        case(parts=[(supplier, "网络建设"), (provider("另一家"), "终端")])
        db.session.commit()
        path = f"/providers/{supplier.id}"

    page = client.get(path).text

    assert "本档案由公开资料整理，尚未由该单位认领" in page
    assert card_titles(page) == ["矿卡无人驾驶系统"]
    assert table_rows(page) == [
        [
            "某露天矿无人运输",
            "网络建设",
            "某矿业公司",
            "2022–2023",
            "www.example.org（打开其他网站）",
        ]
    ]
    assert {SOURCE, "https://www.example.com/"} <= set(addresses(page))
    assert "远通" in page


def test_provider_only_mentioned_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        supplier = provider(is_mention_only=True)
        db.session.commit()
        path = f"/providers/{supplier.id}"

    page = client.get(path).text

    for words in ("还没有查到它的具体项目", "还没有公开的方案", "还没有案例"):
        assert words in page


def test_suspended_provider_is_not_found(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        supplier = provider()
        supplier.uscc, supplier.state = "91110000600037341L", OrganisationState.SUSPENDED
        offering(supplier)
        db.session.commit()
        path = f"/providers/{supplier.id}"

    assert client.get(path).status_code == 404
    assert "还没有供应商" in client.get("/providers").text


def test_organisation_that_offers_nothing_has_no_provider_page(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        client_only = organisation()
        offering(client_only, state=OfferingState.DRAFT)
        db.session.commit()
        path = f"/providers/{client_only.id}"

    assert client.get(path).status_code == 404


def test_case_tells_its_story_with_source(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        supplier = provider()
        told = case(
            parts=[(supplier, "网络建设")], awards="绽放杯一等奖", place="广东深圳", year_to=2022
        )
        offered = offering(supplier, cases=[told])
        offering(supplier, "草稿", OfferingState.DRAFT, cases=[told])
        db.session.commit()
        path, of = f"/cases/{told.id}", f"/offerings/{offered.id}"

    page = client.get(path).text

    for words in (
        "夜间运输有风险。",
        "建设5G专网",
        "下坑人数减少六成。",
        "绽放杯一等奖",
        "广东深圳",
    ):
        assert words in page
    assert table_rows(page) == [["远方通信", "网络建设", "矿卡无人驾驶系统"]]
    assert {SOURCE, of} <= set(addresses(page))
    assert "根据项目背景归纳" not in page


def test_case_says_what_its_source_left_out(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        told = case(is_problem_explicit=False, effects="")
        db.session.commit()
        path = f"/cases/{told.id}"

    page = client.get(path).text

    for words in ("根据项目背景归纳", "来源没有写明成效", "没有写明由哪些单位提供"):
        assert words in page


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_need_few_queries_however_much_they_show(
    app: Flask, client: FlaskClient, rows: int
) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", *(f"场景{number}" for number in range(rows)))
        supplier = provider()
        told = case(
            parts=[(supplier, "网络"), *((provider(f"单位{n}"), "终端") for n in range(rows))],
            scenes=mining.scenes,
        )
        for number in range(rows):
            cases = [told, case(f"案例{number}", parts=[(supplier, "网络")])]
            offered = offering(supplier, f"方案{number}", scenes=mining.scenes, cases=cases)
        db.session.commit()
        paths = (f"/offerings/{offered.id}", f"/providers/{supplier.id}", f"/cases/{told.id}")

    for path in paths:
        with queries(app) as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= MOST_QUERIES, path
