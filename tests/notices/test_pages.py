"""Pages of notices: reading, settings, the bell, stopping from a mail."""

from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker.db import db
from matchmaker.notices.enums import MailChoice, NoticeGroup, NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.notices.queries import choices_of, stop_key, unread_of


def told(app: Flask, count: int = 1, endpoint: str = "web.about") -> int:
    with app.app_context():
        person = account()
        for number in range(count):
            facts = {"name": f"文件{number}<b>", "words": "请\n换"}
            notify(person, NoticeKind.FILE_INFECTED, facts=facts, endpoint=endpoint)
        db.session.commit()
        return person.id


def unread(app: Flask, person: int) -> int:
    with app.app_context():
        return db.session.scalar(unread_of(person)) or 0


def test_notices_are_listed_in_pages_with_the_unread_ones_marked(
    app: Flask, client: PageClient
) -> None:
    sign_in(app, client, told(app, 23))

    first, second = client.get("/my/notices").text, client.get("/my/notices?page=2").text

    assert first.count("notice--unread") == 20
    assert second.count("notice--unread") == 3
    assert "文件22&lt;b&gt;" in first
    assert "通知，23 条未读" in first


def test_opening_a_notice_reads_it_and_leads_to_its_page(app: Flask, client: PageClient) -> None:
    person = told(app, 2)
    sign_in(app, client, person)

    response = client.submit("/my/notices", to="/my/notices/1/open")

    assert (response.status_code, response.location) == (303, "/about")
    assert unread(app, person) == 1
    client.submit("/my/notices", to="/my/notices/read")
    assert unread(app, person) == 0


def test_a_notice_whose_page_is_gone_can_still_be_read(app: Flask, client: PageClient) -> None:
    person = told(app, 1, "web.no_longer")
    sign_in(app, client, person)

    assert client.submit("/my/notices", to="/my/notices/1/open").location == "/my/notices"
    assert unread(app, person) == 0


def test_nobody_reads_the_notices_of_others(app: Flask, client: PageClient) -> None:
    person, other = told(app), told(app)
    sign_in(app, client, other)

    assert client.submit("/my/notices", to="/my/notices/1/open").status_code == 404
    assert unread(app, person) == 1


def test_people_choose_how_mail_comes(app: Flask, client: PageClient) -> None:
    person = told(app)
    sign_in(app, client, person)
    groups = [group.value for group in NoticeGroup if group not in {"security", "staff"}]

    page = client.get("/my/notices/settings").text
    saved = client.submit("/my/notices/settings", dict.fromkeys(groups, "daily"))
    refused = client.submit("/my/notices/settings", {**dict.fromkeys(groups, "x")})

    assert 'name="staff"' not in page
    assert (saved.status_code, refused.status_code) == (303, 422)
    with app.app_context():
        choices = choices_of(person)
    assert choices.pop(NoticeGroup.SECURITY) is MailChoice.AT_ONCE
    assert set(choices.values()) == {MailChoice.DAILY}


def test_a_mail_can_be_stopped_without_signing_in(app: Flask, client: PageClient) -> None:
    person = told(app)
    with app.app_context():
        key, all_key = stop_key(person, NoticeGroup.REVIEW), stop_key(person, None)

    assert "停止后，不再为“审核结果”发邮件" in client.get(f"/notices/stop/{key}").text
    with app.app_context():
        assert choices_of(person)[NoticeGroup.REVIEW] is MailChoice.AT_ONCE
    stopped = client.post(f"/notices/stop/{key}", data={"List-Unsubscribe": "One-Click"})
    assert "不再为“审核结果”发邮件" in stopped.text
    with app.app_context():
        assert choices_of(person)[NoticeGroup.REVIEW] is MailChoice.NEVER
        assert choices_of(person)[NoticeGroup.MESSAGES] is MailChoice.AT_ONCE
    client.post(f"/notices/stop/{all_key}")
    with app.app_context():
        assert choices_of(person)[NoticeGroup.MESSAGES] is MailChoice.NEVER
    assert client.get(f"/notices/stop/{key[:-2]}xx").status_code == 404


def test_an_empty_page_says_what_comes_here(app: Flask, client: PageClient) -> None:
    sign_in(app, client, told(app, 0))

    page = client.get("/my/notices").text

    assert "还没有通知" in page
    assert "条未读" not in page
