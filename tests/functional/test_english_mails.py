"""Mails to somebody who reads English are English, whoever sends them; Chinese in them says so."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from architecture.test_english import written
from factories.accounts import part
from factories.catalogue_rows import published_offering
from factories.people import account, member, organisation
from factories.watching import AFTERNOON, SATURDAY, at_work, digests_to, hold_rounds, watch_search
from flask import Flask

from matchmaker import clock
from matchmaker.accounts import mails
from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Account, Invitation
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.mails import digest_mail, notice_mail
from matchmaker.notices.operations import notify
from matchmaker.notices.words import NOTICE_WORDS
from matchmaker.web.language import in_locale

HAN = re.compile(r"[\u3400-\u9fff]+")
FACTS = re.compile(r"%\((\w+)\)")
TOKEN = "k" * 43
pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.one_database]


def english_reader() -> Account:
    reader = account("Ann Li")
    reader.locale, reader.email = "en", "ann@example.com"
    return reader


def of_accounts(reader: Account) -> dict[str, EmailMessage]:
    company = organisation("Far Mining Ltd")
    invitation = Invitation(
        organisation=company, email="new@example.com", role=MemberRole.EDITOR,
        inviter=member(company, name="Bo Chen"), token_hash="0",
        expires_at=clock.now() + timedelta(days=7),
    )  # fmt: skip
    to, locale = reader.email, reader.locale
    return {
        "confirm": mails.confirmation_mail(to, locale, token=TOKEN, next_path="/"),
        "known": mails.known_address_mail(to, locale),
        "reset": mails.reset_mail(to, locale, token=TOKEN),
        "password": mails.password_changed_mail(to, locale),
        "invitation": mails.invitation_mail(invitation, locale, token=TOKEN),
        "device": mails.new_device_mail(reader, browser="Firefox", ip="10.0.0.1"),
        "change": mails.change_email_mail(to, locale, token=TOKEN),
        "changed": mails.email_changed_mail(to, locale, new="b@example.com"),
        "deletion": mails.deletion_mail(reader, at=clock.now()),
        **{
            f"factor {change}": mails.second_factor_mail(reader, change)
            for change in ("set", "off", "codes")
        },
    }


def han_in(mail: EmailMessage) -> list[str]:
    bodies = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return HAN.findall("\n".join([str(mail["Subject"]), *bodies]))


def test_mails_of_accounts_are_english_for_who_reads_it(app: Flask) -> None:
    reader = english_reader()

    with app.test_request_context(), in_locale("zh"):
        found = {name: han_in(mail) for name, mail in of_accounts(reader).items()}

    assert {name: words for name, words in found.items() if words} == {}


def test_mails_of_every_notice_are_english_and_mark_what_is_chinese(app: Flask) -> None:
    reader = english_reader()
    found: dict[str, object] = {}

    with app.test_request_context(), in_locale("zh"):
        for kind in NoticeKind:
            facts = dict.fromkeys(FACTS.findall(str(NOTICE_WORDS[kind])), "Far Mining")
            told = notify(reader, kind, facts=facts, endpoint="notices.mine")
            assert told is not None
            found[kind] = han_in(notice_mail(reader, told))
        facts = {"name": "x.pdf", "words": "请换一个文件。"}
        told = notify(reader, NoticeKind.FILE_INFECTED, facts=facts, endpoint="notices.mine")
        assert told is not None
        html = notice_mail(reader, told).get_body(("html",))

    assert {kind: words for kind, words in found.items() if words} == {}
    assert html is not None
    assert '<span lang="zh-Hans">请换一个文件。</span>' in html.get_content()


def test_the_mail_of_the_day_is_english() -> None:
    reader = english_reader()
    facts = {"title": "Far Mining", "n": "3", "until": "2027-03-01 18:00"}
    row = notify(reader, NoticeKind.REVIEWS_DUE, facts=facts, endpoint="notices.mine")
    assert row is not None

    mail = digest_mail(reader, [row], 3)

    assert han_in(mail) == []
    assert "Mar 1, 2027, 18:00" in part(mail)


def test_what_a_person_watches_is_told_in_english_but_for_what_people_wrote() -> None:
    reader = english_reader()
    watch_search(reader)
    with at_work(AFTERNOON):
        published_offering("Driverless haulage 无人驾驶")
    hold_rounds(SATURDAY)

    [mail] = digests_to(reader)

    assert set(han_in(mail)) <= set(HAN.findall(written().whole))
    assert '<span lang="zh-Hans">' in part(mail, "html")
