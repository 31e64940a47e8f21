"""An offering's side: the same scores, what is lacking, for its own people only."""

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import open_demand
from factories.signing_in import sign_in
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Requirement
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.outlook import outlook
from matchmaker.matching.queries.rankings import shown_ranking
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

FIGURE = {"kind": RequirementKind.METRIC, "metric": Metric.LATENCY, "op": Operator.AT_MOST}


def offering_and_demand(promised: float | None) -> tuple[Offering, Account, int]:
    demand, _owner = open_demand()
    demand.requirements = [
        Requirement(**FIGURE, value=20, is_must=True, source=RequirementSource.STATED)
    ]
    offering, provider = published_offering()
    if promised is not None:
        offering.promises = [Promise(**FIGURE, value=promised, evidence="statement")]
    db.session.commit()
    return offering, provider, demand.id


@pytest.mark.usefixtures("session")
def test_the_offering_sees_the_score_the_demand_sees() -> None:
    offering, _provider, _demand = offering_and_demand(10)

    [fit] = outlook(offering).fits

    [match] = shown_ranking(demand_to_rank(fit.demand).need).matches
    assert (fit.score, fit.reaches) == (match.score, True)
    assert fit.lacking == []


@pytest.mark.usefixtures("session")
def test_what_is_lacking_and_what_would_answer_it_are_named() -> None:
    offering, _provider, number = offering_and_demand(30)

    shown = outlook(offering)

    [fit] = shown.fits
    assert (fit.demand.id, fit.reaches) == (number, False)
    assert [(row.label, row.promised) for row in fit.lacking] == [("时延 ≤ 20 毫秒", "≤ 30 毫秒")]
    [change] = shown.changes
    assert (change.label, change.answers, change.gained) == ("时延 ≤ 20 毫秒", 1, 1)


def test_the_page_is_for_the_offerings_own_people(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        offering, provider, _demand = offering_and_demand(None)
        path, account_id = f"/offerings/{offering.id}/demands", provider.id

    assert client.get(path).status_code == 404
    sign_in(app, client, account_id)
    page = client.get(path).get_data(as_text=True)

    assert "矿卡无人驾驶改造" in page
    assert "未知" in page
    assert "补上这些，能多回答什么" in page


def test_an_offering_that_is_not_public_is_not_compared(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        offering, provider, _demand = offering_and_demand(None)
        withdraw_offering(offering, actor=provider)
        db.session.commit()
        path, account_id = f"/offerings/{offering.id}/demands", provider.id
    sign_in(app, client, account_id)

    page = client.get(path).get_data(as_text=True)

    assert "方案没有公开" in page
