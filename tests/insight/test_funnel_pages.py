"""Pages of the funnel, calibration and fairness: who sees them, filters, files, what is hidden."""

import csv
import io
import re

import pytest
from factories.catalogue import offering
from factories.funnel import World, engagement, funnel_world, paired
from factories.people import account, organisation
from factories.reading import addresses
from factories.signing_in import sign_in
from flask import Flask
from openpyxl import load_workbook
from pages import PageClient
from pypdf import PdfReader

from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import EngagementState
from matchmaker.insight.operations.unseen import find_unseen

YEAR = "since=2026-01-01&until=2026-12-31"
PAGES = ("funnel", "calibration", "fairness", "unseen")


@pytest.fixture
def auditor(app: Flask, client: PageClient) -> PageClient:
    with app.app_context():
        funnel_world()
        number = account(staff=StaffRole.AUDITOR).id
        db.session.commit()
        find_unseen()
        db.session.commit()
    sign_in(app, client, number)
    return client


@pytest.mark.one_database
def test_front_page_leads_to_what_its_reader_may_see(app: Flask, auditor: PageClient) -> None:
    everybody = {"/insight/plans", "/insight/cities", "/insight/gaps", "/insight/funnel"}
    staff = {f"/staff/insight/{page}" for page in (*PAGES, "report")}

    for reader, wanted in ((app.test_client(), everybody), (auditor, everybody | staff)):
        found = set(addresses(reader.get("/insight").text))
        assert found & (everybody | staff) == wanted


@pytest.mark.one_database
def test_funnel_page_tells_steps_groups_and_losses(auditor: PageClient) -> None:
    page = auditor.get(f"/staff/insight/funnel?{YEAR}&by=sector").text

    assert "需求 2 条，和供应商组成 8 对" in page
    assert all(words in page for words in ("矿山", "港口", "价格或预算不合适", "地区不合适"))
    narrowed = auditor.get(f"/staff/insight/funnel?{YEAR}&sector=ports").text
    assert "需求 1 条，和供应商组成 2 对" in narrowed
    assert "by=region" in narrowed
    assert "sector=ports" in narrowed


@pytest.mark.one_database
def test_files_hold_the_figures_of_the_page(auditor: PageClient) -> None:
    sheet = auditor.get(f"/staff/insight/funnel?{YEAR}&format=csv").data.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(auditor.get(f"/staff/insight/funnel?{YEAR}&format=xlsx").data))
    bins = auditor.get(f"/staff/insight/calibration?{YEAR}&format=csv").data.decode("utf-8-sig")
    shown = auditor.get(f"/staff/insight/fairness?{YEAR}&format=csv").data.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows[1] == ["全部", "", *map(str, [8, 7, 6, 5, 3, 2, 1, 1, 1, 1])]
    first, about = book.worksheets
    assert [cell.value for cell in first[2]][2:] == [8, 7, 6, 5, 3, 2, 1, 1, 1, 1]
    assert ("期间", "2026年1月1日 至 2026年12月31日") in list(about.iter_rows(values_only=True))
    assert list(csv.reader(io.StringIO(bins)))[9] == ["80–90", "1", "1", "100.0%", "20.7% – 100.0%"]
    assert len(list(csv.reader(io.StringIO(shown)))) == 8
    listed = load_workbook(io.BytesIO(auditor.get("/staff/insight/unseen?format=xlsx").data))
    assert listed.worksheets[0].max_row == 8


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("since=2026-02-01&until=2026-01-01", "不能早于"),
        ("since=1990-01-01", "不超过十年的期间"),
        ("sector=nothing", "请从列表里选择"),
        ("period=2026-07-09", "请从列表里选择"),
        ("since=gestern", "请写日期"),
    ],
)
def test_what_cannot_be_asked_is_said_and_kept(auditor: PageClient, asked: str, words: str) -> None:
    response = auditor.get(f"/staff/insight/funnel?{asked}&region=150000")

    assert response.status_code == 422
    assert words in response.text


@pytest.mark.one_database
def test_a_quarter_counts_before_days(auditor: PageClient) -> None:
    page = auditor.get("/staff/insight/funnel?period=2026-07-01&since=2026-10-01").text

    assert "2026年7月1日 至 2026年9月30日" in page
    assert "和供应商组成 6 对" in page


@pytest.mark.one_database
@pytest.mark.parametrize("name", PAGES)
def test_reviewers_and_visitors_do_not_see_them(app: Flask, client: PageClient, name: str) -> None:
    visitor = client.get(f"/staff/insight/{name}").status_code
    with app.app_context():
        number = account(staff=StaffRole.REVIEWER).id
        db.session.commit()
    sign_in(app, client, number)

    assert visitor != 200
    assert client.get(f"/staff/insight/{name}").status_code == 404


@pytest.mark.one_database
def test_unseen_offerings_are_listed_with_their_reason(auditor: PageClient) -> None:
    page = auditor.get("/staff/insight/unseen").text
    none = auditor.get("/staff/insight/unseen?reason=no-demands").text

    assert "庚方案" in page
    assert "没有从未展示的方案" in none


def crowd(world: World, demands: int) -> None:
    """Add demands with a pair each, and an engagement to four of them."""
    for number in range(demands):
        demand = Demand(
            organisation_id=world.mining.organisation_id,
            author=world.person,
            title=f"需求{number}",
            text="想要专网。",
            state=DemandState.OPEN,
            published_at=world.ports.published_at,
            closes_on=world.ports.closes_on,
        )
        db.session.add(demand)
        db.session.flush()
        sold = offering(organisation(f"公司{number}"), f"方案{number}")
        paired(demand, sold, is_seen=True)
        if number < 2:
            engagement(demand, sold, EngagementState.TALKING)


@pytest.mark.one_database
def test_public_page_tells_nothing_of_few(app: Flask, client: PageClient) -> None:
    with app.app_context():
        world = funnel_world()
        db.session.commit()
        few = client.get("/insight/funnel").text
        crowd(world, 3)
        db.session.commit()
        more = client.get("/insight/funnel").text

    assert "还没有可以公布的数字" in few
    assert "需求 5 条" in more
    assert "不足 5" in more


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["zh", "en"])
def test_report_on_paper_holds_the_figures_of_the_page(auditor: PageClient, language: str) -> None:
    auditor.set_cookie("lang", language)
    page = auditor.get(f"/staff/insight/report?{YEAR}&sector=mining")
    file = auditor.get(f"/staff/insight/report.pdf?{YEAR}&sector=mining")

    assert (page.status_code, file.mimetype) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(file.data)).pages
    paper = re.sub(r"[\s\0]+", "", "".join(one.extract_text() for one in pages))
    rows = re.findall(r"<tr>(.*?)</tr>", page.text, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    figures = [cell for row in cells for cell in row if re.fullmatch(r"[\d.]+%?", cell)]
    assert len(figures) > 60
    assert [figure for figure in figures if figure not in paper] == []
