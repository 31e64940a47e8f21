"""What an enterprise and a provider do, from the first draft to the last move, by program alone."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOON
from factories.demands import sector
from factories.people import account, member, organisation
from factories.tokens import bearer, token
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import approve_offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import approve_demand

API = "/api/v1"
NEED = "露天煤矿有40台矿卡，想实现无人驾驶运输，与有人设备混编作业，夜间也要运。"
DEMAND = {
    "title": "矿卡无人驾驶改造",
    "text": NEED,
    "sector": "mining",
    "scenes": ["mining-truck"],
    "budget_max_wan": 800.5,
    "requirements": [{"metric": "latency", "value": 20, "must": True}],
    "goals": [{"kind": "labour", "words": "少用人", "from_figure": 40, "to_figure": 12}],
}
OFFERING = {
    "title": "矿卡无人驾驶系统",
    "summary": "为露天矿山改造矿用卡车，提供5G专网，实现无人驾驶运输和远程接管。",
    "sector": "mining",
    "scenes": ["mining-truck"],
    "is_nationwide": True,
    "price_max_wan": 600,
    "promises": [{"metric": "latency", "op": "<=", "value": 15}],
}


@pytest.fixture
def keys(app: Flask) -> dict[str, str]:
    """Give the keys of a buyer, a seller, a viewer of the seller's, and of staff."""
    with app.app_context():
        sector()
        buyer, seller = organisation(), organisation("远方通信有限公司")
        people = {
            "buyer": member(buyer),
            "seller": member(seller),
            "viewer": member(seller, MemberRole.VIEWER),
            "moderator": account("审核", staff=StaffRole.MODERATOR),
        }
        made = {name: token(person).key for name, person in people.items()}
        made["own"] = token(people["seller"], of=seller).key
        db.session.commit()
    return made


def seen(client: Any, path: str, key: str) -> dict[str, str]:
    """Give the headers of a change of what was just read."""
    read = client.get(f"{API}{path}", headers=bearer(key))
    return {**bearer(key), "If-Match": read.headers["ETag"]}


def moderate(app: Flask, kind: type[Any], number: int) -> None:
    """Let staff say yes."""
    with app.app_context():
        staff, row = account("周审核", staff=StaffRole.MODERATOR), db.session.get_one(kind, number)
        if isinstance(row, Offering):
            approve_offering(row, seen_version=row.version, actor=staff)
        else:
            approve_demand(row, actor=staff)
        db.session.commit()


def test_an_enterprise_posts_changes_and_closes_a_demand(
    app: Flask, client: Any, keys: dict[str, str]
) -> None:
    key = keys["buyer"]
    made = client.post(f"{API}/demands", json=DEMAND, headers=bearer(key))
    number = made.json["id"]
    at = f"/demands/{number}"

    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"{API}{at}")
    assert made.json["state"] == "draft"
    assert made.json["budget"] == {"min_wan": None, "max_wan": 800.5}
    assert made.json["requirements"][0]["op"] == "<="  # the natural side of a latency
    assert client.get(f"{API}{at}").status_code == 404
    assert client.get(f"{API}{at}", headers=bearer(keys["seller"])).status_code == 404
    assert client.get(f"{API}{at}", headers=bearer(keys["moderator"])).status_code == 200

    lacking = client.post(f"{API}{at}/submit", headers=bearer(key))
    assert lacking.status_code == 422
    assert [one["field"] for one in lacking.json["errors"]] == ["organisation"]

    own = client.get(f"{API}/me", headers=bearer(key)).json["organisations"][0]["id"]
    headers = seen(client, at, key)
    named = client.patch(f"{API}{at}", json={"organisation": own}, headers=headers)
    assert named.json["organisation"]["id"] == own
    assert named.json["requirements"] == made.json["requirements"]
    assert client.patch(f"{API}{at}", json={"title": "别的"}, headers=headers).status_code == 412
    assert client.patch(f"{API}{at}", json={}, headers=bearer(key)).status_code == 428

    assert client.post(f"{API}{at}/submit", headers=bearer(key)).json["state"] == "in-review"
    moderate(app, Demand, number)
    assert [one["id"] for one in client.get(f"{API}/demands").json["items"]] == [number]

    changed = client.patch(
        f"{API}{at}",
        json={"requirements": [{"metric": "latency", "value": 30}]},
        headers=seen(client, at, key),
    )
    assert [one["field"] for one in changed.json["changes"]] == ["requirements"]

    closing = {"reason": "none-suitable", "words": "没有合适的"}
    with clock.at(NOON + timedelta(hours=1)):
        closed = client.post(f"{API}{at}/close", json=closing, headers=bearer(key))
        assert (closed.json["state"], closed.json["close_words"]) == ("closed", "没有合适的")
        assert client.post(f"{API}{at}/close", json=closing, headers=bearer(key)).status_code == 404
        assert client.post(f"{API}{at}/reopen", headers=bearer(key)).json["state"] == "open"
        mine = client.get(f"{API}/my/demands", headers=bearer(key)).json["items"]
        assert [(one["id"], one["state"]) for one in mine] == [(number, "open")]


