"""Pages of accounts and organisations, and who is signed in."""

from flask import Flask, request, session
from flask_login import LoginManager

from matchmaker.accounts.operations.passwords import password_hint
from matchmaker.accounts.operations.sessions import recognise
from matchmaker.accounts.views import (
    addresses,
    gates,
    invitations,
    members,
    organisations,
    passwords,
    profile,
    proof,
    registration,
    second_factor,
    sign_in,
    tokens,
    verification,
)
from matchmaker.accounts.views.blueprint import bp
from matchmaker.web.access import current_actor, to_sign_in

__all__ = ["bp", "install"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (
    addresses,
    invitations,
    members,
    organisations,
    passwords,
    profile,
    proof,
    registration,
    second_factor,
    sign_in,
    tokens,
    verification,
)


def install(app: Flask) -> None:
    """Teach Flask-Login who is signed in: the cookie holds an opaque key, the rest is ours."""
    manager = LoginManager()
    manager.session_protection = None  # sessions live in the database: listed, limited, ended there
    manager.user_loader(recognise)
    manager.unauthorized_handler(to_sign_in)
    manager.init_app(app)
    app.jinja_env.globals["password_hint"] = password_hint

    @app.before_request
    def look_who_is_there() -> None:
        # Before any view: noting that a browser was seen is a write of its own.
        if request.endpoint != "static" and "_user_id" in session and current_actor() is None:
            session.pop("_user_id")  # ended elsewhere or too old

    gates.install(app)
