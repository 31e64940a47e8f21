"""Requests sent twice with one `Idempotency-Key`: done once, answered alike, on both databases."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from conftest import NOON
from factories.busy import busy
from factories.people import member, organisation
from factories.tokens import bearer, token
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands.models import Demand

DEMANDS = "/api/v1/demands"
SENT = {"title": "矿卡无人驾驶", "text": "露天煤矿有40台矿卡，想实现无人驾驶运输。"}
KEY = {"Idempotency-Key": "order-4711"}


@pytest.fixture
def key(app: Flask) -> dict[str, str]:
    """Give the header of a program of an enterprise."""
    with app.app_context():
        made = token(member(organisation("矿业"))).key
        db.session.commit()
    return bearer(made)


def demands(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Demand.id))) or 0


def test_what_is_sent_again_is_done_once_and_answered_alike(
    app: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    first = client.post(DEMANDS, json=SENT, headers={**key, **KEY})
    with clock.at(NOON + timedelta(hours=23)):
        again = client.post(DEMANDS, json=SENT, headers={**key, **KEY})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    for name in ("Location", "ETag"):
        assert again.headers[name] == first.headers[name]
    assert demands(app) == 1


def test_after_a_day_a_key_may_be_used_anew(
    app: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    first = client.post(DEMANDS, json=SENT, headers={**key, **KEY})
    with clock.at(NOON + timedelta(hours=25)):
        later = client.post(DEMANDS, json=SENT, headers={**key, **KEY})

    assert later.get_json()["id"] != first.get_json()["id"]
    assert demands(app) == 2


def test_a_key_belongs_to_one_token(app: Flask, client: FlaskClient, key: dict[str, str]) -> None:
    with app.app_context():
        other = bearer(token(member(organisation("港口"))).key)
        db.session.commit()

    first = client.post(DEMANDS, json=SENT, headers={**key, **KEY})
    foreign = client.post(DEMANDS, json=SENT, headers={**other, **KEY})

    assert foreign.status_code == 201
    assert foreign.get_json()["id"] != first.get_json()["id"]


@pytest.mark.parametrize("way", ["body", "address"])
def test_another_request_with_the_same_key_is_refused(
    app: Flask, client: FlaskClient, key: dict[str, str], way: str
) -> None:
    client.post(DEMANDS, json=SENT, headers={**key, **KEY})

    path = DEMANDS if way == "body" else "/api/v1/cases"
    sent = {**SENT, "budget_max_wan": 800} if way == "body" else {"title": "矿卡无人驾驶"}
    other = client.post(path, json=sent, headers={**key, **KEY})

    assert other.status_code == 422
    assert [one["field"] for one in other.get_json()["errors"]] == ["Idempotency-Key"]
    assert demands(app) == 1


def test_what_was_refused_may_be_sent_again_mended(
    app: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    refused = client.post(DEMANDS, json={**SENT, "sector": "none"}, headers={**key, **KEY})
    mended = client.post(DEMANDS, json=SENT, headers={**key, **KEY})

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert demands(app) == 1


def test_of_two_at_once_one_is_done_and_both_are_answered(app: Flask, key: dict[str, str]) -> None:
    barrier = Barrier(2)
    answers: list[Any] = []

    def send() -> None:
        client = app.test_client()
        barrier.wait(timeout=30)
        answers.append(client.post(DEMANDS, json=SENT, headers={**key, **KEY}))

    threads = [Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()
    assert ["Idempotent-Replayed" in one.headers for one in answers].count(True) == 1
    assert demands(app) == 1


def test_who_waits_too_long_for_the_first_is_told_when_to_come_again(
    app: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    with app.app_context(), busy("sent_request"):
        waiting = client.post(DEMANDS, json=SENT, headers={**key, **KEY})
    later = client.post(DEMANDS, json=SENT, headers={**key, **KEY})

    assert (waiting.status_code, waiting.mimetype) == (503, "application/problem+json")
    assert waiting.get_json()["detail"] == "系统正忙，没有保存任何内容。"
    assert waiting.headers["Retry-After"] == "5"
    assert later.status_code == 201
    assert demands(app) == 1
