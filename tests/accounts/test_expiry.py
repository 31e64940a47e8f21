"""What is kept for a time only."""

from datetime import timedelta

import pytest
from factories.accounts import NOON, add_account
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.models import Attempt, OneTimeLink, SignInSession
from matchmaker.accounts.operations import check_throttle
from matchmaker.accounts.operations.expiry import purge_expired
from matchmaker.accounts.operations.links import issue_link
from matchmaker.accounts.operations.sessions import end_session, open_session
from matchmaker.db import Base, db

pytestmark = pytest.mark.usefixtures("session")


def left(model: type[Base], after: timedelta) -> int:
    with clock.at(NOON + after):
        purge_expired()
        db.session.commit()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_session_goes_when_nobody_can_use_it() -> None:
    open_session(add_account(), user_agent="")

    assert left(SignInSession, timedelta(days=29)) == 1
    assert left(SignInSession, timedelta(days=31)) == 0


def test_ended_session_goes_after_a_week() -> None:
    actor = add_account()
    open_session(actor, user_agent="")
    end_session(db.session.scalars(select(SignInSession)).one(), actor=actor)

    assert left(SignInSession, timedelta(days=6)) == 1
    assert left(SignInSession, timedelta(days=8)) == 0


def test_link_goes_a_week_after_it_expired() -> None:
    issue_link(add_account(), LinkPurpose.RESET_PASSWORD, "k" * 43)

    assert left(OneTimeLink, timedelta(days=7)) == 1
    assert left(OneTimeLink, timedelta(days=8)) == 0


def test_try_goes_when_no_throttle_counts_it() -> None:
    check_throttle("test", "lin@example.com", 1, timedelta(days=1))

    assert left(Attempt, timedelta(days=1)) == 1
    assert left(Attempt, timedelta(days=3)) == 0
