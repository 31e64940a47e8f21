"""Forms that create something: sent twice (a double click, a reload), they create it once.

The form carries a key of its own (`BaseForm.submission`, or `form_key()` where it is one button).
A view says `remember` before it commits; whoever sends the same again is led to the same place
before anything else is asked, even where they may no longer do what they did. The same key with
other words in the form is another sending: somebody went back and wrote on. Both sendings at once
are told apart by the unique key of the row: the second waits for the first, is undone, and is led
to what the first created.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import blake2b
from typing import Final, Protocol

from flask import Flask, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.db import db
from matchmaker.web.access import current_actor
from matchmaker.web.forms import KEY_MAX, new_form_key
from matchmaker.web.models import SentForm

KEPT: Final = timedelta(days=2)  # how long a page may stay open and be sent again
_FIELD: Final = "submission"
_PASSING: Final = frozenset({"csrf_token"})  # another one each time a page is shown


class Person(Protocol):
    """Whoever sends a form: all that is needed is the number."""

    id: int


class RepeatedError(Exception):
    """The same form was sent a moment earlier: undo this one and go to what that one created."""

    def __init__(self, key: str, account_id: int) -> None:
        super().__init__("sent twice")
        self.key = key
        self.account_id = account_id


def install(app: Flask) -> None:
    """Lead whoever sends a form again to where it led before, and let pages make keys."""
    app.jinja_env.globals.update(form_key=new_form_key)

    @app.before_request
    def lead_back() -> ResponseReturnValue | None:
        address = repeated(current_actor()) if request.method == "POST" else None
        return redirect(address, code=303) if address else None


def repeated(actor: Person | None) -> str | None:
    """Give where the form in hand led when it was sent before; None the first time."""
    key = _key()
    return _address(key, actor.id) if actor is not None and key else None


def remember(actor: Person | None, address: str) -> None:
    """Keep, in the transaction in hand, that the form in hand led to `address`.

    Raises RepeatedError where the same form was sent at the same time and was faster; the site
    then undoes this one and redirects.
    """
    key = _key()
    if actor is None or not key:
        return
    try:
        with db.session.begin_nested():
            db.session.add(SentForm(account_id=actor.id, key=key, address=address))
    except IntegrityError as error:
        raise RepeatedError(key, actor.id) from error


def secret_of_sending() -> str:
    """Give a secret of 24 characters for the form in hand, sent without an account.

    The same form sent again by the same browser in the same words has the same; nobody else can
    have or guess it. "" for a form without a key, or a browser that keeps no session.
    """
    key, browser = _key(), session.get("csrf_token", "")
    if not key or not browser:
        return ""
    said = f"{browser}:{key}".encode()
    digest = hmac.digest(str(current_app.secret_key).encode(), b"sending:" + said, "sha256")
    return urlsafe_b64encode(digest[:18]).decode()


def address_after(error: RepeatedError) -> str | None:
    """Give where the sending that was faster led to."""
    return _address(error.key, error.account_id)


def purge_sent_forms() -> None:
    """Forget forms sent long ago. The caller commits."""
    db.session.execute(delete(SentForm).where(SentForm.created_at < clock.now() - KEPT))


def _address(key: str, account_id: int) -> str | None:
    mine = SentForm.account_id == account_id, SentForm.key == key
    return db.session.scalar(select(SentForm.address).where(*mine))


def _key() -> str:
    """Give what tells this sending from others: where it went, its key, all it says."""
    given = [
        value
        for name, value in request.form.items()
        if name == _FIELD or name.endswith(f"-{_FIELD}")  # of a form with a prefix
    ]
    if not any(given):
        return ""
    digest = blake2b(digest_size=KEY_MAX // 2)
    for part in _said():
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _said() -> Iterator[str]:
    yield request.full_path
    for name, value in request.form.items(multi=True):
        if name not in _PASSING:
            yield from (name, value)
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "")
