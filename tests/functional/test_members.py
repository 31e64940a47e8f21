"""A colleague is invited, works, and leaves; and an app guards the account of an owner."""

from datetime import timedelta

from factories.accounts import (
    NOON,
    PASSWORD,
    add_account,
    add_member,
    add_organisation,
    browser,
    link_in,
    part,
    saved_account,
    sent_mails,
    sign_in,
)
from factories.second_factors import code
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Account, Invitation, Membership, SecondFactor
from matchmaker.db import db

NEW = "一艘新船 开往 北方 的海"


def mine(app: Flask) -> int:
    """Save an organisation whose owner is lin@example.com."""
    with app.app_context():
        found = add_organisation(add_account(email="lin@example.com"))
        db.session.commit()
        return found.id


def invited(app: Flask, owner: PageClient, number: int, email: str, role: str = "editor") -> str:
    """Invite through the page and give the link that was mailed."""
    asked = owner.submit(f"/organisations/{number}/invite", {"email": email, "role": role})
    assert asked.status_code == 303, asked.get_data(as_text=True)
    mail = sent_mails(app)[-1]
    assert mail["To"] == email
    return link_in(mail)


def membership_of(app: Flask, email: str) -> int:
    with app.app_context():
        found = db.session.scalars(
            select(Membership.id).join(Membership.account).where(Account.email == email)
        )
        return found.one()


def test_colleague_is_invited_registers_edits_is_removed_and_cannot_come_back(
    app: Flask, client: PageClient
) -> None:
    number = mine(app)
    sign_in(client)
    link = invited(app, client, number, "zhou@example.com")
    colleague = browser(app)
    assert "远山露天煤矿有限公司" in colleague.get(link).get_data(as_text=True)

    joined = colleague.submit(link, {"name": "周工", "password": NEW, "consent": "y"})

    assert joined.location == f"/organisations/{number}"
    assert colleague.get(f"/organisations/{number}/members").status_code == 200
    drafted = colleague.get("/demands/new").get_data(as_text=True)
    assert "远山露天煤矿有限公司" in drafted
    assert colleague.get(f"/organisations/{number}/invite").status_code == 404
    again = colleague.get(link)
    assert again.status_code == 404

    member = membership_of(app, "zhou@example.com")
    here = f"/organisations/{number}/members"
    assert client.submit(here, to=f"/memberships/{member}/remove").location == here

    assert colleague.get("/account").location == "/sign-in?next=/account"
    sign_in(colleague, "zhou@example.com", NEW)
    assert colleague.get(f"/organisations/{number}").status_code == 404
    assert colleague.get(here).status_code == 404
    assert colleague.submit("/account", to=f"/memberships/{member}/leave").status_code == 404
    assert colleague.get(link).status_code == 404


def test_known_person_accepts_after_signing_in(app: Flask, client: PageClient) -> None:
    number = mine(app)
    saved_account(app, "zhou@example.com")
    sign_in(client)
    link = invited(app, client, number, "zhou@example.com", "viewer")
    colleague = browser(app)
    assert f"/sign-in?next={link}" in colleague.get(link).get_data(as_text=True)
    sign_in(colleague, "zhou@example.com")
    with app.app_context():
        asked = db.session.scalars(select(Invitation.id)).one()

    assert colleague.get(link).status_code == 200
    joined = colleague.submit(link, to=f"/invitations/{asked}/accept")

    assert joined.location == f"/organisations/{number}"
    assert client.get(link).status_code == 404


def test_nobody_else_accepts_an_invitation(app: Flask, client: PageClient) -> None:
    number = mine(app)
    saved_account(app, "thief@example.com")
    sign_in(client)
    link = invited(app, client, number, "zhou@example.com")
    thief = browser(app)
    sign_in(thief, "thief@example.com")
    with app.app_context():
        asked = db.session.scalars(select(Invitation.id)).one()

    assert "zhou@example.com" in thief.get(link).get_data(as_text=True)
    assert thief.submit(link, to=f"/invitations/{asked}/accept").status_code == 404
    assert thief.submit(link, to=f"/invitations/{asked}/revoke").status_code == 404


def test_editor_can_neither_open_nor_post_what_owners_do(app: Flask, client: PageClient) -> None:
    number = mine(app)
    with app.app_context():
        editor = add_account(email="editor@example.com")
        found = db.session.scalars(select(Membership)).one().organisation
        add_member(found, editor, MemberRole.EDITOR)
        db.session.commit()
    own, owners = membership_of(app, "editor@example.com"), membership_of(app, "lin@example.com")
    sign_in(client, "editor@example.com")
    here = f"/organisations/{number}/members"

    posts = {
        f"/organisations/{number}/invite": {"email": "a@example.com", "role": "owner"},
        f"/memberships/{own}/role": {"role": "owner"},
        f"/memberships/{owners}/role": {"role": "viewer"},
        f"/memberships/{owners}/remove": {},
        f"/memberships/{own}/offer-ownership": {},
    }

    assert {client.submit(here, data, to=path).status_code for path, data in posts.items()} == {404}


