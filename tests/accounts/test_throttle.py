"""Throttles counted in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from factories.accounts import NOON, add_account
from flask import Flask
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.models import Account, Attempt
from matchmaker.accounts.operations import check_throttle
from matchmaker.accounts.operations.throttle import network
from matchmaker.db import db
from matchmaker.errors import TooManyAttemptsError

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
