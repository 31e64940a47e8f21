"""Figures of key cities that staff add: ranks follow, the trail keeps what was said."""

from datetime import date

import pytest
from factories.insight import city
from factories.people import account
from factories.reading import addresses, table_rows
from factories.sheets import read_book
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.insight.enums import CityMeasure
from matchmaker.insight.models.cities import CityObservation
from matchmaker.insight.operations.cities import (
    CityContent,
    add_city_figure,
    remove_city_figure,
)
from matchmaker.insight.queries.cities import city_page, city_table

TIANJIN, ZHUHAI = "120000", "440400"
NEWS = "https://example.org/2026 新闻发布会"
DAY = date(2026, 3, 31)


def two_cities() -> Account:
    city(TIANJIN, "天津市", 1, traffic_share_pct=66.41)
    city(ZHUHAI, "珠海市", 2, traffic_share_pct=62.4)
    return account(staff=StaffRole.CURATOR)


def said(**values: object) -> CityContent:
    known: dict[str, object] = {
        "measure": CityMeasure.TRAFFIC, "as_of": DAY, "value": 70.0, "source": NEWS,
    }  # fmt: skip
    return CityContent(**(known | values))  # type: ignore[arg-type]  # names of the fields


def ranks() -> dict[str, int | None]:
    rows = city_table().rows
    return {row.figure.region_code: row.ranks[CityMeasure.TRAFFIC] for row in rows}


def trail() -> list[tuple[str, object]]:
    found = select(AuditEvent).where(AuditEvent.subject_kind == "city_observation")
    rows = db.session.scalars(found.order_by(AuditEvent.id))
    return [(row.action, row.after.get("reason")) for row in rows]


@pytest.mark.usefixtures("session")
def test_the_newest_figure_is_ranked_until_it_is_taken_back() -> None:
    curator = two_cities()
    assert ranks() == {TIANJIN: 1, ZHUHAI: 2}

    row = add_city_figure(ZHUHAI, said(), actor=curator)
    db.session.flush()
    after, older = ranks(), add_city_figure(TIANJIN, said(as_of=date(2024, 1, 1)), actor=curator)
    still = ranks()
    remove_city_figure(row, "抄错了", actor=curator)
    db.session.flush()

    assert after == still == {TIANJIN: 2, ZHUHAI: 1}
    assert ranks() == {TIANJIN: 1, ZHUHAI: 2}
    assert trail() == [
        ("city_observation.added", None),
        ("city_observation.added", None),
        ("city_observation.removed", "抄错了"),
    ]
    assert older.id


@pytest.mark.usefixtures("session")
def test_history_keeps_every_figure_with_its_source() -> None:
    add_city_figure(ZHUHAI, said(), actor=two_cities())
    db.session.flush()

    page = city_page(ZHUHAI)

    assert page
    traffic = [seen for seen in page.history if seen.measure is CityMeasure.TRAFFIC]
    assert [(seen.as_of, seen.value, seen.source) for seen in traffic] == [
        (DAY, 70.0, NEWS),
        (date(2025, 9, 30), 62.4, "E2025"),
    ]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": float("nan")}, "value"),
        ({"value": -1.0}, "value"),
        ({"as_of": date(2999, 1, 1)}, "as_of"),
        ({"source": "12345"}, "source"),
    ],
)
def test_what_cannot_be_so_is_refused(values: dict[str, object], field: str) -> None:
    curator = two_cities()

    with pytest.raises(DomainError) as refused:
        add_city_figure(ZHUHAI, said(**values), actor=curator)

    assert refused.value.field == field
    assert db.session.scalars(select(CityObservation)).all() == []


@pytest.mark.usefixtures("session")
def test_a_source_says_a_figure_of_a_day_once_and_removing_asks_why() -> None:
    curator = two_cities()
    row = add_city_figure(ZHUHAI, said(), actor=curator)

    with pytest.raises(DomainError, match="已经有了"):
        add_city_figure(ZHUHAI, said(value=71.0), actor=curator)
    with pytest.raises(DomainError, match="请写理由"):
        remove_city_figure(row, "", actor=curator)

    assert [one.value for one in db.session.scalars(select(CityObservation))] == [70.0]


def test_staff_add_and_remove_a_figure_by_forms(app: Flask, client: PageClient) -> None:
    with app.app_context():
        person = two_cities()
        db.session.commit()
        person_id = person.id
    sign_in(app, client, person_id)
    page = f"/staff/insight/cities/{ZHUHAI}/figures/new"
    typed = {"measure": "traffic", "as_of": "2026-03-31", "value": "70", "source": NEWS}

    refused = client.submit(page, data={**typed, "source": "1"})
    added = client.submit(page, data=typed)

    assert refused.status_code == 422
    assert added.location.endswith(f"/insight/cities/{ZHUHAI}")
    shown = client.get(f"/insight/cities/{ZHUHAI}").text
    assert table_rows(shown)[0][:3] == ["5G流量占比", "70%", "第 1，共 2 个城市公布"]
    assert "https://example.org/2026" in addresses(shown)
    table = client.get("/insight/cities").text
    assert {row[1]: row[2] for row in table_rows(table)} == {
        "天津市": "66.41% 第 2",
        "珠海市": "70% 第 1 2026年3月31日 example.org（打开其他网站） 新闻发布会",
    }
    head, *rows = read_book(client.get("/insight/cities?format=xlsx").data)
    assert [dict(zip(head, row, strict=True))["其中更新的数字"] for row in rows] == [
        "", f"5G流量占比 2026-03-31 {NEWS}",
    ]  # fmt: skip
    [remove] = [one for one in addresses(shown) if one.endswith("/remove")]
    assert client.submit(remove, data={"reason": ""}).status_code == 422
    assert client.submit(remove, data={"reason": "抄错了"}).status_code == 303
    assert client.get(remove).status_code == 404
    assert table_rows(client.get(f"/insight/cities/{ZHUHAI}").text)[0][1] == "62.4%"


def test_programs_read_newer_figures_beside_the_table(app: Flask, client: PageClient) -> None:
    with app.app_context():
        add_city_figure(ZHUHAI, said(), actor=two_cities())
        db.session.commit()

    items = client.get("/api/v1/cities").get_json()["items"]

    assert [one["newer"] for one in items] == [
        [],
        [
            {
                "figure": "traffic_share_pct", "value": 70.0, "as_of": "2026-03-31",
                "source": NEWS,
            }
        ],
    ]  # fmt: skip