def test_owner_changes_hands_when_the_colleague_accepts(app: Flask, client: PageClient) -> None:
    number = mine(app)
    with app.app_context():
        found = db.session.scalars(select(Membership)).one().organisation
        add_member(found, add_account(email="zhou@example.com"), MemberRole.EDITOR)
        db.session.commit()
    sign_in(client)
    here = f"/organisations/{number}/members"
    member = membership_of(app, "zhou@example.com")
    client.submit(here, to=f"/memberships/{member}/offer-ownership")
    colleague = browser(app)
    sign_in(colleague, "zhou@example.com")
    with app.app_context():
        asked = db.session.scalars(select(Invitation.id)).one()

    colleague.submit("/my/organisations", to=f"/invitations/{asked}/accept")

    assert colleague.get(f"/organisations/{number}/invite").status_code == 200
    assert client.get(f"/organisations/{number}/invite").status_code == 404


def test_the_password_is_asked_again_after_half_an_hour(app: Flask, client: PageClient) -> None:
    number = mine(app)
    sign_in(client)
    member = membership_of(app, "lin@example.com")
    here = f"/organisations/{number}/members"
    with clock.at(NOON + timedelta(minutes=31)):
        asked = client.submit(
            here, {"role": "viewer"}, to=f"/memberships/{member}/role",
            headers={"Referer": f"http://localhost{here}"},
        )  # fmt: skip
        assert asked.location == f"/account/prove?next={here}"
        assert client.submit(asked.location, {"password": "a wrong horse"}).status_code == 422
        assert client.submit(asked.location, {"password": PASSWORD}).location == here
        refused = client.submit(here, {"role": "viewer"}, to=f"/memberships/{member}/role")

    assert refused.status_code == 409  # the last owner stays one


def test_second_factor_from_set_up_to_a_lost_phone(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    started = client.submit("/account/second-factor", to="/account/second-factor/start")
    assert started.location == "/account/second-factor/set-up"
    assert "data:image/svg+xml" in client.get(started.location).get_data(as_text=True)
    with app.app_context():
        secret = db.session.scalars(select(SecondFactor.pending_secret)).one()
    assert client.submit(started.location, {"code": "000 000"}).status_code == 422

    shown = client.submit(started.location, {"code": code(secret)}).get_data(as_text=True)

    codes = [part.split("</code>")[0] for part in shown.split("<li><code>")[1:]]
    assert len(set(codes)) == 10
    away = browser(app)
    typed = {"email": "lin@example.com", "password": PASSWORD}
    half = away.submit("/sign-in?next=/my/demands", typed)
    assert half.location == "/sign-in/second-step?next=/my/demands"
    assert away.get("/account").location == "/sign-in?next=/account"
    used = away.submit(half.location, {"code": " ".join(code(secret))})
    assert used.status_code == 422  # taken at set-up already, blanks or not
    with clock.at(NOON + timedelta(seconds=60)):
        assert away.submit(half.location, {"code": code(secret)}).location == "/my/demands"
        lost = browser(app)
        half = lost.submit("/sign-in", typed)
        assert lost.submit(half.location, {"code": codes[0].lower()}).location == "/"
    with clock.at(NOON + timedelta(minutes=7)):
        thief = browser(app)
        half = thief.submit("/sign-in", typed)
        assert thief.submit(half.location, {"code": codes[0]}).status_code == 422


def test_owner_has_fourteen_days_to_set_the_app_up(app: Flask, client: PageClient) -> None:
    mine(app)
    with clock.at(NOON + timedelta(days=13, hours=23)):
        sign_in(client)
        assert client.get("/demands/new").status_code == 200
    with clock.at(NOON + timedelta(days=14, hours=1)):
        assert client.get("/offerings").status_code == 200
        led = client.get("/demands/new")

    assert led.location == "/account/second-factor?next=/demands/new"


def test_new_address_counts_once_it_is_confirmed(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    client.submit("/account/email", {"email": "Lin@New.example.com"})
    link = link_in(sent_mails(app)[-1])
    stranger = browser(app)
    saved_account(app, "stranger@example.com")
    sign_in(stranger, "stranger@example.com")
    assert stranger.submit(link).status_code == 409

    assert client.submit(link).location == "/account"

    assert {mail["To"] for mail in sent_mails(app)} == {"lin@new.example.com", "lin@example.com"}
    sign_in(browser(app), "lin@new.example.com")


def test_holder_of_an_address_is_told_in_their_own_language(app: Flask, client: PageClient) -> None:
    saved_account(app)
    saved_account(app, "stranger@example.com", locale="en")
    sign_in(client)

    client.submit("/account/email", {"email": "stranger@example.com"})

    [mail] = sent_mails(app)
    assert mail["To"] == "stranger@example.com"
    assert part(mail).isascii()
