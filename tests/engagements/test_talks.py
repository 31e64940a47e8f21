"""Messages and contacts: only between two sides that both accepted."""

from datetime import timedelta

import pytest
from factories.engagements import invited, talking
from factories.people import account, member
from factories.signing_in import sign_in
from factories.uploads import PDF, upload
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.attachments.models import Attachment
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.engagements.enums import CloseReason, Side
from matchmaker.engagements.models.talks import ContactLook, Message
from matchmaker.engagements.operations import talks
from matchmaker.engagements.operations.answering import end
from matchmaker.engagements.operations.talks import (
    agree_contact,
    look_at_contact,
    look_at_messages,
    name_contact,
    take_back_message,
    write_message,
)
from matchmaker.engagements.policies.talks import (
    may_read_messages,
    may_see_contacts,
    may_take_back,
    may_write,
)
from matchmaker.engagements.queries.talks import contact_of, contacts_for, unread_messages
from matchmaker.errors import ConflictError, DomainError, TooManyAttemptsError
from matchmaker.notices.models import Notice


@pytest.mark.usefixtures("session")
def test_only_two_sides_that_both_accepted_write_and_staff_does_not_read() -> None:
    asked, before = invited()
    with pytest.raises(ConflictError):
        write_message(asked, "您好", [], actor=before.buyer)
    assert not may_read_messages(before.buyer, asked)

    engagement, sides = talking()
    viewer = member(sides.provider, MemberRole.VIEWER)
    stranger, administrator = account(), account(staff=StaffRole.ADMINISTRATOR)
    people = [sides.buyer, sides.seller, viewer, stranger, administrator, None]

    assert [may_read_messages(one, engagement) for one in people] == [True] * 3 + [False] * 3
    assert [may_write(one, engagement) for one in people] == [True] * 2 + [False] * 4
    assert [may_see_contacts(one, engagement) for one in people] == [True] * 3 + [False] * 3


@pytest.mark.usefixtures("session")
def test_a_message_reaches_the_other_side_once_an_hour_and_counts_as_unread() -> None:
    engagement, sides = talking()
    for text in ("您好", "附上图纸"):
        write_message(engagement, text, [upload()], actor=sides.buyer)
    db.session.commit()

    told = db.session.scalars(select(Notice).where(Notice.kind == "message-written")).all()
    assert [row.account_id for row in told] == [sides.seller.id]
    assert unread_messages(engagement, sides.seller) == 2
    assert unread_messages(engagement, sides.buyer) == 0
    look_at_messages(engagement, actor=sides.seller)
    assert unread_messages(engagement, sides.seller) == 0
    trail = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "message.written"))
    assert all("text" not in row.after for row in trail)


