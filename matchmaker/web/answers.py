"""What a view answers once something was done."""

from http import HTTPStatus

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from matchmaker.db import db
from matchmaker.errors import Words


def done(words: Words, page: str, category: str = "success") -> ResponseReturnValue:
    """Keep what was done, say so, and lead on to a page."""
    db.session.commit()
    flash(str(words), category)
    return redirect(page, code=HTTPStatus.SEE_OTHER)
