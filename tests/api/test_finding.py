"""Matches, search and lists for programs say what the pages say."""

from collections.abc import Sequence
from typing import Any

import pytest
from factories.catalogue import case, offering, provider
from factories.demands import content, open_demand, people, region, sector
from factories.people import account, member, organisation
from factories.tokens import bearer, token
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.enums import StaffRole
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import LineContent, draft_demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.discovery.queries import find
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.queries.cards import ShownMatch
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import shown_ranking
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

API = "/api/v1"
MUST = LineContent(
    kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST, value=20, is_must=True
)


def promise(value: float) -> Promise:
    return Promise(
        kind=RequirementKind.METRIC,
        metric=Metric.LATENCY,
        op=Operator.AT_MOST,
        value=value,
        evidence="statement",
    )


@pytest.fixture
def demand_id(app: Flask) -> int:
    """Give a demand with a must; of two offerings that fit one misses it."""
    with app.app_context():
        far = provider(name_en="Faraway Communications")
        offering(far, promises=[promise(10)])
        offering(far, "矿卡无人驾驶整车", promises=[promise(90)])
        demand, _owner = open_demand(lines=[MUST])
        db.session.commit()
        return demand.id


def test_matches_are_those_of_the_page(app: Flask, client: Any, demand_id: int) -> None:
    answer = client.post(f"{API}/matches", json={"demand": demand_id})
    with app.test_request_context():
        demand = demand_by_id(demand_id)
        assert demand is not None
        shown = shown_ranking(demand_to_rank(demand).need)
        told = answer.json

        assert told["model"] == {"name": shown.model_name, "version": shown.ranking.model_number}
        assert (told["floor"], told["considered"]) == (shown.floor, shown.total_considered)
        assert told["excluded_count"] == shown.excluded_count == 1
        assert told["matches"] == written(shown.matches, told["matches"])
        assert told["excluded"] == written(shown.excluded, told["excluded"])
        assert [one["value"] for one in told["matches"][0]["requirements"]] == [10.0]
        assert db.session.scalar(select(func.count(ShownRanking.id))) == 1


def written(rows: Sequence[ShownMatch], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what was told with all the page's object says written over it."""
    assert len(rows) == len(told) == 1
    return [
        {
            **one,
            "rank": row.rank,
            "score": row.score,
            "offering": {
                **one["offering"],
                "id": row.offering.id,
                "title": row.offering.title,
                "summary": "".join(part.text for part in row.offering.summary),
            },
            "signals": [
                {
                    "name": part.name,
                    "label": str(part.label),
                    "value": part.value,
                    "weight": part.weight,
                    "points": part.points,
                    "note": str(part.note),
                }
                for part in row.signals
            ],
            "requirements": [
                {
                    **line,
                    "requirement": verdict.key,
                    "answer": verdict.answer.value,
                    "promised": verdict.promised,
                    "source": verdict.source,
                }
                for line, verdict in zip(one["requirements"], row.requirements, strict=True)
            ],
            "missed": list(row.missed),
        }
        for row, one in zip(rows, told, strict=True)
    ]


def test_a_text_is_matched_and_nothing_of_it_is_kept(
    app: Flask, client: Any, demand_id: int
) -> None:
    with app.app_context():
        demand = db.session.get_one(Demand, demand_id)
        said = {"text": demand.text, "sector": "mining"}
    line = {"metric": "latency", "op": "<=", "value": 20, "must": True}

    by_text = client.post(f"{API}/matches", json={**said, "requirements": [line]})
    posted = client.post(f"{API}/matches", json={"demand": demand_id})

    assert [one["offering"]["id"] for one in by_text.json["matches"]] == [
        one["offering"]["id"] for one in posted.json["matches"]
    ]
    assert by_text.json["excluded_count"] == posted.json["excluded_count"] == 1
    nothing = client.post(f"{API}/matches", json={"text": "食堂需要一台和面机和两口锅"})
    assert nothing.json["matches"] == []
    assert nothing.json["reasons"]
    assert nothing.json["advice"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Demand.id))) == 1


def test_a_need_of_others_is_not_ranked_for_everybody(app: Flask, client: Any) -> None:
    with app.app_context():
        mine, owner = people()
        draft = draft_demand(content(), organisation=mine, actor=owner)
        key = token(owner).key
        db.session.commit()
        sent = {"demand": draft.id}

    assert client.post(f"{API}/matches", json=sent).status_code == 404
    assert client.post(f"{API}/matches", json=sent, headers=bearer(key)).status_code == 200


def test_search_answers_as_its_page(app: Flask, client: Any, demand_id: int) -> None:
    del demand_id
    answer = client.get(f"{API}/search?q=矿卡&kind=offering")
    with app.test_request_context():
        found = find("矿卡", kind="offering")

        assert [(one["kind"], one["id"]) for one in answer.json["items"]] == [
            (one.kind, one.id) for one in found.items
        ]
        assert answer.json["kinds"] == dict(found.kinds)
        assert (answer.json["total"], answer.json["meant"]) == (found.total, found.meant)
    assert answer.json["items"][0]["title_parts"]
    assert client.get(f"{API}/search?kind=nothing").status_code == 422
    assert client.get(f"{API}/search?limit=5").status_code == 422


def test_who_is_anonymous_stays_so_but_for_its_people_and_staff(app: Flask, client: Any) -> None:
    with app.app_context():
        demand, owner = open_demand(visibility=Visibility.ANONYMOUS)
        staff = account("审核", staff=StaffRole.MODERATOR)
        other = member(organisation("别家"))
        keys = [token(person).key for person in (owner, staff, other)]
        db.session.commit()
        at = f"{API}/demands/{demand.id}"

    named = [client.get(at, headers=bearer(key)).json["organisation"] for key in keys]

    assert [bool(one) for one in named] == [True, True, False]
    assert client.get(at).json["organisation"] is None
    assert client.get(f"{API}/demands").json["items"][0]["organisation"] is None


def test_lists_narrow_as_the_pages_do(app: Flask, client: Any) -> None:
    with app.app_context():
        mining, place = sector(), region()
        far = provider()
        kept = offering(far, sector=mining, region=place)
        offering(far, "港口远控")
        offering(far, "草稿", OfferingState.DRAFT)
        case(parts=[(far, "集成")], sector=mining, region=place)
        db.session.commit()
        ids, number = [kept.id], far.id

    def found(path: str) -> list[int]:
        return [one["id"] for one in client.get(f"{API}{path}").json["items"]]

    assert found("/offerings?sector=mining") == ids
    assert found("/offerings?region=150000") == ids
    assert found(f"/offerings?provider={number}&sort=title&limit=1") != []
    assert len(found("/offerings")) == 2
    assert len(found("/cases?sector=mining&year=2022")) == 1
    assert found("/cases?effect=cost") == []
    assert found("/providers?sector=mining") == [number]
    assert client.get(f"{API}/providers/{number}").json["cases"] == 1
    first = client.get(f"{API}/offerings?limit=1").json
    second = client.get(f"{API}/offerings?limit=1&cursor={first['next']}").json
    assert first["items"][0]["id"] != second["items"][0]["id"]
    assert second["next"] is None


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["showcases", "calls", "calls?show=over", "pool", "my/cases"])
def test_empty_lists_are_lists(app: Flask, client: Any, path: str) -> None:
    with app.app_context():
        key = token(account()).key
        db.session.commit()

    answer = client.get(f"{API}/{path}", headers=bearer(key))

    assert answer.json == {"items": [], "next": None}
