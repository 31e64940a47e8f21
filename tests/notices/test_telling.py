"""Telling people: once, in their language, by mail as they chose, never too much at once."""

from datetime import timedelta
from email.message import EmailMessage
from string import Formatter
from typing import cast

import pytest
from conftest import NOON
from factories.demands import open_demand, sector
from factories.people import account, member, organisation
from factories.reviewing import own_case
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import CaseFault, CaseState
from matchmaker.catalogue.operations.cases import return_case
from matchmaker.db import db
from matchmaker.demands.enums import ReturnReason
from matchmaker.demands.operations import suspend_demand
from matchmaker.jobs.mail import parse
from matchmaker.jobs.models import OutboxRow
from matchmaker.notices import operations
from matchmaker.notices.enums import (
    DEFAULT_CHOICE,
    GROUP_OF,
    MailChoice,
    NoticeGroup,
    NoticeKind,
)
from matchmaker.notices.models import Notice
from matchmaker.notices.operations import (
    MAILS_PER_HOUR,
    choose_mail,
    mark_all_read,
    notify,
    notify_all,
    purge_notices,
    send_daily_mails,
    stop_mail,
)
from matchmaker.notices.queries import (
    choices_of,
    groups_for,
    notice_lines,
    read_stop_key,
    stop_key,
    unread_of,
)
from matchmaker.notices.words import GROUP_HINTS, GROUP_LABELS, NOTICE_WORDS, said
from matchmaker.web.language import in_locale

pytestmark = pytest.mark.usefixtures("session")
KIND = NoticeKind.FILE_INFECTED
GROUP = NoticeGroup.REVIEW


