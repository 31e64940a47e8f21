"""Lines that cannot be taken as they are: said beside the line, and nothing typed is lost."""

import re

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import region
from factories.line_forms import SAID, fields, paste, press, proposed, stored
from flask import Flask
from pages import PageClient

from matchmaker.db import db


@pytest.fixture(autouse=True)
def _supply(app: Flask) -> None:
    with app.app_context():
        region()
        published_offering()
        db.session.commit()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("what", "value", "advice"),
    [
        ("metric:latency", "很快", "读不出这个数"),
        ("metric:latency", "", "读不出这个数"),
        ("metric:latency", "20公里", "这个单位量的不是这项指标"),
        ("metric:reliability", "120", "这个数不可能"),
        ("metric:latency", "-5", "这个数不可能"),
        ("metric:latency", "9" * 41, "读不出这个数"),
    ],
)
def test_figure_that_cannot_be_comes_back_with_advice_beside_it(
    app: Flask, client: PageClient, what: str, value: str, advice: str
) -> None:
    path = paste(client)

    answer = press(client, path, "add", add_what=what, add_value=value, text=SAID + "再加一句。")

    assert answer.status_code == 422
    assert advice in answer.text.split('id="lines-0-error"')[1][:200]
    assert fields(answer.text)["lines-0-value"] == value[:40] or value in answer.text
    assert "再加一句。" in answer.text
    assert stored(app) == []


def test_contradiction_is_said_beside_the_second_line(app: Flask, client: PageClient) -> None:
    path = paste(client)
    press(client, path, "add", add_what="metric:latency", add_op="<=", add_value="10")

    answer = press(client, path, "add", add_what="metric:latency", add_op=">=", add_value="20")

    assert answer.status_code == 422
    assert "矛盾" in answer.text.split('id="lines-1-error"')[1][:200]
    assert fields(answer.text)["lines-1-value"] == "20"
    assert len(stored(app)) == 1


def test_more_lines_than_allowed_are_refused_and_kept_in_the_form(
    app: Flask, client: PageClient
) -> None:
    path = paste(client)
    sent = fields(client.get(path).text)
    for number in range(61):
        sent |= {
            f"lines-{number}-what": "metric|latency|stated|0|",
            f"lines-{number}-op": "<=",
            f"lines-{number}-value": str(number + 1),
        }

    answer = client.post(path, data=sent)

    assert answer.status_code == 422
    assert "要求最多 60 条，现在有 61 条" in answer.text
    assert fields(answer.text)["lines-60-value"] == "61"
    assert stored(app) == []


def test_negative_budget_is_refused_and_the_rest_kept(client: PageClient) -> None:
    path = paste(client)

    answer = press(client, path, "", budget_min_wan="-5", text=SAID + "再加一句。")

    assert answer.status_code == 422
    assert "预算请填" in answer.text
    assert fields(answer.text)["budget_min_wan"] == "-5"
    assert "再加一句。" in answer.text


def test_five_hundred_figures_leave_the_page_usable(client: PageClient) -> None:
    text = "".join(f"设备{n}的时延不高于{n}毫秒。" for n in range(1, 501))
    page = client.get(paste(client, text[:9_990])).text

    assert len(proposed(page)) == 30
    assert re.search(r"另有 \d{3} 条没有列出", page)


def test_forged_lines_are_left_out(app: Flask, client: PageClient) -> None:
    path = paste(client)
    sent = fields(client.get(path).text) | {
        "lines-0-what": "metric|nonsense|stated|0|",
        "lines-1-what": "capability|nobody|text|0|",
        "lines-2-what": "x" * 5_000,
        "lines-3-what": "metric|latency|text|99999999999999999999|nowhere",
        "lines-3-value": "5",
        "declined": ["|||", "<=|x|metric|latency|text|0|y", "no"],
    }

    answer = client.post(path, data=sent)

    assert answer.status_code == 303
    assert stored(app) == [("latency", "text", 5.0, False, False)]
