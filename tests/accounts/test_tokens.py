"""Keys of programs: made, shown once, scoped, ended; and what they never reach."""

from datetime import timedelta

import pytest
from conftest import NOON
from factories.demands import open_demand
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from factories.tokens import bearer, token
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import (
    AccountState,
    MemberRole,
    OrganisationState,
    StaffRole,
    TokenScope,
)
from matchmaker.accounts.models import AccessToken, Account, Membership
from matchmaker.accounts.operations.members import change_role, remove_member
from matchmaker.accounts.operations.tokens import admit, make_token, remind_of_tokens, revoke_token
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.demands.policies import may_edit
from matchmaker.errors import DomainError
from matchmaker.notices.models import Notice

READ = frozenset({TokenScope.READ})


def membership_of(person: Account) -> Membership:
    return person.memberships[0]


@pytest.mark.usefixtures("session")
def test_only_the_hash_is_kept_and_the_maker_is_told() -> None:
    person = member(organisation("矿业"))
    made = make_token("ERP", READ, 90, actor=person)

    stored = db.session.get_one(AccessToken, made.token.id)

    assert made.key.startswith("mm_")
    assert stored.prefix == made.key[:9]
    assert made.key not in str(vars(stored))
    assert db.session.scalars(select(Notice.kind)).all() == ["token-made"]
    trail = db.session.scalars(select(AuditEvent)).all()
    assert {"access_token.made", "account.token_made"} <= {one.action for one in trail}
    assert stored.token_hash not in str([one.after for one in trail])


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        ("", READ, 90, "name"),
        ("ERP", frozenset(), 90, "scopes"),
        ("ERP", READ, 0, "days"),
        ("ERP", READ, 366, "days"),
    ],
)
@pytest.mark.one_database
def test_what_makes_no_token_is_said_at_its_field(
    name: str, scopes: frozenset[TokenScope], days: int, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        make_token(name, scopes, days, actor=member(organisation("矿业")))

    assert refused.value.field == field


@pytest.mark.usefixtures("session")
def test_staff_let_programs_only_read() -> None:
    moderator = account("审核", staff=StaffRole.MODERATOR)

    assert make_token("看板", READ, 30, actor=moderator).token.scopes == ["read"]
    with pytest.raises(DomainError):
        make_token("看板", READ | {TokenScope.DEMANDS}, 30, actor=moderator)


@pytest.mark.usefixtures("session")
def test_who_becomes_staff_has_tokens_that_only_read() -> None:
    person = member(organisation("矿业"))
    own = token(person)
    of_organisation = token(person, of=membership_of(person).organisation)
    person.staff_role = StaffRole.CURATOR
    db.session.commit()

    admitted = admit(own.key)

    assert admitted is not None
    assert admitted.scopes == READ
    assert admit(of_organisation.key) is None


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "end", ["revoked", "expired", "disabled", "removed", "demoted", "suspended"]
)
def test_a_token_of_an_organisation_ends_with_what_it_rests_on(end: str) -> None:
    mine = organisation("矿业")
    other, maker = member(mine), member(mine)
    made = token(maker, of=mine)
    db.session.commit()
    assert admit(made.key) is not None
    now = NOON
    if end == "revoked":
        revoke_token(made.row, actor=other)
    elif end == "expired":
        now += timedelta(days=91)
    elif end == "disabled":
        maker.state = AccountState.DISABLED
    elif end == "removed":
        remove_member(membership_of(maker), actor=other)
    elif end == "demoted":
        change_role(membership_of(maker), MemberRole.EDITOR, actor=other)
    else:
        mine.state = OrganisationState.SUSPENDED
    db.session.commit()

    with clock.at(now):
        assert admit(made.key) is None


@pytest.mark.usefixtures("session")
def test_a_token_of_an_organisation_reaches_nothing_else_of_its_maker() -> None:
    demand, owner = open_demand()
    elsewhere = organisation("别家矿业")
    db.session.add(Membership(account=owner, organisation=elsewhere, role=MemberRole.OWNER))
    db.session.commit()
    assert may_edit(owner, demand)

    admitted = admit(token(owner, of=elsewhere).key)

    assert admitted is not None
    assert admitted.account.organisation_ids == {elsewhere.id}
    assert not may_edit(admitted.account, demand)
    db.session.rollback()  # what is read anew is narrowed all the same
    assert not may_edit(admitted.account, demand)


@pytest.mark.usefixtures("session")
def test_the_use_of_a_revoked_token_is_noted_once_an_hour() -> None:
    person = member(organisation("矿业"))
    made = token(person)
    revoke_token(made.row, actor=person)
    db.session.commit()

    assert [admit(made.key) for _try in range(3)] == [None] * 3

    noted = select(AuditEvent).where(AuditEvent.action == "access_token.refused")
    assert len(db.session.scalars(noted).all()) == 1


@pytest.mark.usefixtures("session")
def test_people_are_told_a_week_before_a_token_ends() -> None:
    token(member(organisation("矿业")), days=30)
    db.session.commit()

    with clock.at(NOON + timedelta(days=22)):
        early = remind_of_tokens()
    with clock.at(NOON + timedelta(days=23)):
        told = [remind_of_tokens(), remind_of_tokens()]

    assert (early, told) == (0, [1, 0])


def test_a_key_is_shown_once_and_made_once(app: Flask, client: PageClient) -> None:
    with app.app_context():
        person = member(organisation("矿业")).id
        db.session.commit()
    sign_in(app, client, person)
    page = "/account/tokens/new"
    typed = {"name": "ERP", "scopes": ["read", "demands"], "days": "90", "submission": "x" * 22}

    first = client.submit(page, typed)
    again = client.submit(page, typed)
    listed = client.get("/account/tokens").text

    assert "mm_" in first.text
    assert first.cache_control.no_store
    assert (again.status_code, again.location) == (303, "/account/tokens")
    assert listed.count('<th scope="row">ERP') == 1
    key = first.text.partition("<code>mm_")[2].partition("<")[0]
    assert f"mm_{key}" not in listed
    me = client.get("/api/v1/me", headers=bearer(f"mm_{key}"))
    assert me.get_json()["scopes"] == ["demands", "read"]


def test_whoever_manages_the_organisation_sees_and_revokes_its_tokens(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        mine = organisation("矿业")
        made, other = token(member(mine), of=mine), member(mine).id
        key, number, mine_id = made.key, made.row.id, mine.id
        db.session.commit()
    sign_in(app, client, other)

    page = client.get(f"/organisations/{mine_id}/tokens").text
    client.submit(f"/organisations/{mine_id}/tokens", to=f"/tokens/{number}/revoke")

    assert key[:9] in page
    assert client.get("/api/v1/me", headers=bearer(key)).status_code == 401


def test_a_token_without_the_scope_is_refused(app: Flask, client: PageClient) -> None:
    with app.app_context():
        key = token(member(organisation("矿业")), TokenScope.DEMANDS).key
        db.session.commit()

    refused = client.get("/api/v1/me", headers=bearer(key))

    assert (refused.status_code, refused.get_json()["type"]) == (403, "/developers#forbidden")


def test_a_person_who_must_do_something_first_does_it_on_the_site(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        person = member(organisation("矿业"))
        key = token(person).key
        person.privacy_version = "old"
        db.session.commit()

    assert client.get("/api/v1/me", headers=bearer(key)).status_code == 403
    assert client.get("/api/v1/sectors", headers=bearer(key)).status_code == 200
