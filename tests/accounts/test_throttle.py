"""Throttles counted in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from factories.accounts import NOON, add_account, add_organisation
from flask import Flask
from pages import PageClient
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import LinkPurpose, MemberRole
from matchmaker.accounts.models import Account, Attempt
from matchmaker.accounts.operations import check_throttle, invitations, second_factor, throttle
from matchmaker.accounts.operations.links import issue_link, new_token
from matchmaker.accounts.operations.throttle import network
from matchmaker.db import db
from matchmaker.errors import ConflictError, TooManyAttemptsError

FIVE_MINUTES = timedelta(minutes=5)


def attempt(key: str = "lin@example.com", limit: int = 3) -> None:
    check_throttle("test", key, limit, FIVE_MINUTES)


@pytest.mark.usefixtures("session")
def test_tries_up_to_the_limit_pass() -> None:
    for _ in range(3):
        attempt()

    with pytest.raises(TooManyAttemptsError, match="5 分钟后") as refused:
        attempt()
    assert refused.value.status == 429


@pytest.mark.usefixtures("session")
def test_window_slides_by_the_clock() -> None:
    for minute in (0, 2, 3):
        with clock.at(NOON + timedelta(minutes=minute)):
            attempt()

    with clock.at(NOON + timedelta(minutes=4)), pytest.raises(TooManyAttemptsError, match="1 分钟"):
        attempt()
    with clock.at(NOON + timedelta(minutes=5)):
        attempt()
    with clock.at(NOON + timedelta(minutes=6)), pytest.raises(TooManyAttemptsError):
        attempt()


@pytest.mark.usefixtures("session")
def test_refused_tries_do_not_lengthen_the_wait() -> None:
    for _ in range(3):
        attempt()
    with clock.at(NOON + timedelta(minutes=4)), pytest.raises(TooManyAttemptsError):
        attempt()

    with clock.at(NOON + FIVE_MINUTES):
        attempt()


@pytest.mark.usefixtures("session")
def test_keys_and_kinds_are_counted_apart() -> None:
    attempt(limit=1)
    attempt("somebody@example.com", limit=1)
    check_throttle("other", "lin@example.com", 1, FIVE_MINUTES)

    with pytest.raises(TooManyAttemptsError):
        attempt(limit=1)


@pytest.mark.usefixtures("session")
def test_count_outlives_a_rollback() -> None:
    attempt(limit=1)
    add_account()
    db.session.rollback()

    with pytest.raises(TooManyAttemptsError):
        attempt(limit=1)
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0


@pytest.mark.usefixtures("session")
def test_what_was_typed_is_not_stored() -> None:
    attempt("a password in the wrong box")

    assert "password" not in db.session.scalars(select(Attempt.key)).one()


@pytest.mark.usefixtures("session")
def test_old_tries_are_dropped() -> None:
    attempt()
    with clock.at(NOON + FIVE_MINUTES):
        attempt("somebody@example.com")

    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_tries_at_once_do_not_slip_through(app: Flask) -> None:
    def one(_number: int) -> bool:
        with app.app_context():
            try:
                attempt()
            except TooManyAttemptsError:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        passed = list(pool.map(one, range(12)))

    assert sum(passed) == 3


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_one_subscriber_counts_once(app: Flask, address: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        app.preprocess_request()
        assert network() == counted


def test_links_that_lead_nowhere_have_an_end_for_a_network(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MISSES_PER_NETWORK", 3)
    with app.app_context():
        token = new_token()
        issue_link(add_account(), LinkPurpose.RESET_PASSWORD, token)
        db.session.commit()
    pages = ("password/reset", "password/first", "invitations", "confirm")

    statuses = [client.get(f"/{page}/{new_token()}").status_code for page in pages]

    assert statuses == [404, 404, 404, 429]
    assert client.get(f"/password/reset/{token}").status_code == 200
    with clock.at(NOON + timedelta(hours=1, seconds=1)):
        assert client.get(f"/confirm/{new_token()}").status_code == 404


@pytest.mark.usefixtures("session")
def test_a_network_tries_codes_and_invites_a_number_of_times_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_factor, "PER_NETWORK", 2)
    monkeypatch.setattr(invitations, "PER_NETWORK", 2)
    people = [add_account() for _person in range(3)]
    owners = [add_account() for _person in range(3)]
    firms = [add_organisation(owner) for owner in owners]
    db.session.commit()
    for person in people[:2]:
        with pytest.raises(ConflictError):
            second_factor.finish_set_up("000000", actor=person)
    for owner, firm in zip(owners[:2], firms, strict=False):
        invitations.invite(firm, f"new{owner.id}@example.com", MemberRole.EDITOR, actor=owner)
        db.session.commit()

    with pytest.raises(TooManyAttemptsError):
        second_factor.finish_set_up("000000", actor=people[2])
    with pytest.raises(TooManyAttemptsError):
        invitations.invite(firms[2], "third@example.com", MemberRole.EDITOR, actor=owners[2])
