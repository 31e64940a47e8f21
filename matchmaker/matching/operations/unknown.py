"""Counting the words people search and paste and nothing recognises."""

import hmac
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Final

import structlog
from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from matchmaker import clock
from matchmaker.db import db, own_transaction
from matchmaker.search.analysis import fold
from matchmaker.taxonomy.models import UnknownWord

log = structlog.get_logger()
ENOUGH_DAYS: Final = 3  # from then on a word is kept to be read; before only its digest is
MOST_WORDS: Final = 5_000
FORGOTTEN: Final = timedelta(days=90)


def note_unknown(words: Iterable[str], *, is_paste: bool) -> None:
    """Count words in a transaction of their own, after a page is made; failing keeps nobody.

    Nothing says who wrote them, when in a day, or what stood around them. At most 5,000 words are
    kept; those nobody wrote for 90 days go (`purge_unknown`).
    """
    found = tuple(words)
    if not found:
        return
    try:
        with own_transaction() as session:
            for word in found:
                _count(session, word, is_paste=is_paste)
    except (IntegrityError, OperationalError):  # somebody wrote the same word at the same time
        log.warning("unknown_words_not_counted", words=len(found))


def purge_unknown() -> None:
    """Forget what nobody wrote for long and nobody decided on. The caller commits."""
    before = clock.today() - FORGOTTEN
    old = UnknownWord.last_on < before, UnknownWord.decided_at.is_(None)
    db.session.execute(delete(UnknownWord).where(*old))


def digest_of(word: str) -> str:
    """Give what a word is known by before it is kept: nobody reads the word from it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, fold(word).encode(), sha256).hexdigest()


def _count(session: Session, word: str, *, is_paste: bool) -> None:
    digest, today = digest_of(word), clock.today()
    row = session.scalars(select(UnknownWord).where(UnknownWord.digest == digest)).first()
    if row is None:
        if (session.scalar(select(func.count(UnknownWord.id))) or 0) >= MOST_WORDS:
            return
        row = UnknownWord(digest=digest, searches=0, pastes=0, days=1, last_on=today)
        session.add(row)
    elif row.decided_at is not None:
        return
    elif row.last_on != today:
        row.days += 1
        row.last_on = today
    if is_paste:
        row.pastes += 1
    else:
        row.searches += 1
    if row.days >= ENOUGH_DAYS:
        row.word = word
