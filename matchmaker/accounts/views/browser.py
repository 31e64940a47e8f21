"""Signing the browser in hand in and out, and where it goes next."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user

from matchmaker.accounts.operations.sessions import SignedIn
from matchmaker.web.access import is_safe_path

HALF = "half"  # the key of a half sign-in, in the browser's cookie until the second step
NEXT_MAX = 2000  # a search of 100 Chinese characters with its filters


def next_path() -> str:
    """Give where the person was on the way to: a path of this site, or nothing."""
    target = request.args.get("next", "")
    return target if len(target) <= NEXT_MAX and is_safe_path(target) else ""


def onward() -> ResponseReturnValue:
    """Send the browser to where the person was on the way to, or home."""
    return redirect(next_path() or url_for("matching.home"), code=303)


def enter(signed_in: SignedIn, target: str = "") -> ResponseReturnValue:
    """Give the browser its key in a fresh cookie session; nothing of the visitor's is kept."""
    session.clear()
    session.permanent = True
    signed_in.account.browser_token = signed_in.token
    login_user(signed_in.account)
    flash(_("您已登录。"), "success")
    return redirect(target, code=303) if target else onward()


def user_agent() -> str:
    """Say which browser asks."""
    return request.user_agent.string
