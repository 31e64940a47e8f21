"""Calls in a report: a small world of calls counted by hand."""

import io
import re
from datetime import date, timedelta

import pytest
from factories.demands import sector
from factories.people import account
from factories.programmes import call, entry, phases, submission
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from pypdf import PdfReader

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.insight.queries.calls import CallsTold, calls_of
from matchmaker.insight.queries.scope import Scope, midnight
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState


def world() -> Scope:
    """Three calls of this month, one before it, a draft; submissions to two of them.

    One takes submissions since yesterday, one gave its results today, one begins tomorrow and is
    not in a period that ends today, one ended a year ago, one is a draft.
    """
    today = clock.today()
    running = call(title_zh="露天矿征集")
    given = call(PhaseKind.RESULTS, title_zh="港口征集", results_at=clock.now())
    call(title_zh="明天开始", phases=phases(midnight(today + timedelta(days=1))))
    call(title_zh="去年的征集", phases=phases(clock.now() - timedelta(days=365)))
    call(title_zh="没有发布的", state=CallState.DRAFT, published_at=None)
    mining = sector("mining", "矿山")
    submission(running, sector_id=mining.id)
    submission(running)
    submission(running, state=SubmissionState.DRAFT)
    entry(submission(given, state=SubmissionState.SELECTED, sector_id=mining.id))
    db.session.flush()
    return Scope(today - timedelta(days=7), today)


def told(found: CallsTold) -> list[tuple[str, int, int]]:
    return [(line.call.title_zh, line.sent, line.selected) for line in found.lines]


@pytest.mark.usefixtures("session")
def test_calls_of_a_period_with_what_was_sent_and_selected_in_it() -> None:
    found = calls_of(world())

    assert told(found) == [("港口征集", 1, 1), ("露天矿征集", 2, 0)]
    assert (found.opened, found.closed, found.gave_results) == (1, 0, 1)
    assert (found.sent, found.selected) == (3, 1)


@pytest.mark.usefixtures("session")
def test_counts_are_of_the_sector_submissions_name() -> None:
    scope = world()

    narrowed = calls_of(Scope(scope.since, scope.until, sector="mining"))
    elsewhere = calls_of(Scope(scope.since, scope.until, region="440000"))

    assert told(narrowed) == [("港口征集", 1, 1), ("露天矿征集", 1, 0)]
    assert told(elsewhere) == [("港口征集", 0, 0), ("露天矿征集", 0, 0)]


@pytest.mark.usefixtures("session")
def test_a_period_before_them_all_has_no_calls() -> None:
    world()

    assert calls_of(Scope(date(2020, 1, 1), date(2020, 3, 31))).lines == []


@pytest.mark.one_database
def test_report_tells_of_the_calls_on_the_page_and_on_paper(app: Flask, client: PageClient) -> None:
    with app.app_context():
        world()
        number = account(staff=StaffRole.AUDITOR).id
        db.session.commit()
    sign_in(app, client, number)

    page = client.get("/staff/insight/report").text
    file = client.get("/staff/insight/report.pdf").data

    paper = "".join(one.extract_text() for one in PdfReader(io.BytesIO(file)).pages)
    for words in ("露天矿征集", "港口征集", "期间的征集"):
        assert words in page
        assert words in re.sub(r"[\s\0]+", "", paper)
    assert "收到申报 3 份，入选 1 个" in page
    assert "没有发布的" not in page
