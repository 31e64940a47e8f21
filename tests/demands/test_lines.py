"""The lines of a demand: accepted, mended, declined, added, removed; problems said beside them."""

from datetime import date

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import TEXT, open_demand, region
from factories.line_forms import SAID, at, fields, paste, press, proposed, stored
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.taxonomy.enums import CapabilityKind, Metric, Operator, RequirementKind, Trust
from matchmaker.taxonomy.models import Capability, Scene, TypicalNeed


@pytest.fixture(autouse=True)
def _supply(app: Flask) -> None:
    with app.app_context():
        region()
        published_offering()
        db.session.commit()


def test_what_the_text_says_is_proposed_and_nothing_is_filled_in(
    app: Flask, client: PageClient
) -> None:
    page = client.get(paste(client)).text

    assert proposed(page) == ["latency", "ul_rate", "300-300", "150000"]
    assert stored(app) == []
    assert fields(page)["region"] == ""
    assert fields(page)["budget_max_wan"] == ""
    assert "<mark>20毫秒</mark>" in page


def test_accepted_line_is_kept_with_its_place_in_the_text(app: Flask, client: PageClient) -> None:
    path = paste(client)

    answer = press(client, path, "accept-0")

    assert answer.status_code == 303
    assert stored(app) == [("latency", "text", 20.0, False, False)]
    assert "latency" not in proposed(client.get(path).text)
    with app.app_context():
        row = db.session.query(Requirement).one()
        assert row.quote(SAID) == "20毫秒"
        event = db.session.query(AuditEvent).filter_by(action="demand.refined").one()
        assert event.after["requirements"][0]["metric"] == "latency"


def test_mended_line_counts_as_mended_and_is_not_proposed_again(
    app: Flask, client: PageClient
) -> None:
    path = paste(client)

    press(client, path, "accept-0", **{"proposals-0-value": "0.03秒", "proposals-0-op": "<"})

    assert stored(app)[0][:3] == ("latency", "text", 30.0)
    assert "latency" not in proposed(client.get(path).text)


def test_declined_line_stays_away_until_it_is_taken_back(app: Flask, client: PageClient) -> None:
    path = paste(client)

    press(client, path, "decline-0")
    page = client.get(path).text

    assert "latency" not in proposed(page)
    assert stored(app) == [("latency", "text", 20.0, False, True)]
    press(client, path, "restore-" + fields(page)["declined"][0])
    assert "latency" in proposed(client.get(path).text)
    assert stored(app) == []


def test_declined_budget_and_place_stay_away(app: Flask, client: PageClient) -> None:
    path = paste(client)

    press(client, path, "decline-2")
    press(client, path, "decline-2")

    assert proposed(client.get(path).text) == ["latency", "ul_rate"]
    with app.app_context():
        assert db.session.query(Demand).one().declined_readings == [
            "budget|300-300",
            "region|150000",
        ]


def test_all_are_accepted_with_one_press(app: Flask, client: PageClient) -> None:
    path = paste(client)

    press(client, path, "accept-all")

    sent = fields(client.get(path).text)
    assert [line[0] for line in stored(app)] == ["latency", "ul_rate"]
    assert (sent["region"], sent["budget_max_wan"]) == ("内蒙古自治区", "300")
    assert proposed(client.get(path).text) == []


def test_stated_line_reads_the_unit_that_was_typed(app: Flask, client: PageClient) -> None:
    path = paste(client)

    press(client, path, "add", add_what="metric:dl_rate", add_value="1Gbps", add_is_must="y")
    press(client, path, "add", add_what="metric:reliability", add_value="四个九")

    assert stored(app) == [
        ("dl_rate", "stated", 1000.0, True, False),
        ("reliability", "stated", 99.99, False, False),
    ]
    press(client, path, "remove-0")
    assert [line[0] for line in stored(app)] == ["reliability"]


def test_capability_can_be_asked_for(app: Flask, client: PageClient) -> None:
    with app.app_context():
        kind = CapabilityKind.FEATURE
        db.session.add(Capability(slug="slicing", kind=kind, name_zh="网络切片"))
        db.session.commit()
    path = paste(client)

    press(client, path, "add", add_what="capability:slicing", add_is_must="y")

    assert stored(app) == [("slicing", "stated", None, True, False)]
    assert "网络切片" in client.get(path).text


