"""A person's own account."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms import AccountForm
from matchmaker.accounts.operations.profile import edit_account
from matchmaker.accounts.views.blueprint import bp
from matchmaker.db import db
from matchmaker.web.access import current_actor, signed_in
from matchmaker.web.language import COOKIE, COOKIE_AGE


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    actor = current_actor()
    form = AccountForm(obj=actor)
    if form.validate_on_submit() and form.succeeds(
        lambda: edit_account(
            name=form.name.data,
            locale=form.locale.data,
            phone=form.phone.data or "",
            shares_phone=form.shares_phone.data,
            actor=actor,
        )
    ):
        db.session.commit()
        flash(_("已保存。"), "success")
        response = make_response(redirect(url_for(".account"), code=303))
        # The choice made here also holds in this browser, whatever its switch said before.
        response.set_cookie(
            COOKIE,
            form.locale.data,
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
        return response
    page = render_template(
        "accounts/account.html",
        form=form,
        email=actor.email,
        has_second_factor=actor.has_second_factor,
    )
    return page, form.status
