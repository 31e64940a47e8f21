"""Rules of security that hold for the whole site, and the tests docs/security.md names."""

import re
from datetime import timedelta

import pytest
from conftest import NOON
from factories.catalogue_rows import published_offering
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from wtforms import HiddenField, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import AnyOf, Length

from config import ROOT
from matchmaker import clock
from matchmaker.accounts.operations import throttle
from matchmaker.db import db
from matchmaker.programmes.forms.fields import MomentField
from matchmaker.taxonomy.forms import PlacesField, RegionField, RegionsField
from matchmaker.web.forms import BaseForm, MaxLength

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| \d+ \|", re.MULTILINE)
SAFE = re.compile(r"\|\s*safe\b")
JSON_SCRIPT = re.compile(r"<script[^>]*application/json[^>]*>(.*?)</script>", re.DOTALL)
# Markup of our own without anything anybody typed.
SAFE_TEMPLATES = {"discovery/search.html"}
READS_BYTES = re.compile(r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill)\b", re.MULTILINE)
FEW = 20
# Versions and keys are read in part, instants while they are short; of regions only names on a
# list are taken.
ELSEWHERE = (HiddenField, MomentField, PlacesField, RegionField, RegionsField)
# Replaces what the search engine reads its own files with, by a reader that makes no objects.
OWN_BYTES = {"search/whoosh_segments.py"}

# What can open a connection, and the three rooms that do: to the mail server and the virus scanner
# of the settings, and to addresses of webhooks, which are checked first.
CONNECTS = re.compile(
    r"^\s*(?:import|from) (socket|smtplib|ftplib|asyncio|http\.client|urllib\.request|urllib3|"
    r"requests|httpx|aiohttp|weasyprint)\b|from urllib import request|urlopen",
    re.MULTILINE,
)
CONNECTED = {"jobs/mail.py", "jobs/outgoing.py", "attachments/operations/scanner.py"}


def test_every_row_of_the_document_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if ROW.match(line)]

    missing = [
        f"{path}::{name}"
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file()
        or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert missing == []
    assert [int(row.split("|")[1]) for row in rows] == list(range(1, 67))


def test_the_server_asks_nobody_but_mail_server_scanner_and_webhooks() -> None:
    folder = ROOT / "matchmaker"

    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if CONNECTS.search(path.read_text("utf-8"))
    }

    assert found == CONNECTED


def test_templates_escape_what_people_type(app: Flask) -> None:
    folder = ROOT / "templates"
    unescaped = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.*")
        if SAFE.search(path.read_text("utf-8"))
    }

    assert unescaped == SAFE_TEMPLATES
    select = app.jinja_env.autoescape
    assert callable(select)
    assert select("page.html")


def test_data_in_pages_is_written_as_json() -> None:
    loose = [
        f"{path.name}: {content}"
        for path in (ROOT / "templates").rglob("*.html")
        for content in JSON_SCRIPT.findall(path.read_text("utf-8"))
        if "tojson" not in content
    ]

    assert loose == []


def test_nothing_is_read_that_could_make_objects() -> None:
    folder = ROOT / "matchmaker"
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if READS_BYTES.search(path.read_text("utf-8"))
    }

    assert found == OWN_BYTES


def test_every_text_field_of_a_form_has_an_end(app: Flask) -> None:
    ends = (MaxLength, Length, AnyOf)
    with app.test_request_context():
        plain = BaseForm()
        fields = {
            f"{form.__name__}.{name}": getattr(form, name).bind(form=plain, name=name)
            for form in _forms(BaseForm)
            if form.__module__.startswith("matchmaker.")  # tests have forms of their own
            for name in dir(form)
            if isinstance(getattr(form, name), UnboundField)
        }
    texts = {
        name: field
        for name, field in fields.items()
        if isinstance(field, StringField) and not isinstance(field, ELSEWHERE)
    }

    assert len(texts) > FEW
    endless = [
        name
        for name, field in texts.items()
        if not any(isinstance(one, ends) for one in field.validators)
    ]
    assert endless == []


def test_signed_in_pages_are_not_kept_and_no_other_site_may_read(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        person = account().id
        db.session.commit()
    sign_in(app, client, person)

    response = client.get("/my/notices", headers={"Origin": "https://elsewhere.example"})

    assert response.cache_control.no_store
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.mimetype_params == {"charset": "utf-8"}


def test_lists_are_handed_out_a_number_of_times_an_hour(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "EXPORTS_PER_NETWORK", 2)
    with app.app_context():
        published_offering()
        db.session.commit()
        path = app.url_map.bind("localhost").build("catalogue.offerings_file")

    statuses = [client.get(path).status_code for _try in range(3)]
    with clock.at(NOON + timedelta(hours=1, seconds=1)):
        statuses.append(client.get(path).status_code)

    assert statuses == [200, 200, 429, 200]


def _forms(kind: type[BaseForm]) -> set[type[BaseForm]]:
    return {kind}.union(*(_forms(one) for one in kind.__subclasses__()))