@pytest.fixture(autouse=True)
def _ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kind used here belong to a group people choose mail for."""
    monkeypatch.setitem(cast("dict[NoticeKind, NoticeGroup]", GROUP_OF), KIND, GROUP)


def tell(person: Account, name: str = "报价.pdf", *, once: str | None = None) -> Notice | None:
    return notify(
        person,
        KIND,
        facts={"name": name, "words": "先看\n再说"},
        endpoint="notices.mine",
        once=once,
    )


def mails() -> list[EmailMessage]:
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
    return [parse(row.payload["message"]) for row in rows.all()]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_every_kind_has_a_group_and_words() -> None:
    assert set(GROUP_OF) == set(NOTICE_WORDS) == set(NoticeKind)
    assert set(GROUP_LABELS) == set(GROUP_HINTS) == set(DEFAULT_CHOICE) == set(NoticeGroup)
    for kind, words in NOTICE_WORDS.items():
        names = [name for _text, name, *_rest in Formatter().parse(str(words)) if name]
        assert names == [], f"{kind}: facts are written %(name)s"


def test_a_person_is_told_on_the_page_and_by_mail() -> None:
    person = account()

    row = tell(person)

    assert row is not None
    [line] = notice_lines([row])
    assert line.text.startswith("您上传的文件“报价.pdf”含有病毒")
    assert (line.quote, line.is_unread) == ("先看\n再说", True)
    [mail] = mails()
    assert mail["To"] == person.email
    assert "“报价.pdf”含有病毒" in str(mail["Subject"])
    assert "> 先看\n> 再说" in text_of(mail).replace("\r\n", "\n")
    assert "先看<br>再说" in text_of(mail, "html")
    assert "http://localhost/my/notices" in text_of(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mails_are_in_the_language_of_the_account() -> None:
    person = account()
    person.locale = "en"

    tell(person)

    [mail] = mails()
    assert "contained a virus" in text_of(mail)
    assert "您" not in text_of(mail, "html")


def test_what_a_person_wrote_cannot_become_markup_or_headers() -> None:
    tell(account(), "<script>x</script>\r\nBcc: spy@example.com")

    [mail] = mails()
    assert "<script>" not in text_of(mail, "html")
    assert mail["Bcc"] is None


def test_security_cannot_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast("dict[NoticeKind, NoticeGroup]", GROUP_OF), KIND, NoticeGroup.SECURITY)
    person = account()
    choose_mail(person, {NoticeGroup.SECURITY: MailChoice.NEVER}, actor=person)
    stop_mail(person, None)

    tell(person)

    [mail] = mails()
    assert mail["List-Unsubscribe"] is None
    assert choices_of(person.id)[NoticeGroup.SECURITY] is MailChoice.AT_ONCE


def test_a_thing_that_happens_once_is_told_once() -> None:
    one, other = account(), account()

    assert tell(one, once="demand:1") is not None
    assert tell(one, once="demand:1") is None
    assert tell(other, once="demand:1") is not None
    notify_all([one, one], KIND, facts={"name": "x"}, endpoint="notices.mine")
    assert db.session.scalar(unread_of(one.id)) == 2


def test_nobody_is_told_whose_account_is_not_active() -> None:
    person = account()
    person.state = AccountState.DISABLED

    assert tell(person) is None
    assert mails() == []


def test_a_fact_that_is_missing_is_noticed_when_it_is_written() -> None:
    with pytest.raises(KeyError):
        notify(account(), KIND, facts={}, endpoint="notices.mine")
    assert said("no-longer-known", {}) == ""
    assert said(KIND, {}).startswith("您上传的文件“”")


def test_long_facts_are_cut() -> None:
    row = tell(account(), "长" * 500)

    assert row is not None
    assert len(row.facts["name"]) == operations.FACT_MAX


def test_a_flood_of_mails_becomes_the_mail_of_the_day() -> None:
    person = account()
    for _number in range(MAILS_PER_HOUR + 3):
        tell(person)

    assert len(mails()) == MAILS_PER_HOUR
    send_daily_mails()
    [*_, digest] = mails()
    assert len(mails()) == MAILS_PER_HOUR + 1
    assert str(digest["Subject"]).startswith("3 条新通知")


def test_the_mail_of_the_day_comes_once_and_tells_everything() -> None:
    person = account()
    choose_mail(person, {GROUP: MailChoice.DAILY}, actor=person)
    for number in range(operations.MOST_LISTED + 2):
        tell(person, f"文件{number}")
    early = NOON.replace(hour=23) - timedelta(days=1)  # seven in the morning in China

    with clock.at(early):
        send_daily_mails()
    assert mails() == []
    send_daily_mails()
    tell(person, "后来的")
    send_daily_mails()

    [mail] = mails()
    assert "还有 2 条" in text_of(mail)
    with clock.at(NOON + timedelta(days=1)):
        send_daily_mails()
    assert "“后来的”" in text_of(mails()[1])
    assert db.session.scalar(select(func.count()).where(Notice.mailed_at.is_(None))) == 0


def test_mail_that_is_not_wanted_does_not_come() -> None:
    person = account()
    stop_mail(person, GROUP)

    tell(person)
    send_daily_mails()

    assert mails() == []
    assert db.session.scalar(unread_of(person.id)) == 1
    mark_all_read(actor=person)
    assert db.session.scalar(unread_of(person.id)) == 0


def test_keys_of_mails_say_what_they_stop_and_cannot_be_made_up() -> None:
    key = stop_key(7, GROUP)

    assert read_stop_key(key) == (7, GROUP)
    assert read_stop_key(stop_key(7, None)) == (7, None)
    for forged in (key.replace("7n", "8n", 1), key[:-1], "7n0", "x", "7n99-abc"):
        assert read_stop_key(forged) is None


def test_notices_are_kept_for_half_a_year() -> None:
    person = account()
    tell(person)

    with clock.at(NOON + timedelta(days=181)):
        tell(person)
        purge_notices()

    assert db.session.scalar(select(func.count(Notice.id))) == 1


def test_only_staff_choose_mail_about_programme_work() -> None:
    from_outside, of_staff = groups_for(account()), groups_for(account(staff=StaffRole.MODERATOR))

    assert set(of_staff) - set(from_outside) == {NoticeGroup.STAFF}


def words_of(person: Account) -> str:
    """Give the words of the newest thing a person was told."""
    told = select(Notice).where(Notice.account_id == person.id).order_by(Notice.id.desc())
    return str(db.session.scalars(told).first().facts["words"])  # type: ignore[union-attr]


def test_reasons_are_kept_in_the_language_of_each_reader() -> None:
    demand, owner = open_demand()
    assert demand.organisation
    guest = member(demand.organisation, name="Ann")
    guest.locale = "en"
    staff = account("周审核", staff=StaffRole.MODERATOR)

    with in_locale("en"):  # of whoever decides
        suspend_demand(demand, [ReturnReason.FALSE_FACTS], "见公告。", actor=staff)

    assert words_of(owner) == "内容不实\n见公告。"
    assert words_of(guest) == "False statements\n见公告。"


def test_returned_case_says_its_reasons_and_the_words() -> None:
    provider = organisation("远方通信有限公司")
    owner, staff = member(provider), account("周审核", staff=StaffRole.MODERATOR)
    case = own_case(provider.id, sector(), CaseState.SUBMITTED, owner)

    return_case(
        case,
        reasons=[CaseFault.UNMEASURED, CaseFault.NO_CONSENT],
        words="请补全。",
        seen_version=case.version,
        actor=staff,
    )

    assert words_of(owner) == "没有客户同意的证明\n成效没有数值或测量时间\n请补全。"


@pytest.mark.parametrize(
    ("until", "chinese", "english"),
    [
        ("2027-01-02", "2027年1月2日", "Jan 2, 2027"),
        ("2027-01-02 18:00", "2027-01-02 18:00", "Jan 2, 2027, 18:00"),
        ("2027-01-02 18:00:09", "2027-01-02 18:00:09", "Jan 2, 2027, 18:00:09"),
        ("明天", "明天", "明天"),
    ],
)
def test_days_and_hours_are_written_as_their_reader_writes_them(
    until: str, chinese: str, english: str
) -> None:
    facts = {"title": "征集", "n": "3", "until": until}

    with in_locale("zh"):
        assert f"北京时间 {chinese} 截止" in said(NoticeKind.REVIEWS_DUE, facts)
    with in_locale("en"):
        assert english in said(NoticeKind.REVIEWS_DUE, facts)
