"""The self-check: what is held against what."""

from decimal import Decimal

import pytest
from factories.showcases import pilot_rows
from flask import Flask
from pages import PageClient

from matchmaker.db import db
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import Extent
from matchmaker.programmes.queries.pilots import criteria_of, points_of
from matchmaker.programmes.scoring.self_check import check
from matchmaker.programmes.scoring.units import measured
from matchmaker.web.language import in_locale


@pytest.mark.usefixtures("session")
def test_gaps_of_sources_stand_apart_from_those_of_the_platform() -> None:
    pilot_rows()
    points, criteria = points_of(SubjectType.MINE), criteria_of(SubjectType.MINE)
    assert [row.key for row in criteria] == ["m-truck", "m-level", "c-security"]

    nothing = check(points[:1], criteria, {})
    some = check(
        points[:1],
        criteria,
        {"mine-1": Extent.PARTLY, "m-truck": Decimal("7.5"), "c-security": False},
    )
    whole = check(
        points[:1],
        criteria,
        {"mine-1": Extent.YES, "m-truck": Decimal(10), "c-security": True, "m-level": None},
    )

    assert [gap.extent for gap in nothing.point_gaps] == [None]
    assert [gap.answer for gap in nothing.criterion_gaps] == [None, None]
    assert [gap.extent for gap in some.point_gaps] == [Extent.PARTLY]
    assert [(gap.criterion.key, gap.short_by) for gap in some.criterion_gaps] == [
        ("m-truck", Decimal("2.5")),
        ("c-security", None),
    ]
    assert whole.is_whole
    assert (whole.points_done, whole.criteria_done) == (1, 2)


def test_a_visitor_checks_a_mine_and_takes_the_gaps_along(app: Flask, client: PageClient) -> None:
    with app.app_context():
        pilot_rows()
        db.session.commit()

    page = client.get("/showcases/self-check?type=mine").text
    assert "两项技术规范征求意见" in page
    assert "自评结果" not in page
    answered = client.get(
        "/showcases/self-check?type=mine&done=y&mine-1=partly&m-truck=4&c-security=yes"
    ).text
    assert "做到 0 条，还缺 1 条" in answered
    assert "达到 1 项，还缺 1 项" in answered
    assert "无人矿卡台数：现在 4台，想达到 10台" in answered


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("unit", "chinese", "english"),
    [("人", "12.5人", "12.5"), ("毫秒", "12.5毫秒", "12.5 ms"), ("%", "12.5%", "12.5%")],
)
def test_units_are_said_in_the_language_of_the_reader(
    unit: str, chinese: str, english: str
) -> None:
    assert measured(Decimal("12.5"), unit) == chinese
    with in_locale("en"):
        assert measured(Decimal("12.5"), unit) == english


def test_answers_out_of_bounds_are_refused_and_kept(app: Flask, client: PageClient) -> None:
    with app.app_context():
        pilot_rows()
        db.session.commit()

    for typed in ("很多", "-3", "1e40"):
        answer = client.get(f"/showcases/self-check?type=mine&done=y&m-truck={typed}")
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
        assert "自评结果" not in answer.text


def test_a_type_nobody_knows_leads_to_the_choice(client: PageClient) -> None:
    assert "没有“castle”这个类型" in client.get("/showcases/self-check?type=castle").text
    assert "还没有对照的内容" in client.get("/showcases/self-check?type=mine").text
