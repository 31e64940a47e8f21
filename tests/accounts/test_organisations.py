"""Organisations, through the pages and below them."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from factories.accounts import (
    USCC,
    add_account,
    add_member,
    add_organisation,
    add_regions,
    browser,
    saved_account,
    sign_in,
    trail,
)
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.operations.organisations import (
    OrganisationContent,
    checked_website,
    create_organisation,
)
from matchmaker.accounts.queries import acting_organisations, organisations_of
from matchmaker.accounts.uscc import ALPHABET, is_uscc
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.jobs.models import OutboxRow

MINE = {
    "name": "远山露天煤矿有限公司",
    "uscc": USCC,
    "region": "广东深圳",
    "website": "www.example.com",
    "about": "采煤。\n<b>两个矿区</b>",
}


@pytest.fixture
def person(app: Flask, client: PageClient) -> PageClient:
    """Give a browser somebody is signed in with, on a site that knows regions."""
    with app.app_context():
        add_regions()
        db.session.commit()
    saved_account(app)
    sign_in(client)
    return client


def create(person: PageClient, **changed: str) -> str:
    """Create an organisation and give its address."""
    response = person.submit("/organisations/new", {**MINE, **changed})
    assert response.status_code == 303, response.get_data(as_text=True)
    return str(response.location)


def saved(app: Flask) -> list[Organisation]:
    with app.app_context():
        return list(db.session.scalars(select(Organisation).order_by(Organisation.id)))


def test_person_without_organisation_is_told_how_to_start(person: PageClient) -> None:
    page = person.get("/my/organisations").get_data(as_text=True)

    assert "您还没有单位" in page
    assert "/organisations/new" in page


def test_creator_becomes_owner(app: Flask, person: PageClient) -> None:
    address = create(person)

    page = person.get(address).get_data(as_text=True)
    assert USCC in page
    assert "深圳市" in page
    assert "https://www.example.com" in page
    assert "&lt;b&gt;两个矿区" in page
    assert "所有者" in page
    assert "远山露天煤矿" in person.get("/my/organisations").get_data(as_text=True)
    [row] = saved(app)
    assert (row.region_code, row.state) == ("440300", OrganisationState.ACTIVE)


def test_creation_is_in_the_trail(app: Flask, person: PageClient) -> None:
    create(person)

    assert trail(app)[-2:] == ["organisation.created", "membership.created"]
    with app.app_context():
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "organisation.created")
        ).one()
        assert event.after["uscc"] == USCC
        assert event.actor_id is not None


@pytest.mark.parametrize("typed", ["440300", "深圳", "广东省深圳市", ""])
def test_region_is_found_by_code_or_name(app: Flask, person: PageClient, typed: str) -> None:
    create(person, region=typed, website=" ")

    assert saved(app)[0].region_code == ("440300" if typed else None)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "请填写单位全称"),
        ({"name": "矿"}, "2 到 100 个字"),
        ({"name": "矿" * 101}, "最多 100 个字"),
        ({"uscc": ""}, "请填写统一社会信用代码"),
        ({"uscc": "91110000600037341"}, "现在是 17 位"),
        ({"uscc": "91110000600037341A"}, "可能有一位填错了"),
        ({"uscc": "9" * 41}, "最多 40 个字"),
        ({"region": "火星"}, "没有找到“火星”"),
        ({"region": "<script>"}, "没有找到“&lt;script&gt;”"),
        ({"website": "javascript:alert(1)"}, "网址不正确"),
        ({"website": "ftp://example.com"}, "网址不正确"),
        ({"website": "https://example.com/" + "x" * 300}, "最多 300 个字"),
        ({"about": "字" * 2001}, "最多 2000 个字，现在有 2001 个"),
    ],
)
def test_bad_input_comes_back_whole_with_a_message(
    app: Flask, person: PageClient, changed: dict[str, str], message: str
) -> None:
    response = person.submit("/organisations/new", {**MINE, **changed})

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert message in page
    assert MINE["name"] in page or "name" in changed
    assert "两个矿区" in page or "about" in changed
    assert saved(app) == []


def test_all_bad_fields_are_named_at_once(person: PageClient) -> None:
    bad = {"name": "", "uscc": "x", "region": "火星", "website": "x"}

    page = person.submit("/organisations/new", bad).get_data(as_text=True)

    for message in ("请填写单位全称", "现在是 1 位", "没有找到“火星”", "网址不正确"):
        assert message in page


def test_code_belongs_to_one_organisation(app: Flask, person: PageClient) -> None:
    create(person)
    saved_account(app, "wang@example.com")
    other = browser(app)
    sign_in(other, "wang@example.com")

    response = other.submit(
        "/organisations/new", {**MINE, "name": "别的公司", "uscc": USCC.lower()}
    )

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "已有单位登记" in page
    assert "远山露天煤矿" not in page
    assert len(saved(app)) == 1


def test_two_at_once_with_one_code_leave_one(app: Flask) -> None:
    content = OrganisationContent(name="远山")
    number = saved_account(app)

    def again() -> None:
        with app.app_context(), pytest.raises(DomainError, match="已有单位登记"):
            create_organisation(content, uscc=USCC, actor=db.session.get_one(Account, number))

    with ThreadPoolExecutor(1) as pool, app.app_context():
        create_organisation(content, uscc=USCC, actor=db.session.get_one(Account, number))
        other = pool.submit(again)
        time.sleep(0.5)  # the other one waits for the row, or for the whole database
        db.session.commit()
        other.result(timeout=20)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("content", "field"),
    [
        (OrganisationContent(name="矿"), "name"),
        (OrganisationContent(name="远山", about="字" * 2001), "about"),
        (OrganisationContent(name="远山", website="x"), "website"),
    ],
)
def test_bad_content_is_refused_below_the_form(content: OrganisationContent, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        create_organisation(content, uscc=USCC, actor=add_account())

    assert refused.value.field == field


@pytest.mark.usefixtures("session")
def test_ten_organisations_a_day_are_enough() -> None:
    actor = add_account()
    db.session.commit()

    def create_one(number: int) -> None:
        content = OrganisationContent(name=f"单位{number}")
        create_organisation(content, uscc=_code(number), actor=actor)
        db.session.commit()

    for number in range(10):
        create_one(number)
    with pytest.raises(DomainError, match="分钟后再试"):
        create_one(10)


def test_owner_edits_and_the_index_hears_of_it(app: Flask, person: PageClient) -> None:
    address = create(person)
    with app.app_context():
        before = db.session.query(OutboxRow).filter_by(key="organisation:1").count()

    response = person.submit(
        f"{address}/edit", {"name": "远山矿业有限公司", "region": "广东", "version": "1"}
    )

    assert response.location == address
    assert "远山矿业有限公司" in person.get(address).get_data(as_text=True)
    with app.app_context():
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "organisation.edited")
        ).one()
        assert event.before["name"] == "远山露天煤矿有限公司"
        assert event.after["region_code"] == "440000"
        assert "uscc" not in event.after
        assert db.session.query(OutboxRow).filter_by(key="organisation:1").count() == before + 1


def test_edit_page_holds_what_is_saved(person: PageClient) -> None:
    page = person.get(f"{create(person)}/edit").get_data(as_text=True)

    assert 'value="深圳市"' in page
    assert "两个矿区" in page
    assert f"统一社会信用代码：{USCC}" in page


def test_code_cannot_be_smuggled_into_an_edit(app: Flask, person: PageClient) -> None:
    address = create(person)

    person.submit(
        f"{address}/edit",
        {**MINE, "uscc": "91110000MA00000000", "state": "suspended", "version": "1"},
    )

    assert (saved(app)[0].uscc, saved(app)[0].state) == (USCC, OrganisationState.ACTIVE)


def test_stale_edit_shows_both_and_can_be_saved_again(app: Flask, person: PageClient) -> None:
    address = create(person)
    person.submit(f"{address}/edit", {**MINE, "about": "同事写的", "version": "1"})

    stale = person.submit(f"{address}/edit", {**MINE, "about": "我写的", "version": "1"})

    page = stale.get_data(as_text=True)
    assert stale.status_code == 409
    assert "已被同事改动" in page
    assert "同事写的" in page
    assert "我写的" in page
    assert 'name="version" type="hidden" value="2"' in page
    again = person.submit(f"{address}/edit", {**MINE, "about": "我写的", "version": "2"})
    assert again.status_code == 303
    assert saved(app)[0].about == "我写的"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "１"])
def test_odd_version_is_a_conflict(person: PageClient, version: str) -> None:
    address = create(person)

    assert person.submit(f"{address}/edit", {**MINE, "version": version}).status_code == 409


def test_organisation_of_others_looks_missing(app: Flask, person: PageClient) -> None:
    address = create(person)
    saved_account(app, "wang@example.com")
    other = browser(app)
    sign_in(other, "wang@example.com")

    answers = [other.get(path) for path in (address, f"{address}/edit", "/organisations/999")]
    posted = other.submit("/account", to=f"{address}/edit")

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert posted.status_code == 404
    assert len({answer.get_data(as_text=True).count("远山") for answer in answers}) == 1
    assert browser(app).get(address).location == f"/sign-in?next={address}"


def test_viewer_sees_but_does_not_edit(app: Flask, person: PageClient) -> None:
    address = create(person)
    number = saved_account(app, "wang@example.com", name="王工")
    with app.app_context():
        add_member(
            db.session.get_one(Organisation, 1),
            db.session.get_one(Account, number),
            MemberRole.VIEWER,
        )
        db.session.commit()
    viewer = browser(app)
    sign_in(viewer, "wang@example.com")

    page = viewer.get(address).get_data(as_text=True)

    assert "王工" in page
    assert "编辑单位资料" not in page
    assert viewer.get(f"{address}/edit").status_code == 404


def test_next_leads_back_after_creating(person: PageClient) -> None:
    response = person.submit("/organisations/new?next=/demands/new", MINE)

    assert response.location == "/demands/new"


@pytest.mark.usefixtures("session")
def test_lists_of_organisations_are_by_role_and_standing() -> None:
    actor = add_account()
    own = add_organisation(actor, name="乙")
    seen = add_organisation(name="甲")
    add_member(seen, actor, MemberRole.VIEWER)
    halted = add_organisation(actor, name="丙", state=OrganisationState.SUSPENDED)
    add_organisation(add_account(), name="丁")

    assert {row.id for row in organisations_of(actor)} == {own.id, seen.id, halted.id}
    assert [row.id for row in acting_organisations(actor)] == [own.id]


@pytest.mark.usefixtures("session")
def test_membership_is_written_with_the_organisation() -> None:
    actor = add_account()
    db.session.commit()

    made = create_organisation(OrganisationContent(name="远山"), uscc=USCC, actor=actor)

    [row] = db.session.scalars(select(Membership))
    assert (row.account_id, row.organisation_id, row.role) == (actor.id, made.id, MemberRole.OWNER)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("www.example.com", "https://www.example.com"),
        ("http://例子.中国/关于", "http://例子.中国/关于"),
        ("https://example.com:8443/a?b=c#d", "https://example.com:8443/a?b=c#d"),
        ("HTTPS://Example.com", "HTTPS://Example.com"),
        ("example.com:8080", "https://example.com:8080"),
    ],
)
def test_web_address_is_accepted(typed: str, kept: str) -> None:
    assert checked_website(typed) == kept


@pytest.mark.one_database
@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JavaScript://example.com/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "https://",
        "https://localhost",
        "https://user:pass@example.com",
        "https://exa mple.com",
        "https://example.com\\@evil.example",
        "https://example..com",
        "http://[::1",
        "https://example.com:99999",
        "https://example.com/\u202egpj",
        "mailto:lin@example.com",
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_website(typed)

    assert refused.value.field == "website"


def _code(number: int) -> str:
    """Make a valid code that ends differently for each number."""
    body = f"9111000060003{number:04d}"
    return next(body + last for last in ALPHABET if is_uscc(body + last))
