"""Error pages: in the site's frame, with what to do and a number to quote."""

import pytest
from factories.busy import busy
from flask import Flask
from flask.testing import FlaskClient
from pages import csrf_token
from sqlalchemy import func, select
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from web import failing

from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow


@pytest.fixture(autouse=True)
def _failing_pages(app: Flask) -> None:
    failing.install(app)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "status", "title", "words"),
    [
        ("bad-request", 400, "请求无法理解", failing.OWN_WORDS),
        ("forbidden", 403, "没有权限", failing.OWN_WORDS),
        ("missing", 404, "没有找到", failing.OWN_WORDS),
        ("conflict", 409, "内容已被更改", failing.OWN_WORDS),
        ("stale", 409, "内容已被更改", "刷新后再保存"),
        ("too-large", 413, "内容太大", "请缩短文字"),
        ("refused", 422, "内容需要修改", failing.OWN_WORDS),
        ("too-often", 429, "操作太频繁", failing.OWN_WORDS),
        ("limited", 429, "操作太频繁", "请过几分钟再试"),
        ("unexpected", 500, "出错了", "请把编号告诉运营人员"),
    ],
)
def test_failure_is_shown_in_the_frame(
    client: FlaskClient, name: str, status: int, title: str, words: str
) -> None:
    response = client.get(f"/failing/{name}")

    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert words in response.text
    assert response.headers["X-Request-Id"] in response.text
    assert 'id="main"' in response.text
    assert failing.SECRET_DETAIL not in response.text
    assert "Traceback" not in response.text


def test_unknown_address_says_so(client: FlaskClient) -> None:
    response = client.get("/no-such-page")

    assert response.status_code == 404
    assert "<h1>没有找到</h1>" in response.text


def test_wrong_method_says_so(client: FlaskClient) -> None:
    response = client.get("/language")

    assert response.status_code == 405
    assert "<h1>不支持这种访问方式</h1>" in response.text


def test_body_over_the_limit_says_so(client: FlaskClient) -> None:
    token = csrf_token(client.get("/about").text)

    response = client.post("/language", data={"csrf_token": token, "lang": "x" * 13_000_000})

    assert response.status_code == 413
    assert "<h1>内容太大</h1>" in response.text


def test_route_that_declares_no_access_is_refused(client: FlaskClient) -> None:
    response = client.get("/undeclared")

    assert response.status_code == 403
    assert "nobody should see this" not in response.text


def test_unexpected_failure_is_logged_under_the_number_shown(client: FlaskClient) -> None:
    with capture_logs([merge_contextvars]) as logs:
        response = client.get("/failing/unexpected")

    failures = [entry for entry in logs if entry["event"] == "unexpected_failure"]
    assert len(failures) == 1
    assert failures[0]["log_level"] == "error"
    assert failures[0]["request_id"] == response.headers["X-Request-Id"]
    assert failing.SECRET_DETAIL in str(failures[0]["exc_info"])


def test_key_of_a_link_is_not_logged(client: FlaskClient) -> None:
    key = "k" * 43

    with capture_logs([merge_contextvars]) as logs:
        client.get(f"/failing-link/{key}")

    assert [entry["path"] for entry in logs] == ["/failing-link/…"]
    assert key not in str(logs)


def test_numbers_of_two_requests_differ(client: FlaskClient) -> None:
    numbers = {client.get("/no-such-page").headers["X-Request-Id"] for _ in range(2)}

    assert len(numbers) == 2


def test_failure_halfway_leaves_nothing_behind(app: Flask, client: FlaskClient) -> None:
    response = client.submit("/about", to="/failing-halfway")  # type: ignore[attr-defined]

    assert response.status_code == 500
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_who_waits_too_long_for_the_database_is_told_to_come_again(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), busy("outbox"), capture_logs() as logs:
        response = client.submit("/about", to="/failing-halfway")  # type: ignore[attr-defined]

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "<h1>暂时无法服务</h1>" in response.text
    assert "系统正忙，没有保存任何内容。" in response.text
    assert [entry["event"] for entry in logs] == ["database_busy"]


def test_page_after_a_failure_works(client: FlaskClient) -> None:
    client.get("/failing/unexpected")

    assert client.get("/about").status_code == 200


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_post_without_a_valid_token_is_refused_before_anything_else(
    client: FlaskClient, token: str | None
) -> None:
    response = client.post("/members-only", data={"csrf_token": token} if token else {})

    assert response.status_code == 400
    assert "刷新后再提交" in response.text


def test_visitor_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    response = client.get("/members-only?page=2")

    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/members-only?page%3D2"
