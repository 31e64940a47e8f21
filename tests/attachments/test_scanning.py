"""Scanning: only clean files go to others, a silent scanner loses nothing, viruses are removed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import NOON
from factories.people import account
from factories.uploads import PDF, upload
from factories.virus_scanner import VIRUS, Scanner, virus_scanner
from flask import Flask
from flask.typing import ResponseReturnValue
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.app import outbox_handlers
from matchmaker.attachments.enums import Purpose, Scan
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations import keep_attachment, storage
from matchmaker.attachments.operations.scanning import AGAIN_AFTER, heal_scans
from matchmaker.attachments.policies import may_receive
from matchmaker.attachments.views import sent, shown
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.worker import run_once
from matchmaker.notices.models import Notice

INFECTED = PDF + VIRUS


@pytest.fixture
def scanner(app: Flask) -> Iterator[Scanner]:
    with virus_scanner() as served:
        settings = app.extensions["settings"]
        app.extensions["settings"] = replace(settings, clamd_address=served.address)
        yield served


def kept(data: bytes = PDF) -> Attachment:
    row = keep_attachment(upload(data), purpose=Purpose.DOCUMENT, actor=account())
    db.session.commit()
    return row


def work() -> None:
    while run_once(outbox_handlers()):
        pass
    db.session.expire_all()


@pytest.mark.usefixtures("session")
def test_a_clean_file_waits_for_its_scan_and_then_goes_to_others(scanner: Scanner) -> None:
    row, other = kept(), account()
    uploader = type("Person", (), {"id": row.uploader_id})()
    assert (row.scan, may_receive(other, row), may_receive(uploader, row)) == (
        Scan.PENDING, False, True,
    )  # fmt: skip

    work()

    assert (row.scan, row.scanned_at, may_receive(None, row)) == (Scan.CLEAN, NOON, True)
    assert scanner.seen == [PDF]


@pytest.mark.usefixtures("session")
def test_an_infected_file_is_removed_and_its_uploader_told(scanner: Scanner) -> None:
    good, bad = kept(), kept(INFECTED)
    path = storage.path_of(bad.key)
    assert path.exists()

    work()

    assert (bad.scan, bad.threat, path.exists()) == (Scan.INFECTED, "Eicar-Test-Signature", False)
    assert (good.scan, len(scanner.seen)) == (Scan.CLEAN, 2)
    [notice] = db.session.scalars(select(Notice))
    assert (notice.account_id, notice.facts) == (bad.uploader_id, {"name": "方案.pdf"})
    assert not may_receive(type("Person", (), {"id": bad.uploader_id})(), bad)


@pytest.mark.usefixtures("session")
def test_while_the_scanner_is_away_files_wait_and_are_asked_for_again(scanner: Scanner) -> None:
    row = kept()
    scanner.error = "INSTREAM size limit exceeded. ERROR"

    work()

    assert row.scan is Scan.UNAVAILABLE
    assert not may_receive(account(), row)
    [waiting] = db.session.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None)))
    assert (waiting.kind, waiting.run_at, waiting.parked_at) == ("scan", NOON + AGAIN_AFTER, None)
    scanner.error = ""
    with clock.at(NOON + timedelta(minutes=3)):
        work()
    assert row.scan.value == "clean"


@pytest.mark.usefixtures("session")
def test_without_an_answer_nothing_is_let_through(app: Flask, scanner: Scanner) -> None:
    row = kept()
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, clamd_address="/nowhere/clamd.sock")

    work()
    heal_scans()

    assert row.scan is Scan.UNAVAILABLE
    assert scanner.seen == []


@pytest.mark.usefixtures("session", "scanner")
def test_bytes_that_are_missing_are_noted_and_hold_nobody_up() -> None:
    lost, fine = kept(), kept()
    storage.remove(lost.key)

    work()

    assert (lost.lost_at, lost.scan) == (NOON, Scan.PENDING)
    assert fine.scan is Scan.CLEAN


def test_files_are_sent_to_be_saved_and_pictures_to_be_shown(
    app: Flask, client: PageClient, scanner: Scanner
) -> None:
    with app.app_context():
        number = kept().id

    def give() -> ResponseReturnValue:
        return sent(db.session.get_one(Attachment, number))

    def show() -> ResponseReturnValue:
        return shown(db.session.get_one(Attachment, number))

    for path, view in (("/give", give), ("/show", show)):
        view.access = "public"  # type: ignore[attr-defined]  # as the decorators do
        app.add_url_rule(path, view_func=view)

    waiting = client.get("/give")
    assert (waiting.status_code, "还在检查病毒" in waiting.text) == (409, True)
    with app.app_context():
        work()
    response = client.get("/give")

    assert (response.status_code, response.data, response.mimetype) == (200, PDF, "application/pdf")
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E6%96%B9%E6%A1%88.pdf"
    )
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.cache_control.no_store
    assert client.get("/show").status_code == 404  # a PDF is no picture
    with app.app_context():
        storage.remove(db.session.get_one(Attachment, number).key)
    assert client.get("/give").status_code == 404
    assert len(scanner.seen) == 1
