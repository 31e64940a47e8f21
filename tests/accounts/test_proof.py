"""What asks for the password once more before it happens."""

from datetime import timedelta

import pytest
from factories.accounts import (
    NOON,
    add_account,
    add_member,
    add_organisation,
    saved_account,
    sent_mails,
    sign_in,
    trail,
)
from flask import Flask
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Account
from matchmaker.db import db

LATER = NOON + timedelta(minutes=31)


@pytest.mark.parametrize(
    ("page", "post", "typed"),
    [
        ("/account", "/account/email", {"email": "new@example.com"}),
        ("/account/second-factor", "/account/second-factor/start", {}),
        ("/account/second-factor", "/account/second-factor/set-up", {"code": "123456"}),
        ("/account/second-factor", "/account/second-factor/codes", {}),
        ("/account/second-factor", "/account/second-factor/off", {}),
        ("/organisations/{of}/members", "/memberships/{colleague}/role", {"role": "owner"}),
        ("/organisations/{of}/members", "/memberships/{colleague}/remove", {}),
        ("/organisations/{of}/members", "/memberships/{colleague}/offer-ownership", {}),
        ("/account/data", "/account/data/export", {}),
    ],
)
def test_nothing_happens_before_the_password_is_given_again(
    app: Flask, client: PageClient, page: str, post: str, typed: dict[str, str]
) -> None:
    with app.app_context():
        found = add_organisation(add_account(email="lin@example.com"))
        colleague = add_account(email="colleague@example.com")
        add_member(found, colleague, MemberRole.EDITOR)
        db.session.commit()
        numbers = {"of": found.id, "colleague": colleague.memberships[0].id}
    sign_in(client)
    before = trail(app)

    with clock.at(LATER):
        answer = client.submit(page.format(**numbers), typed, to=post.format(**numbers))

    assert answer.status_code == 303
    assert answer.location.startswith("/account/prove?next=")
    assert trail(app) == before
    assert sent_mails(app) == []


def test_an_account_is_deleted_with_its_password_only(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    sign_in(client)

    refused = client.submit(
        "/account/data", {"password": "a wrong horse"}, to="/account/data/delete"
    )

    assert refused.status_code == 422
    with app.app_context():
        account = db.session.get_one(Account, number)
        assert account.is_active
        assert account.deletion_asked_at is None