@pytest.mark.usefixtures("session")
def test_what_is_no_message_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    engagement, sides = talking()
    for text, files, words in (
        (" \n", [], "请写留言"),
        ("长" * 4001, [], "4000"),
        ("图", [upload() for _one in range(6)], "5 个文件"),
    ):
        with pytest.raises(DomainError, match=words):
            write_message(engagement, text, files, actor=sides.buyer)
    monkeypatch.setattr(talks, "PER_HOUR", 1)
    write_message(engagement, "您好", [], actor=sides.buyer)
    with pytest.raises(TooManyAttemptsError):
        write_message(engagement, "您好", [], actor=sides.buyer)
    with clock.at(clock.now() + timedelta(hours=1)):
        write_message(engagement, "您好", [], actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_a_message_is_taken_back_within_ten_minutes_and_leaves_a_mark() -> None:
    engagement, sides = talking()
    message = write_message(engagement, "发错了", [upload()], actor=sides.buyer)
    db.session.flush()
    assert not may_take_back(sides.seller, message)
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(ConflictError):
        take_back_message(message, actor=sides.buyer)

    take_back_message(message, actor=sides.buyer)
    db.session.commit()

    assert (message.text, message.files) == ("", [])
    assert message.taken_back_at is not None
    assert db.session.query(Attachment).count() == 0


@pytest.mark.usefixtures("session")
def test_a_closed_engagement_is_read_only_and_hides_contacts() -> None:
    engagement, sides = talking()
    message = write_message(engagement, "您好", [], actor=sides.buyer)
    name_contact(engagement, sides.buyer, "", has_agreed=True, actor=sides.buyer)
    end(engagement, CloseReason.CHANGED, "", actor=sides.buyer)

    assert may_read_messages(sides.seller, engagement)
    with pytest.raises(ConflictError):
        write_message(engagement, "再见", [], actor=sides.seller)
    with pytest.raises(ConflictError):
        take_back_message(message, actor=sides.buyer)
    with pytest.raises(ConflictError):
        look_at_contact(engagement, actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_a_contact_is_shown_after_consent_and_looking_is_recorded() -> None:
    engagement, sides = talking()
    buyers = sides.demand.organisation
    assert buyers is not None
    colleague = member(buyers, MemberRole.VIEWER, name="周工")
    with pytest.raises(DomainError, match="成员"):
        name_contact(engagement, sides.seller, "", has_agreed=True, actor=sides.buyer)
    with pytest.raises(DomainError, match="同意"):
        name_contact(engagement, sides.buyer, "", has_agreed=False, actor=sides.buyer)

    contact = name_contact(engagement, colleague, "12345678", has_agreed=True, actor=sides.buyer)
    assert (contact.phone, contact.agreed_at) == ("", None)
    assert contacts_for(engagement, sides.seller).other is None
    with pytest.raises(ConflictError):
        agree_contact(contact, "", actor=sides.buyer)
    with pytest.raises(DomainError, match="电话"):
        agree_contact(contact, "打我电话", actor=colleague)
    agree_contact(contact, "138 0013 8000", actor=colleague)
    look_at_contact(engagement, actor=sides.seller)
    look_at_contact(engagement, actor=sides.seller)
    db.session.commit()

    other = contacts_for(engagement, sides.seller).other
    assert other is not None
    assert (other.name, other.email, other.phone) == (
        colleague.name,
        colleague.email,
        "138 0013 8000",
    )
    looks = contacts_for(engagement, sides.buyer).looks
    assert [look.account_id for look in looks] == [sides.seller.id]
    actions = list(db.session.scalars(select(AuditEvent.action)))
    assert actions.count("contact.seen") == 1
    assert contact_of(engagement, Side.PROVIDER) is None


def test_messages_files_and_contacts_in_the_browser(app: Flask, client: PageClient) -> None:
    with app.app_context():
        engagement, sides = talking()
        number, buyer, seller = engagement.id, sides.buyer.id, sides.seller.id
        db.session.commit()
    there = f"/engagements/{number}"
    sign_in(app, client, buyer)
    assert client.submit(f"{there}/messages", {"text": " "}).status_code == 422
    sent = client.submit(
        f"{there}/messages",
        {"text": "图纸在附件里", "file": upload(PDF, "矿区平面图.pdf")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303
    refused = client.submit(f"{there}/contact", {"person": "x", "agrees": "y"})
    assert refused.status_code == 422
    with app.app_context():
        own = db.session.query(Message).one().author_id
    named = {"person": str(own), "phone": "010-12345678", "agrees": "y"}
    assert client.submit(f"{there}/contact", named).status_code == 303

    sign_in(app, client, seller)
    page = client.get(f"{there}/messages").get_data(as_text=True)
    assert "图纸在附件里" in page
    assert "message--new" in page
    address = page.split('message__files">')[1].split('href="')[1].split('"')[0]
    file = client.get(address)
    assert (file.data, file.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "010-12345678" not in client.get(there).get_data(as_text=True)
    client.submit(there, {}, to=f"{there}/contact/seen")
    assert "010-12345678" in client.get(there).get_data(as_text=True)
    client.submit(f"{there}/messages", {}, to=f"{there}/messages/seen")
    assert "message--new" not in client.get(f"{there}/messages").get_data(as_text=True)
    with app.app_context():
        assert db.session.query(ContactLook).count() == 1
