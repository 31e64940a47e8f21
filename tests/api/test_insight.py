"""Gaps and the funnel for programs: the figures of the public pages, and nothing more."""

from factories.funnel import funnel_world
from flask import Flask
from flask.testing import FlaskClient
from insight.test_gaps import world

from matchmaker.db import db

GAPS = "/api/v1/insight/gaps"


def test_gaps_have_the_figures_worked_out_by_hand(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        world()
        db.session.commit()

    told = client.get(GAPS).get_json()
    port = client.get(f"{GAPS}?sector=port").get_json()

    assert told["whole"] == {
        "demands": 6,
        "offerings": 5,
        "good": 3,
        "good_share": 0.6,
        "median_fit": 44.0,
        "median_days": 4.0,
    }
    assert {one["region"]: one["figures"]["demands"] for one in told["provinces"]} == {
        "150000": 3,
        "410000": 0,
        "440000": 2,
    }
    cell = next(one for one in told["cells"] if one["figures"]["demands"] == 3)
    assert (cell["sector"], cell["spot"]) == ("mining", "hot")
    assert port["whole"]["demands"] == 2
    assert port["whole"]["median_days"] is None  # of one organisation


def test_what_gaps_know_nothing_of_is_said_at_its_field(client: FlaskClient) -> None:
    refused = client.get(f"{GAPS}?sector=nothing&region=999999")

    assert refused.status_code == 422
    assert [one["field"] for one in refused.get_json()["errors"]] == ["sector", "region"]
    assert "pointer" not in refused.get_json()["errors"][0]
    assert client.get(f"{GAPS}?area=nowhere").status_code == 422


def test_the_funnel_of_few_demands_is_not_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        funnel_world()
        db.session.commit()

    told = client.get("/api/v1/insight/funnel").get_json()

    assert (told["demands"], told["least"]) == (None, 5)
    assert told["steps"][0] == {"step": "matched", "name": "匹配", "pairs": None}
    assert len(told["steps"]) == 10
