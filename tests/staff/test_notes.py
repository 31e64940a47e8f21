"""Notes for colleagues: beside what is decided, never for those concerned, on record."""

import pytest
from factories.accounts import browser
from factories.catalogue import offering
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Membership
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.moderation.operations import WORDS_MAX, write_note
from matchmaker.moderation.queries import notes_on
from matchmaker.staff.queries.noted import KINDS, noted

SAID = "电话里说下周补证书"


def signed_in(app: Flask, number: int) -> PageClient:
    client = browser(app)
    sign_in(app, client, number)
    return client


def test_colleagues_read_a_note_and_those_concerned_do_not(app: Flask) -> None:
    with app.app_context():
        mine = organisation()
        owner = member(mine)
        insider = account("兼职", staff=StaffRole.MODERATOR)
        db.session.add(Membership(account=insider, organisation=mine, role=MemberRole.VIEWER))
        row = offering(mine, state=OfferingState.SUBMITTED)
        staff = [account(role, staff=role) for role in StaffRole]
        db.session.commit()
        people = {one.name: one.id for one in (owner, insider, *staff)}
        page, notes = f"/staff/offerings/{row.id}", f"/staff/notes/offering/{row.id}"

    browsers = {who: signed_in(app, number) for who, number in people.items()}
    moderator = browsers["moderator"]
    empty = moderator.submit(notes, {"note": " "})
    written = moderator.submit(page, {"note": SAID}, to=notes)

    assert empty.status_code == 422
    assert "请写备注的内容" in empty.text
    assert written.location == f"{page}#notes"
    assert SAID in moderator.get(page).text
    assert SAID in moderator.get(notes).text
    others = {who: client for who, client in browsers.items() if who != "moderator"}
    assert {who: client.get(notes).status_code for who, client in others.items()} == dict.fromkeys(
        others, 404
    )
    for address in (f"/offerings/{row.id}", "/staff/audit-trail?action=staff_note."):
        assert all(SAID not in client.get(address).text for client in others.values())
    with app.app_context():
        event = select(AuditEvent).where(AuditEvent.action == "staff_note.written")
        kept = db.session.scalars(event).one().after
        assert kept["subject_kind"] == "offering"
        assert "words" not in kept


@pytest.mark.usefixtures("session")
def test_a_note_has_words_and_an_end() -> None:
    row, actor = organisation(), account("审核员", staff=StaffRole.MODERATOR)

    for words in ("", "长" * (WORDS_MAX + 1)):
        with pytest.raises(DomainError) as refused:
            write_note(row, words, actor=actor)
        assert refused.value.field == "note"
    write_note(row, "先来的", actor=actor)
    write_note(row, "后来的", actor=actor)

    assert [(line.note.words, line.by) for line in notes_on(row)] == [
        ("后来的", "审核员"),
        ("先来的", "审核员"),
    ]


@pytest.mark.usefixtures("session")
def test_what_is_not_there_has_no_notes() -> None:
    assert noted("account", 1) is None
    assert all(noted(kind, 7) is None for kind in KINDS)
    assert noted("offering", 10**12) is None
