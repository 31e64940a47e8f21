"""Pages of figures ask few questions, whatever they count."""

import pytest
from factories.funnel import funnel_world
from factories.insight import indicator
from factories.people import account
from factories.reading import MOST_QUERIES, queries
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.insight.operations.snapshots import take_snapshots

MOST_OF_A_REPORT = 20  # it puts six pages together


@pytest.fixture
def auditor(app: Flask, client: PageClient) -> PageClient:
    """Signed in; the rows of the radar are kept in the process by now (decision 17)."""
    with app.app_context():
        funnel_world()
        indicator()
        number = account(staff=StaffRole.AUDITOR).id
        take_snapshots()
        db.session.commit()
    sign_in(app, client, number)
    client.get("/insight/gaps")
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/insight/funnel",
        "/insight/gaps",
        "/insight/gaps/pains",
        "/insight/gaps/demands",
        "/staff/insight/funnel",
        "/staff/insight/calibration",
        "/staff/insight/fairness",
        "/staff/insight/unseen",
    ],
)
def test_pages_of_figures_ask_few_questions(app: Flask, auditor: PageClient, path: str) -> None:
    with queries(app) as statements:
        assert auditor.get(path).status_code == 200

    assert len(statements) <= MOST_QUERIES, "\n".join(statements)


def test_a_report_asks_few_questions(app: Flask, auditor: PageClient) -> None:
    with queries(app) as statements:
        assert auditor.get("/staff/insight/report").status_code == 200

    assert len(statements) <= MOST_OF_A_REPORT, "\n".join(statements)
