"""A person's own account."""

import pytest
from factories.accounts import add_account, saved_account, sent_mails, sign_in, trail
from flask import Flask
from pages import PageClient

from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.profile import edit_account
from matchmaker.db import db
from matchmaker.errors import DomainError


def test_name_and_language_are_changed(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    sign_in(client)

    response = client.submit("/account", {"name": " 林 小燕 ", "locale": "en"})

    assert response.location == "/account"
    assert '<html lang="en"' in client.get("/account").get_data(as_text=True)
    with app.app_context():
        found = db.session.get_one(Account, number)
        assert (found.name, found.locale) == ("林 小燕", "en")
    assert trail(app)[-1] == "account.edited"


def test_mails_follow_the_language_of_the_account(app: Flask, client: PageClient) -> None:
    saved_account(app, locale="en")

    client.submit("/password/forgot", {"email": "lin@example.com"})

    [mail] = sent_mails(app)
    html = mail.get_body(("html",))
    assert html is not None
    assert 'lang="en"' in html.get_content()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "", "locale": "zh"}, "请填写姓名"),
        ({"name": "名" * 61, "locale": "zh"}, "最多 60 个字"),
        ({"name": "林", "locale": "fr"}, "field__error"),
        ({"name": "林"}, "请选择语言"),
    ],
)
def test_bad_input_is_refused(
    app: Flask, client: PageClient, typed: dict[str, str], message: str
) -> None:
    number = saved_account(app, name="林晓燕")
    sign_in(client)

    response = client.submit("/account", typed)

    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(Account, number).name == "林晓燕"


def test_roles_cannot_be_smuggled_in(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    sign_in(client)

    client.submit("/account", {"name": "林", "locale": "zh", "staff_role": "administrator"})

    with app.app_context():
        assert db.session.get_one(Account, number).staff_role is None


@pytest.mark.one_database
@pytest.mark.parametrize(
    "path",
    [
        "/account",
        "/account/password",
        "/account/sessions",
        "/my/organisations",
        "/organisations/new",
        "/organisations/1",
    ],
)
def test_visitor_is_sent_to_sign_in(client: PageClient, path: str) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.usefixtures("session")
def test_unknown_language_is_refused_below_the_form() -> None:
    with pytest.raises(DomainError) as refused:
        edit_account(name="林", locale="fr", actor=add_account())

    assert refused.value.field == "locale"
