"""Pages that fail on purpose, for the tests of error pages."""

from flask import Flask
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from matchmaker.db import db
from matchmaker.errors import (
    BadRequestError,
    ConflictError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    TooManyAttemptsError,
)
from matchmaker.jobs.models import OutboxRow
from matchmaker.web.access import public, signed_in

OWN_WORDS = "请换一个名称，再保存一次。"
SECRET_DETAIL = "the-password-is-in-this-message"
FAILURES: dict[str, Exception] = {
    "bad-request": BadRequestError(OWN_WORDS),
    "forbidden": ForbiddenError(OWN_WORDS),
    "missing": NotFoundError(OWN_WORDS),
    "conflict": ConflictError(OWN_WORDS),
    "stale": StaleDataError(SECRET_DETAIL),
    "too-large": RequestEntityTooLarge(),
    "refused": DomainError(OWN_WORDS),
    "too-often": TooManyAttemptsError(OWN_WORDS),
    "limited": TooManyRequests(),
    "unexpected": RuntimeError(SECRET_DETAIL),
}


def install(app: Flask) -> None:
    """Add the failing pages, and one for members only."""

    @app.get("/failing/<name>")
    @public
    def fail(name: str) -> str:
        raise FAILURES[name]

    @app.get("/failing-link/<token:token>")
    @public
    def fail_with_key(token: str) -> str:
        raise RuntimeError(f"{len(token)} characters")

    @app.route("/failing-halfway", methods=["POST"])
    @public
    def fail_halfway() -> str:
        db.session.add(OutboxRow(kind="mail", key="half"))
        db.session.flush()
        raise RuntimeError(SECRET_DETAIL)

    @app.route("/members-only", methods=["GET", "POST"])
    @signed_in
    def members_only() -> str:
        return "members"

    @app.get("/undeclared")
    def undeclared() -> str:
        return "nobody should see this"
