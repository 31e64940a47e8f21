"""Webhooks are registered and tended on pages and by programs, by owners alone."""

from typing import Any

import pytest
from factories.accounts import browser
from factories.people import member, organisation
from factories.tokens import bearer, token
from flask import Flask, g
from flask.testing import FlaskClient
from pages import csrf_token
from sqlalchemy import select

from matchmaker.accounts.enums import MemberRole, TokenScope
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.api.enums import WebhookKind
from matchmaker.api.models import Delivery, Webhook
from matchmaker.api.operations.webhooks import (
    add_webhook,
    remove_webhook,
)
from matchmaker.db import db
from matchmaker.errors import DomainError

API = "/api/v1/webhooks"
pytestmark = pytest.mark.usefixtures("session")


def fresh(client: FlaskClient) -> FlaskClient:
    """Forget who asked before: the context of this test outlives its requests."""
    g.pop("_login_user", None)
    g.pop("admission", None)
    return client


def test_programs_list_register_test_and_remove(client: FlaskClient) -> None:
    of = organisation("远山钢铁有限公司")
    owner, editor = member(of), member(of, MemberRole.EDITOR)
    stranger = member(organisation("远方通信有限公司"))
    keys = {name: bearer(token(who).key) for name, who in (("owner", owner), ("editor", editor))}
    other, reader = bearer(token(stranger).key), bearer(token(owner, TokenScope.READ).key)
    db.session.commit()
    asked = {"url": "https://8.8.8.8/hook", "kinds": ["match"]}
    made = fresh(client).post(API, json=asked, headers=keys["owner"])

    assert made.status_code == 201
    assert made.get_json()["secret"].startswith("whsec_")
    assert fresh(client).post(API, json=asked, headers=keys["editor"]).status_code == 403
    assert fresh(client).post(API, json=asked, headers=reader).status_code == 403
    inner = {**asked, "url": "https://10.0.0.1/"}
    refused = fresh(client).post(API, json=inner, headers=keys["owner"])
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["field"] == "url"
    [listed] = fresh(client).get(API, headers=keys["owner"]).get_json()["items"]
    assert "secret" not in listed
    assert fresh(client).get(API, headers=other).get_json()["items"] == []
    path = f"{API}/{listed['id']}"
    assert fresh(client).post(f"{path}/test", headers=other).status_code == 404
    assert fresh(client).delete(path, headers=other).status_code == 404
    queued = fresh(client).post(f"{path}/test", headers=keys["owner"])
    assert queued.status_code == 202
    [sent] = db.session.scalars(select(Delivery)).all()
    assert queued.get_json()["id"] == sent.number
    assert fresh(client).delete(path, headers=keys["owner"]).status_code == 204
    assert fresh(client).get(API, headers=keys["owner"]).get_json()["items"] == []


def test_registering_refuses_what_cannot_be_sent_to() -> None:
    of = organisation("远山钢铁有限公司")
    owner = member(of)
    with pytest.raises(DomainError, match="内部网络"):
        add_webhook(of, "https://127.0.0.1/", [WebhookKind.PUBLIC], actor=owner)
    with pytest.raises(DomainError, match="至少选择一类"):
        add_webhook(of, "https://8.8.8.8/", [], actor=owner)
    row = add_webhook(of, "https://8.8.8.8/", [WebhookKind.PUBLIC], actor=owner)
    with pytest.raises(DomainError, match="已经登记过"):
        add_webhook(of, "https://8.8.8.8/", [WebhookKind.MATCH], actor=owner)
    remove_webhook(row, actor=owner)
    db.session.commit()
    assert db.session.scalars(select(Webhook)).all() == []


def test_the_pages_of_a_webhook(app: Flask) -> None:
    of = organisation("远山钢铁有限公司")
    owner = member(of)
    token = open_session(owner, user_agent="Firefox").token
    db.session.commit()
    client = browser(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    path = f"/organisations/{of.id}/webhooks"
    opened = client.get(path).text
    assert "还没有登记网址" in opened
    assert "请先改正下面的问题" not in opened

    def sent(address: str, **values: Any) -> Any:
        key = csrf_token(client.get(path).text)
        return client.post(address, data={"csrf_token": key, **values})

    wrong = sent(path, url="https://10.0.0.1/", kinds=["public"])
    assert wrong.status_code == 422
    assert "内部网络" in wrong.text
    assert sent(path, url="https://8.8.8.8/", kinds=["gossip"]).status_code == 422
    made = sent(path, url="https://8.8.8.8/", kinds=["public", "award"])
    row = db.session.scalars(select(Webhook)).one()
    assert row.secret in made.text
    assert row.secret not in client.get(f"/webhooks/{row.id}").text
    assert sent(f"/webhooks/{row.id}/test").status_code == 303
    assert "排队中" in client.get(f"/webhooks/{row.id}").text
    renewed = sent(f"/webhooks/{row.id}/secret").text
    db.session.refresh(row)
    assert row.secret in renewed
    assert row.former_secret not in renewed
    assert sent(f"/webhooks/{row.id}/pause").status_code == 303
    assert "启用后发送" in client.get(f"/webhooks/{row.id}").text
    assert sent(f"/webhooks/{row.id}/switch-on").status_code == 303
    assert sent(f"/webhooks/{row.id}/remove").status_code == 303
    assert client.get(f"/webhooks/{row.id}").status_code == 404


def test_a_webhook_registered_twice_is_one_and_its_secret_is_shown_once(app: Flask) -> None:
    of = organisation("远山钢铁有限公司")
    token = open_session(member(of), user_agent="Firefox").token
    db.session.commit()
    client = browser(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    path = f"/organisations/{of.id}/webhooks"
    typed = {"url": "https://8.8.8.8/", "kinds": ["public"], "submission": "x" * 22}

    first = client.submit(path, typed)
    again = client.submit(path, typed)

    row = db.session.scalars(select(Webhook)).one()
    assert row.secret in first.text
    assert first.cache_control.no_store
    assert (again.status_code, again.location) == (303, f"/webhooks/{row.id}")
    assert row.secret not in client.get(again.location).text
