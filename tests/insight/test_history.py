"""Figures of former days are drawn and given as files, as they were written down."""

import csv
import io
from datetime import timedelta

import pytest
from factories.funnel import funnel_world
from factories.people import account
from factories.reading import addresses
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.insight.operations.snapshots import take_snapshots
from matchmaker.insight.queries.kept_figures import funnel_totals


@pytest.fixture
def auditor(app: Flask, client: PageClient) -> PageClient:
    """Signed in, on the second day of figures: on the first there were no pairs."""
    with app.app_context():
        number = account(staff=StaffRole.AUDITOR).id
        with clock.at(clock.now() - timedelta(days=1)):
            take_snapshots()
        funnel_world()
        take_snapshots()
        db.session.commit()
    sign_in(app, client, number)
    return client


def lines_of(page: PageClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get(address).data.decode("utf-8-sig"))))


@pytest.mark.one_database
def test_funnel_of_former_days_is_drawn_with_its_table_and_files(
    app: Flask, auditor: PageClient
) -> None:
    page = auditor.get("/staff/insight/funnel")
    [address] = {one for one in addresses(page.text) if "table=history" in one and "csv" in one}
    head, first, second = lines_of(auditor, address)
    with app.app_context():
        steps = funnel_totals()["steps"]

    assert page.text.count("line-chart__line") == 3
    assert head[:3] == ["日期", "需求", "匹配"]
    assert first[1:] == ["0"] * 11
    assert second[2:] == [str(passed) for passed, _reached in steps.values()]


@pytest.mark.one_database
def test_fairness_of_former_days_is_drawn_with_its_table_and_files(auditor: PageClient) -> None:
    page = auditor.get("/staff/insight/fairness")
    [address] = {one for one in addresses(page.text) if "table=history" in one and "csv" in one}
    head, first, second = lines_of(auditor, address)

    assert "从未展示的方案占比" in page.text
    assert head[:6] == ["日期", "方案", "展示", "联系", "达成", "从未展示"]
    assert first[1:6] == ["0"] * 5
    assert second[1:6] == ["7", "0", "4", "2", "7"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("path", "table", "head"),
    [
        ("/staff/insight/funnel", "losses", "停在哪一步"),
        ("/staff/insight/funnel", "", "划分"),
        ("/staff/insight/fairness", "size", "组"),
        ("/staff/insight/fairness", "", "方案编号"),
        ("/insight/funnel", "", "步骤"),
    ],
)
def test_each_chart_gives_the_table_it_is_drawn_from(
    auditor: PageClient, path: str, table: str, head: str
) -> None:
    [found, *rows] = lines_of(auditor, f"{path}?table={table}&format=csv")
    book = auditor.get(f"{path}?table={table}&format=xlsx")

    assert found[0] == head
    assert rows
    assert book.mimetype == ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
