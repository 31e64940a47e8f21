"""Setting another password."""

from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.forms import ChangePasswordForm, EmailForm, NewPasswordForm
from matchmaker.accounts.operations import recovery
from matchmaker.accounts.operations.throttle import check_missed_link
from matchmaker.accounts.queries import usable_link
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import next_path
from matchmaker.db import db
from matchmaker.web.access import current_actor, public, signed_in
from matchmaker.web.language import language

SENT_TO = "reset_sent_to"


@bp.route("/password/forgot", methods=["GET", "POST"])
@public
def forgot_password() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: recovery.ask_reset(form.email.data, locale=language())
    ):
        db.session.commit()
        session[SENT_TO] = form.email.data
        return redirect(url_for(".reset_sent"), code=303)
    return render_template("accounts/forgot_password.html", form=form), form.status


@bp.get("/password/forgot/sent")
@public
def reset_sent() -> ResponseReturnValue:
    return render_template("accounts/reset_sent.html", address=session.get(SENT_TO, ""))


@bp.route("/password/reset/<token:token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    return _set_password(token, LinkPurpose.RESET_PASSWORD)


@bp.route("/password/first/<token:token>", methods=["GET", "POST"])
@public
def first_sign_in(token: str) -> ResponseReturnValue:
    return _set_password(token, LinkPurpose.FIRST_SIGN_IN)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    actor = current_actor()
    form = ChangePasswordForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: recovery.change_password(form.current.data, form.password.data, actor=actor)
    ):
        db.session.commit()
        flash(_("密码已更改，其他浏览器已退出登录。"), "success")
        return redirect(next_path() or url_for(".account"), code=303)
    lasts = current_app.extensions["settings"].password_lasts
    is_due = policies.must_change_password(actor, lasts)
    page = render_template(
        "accounts/change_password.html",
        form=form,
        email=actor.email,
        is_due=is_due,
        next=next_path(),
    )
    return page, form.status


def _set_password(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    link = usable_link(token, purpose)
    if link is None:
        check_missed_link()
        again = url_for(".forgot_password") if purpose is LinkPurpose.RESET_PASSWORD else ""
        page = render_template("accounts/link_unusable.html", again=again)
        return page, HTTPStatus.NOT_FOUND
    form = NewPasswordForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: recovery.set_password(link, form.password.data)
    ):
        db.session.commit()
        flash(_("新密码已生效，请用它登录。"), "success")
        return redirect(url_for(".sign_in"), code=303)
    page = render_template("accounts/set_password.html", form=form, email=link.account.email)
    return page, form.status
