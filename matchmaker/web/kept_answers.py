"""Whole answers to visitors, kept until a table they were made from changes (decision 19).

Only what everybody gets is kept: a page asked for by GET, by nobody who is signed in, without a
message waiting. What belongs to one visitor in such a page, the token of its forms and the keys of
their showing, stands in the kept text as a hole and is filled for each answer.
"""

import hmac
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from hashlib import blake2b
from secrets import token_hex
from threading import Lock
from typing import Any, Final, TypeVar, cast

from flask import Flask, Response, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from matchmaker import clock
from matchmaker.jobs.changes import UNMARKED, Marks, is_changing, marks, reads
from matchmaker.web.access import current_actor
from matchmaker.web.forms import FORM_KEY_HOLE, new_form_key
from matchmaker.web.language import language

LONGEST: Final = timedelta(seconds=30)  # what follows from the time of day is no older
MOST_BYTES: Final = 24 * 1024 * 1024  # a process
LARGEST: Final = 512 * 1024  # of one answer
LONGEST_ADDRESS: Final = 500
OK: Final = 200
_TOKEN_HOLE: Final = f"token-{token_hex(16)}"  # nobody can know it, so nobody can write it
_TOKEN: Final = "csrf_token"  # noqa: S105 - a name: where Flask-WTF keeps it in `g` and `session`

ViewT = TypeVar("ViewT", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True, slots=True)
class _Answer:
    """A page with holes, the tables it was made from and where they stood before."""

    text: str
    digest: bytes
    tables: frozenset[str]
    stood: Marks
    made_at: datetime

    def is_good(self, stand: Marks) -> bool:
        """Say whether nothing it was made from has changed, and it is not old."""
        is_young = abs(clock.now() - self.made_at) < LONGEST
        return is_young and all(self.stood.get(name) == stand.get(name) for name in self.tables)


class KeptAnswers:
    """The answers of one process, up to a number of bytes; those not asked for longest go first."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, key: Hashable, stand: Marks) -> _Answer | None:
        """Give the answer kept under an address, where it is still good."""
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            if not held.is_good(stand):
                self._drop(key)
                return None
            self._held.move_to_end(key)
            return held

    def keep(self, key: Hashable, answer: _Answer) -> None:
        """Keep an answer; larger ones than most are not worth the room."""
        if _size(answer) > LARGEST:
            return
        with self._lock:
            self._drop(key)
            self._held[key] = answer
            self._bytes += _size(answer)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._held)))

    def __len__(self) -> int:
        return len(self._held)

    def _drop(self, key: Hashable) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._bytes -= _size(held)


def kept_answer(view: ViewT) -> ViewT:
    """Keep what a view answers to visitors. Stands above the access decorator of a public page."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not _may_keep():
            return view(*args, **kwargs)
        answers: KeptAnswers = current_app.extensions["kept_answers"]
        key, stand = _key(), marks()
        found = answers.find(key, stand)
        if found is None:
            with reads() as tables, _holes():
                made = view(*args, **kwargs)
            text = _page_of(made)
            if text is None:  # a redirect, a file, a refusal: made again without holes
                return view(*args, **kwargs)
            digest = blake2b(text.encode(), digest_size=16).digest()
            found = _Answer(text, digest, frozenset(tables), stand, clock.now())
            if not (tables & UNMARKED or is_changing()):
                answers.keep(key, found)
        return _filled(found)

    answered.is_kept = True  # type: ignore[attr-defined]
    return cast("ViewT", answered)


def install(app: Flask) -> None:
    """Give the process its room."""
    app.extensions["kept_answers"] = KeptAnswers()


def _may_keep() -> bool:
    return (
        request.method == "GET"
        and bool(current_app.config["KEEP_ANSWERS"])
        and len(request.full_path) <= LONGEST_ADDRESS
        and current_actor() is None
        and "_flashes" not in session
    )


def _key() -> Hashable:
    theme = request.cookies.get("theme")
    return (
        request.host_url,
        request.full_path,
        language(),
        theme if theme in {"light", "dark"} else "",
        request.headers.get("HX-Request", "")[:8],
        clock.today(),
    )


@contextmanager
def _holes() -> Iterator[None]:
    """Let pages print holes where the token and the keys of a visitor would stand."""
    given = g.pop(_TOKEN, None)
    setattr(g, _TOKEN, _TOKEN_HOLE)
    g.has_holes = True
    try:
        yield
    finally:
        g.pop(_TOKEN, None)
        g.pop("has_holes", None)
        if given is not None:
            setattr(g, _TOKEN, given)


def _page_of(made: ResponseReturnValue) -> str | None:
    match made:
        case str() as text:
            return text
        case (str() as text, int(status)) if status == OK:
            return text
    return None


def _filled(answer: _Answer) -> ResponseReturnValue:
    """Give the answer of this visitor: the holes filled, or that they have it already."""
    text, *rest = answer.text.split(FORM_KEY_HOLE)
    has_keys = bool(rest)
    for part in rest:
        text += new_form_key() + part
    if _TOKEN_HOLE in text:
        text = text.replace(_TOKEN_HOLE, generate_csrf())
    response = Response(text, mimetype="text/html")
    if has_keys:  # shown anew each time: what was typed and sent is told apart by them
        return response
    secret = str(session.get(_TOKEN, "")).encode()
    response.set_etag(hmac.new(secret or b"-", answer.digest, blake2b).hexdigest()[:32])
    return response.make_conditional(request)


def _size(answer: _Answer) -> int:
    return 2 * len(answer.text)  # a page in Chinese takes two bytes a character in memory
