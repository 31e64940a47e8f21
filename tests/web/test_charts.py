"""Layouts of charts against places worked out by hand, and what the macros print of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template_string

from config import Settings
from matchmaker.app import create_app
from matchmaker.web.charts import (
    PLACES,
    Heading,
    Point,
    Province,
    Shown,
    Target,
    bar_chart,
    funnel_chart,
    heat_chart,
    legend_of,
    line_chart,
    nice_step,
    step_of,
    tile_chart,
)


def shown(value: float | None, url: str = "") -> Shown:
    return Shown(value, "—" if value is None else f"{value:g}", url)


def test_every_province_has_a_place_and_letters_of_its_own() -> None:
    assert len(PLACES) == len({place[1:] for place in PLACES.values()}) == 34
    assert len({place[0] for place in PLACES.values()}) == 34


@pytest.mark.parametrize(
    ("value", "most", "step"),
    [(None, 10, 0), (0, 10, 0), (1, 10, 1), (2, 10, 1), (3, 10, 2), (10, 10, 5), (12, 10, 5)],
)
def test_steps_of_colour_are_even(value: float | None, most: float, step: int) -> None:
    assert step_of(value, most) == step
    assert step_of(0.3, 0.5) == 3


def test_a_legend_says_whole_numbers_without_gaps() -> None:
    assert legend_of(10, str, is_whole=True) == (
        (1, "1–2"),
        (2, "3–4"),
        (3, "5–6"),
        (4, "7–8"),
        (5, "9–10"),
    )
    assert legend_of(2, str, is_whole=True) == ((3, "1"), (5, "2"))
    assert legend_of(1, "{:.0%}".format, is_whole=False)[4] == (5, "80%–100%")
    assert legend_of(0, str, is_whole=True) == ()


def test_cells_and_tiles_have_the_steps_of_their_figures() -> None:
    heat = heat_chart(
        [Heading("华北")], [(Heading("矿山"), [shown(4)]), (Heading("港"), [shown(1)])]
    )
    assert [row.cells[0].step for row in heat.rows] == [5, 2]

    names = [Province("440000", "粤", "广东"), Province("110000", "京", "北京")]
    tiles = tile_chart([*names, Province("445100", "潮州", "潮州")], {"440000": shown(9)})
    assert [(tile.letters, tile.shown.text, tile.step) for tile in tiles.tiles] == [
        ("GD", "9", 5),
        ("BJ", "—", 0),
    ]


def test_bars_share_one_zero_and_one_end() -> None:
    chart = bar_chart(
        [(Heading("甲"), [shown(4), shown(1)]), (Heading("乙"), [shown(None), shown(2)])],
        ["供给", "展示"],
    )
    assert [[mark.width for mark in row.marks] for row in chart.rows] == [[100, 25], [0, 50]]


def test_a_funnel_says_what_is_kept_of_each_step() -> None:
    steps = [
        (Heading(name), shown(value)) for name, value in (("a", 8), ("b", 2), ("c", 0), ("d", 0))
    ]
    chart = funnel_chart(steps)
    assert [(step.width, step.kept) for step in chart.steps] == [
        (100, None),
        (25, 0.25),
        (0, 0.0),
        (0, None),
    ]


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (3, 1), (4, 1), (7, 2), (70_000, 20_000), (1, 0.5)]
)
def test_axes_go_by_round_numbers(most: float, step: float) -> None:
    assert nice_step(most) == step


def test_a_line_lies_where_its_days_and_values_are() -> None:
    chart = line_chart(
        [
            Point(date(2026, 1, 11), shown(None)),
            Point(date(2026, 1, 21), shown(4), ">"),
            Point(date(2026, 1, 1), shown(2)),
        ],
        target=Target(shown(8), date(2026, 2, 10)),
        ahead=(date(2026, 2, 10), 6),
    )
    # 40 days over 80 % from 15 %; 178 pixels for 8 from 212 upwards.
    assert [(dot.x, dot.y) for dot in chart.dots] == [(15.0, 167.5), (55.0, 123.0)]
    assert chart.segments == ((15.0, 167.5, 55.0, 123.0),)
    assert chart.ahead == (55.0, 123.0, 95.0, 78.5)
    assert (chart.target_x, chart.target_y) == (95.0, 34.0)
    assert [words for _y, words in chart.values] == ["0", "2", "4", "6", "8"]
    assert [(x, day, anchor) for x, day, _is_year, anchor in chart.days] == [
        (15.0, date(2026, 1, 1), "start"),
        (95.0, date(2026, 2, 10), "end"),
    ]


def test_a_line_over_years_names_years_and_few_figures() -> None:
    points = [Point(date(year, 1, 1), shown(year - 2015)) for year in range(2016, 2027)]
    chart = line_chart(points)
    assert [(day.year, is_year) for _x, day, is_year, _anchor in chart.days] == [
        (2017, True),
        (2020, True),
        (2023, True),
        (2026, True),
    ]
    assert [dot.is_labelled for dot in chart.dots] == [True, *[False] * 9, True]


def test_a_single_point_and_none_are_drawn() -> None:
    assert [dot.x for dot in line_chart([Point(date(2026, 1, 1), shown(0))]).dots] == [55.0]
    empty = line_chart([])
    assert (empty.dots, empty.days, empty.ahead) == ((), (), None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("charts")
    environ = {"MATCHMAKER_ENV": "test", "INSTANCE_PATH": str(instance)}
    return create_app(Settings.from_environ(environ | {"SECRET_KEY": "test-secret" * 4}))


@pytest.fixture
def charts(site: Flask) -> Iterator[Any]:
    """Render a macro inside a request and refuse HTML that does not parse."""
    with site.test_request_context("/"):

        def drawn(call: str, chart: object) -> str:
            start = '{% import "components/charts.html" as charts with context %}'
            html = render_template_string(start + "{{ charts." + call + " }}", chart=chart)
            html5lib.HTMLParser(strict=True).parseFragment(html)
            assert "style=" not in html
            return html

        yield drawn


def test_a_heat_map_is_a_table_with_figures_links_and_files(charts: Any) -> None:
    chart = heat_chart(
        [Heading("华北", "/north")],
        [(Heading("矿山"), [shown(4, "/here")]), (Heading("港"), [shown(None)])],
    )
    html = charts('heat("h", "供需", chart, "行业", "说明", [("CSV", "/x.csv")])', chart)
    assert '<td class="heat__cell heat__cell--5"><a href="/here">4<' in html
    assert '<td class="heat__cell heat__cell--0">—</td>' in html
    assert '<a href="/x.csv">CSV' in html
    assert html.count("scale__step--") == 4


def test_every_other_chart_comes_with_a_table(charts: Any) -> None:
    tiles = charts(
        'tiles("t", "各省", chart, "数量")',
        tile_chart([Province("440000", "粤", "广东")], {"440000": shown(3, "/gd")}),
    )
    bars = charts(
        'bars("b", "份额", chart, "规模")',
        bar_chart([(Heading("大"), [shown(1), shown(2)])], ["供给", "展示"]),
    )
    funnel = charts(
        'funnel("f", "漏斗", chart, "步骤", "数量")',
        funnel_chart([(Heading("浏览"), shown(8)), (Heading("联系"), shown(2))]),
    )
    line = charts(
        'line("l", "专网", chart, "个")',
        line_chart(
            [Point(date(2026, 1, 1), shown(2), "~"), Point(date(2026, 2, 1), shown(4))],
            target=Target(shown(8), date(2027, 12, 31)),
            ahead=(date(2027, 1, 1), 6),
        ),
    )
    assert 'aria-label="广东 3"' in tiles
    assert '<td class="table__number">2</td>' in bars
    assert "上一步的 25%" in funnel
    assert "≈ 2" in line
    assert "目标 8" in line
    for html in (tiles, bars, funnel, line):
        assert "查看数据" in html
        assert "<table" in html
