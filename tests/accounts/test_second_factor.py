"""Codes: which are taken, how often, and how many may be tried."""

from datetime import timedelta

import pytest
from factories.accounts import NOON, add_account
from factories.second_factors import SECRET, code, give_second_factor
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.second_factor import (
    check_code,
    finish_set_up,
    renew_codes,
    reset_second_factor,
    start_set_up,
    turn_off,
)
from matchmaker.accounts.queries import unused_recovery_codes
from matchmaker.db import db
from matchmaker.errors import ConflictError, TooManyAttemptsError

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
pytestmark = pytest.mark.usefixtures("session")


def person() -> Account:
    account = add_account()
    give_second_factor(account)
    db.session.commit()
    return account


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_clocks_may_differ_by_one_step(steps: int, taken: bool) -> None:  # noqa: FBT001 - a case
    assert check_code(person(), code(steps=steps)) is taken


@pytest.mark.one_database
@pytest.mark.parametrize(
    "retyped",
    [
        lambda typed: typed,
        lambda typed: f" {typed[:3]} {typed[3:]} ",
        lambda typed: f"{typed[:3]}-{typed[3:]}",
        lambda typed: typed.translate(FULL_WIDTH),
        lambda typed: f"{typed[:3]}\u3000{typed[3:]}",
    ],
)
def test_code_works_once_however_it_is_typed(retyped: object) -> None:
    account, now = person(), code()

    assert check_code(account, now)
    assert not check_code(account, retyped(now))  # type: ignore[operator]


def test_earlier_code_is_not_taken_after_a_later_one() -> None:
    account = person()

    assert check_code(account, code(steps=1))
    assert not check_code(account, code())


@given(st.text(max_size=30))
def test_nothing_else_is_a_code(typed: str) -> None:
    account = Account(id=1)
    account.second_factor = None
    assert not check_code(account, typed)


def test_recovery_codes_work_once_and_only_the_newest_ten() -> None:
    account = person()
    old = renew_codes(actor=account)
    new = renew_codes(actor=account)

    assert not check_code(account, old[0])
    assert check_code(account, new[0].lower().replace("-", " "))
    assert not check_code(account, new[0])
    assert unused_recovery_codes(account) == 9


def test_old_app_works_until_the_new_one_is_confirmed() -> None:
    account = person()
    start_set_up(actor=account)
    assert check_code(account, code())
    assert account.second_factor
    pending = account.second_factor.pending_secret
    db.session.commit()

    finish_set_up(code(pending), actor=account)

    with clock.at(NOON + timedelta(minutes=5)):
        assert not check_code(account, code(SECRET))
        assert check_code(account, code(pending))


def test_five_tries_in_five_minutes() -> None:
    account = person()
    start_set_up(actor=account)
    db.session.commit()
    for _try in range(5):
        with pytest.raises(Exception, match="验证码不正确"):
            finish_set_up("000000", actor=account)

    with pytest.raises(TooManyAttemptsError):
        finish_set_up("000000", actor=account)


def test_staff_cannot_turn_it_off_and_a_reset_takes_it_all() -> None:
    account = add_account(staff_role=StaffRole.CURATOR, email="staff@example.com")
    renew_codes(actor=account)
    with pytest.raises(ConflictError):
        turn_off(actor=account)

    reset_second_factor("Staff@example.com", actor=None)

    assert not account.has_second_factor
    assert unused_recovery_codes(account) == 0


def test_secret_and_codes_stay_out_of_the_trail(app: Flask) -> None:
    from_trail = "SELECT CAST(before AS VARCHAR) || CAST(after AS VARCHAR) FROM audit_event"
    account = person()
    start_set_up(actor=account)
    assert account.second_factor
    pending = account.second_factor.pending_secret
    db.session.commit()
    codes = finish_set_up(code(pending), actor=account)
    db.session.flush()

    said = "".join(db.session.connection().exec_driver_sql(from_trail).scalars())

    assert pending not in said
    assert not any(one in said or one.replace("-", "") in said for one in codes)
    assert app
