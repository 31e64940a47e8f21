"""Giving the password once more before what must not happen by accident or by a stranger."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms import ProveForm
from matchmaker.accounts.operations import sessions as operations
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import next_path
from matchmaker.db import db
from matchmaker.web.access import current_actor, is_safe_path, signed_in

ViewT = TypeVar("ViewT", bound=Callable[..., ResponseReturnValue])


def after_proof(view: ViewT) -> ViewT:
    """Ask for the password first, unless this browser gave it in the last thirty minutes.

    Stands below the decorator that says who may open the page. After a button was pressed, the
    way leads back to the page it stands on.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not current_actor().is_proven:
            flash(_("为了安全，请先输入密码，然后再做一次。"), "info")
            return redirect(url_for("accounts.prove", next=_page_in_hand()), code=303)
        return view(*args, **kwargs)

    return cast("ViewT", guarded)


@bp.route("/account/prove", methods=["GET", "POST"])
@signed_in
def prove() -> ResponseReturnValue:
    actor = current_actor()
    form = ProveForm()
    if form.validate_on_submit():
        is_right = form.attempt(lambda: operations.prove(form.password.data, actor=actor))
        db.session.commit()  # a refusal leaves its trace too
        if is_right:
            return redirect(next_path() or url_for(".account"), code=303)
        if not form.errors:
            form.refuse(_("密码不正确，请再输入一次。"), form.password)
    page = render_template("accounts/prove.html", form=form, email=actor.email, next=next_path())
    return page, form.status


def _page_in_hand() -> str:
    if request.method == "GET":
        return request.full_path.rstrip("?")
    path = urlsplit(request.referrer or "").path
    return path if is_safe_path(path) else url_for("accounts.account")