def test_a_provider_offers_is_matched_and_withdraws(
    app: Flask, client: Any, keys: dict[str, str]
) -> None:
    key = keys["own"]
    once = {**bearer(key), "Idempotency-Key": "offer-1"}
    made = client.post(f"{API}/offerings", json=OFFERING, headers=once)
    again = client.post(f"{API}/offerings", json=OFFERING, headers=once)
    number = made.json["id"]
    at = f"/offerings/{number}"

    assert (made.status_code, again.json["id"]) == (201, number)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert client.get(f"{API}{at}", headers=bearer(keys["buyer"])).status_code == 404
    viewer = bearer(keys["viewer"])
    assert client.get(f"{API}{at}", headers=viewer).json["actions"] == []
    assert client.post(f"{API}{at}/submit", headers=viewer).status_code == 404
    assert client.get(f"{API}{at}/matches", headers=bearer(key)).status_code == 409

    assert client.post(f"{API}{at}/submit", headers=bearer(key)).json["state"] == "submitted"
    moderate(app, Offering, number)
    shown = client.get(f"{API}{at}").json
    assert (shown["state"], shown["actions"], shown["promises"][0]["value"]) == (
        "published",
        [],
        15.0,
    )

    found = client.post(f"{API}/matches", json={"text": NEED, "scenes": ["mining-truck"]})
    assert [one["offering"]["id"] for one in found.json["matches"]] == [number]
    outlook = client.get(f"{API}{at}/matches", headers=bearer(key))
    assert outlook.json["compared"] == 0

    changed = client.patch(f"{API}{at}", json={"price_max_wan": 550}, headers=seen(client, at, key))
    assert changed.json["price"] == {"min_wan": None, "max_wan": 550.0}
    assert changed.json["promises"] == shown["promises"]

    assert client.post(f"{API}{at}/withdraw", headers=bearer(key)).json["state"] == "withdrawn"
    assert client.get(f"{API}{at}").status_code == 404
    assert client.post(f"{API}{at}/submit", headers=bearer(key)).json["state"] == "published"
    copied = client.post(f"{API}{at}/copy", headers=bearer(key)).json
    assert copied["state"] == "draft"
    gone = client.post(f"{API}/offerings/{copied['id']}/archive", headers=bearer(key)).json
    assert (gone["state"], gone["actions"]) == ("archived", ["copy"])
    mine = client.get(f"{API}/my/offerings", headers=bearer(key)).json["items"]
    assert {one["id"] for one in mine} == {number, copied["id"]}


def test_a_provider_writes_a_case(client: Any, keys: dict[str, str]) -> None:
    figure = {"kind": "staff", "what": "单班用工", "after": 12, "measured_on": "2026-06-30"}
    sent = {
        "title": "某露天煤矿无人运输",
        "client": "某露天煤矿",
        "client_name": "远山露天煤矿有限公司",
        "sector": "mining",
        "scenes": ["mining-truck"],
        "problem": "矿卡司机短缺，夜间运输有安全风险，效率不稳定。",
        "solution": "建设5G专网，改造四十台矿卡，实现无人驾驶和远程接管。",
        "effects": "下坑人数减少六成，运量不变。",
        "started_on": "2025-03-01",
        "figures": [figure],
    }
    key = keys["seller"]
    made = client.post(f"{API}/cases", json=sent, headers=bearer(key))
    at = f"/cases/{made.json['id']}"

    assert (made.status_code, made.json["client_name"]) == (201, "远山露天煤矿有限公司")
    later = {"figures": [{**figure, "measured_on": "2027-01-01"}]}
    refused = client.patch(f"{API}{at}", json=later, headers=seen(client, at, key))
    assert [one["field"] for one in refused.json["errors"]] == ["figures"]
    assert client.post(f"{API}{at}/submit", headers=bearer(key)).json["state"] == "submitted"
    assert client.post(f"{API}{at}/take-back", headers=bearer(key)).json["state"] == "draft"
    assert client.get(f"{API}{at}", headers=bearer(keys["buyer"])).status_code == 404


PROFILE = {
    "type": "operator",
    "programme_type": None,
    "summary": "为矿山和港口规划、建设并运行5G专网，一个团队负责到底。",
    "places": ["TH", "东南亚"],
    "serves_abroad": True,
    "sectors": ["mining"],
    "qualifications": [{"name": "ISO 27001", "number": "IS 7", "valid_until": "2028-06-30"}],
}


