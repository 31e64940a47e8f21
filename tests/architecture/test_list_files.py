"""Lists can be taken away as files: the same rows as the page, in the same order."""

import ast
import re
from collections import Counter
from html import unescape

import pytest
from architecture import small_world
from factories.sheets import read_book
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from config import ROOT
from matchmaker import clock
from matchmaker.accounts.models import Membership
from matchmaker.db import db
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.moderation.enums import ReportReason
from matchmaker.moderation.operations import report

# Lists whose file has an address of its own, and pages of what belongs to one thing.
APART = {
    "api/views/feeds/webhooks.py": 1,  # what one webhook was sent, of the last month
    "catalogue/views/cases.py": 1,  # /cases/export
    "catalogue/views/imports.py": 1,  # rows of an import; the bad ones have a file
    "catalogue/views/offerings.py": 1,  # /offerings/export
    "catalogue/views/own.py": 2,  # a file that can be imported again; versions of an offering
    "catalogue/views/own_cases.py": 1,  # a file that can be imported again
    "catalogue/views/providers.py": 1,  # /providers/export
    "demands/views/lists.py": 1,  # /demands/export
    "demands/views/show.py": 1,  # changes of a demand
    "engagements/views/questions.py": 1,  # questions on a demand
    "engagements/views/talks.py": 1,  # messages of two sides
    "matching/views/judging.py": 2,  # rankings shown for a demand, each with a file
    "programmes/views/accepting.py": 1,  # /staff/calls/…/submissions/export
    "programmes/views/recommending.py": 2,  # /my/recommendations/export; a few regional bodies
    "programmes/views/review_staff.py": 1,  # /staff/calls/…/reviews/file
    "programmes/views/submissions.py": 1,  # /my/submissions/export
    "programmes/views/showcases.py": 1,  # /showcases/export
    "staff/views/entries.py": 1,  # what the trail holds of one entry
    "staff/views/metrics.py": 1,  # what the trail holds of one metric
    "staff/views/taxonomy.py": 1,  # what the trail holds of one scene
    "staff/views/desk.py": 1,  # the audit trail
}
PAGED = {"paginate", "paginate_kept"}
OWN = (
    "/my/demands",
    "/my/engagements",
    "/my/notices",
    "/my/reports",
    "/my/watches/news",
    "/organisations/{organisation_id}/members",
)
MERGED = {"/my/watches/news"}  # what was found of one thing is one line
STAFF = (
    "/staff/verifications",
    "/staff/claims",
    "/staff/organisations",
    "/staff/people",
    "/staff/demands?show=open",
    "/staff/offerings",
    "/staff/cases",
    "/staff/reports",
    "/staff/outcomes",
    "/staff/jobs",
)
CURATED = (
    "/calls",
    "/staff/calls",
    "/staff/showcases",
    "/staff/taxonomy",
    "/staff/taxonomy/entries",
    "/staff/taxonomy/metrics",
    "/standards",
)
LISTS = (("owner", OWN), ("moderator", STAFF), ("curator", CURATED))


@pytest.fixture
def world(app: Flask) -> small_world.World:
    app.test_client_class = PageClient
    with app.app_context():
        built = small_world.build()
        owner = db.session.scalars(select(Membership).where(Membership.role == "owner")).first()
        outcome = db.session.scalars(select(Outcome)).first()
        assert owner
        assert outcome
        number = built.values["demand_id"][1]
        for person in {row.account for row in db.session.scalars(select(Membership))}:
            report("demand", number, "矿卡", ReportReason.ADVERT, "", actor=person)
        outcome.accepted_at = outcome.nominated_at = clock.now()
        outcome.nominated_by = owner.account
        db.session.commit()
        return built


def test_every_list_has_a_file_or_a_reason() -> None:
    without: Counter[str] = Counter()
    for path in (ROOT / "matchmaker").glob("*/views*/**/*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in PAGED:
                has_file = any(given.arg == "has_file" for given in call.keywords)
                without[path.relative_to(ROOT / "matchmaker").as_posix()] += not has_file

    assert +without == APART


def test_files_hold_what_the_pages_list(app: Flask, world: small_world.World) -> None:
    values = {name: found[0] for name, found in world.values.items() if found}
    browsers = {who: world.browser(app, who) for who, _paths in LISTS}
    for number, browser in enumerate(browsers.values()):  # one network has so many files an hour
        browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    empty = []

    for who, path in [(who, path) for who, paths in LISTS for path in paths]:
        page = browsers[who].get(path.format(**values)).get_data(as_text=True)
        file = re.search(r'href="([^"]*format=xlsx)"', page)
        if file is None:
            empty.append(path)
            continue
        count = re.search(r"共 ([\d,]+)", page)
        answer = browsers[who].get(unescape(file[1]))
        assert answer.status_code == 200, (path, answer.get_data(as_text=True))
        head, *rows = read_book(answer.data)
        assert count, path
        assert len(rows) == int(count[1]) or path in MERGED, path
        assert any(cell and cell in unescape(page) for cell in rows[0]), path
        assert len(head) == len(rows[0]), path

    assert empty == []


@pytest.mark.one_database  # what a list was narrowed to is read before the database is asked
def test_a_file_keeps_what_the_list_was_narrowed_to(app: Flask, world: small_world.World) -> None:
    browser = world.browser(app, "administrator")
    everybody = read_book(browser.get("/staff/people?format=xlsx").data)

    found = read_book(browser.get("/staff/people?factor=yes&format=xlsx").data)

    assert 1 < len(found) < len(everybody)
    assert all("@" not in cell for row in everybody for cell in row)
