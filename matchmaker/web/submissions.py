"""Forms that create something: sent twice (a double click, a reload), they create it once.

The form carries a key of its own (`BaseForm.submission`). A view asks `repeated` before it acts,
and says `remember` before it commits. Both sendings at once are told apart by the unique key of the
row: the second waits for the first, is undone, and is led to what the first created.
"""

from datetime import timedelta
from typing import Final, Protocol

from flask_wtf import FlaskForm
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.db import db
from matchmaker.web.forms import KEY_MAX
from matchmaker.web.models import Submission

KEPT: Final = timedelta(days=2)  # how long a page may stay open and be sent again


class Person(Protocol):
    """Whoever sends a form: all that is needed is the number."""

    id: int


class RepeatedError(Exception):
    """The same form was sent a moment earlier: undo this one and go to what that one created."""

    def __init__(self, key: str, account_id: int) -> None:
        super().__init__("sent twice")
        self.key = key
        self.account_id = account_id


def repeated(form: FlaskForm, actor: Person | None) -> str | None:
    """Give the address of what this form created when it was sent before; None the first time."""
    key = _key(form)
    if actor is None or not key or not form.is_submitted():
        return None
    return _address(key, actor.id)


def remember(form: FlaskForm, actor: Person | None, address: str) -> None:
    """Keep, in the transaction in hand, that this form created what is at `address`.

    Raises RepeatedError where the same form was sent at the same time and was faster; the site
    then undoes this one and redirects.
    """
    key = _key(form)
    if actor is None or not key:
        return
    try:
        with db.session.begin_nested():
            db.session.add(Submission(account_id=actor.id, key=key, address=address))
    except IntegrityError as error:
        raise RepeatedError(key, actor.id) from error


def address_after(error: RepeatedError) -> str | None:
    """Give where the sending that was faster led to."""
    return _address(error.key, error.account_id)


def purge_submissions() -> None:
    """Forget forms sent long ago. The caller commits."""
    db.session.execute(delete(Submission).where(Submission.created_at < clock.now() - KEPT))


def _address(key: str, account_id: int) -> str | None:
    mine = Submission.account_id == account_id, Submission.key == key
    return db.session.scalar(select(Submission.address).where(*mine))


def _key(form: FlaskForm) -> str:
    return str(form.submission.data or "")[:KEY_MAX]