def test_a_provider_writes_shows_and_hides_its_profile(
    app: Flask, client: Any, keys: dict[str, str]
) -> None:
    with app.app_context():
        of = db.session.scalars(select(Organisation.id).filter_by(name="远方通信有限公司")).one()
    at, key = f"/organisations/{of}/profile", keys["own"]
    before = client.get(f"{API}{at}", headers=bearer(key)).json
    assert (before["version"], before["id"], before["type"]) == (0, None, None)
    bare = client.patch(f"{API}{at}", json={"summary": "矿山"}, headers=seen(client, at, key))
    assert [one["field"] for one in bare.json["errors"]] == ["type"]
    first = seen(client, at, key)

    made = client.patch(f"{API}{at}", json=PROFILE, headers=first).json

    assert (made["type"], made["places"]) == ("operator", ["TH", "southeast-asia"])
    assert [one["name"] for one in made["qualifications"]] == ["ISO 27001"]
    assert client.patch(f"{API}{at}", json=PROFILE, headers=first).status_code == 412
    nowhere = {"places": ["TH", "Atlantis"]}
    wrong = client.patch(f"{API}{at}", json=nowhere, headers=seen(client, at, key))
    assert [one["field"] for one in wrong.json["errors"]] == ["places.1"]
    more = {"is_nationwide": True}
    changed = client.patch(f"{API}{at}", json=more, headers=seen(client, at, key)).json
    assert (changed["is_nationwide"], changed["summary"]) == (True, PROFILE["summary"])
    moves = f"{API}/profiles/{made['id']}"
    assert client.post(f"{moves}/publish", headers=bearer(key)).json["published_at"]
    public = client.get(f"{API}/providers/{of}").json
    assert (public["summary"], public["may_write"]) == (PROFILE["summary"], False)
    assert client.post(f"{moves}/publish", headers=bearer(key)).status_code == 409
    assert client.post(f"{moves}/hide", headers=bearer(key)).json["published_at"] is None
    assert client.get(f"{API}{at}", headers=bearer(keys["viewer"])).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("demands", {"text": NEED, "state": "open"}, "state"),
        ("demands", {"text": NEED, "author_id": 1}, "author_id"),
        ("demands", {"text": NEED, "closes_on": 5}, "closes_on"),
        ("demands", {"text": "x" * 10_001}, "text"),
        ("demands", {"text": NEED, "sector": "nowhere"}, "sector"),
        ("demands", {"text": NEED, "scenes": ["mining-truck", "none"]}, "scenes.1"),
        ("demands", {"text": NEED, "region": "亚特兰蒂斯"}, "region"),
        ("demands", {"text": NEED, "organisation": 999}, "organisation"),
        ("demands", {"text": NEED, "budget_min_wan": 5, "budget_max_wan": 1}, "budget_max_wan"),
        ("demands", {"text": NEED, "requirements": [{}]}, "requirements.0"),
        (
            "demands",
            {"text": NEED, "requirements": [{"metric": "latency", "op": "range", "value": 1}]},
            "requirements.0.value",
        ),
        ("offerings", {"title": "好方案一", "published_at": "2026-01-01"}, "published_at"),
        ("offerings", {"title": "好"}, "title"),
        ("offerings", {"title": "好方案一", "cases": [7]}, "cases.0"),
        (
            "offerings",
            {
                "title": "好方案一",
                "promises": [{"metric": "latency", "value": 9, "evidence": "certificate"}],
            },
            "promises.0.note",
        ),
        ("offerings", {"title": "好方案一", "promises": [{"capability": "no"}]},
         "promises.0.capability"),
        ("matches", {"text": NEED, "demand": 1}, "demand"),
        ("matches", {"demand": 999}, "demand"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place_in_both_languages(
    client: Any, keys: dict[str, str], path: str, sent: dict[str, Any], field: str
) -> None:
    headers = bearer(keys["seller"])
    chinese = client.post(f"{API}/{path}", json=sent, headers=headers)
    english = client.post(f"{API}/{path}?lang=en", json=sent, headers=headers)

    assert chinese.status_code in {404, 422}
    assert [one["field"] for one in chinese.json["errors"]] == [field]
    assert chinese.json["errors"][0]["pointer"] == "/" + field.replace(".", "/")
    assert english.json["errors"][0]["message"] != chinese.json["errors"][0]["message"]


def test_a_program_of_an_organisation_reaches_nothing_personal(
    client: Any, keys: dict[str, str]
) -> None:
    made = client.post(f"{API}/demands", json={"text": NEED}, headers=bearer(keys["seller"]))
    at = f"{API}/demands/{made.json['id']}"

    assert made.json["organisation"] is None
    assert client.get(at, headers=bearer(keys["seller"])).status_code == 200
    assert client.get(at, headers=bearer(keys["own"])).status_code == 404
    owned = client.post(f"{API}/demands", json={"text": NEED}, headers=bearer(keys["own"]))
    assert owned.json["organisation"]["name"] == "远方通信有限公司"
