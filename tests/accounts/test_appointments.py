"""The first staff account, as the command line makes it."""

import pytest
from factories.accounts import PASSWORD, add_account, browser, saved_account, sign_in, trail
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations import create_staff
from matchmaker.accounts.queries import account_by_email
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.web.addresses import site_url

NEW = "一艘新船 开往 北方 的海"


def appoint(app: Flask, email: str = "admin@example.com", name: str = "管理员甲") -> str:
    """Appoint and give the path of the link."""
    with app.app_context():
        _account, token = create_staff(email, name)
        db.session.commit()
    return f"/password/first/{token}"


def test_administrator_sets_a_password_and_signs_in(app: Flask, client: PageClient) -> None:
    link = appoint(app)
    refused = client.submit("/sign-in", {"email": "admin@example.com", "password": ""})
    assert refused.status_code == 422

    assert client.submit(link, {"password": NEW}).location == "/sign-in"
    sign_in(client, "admin@example.com", NEW)

    assert trail(app)[:2] == ["account.staff_appointed", "account.confirmed"]
    assert client.get("/staff").location == "/account/second-factor?next=/staff"
    assert browser(app).get(link).status_code == 404
    with app.app_context():
        found = account_by_email("admin@example.com")
        assert found is not None
        assert found.is_staff


def test_each_duty_is_given_to_somebody_of_its_own(app: Flask) -> None:
    with app.app_context():
        for duty in StaffRole:
            create_staff(f"{duty}@example.com", "工作人员", duty)
        db.session.commit()
        found = {duty: account_by_email(f"{duty}@example.com") for duty in StaffRole}

        assert {duty: row.staff_role for duty, row in found.items() if row} == {
            duty: duty for duty in StaffRole
        }


def test_asking_again_gives_another_link(app: Flask, client: PageClient) -> None:
    first = appoint(app)
    second = appoint(app)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_person_with_an_account_is_promoted_and_signed_out(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)

    appoint(app, "LIN@example.com", "林晓燕")

    assert client.get("/account").status_code == 303
    sign_in(browser(app), password=PASSWORD)


def test_unconfirmed_password_of_a_stranger_is_dropped(app: Flask) -> None:
    number = saved_account(app, "admin@example.com", state=AccountState.PENDING)

    appoint(app)

    with app.app_context():
        found = db.session.get_one(Account, number)
        assert found.password_hash is None
        assert found.staff_role is StaffRole.ADMINISTRATOR
        assert not found.is_staff


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("email", "name", "field"),
    [("admin", "甲", "email"), ("admin@example.com", " \n", "name")],
)
def test_bad_input_is_refused(email: str, name: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        create_staff(email, name)

    assert refused.value.field == field


@pytest.mark.usefixtures("session")
def test_disabled_account_is_not_appointed() -> None:
    add_account(email="admin@example.com", state=AccountState.DISABLED)

    with pytest.raises(ConflictError):
        create_staff("admin@example.com", "管理员甲")


@pytest.mark.usefixtures("session")
def test_link_is_made_of_the_base_address() -> None:
    assert site_url("accounts.first_sign_in", token="k" * 43) == (
        "http://localhost/password/first/" + "k" * 43
    )
