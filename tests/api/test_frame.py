"""The frame of the API: who is let in, problems in JSON, tags, cursors, limits."""

from datetime import timedelta

import pytest
from conftest import NOON
from factories.people import account, member, organisation
from factories.taxonomy import plain_sector
from factories.tokens import bearer, token
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import clock
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.db import db
from matchmaker.web.limits import Allowance, Limits

SECTORS = "/api/v1/sectors"


@pytest.fixture
def three(app: Flask) -> None:
    with app.app_context():
        for code in ("mining", "ports", "health"):
            plain_sector(code, code)
        db.session.commit()


@pytest.mark.usefixtures("three")
def test_a_list_is_given_page_by_page(client: FlaskClient) -> None:
    first = client.get(f"{SECTORS}?limit=2")
    second = client.get(f"{SECTORS}?limit=2&cursor={first.get_json()['next']}")

    assert [one["code"] for one in first.get_json()["items"]] == ["mining", "ports"]
    assert [one["code"] for one in second.get_json()["items"]] == ["health"]
    assert second.get_json()["next"] is None
    assert f'cursor={first.get_json()["next"]}>; rel="next"' in first.headers["Link"]


@pytest.mark.usefixtures("three")
def test_a_cursor_of_another_list_is_refused(client: FlaskClient) -> None:
    cursor = client.get(f"{SECTORS}?limit=1").get_json()["next"]

    for path in (f"{SECTORS}?cursor={cursor}x", f"/api/v1/sectors?cursor={cursor[:-1]}"):
        answer = client.get(path)
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["field"] == "cursor"


@pytest.mark.usefixtures("three")
def test_only_the_named_fields_are_given_and_what_names_the_thing(client: FlaskClient) -> None:
    answer = client.get(f"{SECTORS}?fields=name_zh,scenes")

    assert [set(one) for one in answer.get_json()["items"]] == [{"code", "name_zh", "scenes"}] * 3
    assert client.get(f"{SECTORS}?fields=password").status_code == 422


@pytest.mark.usefixtures("three")
def test_what_was_read_already_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(SECTORS)

    again = client.get(SECTORS, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(f"{SECTORS}?lang=en", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert other.status_code == 200
    assert first.cache_control.public


@pytest.mark.parametrize(
    ("path", "method", "status", "kind"),
    [
        ("/api/v1/nothing-here", "GET", 404, "not-found"),
        ("/api/", "GET", 404, "not-found"),
        (SECTORS, "DELETE", 405, "method-not-allowed"),
        ("/api/v1/cases/9999999999", "GET", 404, "not-found"),
        ("/api/v1/cases/9999999999", "PATCH", 401, "not-authenticated"),
        (f"/api/v1/cases/{'9' * 5000}", "GET", 404, "not-found"),
        (f"{SECTORS}?limit=0", "GET", 422, "invalid"),
        (f"{SECTORS}?limit=1&limit=2", "GET", 422, "invalid"),
        (f"{SECTORS}?colour=red", "GET", 422, "invalid"),
        (f"{SECTORS}?lang=fr", "GET", 422, "invalid"),
    ],
)
@pytest.mark.one_database
def test_problems_are_told_in_json(
    client: FlaskClient, path: str, method: str, status: int, kind: str
) -> None:
    answer = client.open(path, method=method)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["type"] == f"/developers#{kind}"
    assert answer.get_json()["reference"] == answer.headers["X-Request-Id"]
    assert answer.cache_control.no_store
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.one_database
def test_problems_are_told_in_the_language_asked_for(client: FlaskClient) -> None:
    asked = {"Accept-Language": "en-GB,en;q=0.8"}

    assert client.get("/api/v1/x").get_json()["title"] == "没有找到"
    assert client.get("/api/v1/x", headers=asked).get_json()["title"] == "Nothing found"
    assert client.get("/api/v1/x?lang=zh", headers=asked).get_json()["title"] == "没有找到"


def test_an_unexpected_failure_is_a_problem_with_a_number(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_values: object) -> str:
        raise ZeroDivisionError

    fail.access = "public"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "api.sectors", fail)

    answer = client.get(SECTORS)

    assert (answer.status_code, answer.get_json()["type"]) == (500, "/developers#server-error")
    assert "ZeroDivision" not in answer.text


def test_cookies_count_nothing_and_are_not_set(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person = account()
        key = open_session(person, user_agent="Firefox").token
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = key
        session["_fresh"] = True
    client.set_cookie("lang", "en")

    answer = client.get("/api/v1/me")

    assert client.get("/my/notices").status_code == 200
    assert answer.status_code == 401
    assert answer.get_json()["title"] == "需要有效的令牌"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_is_read_from_the_header_alone(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        key = token(member(organisation("矿业"))).key
        db.session.commit()

    assert client.get("/api/v1/me", headers=bearer(key)).status_code == 200
    assert client.get(f"/api/v1/me?access_token={key}").status_code == 401
    assert client.get("/api/v1/me", headers={"Authorization": f"Basic {key}"}).status_code == 401
    assert client.get(SECTORS, headers=bearer("mm_wrong")).status_code == 401
    with clock.at(NOON + timedelta(days=400)):
        assert client.get("/api/v1/me", headers=bearer(key)).status_code == 401


@pytest.mark.one_database
def test_who_asks_too_often_is_told_when_to_come_again(client: FlaskClient) -> None:
    answers = [client.get(SECTORS) for _try in range(61)]

    assert {one.status_code for one in answers[:60]} == {200}
    assert answers[0].headers["RateLimit-Policy"] == '"address";q=60;w=60'
    assert answers[0].headers["RateLimit"] == '"address";r=59;t=1'
    assert answers[60].status_code == 429
    assert answers[60].headers["Retry-After"] == "1"
    with clock.at(NOON + timedelta(seconds=1)):
        assert client.get(SECTORS).status_code == 200


def test_an_allowance_comes_back_steadily() -> None:
    limits, allowance = Limits(), Allowance("test", 10, timedelta(seconds=10))
    with clock.at(NOON):
        left = [limits.take(allowance, "a", 5).left for _try in range(2)]
        refused = limits.take(allowance, "a", 4)
        other = limits.take(allowance, "b")
    with clock.at(NOON + timedelta(seconds=4)):
        later = limits.take(allowance, "a", 4)

    assert left == [5, 0]
    assert (refused.wait, refused.left, other.left) == (4, 0, 9)
    assert (later.wait, later.left, later.resets) == (0, 0, 10)