def test_typical_need_is_offered_with_its_source_and_kept_as_typical(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        scene = db.session.query(Scene).filter_by(slug="mining-truck").one()
        for metric, op, value, unit, is_official in (
            ("jitter", "<=", 5, "ms", True),
            ("positioning", "<=", 0.3, "m", False),
        ):
            scene.typical_needs.append(
                TypicalNeed(
                    metric=metric,
                    op=op,
                    value=value,
                    unit=unit,
                    source="3GPP TS 22.104",
                    trust=Trust.SEEN,
                    is_official=is_official,
                )
            )
        db.session.commit()
    path = paste(client)
    sent = fields(client.get(path).text)
    client.post(path, data=sent | {"scenes": ["mining-truck"]})

    page = client.get(path).text
    assert "3GPP TS 22.104" in page
    assert "平台建议值" in page
    assert proposed(page)[-2:] == ["jitter", "positioning"]
    press(client, path, f"accept-{at(page, 'jitter')}", scenes=["mining-truck"])

    assert stored(app) == [("jitter", RequirementSource.TYPICAL.value, 5.0, False, False)]


def test_trying_out_leaves_a_public_demand_as_it_is(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        db.session.commit()
        path = f"/demands/{demand.id}/matches"

    answer = press(client, path, "accept-0")

    assert answer.status_code == 200
    assert fields(answer.text)["lines-0-value"] == "20"
    assert stored(app) == []


def test_trying_other_words_keeps_the_lines_the_demand_holds(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        demand, _owner = open_demand(
            starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31), is_time_must=True
        )
        figure = {"kind": RequirementKind.METRIC, "metric": Metric.LATENCY, "op": Operator.AT_MOST}
        demand.requirements = [
            Requirement(**figure, value=10, is_must=True, source=RequirementSource.STATED)
        ]
        [slow] = db.session.query(Offering)
        slow.promises = [Promise(**figure, value=50, evidence="statement")]
        published_offering("矿山车辆无人化")  # says nothing of latency, so it stays listed
        db.session.commit()
        path = f"/demands/{demand.id}/matches"

    answer = press(client, path, "", text="露天矿山的矿用卡车想改成无人驾驶运输")

    kept = answer.text.split('class="excluded"')[1]
    assert "时延 ≤ 10 毫秒" in kept
    assert "30 天内上线" in answer.text  # from its start on, as the page of the demand itself says
    assert "30 天内上线" in client.get(path).text


def test_pasted_lines_go_with_the_need_when_it_is_adopted(app: Flask, client: PageClient) -> None:
    path = paste(client)
    press(client, path, "accept-0")
    press(client, path, "decline-0")
    with app.app_context():
        number = account().id
        db.session.commit()
    sign_in(app, client, number)

    sent = fields(client.get(f"{path}/post").text)
    answer = client.post(f"{path}/post", data=sent | {"save": "1"})

    assert answer.status_code == 303
    assert stored(app) == [
        ("latency", "text", 20.0, False, False),
        ("ul_rate", "text", 50.0, False, True),
    ]


def test_press_in_the_form_of_a_demand_saves_nothing_and_loses_nothing(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        number = account().id
        db.session.commit()
    sign_in(app, client, number)
    typed = fields(client.get("/demands/new").text) | {"text": SAID, "budget_min_wan": "一百"}

    first = client.post("/demands/new", data=typed | {"press": "add"})
    second = client.post("/demands/new", data=fields(first.text) | {"press": "accept-0"})

    assert first.status_code == second.status_code == 200
    assert fields(second.text)["lines-0-value"] == "20"
    assert fields(second.text)["budget_min_wan"] == "一百"
    with app.app_context():
        assert db.session.query(Demand).count() == 0


def test_lines_of_a_demand_are_the_same_after_saving_them_again(
    app: Flask, client: PageClient
) -> None:
    path = paste(client)
    press(client, path, "accept-all")
    with app.app_context():
        before = [row.id for row in db.session.query(Requirement)]

    press(client, path, "", text=SAID + "补充一句。")

    with app.app_context():
        assert [row.id for row in db.session.query(Requirement)] == before
        assert {(row.kind, row.op) for row in db.session.query(Requirement)} == {
            (RequirementKind.METRIC, Operator.AT_MOST),
            (RequirementKind.METRIC, Operator.AT_LEAST),
        }
        assert Metric.LATENCY in {row.metric for row in db.session.query(Requirement)}


def test_plain_text_without_figures_proposes_nothing(client: PageClient) -> None:
    page = client.get(paste(client, "想看看无人矿卡方案有哪些。")).text

    assert proposed(page) == []
    assert "等您确认" not in page
    assert TEXT not in page
