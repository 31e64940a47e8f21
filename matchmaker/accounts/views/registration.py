"""Registering and confirming an address."""

from http import HTTPStatus

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.forms import ConfirmForm, EmailForm, RegisterForm
from matchmaker.accounts.operations import registration as operations
from matchmaker.accounts.operations.throttle import check_missed_link
from matchmaker.accounts.queries import usable_link
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import enter, next_path, onward, user_agent
from matchmaker.db import db
from matchmaker.web.access import current_actor, public
from matchmaker.web.language import language

SENT_TO = "sent_to"  # shown on the next page, so that a slip in the address is seen


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    if current_actor() is not None:
        return onward()
    form = RegisterForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.register(
            name=form.name.data,
            email=form.email.data,
            password=form.password.data,
            locale=language(),
            next_path=next_path(),
        )
    ):
        return _mail_is_out(form.email.data)
    return render_template("accounts/register.html", form=form, next=next_path()), form.status


@bp.route("/register/resend", methods=["GET", "POST"])
@public
def resend() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.resend_confirmation(form.email.data, next_path=next_path())
    ):
        return _mail_is_out(form.email.data)
    return render_template("accounts/resend.html", form=form, next=next_path()), form.status


@bp.get("/register/sent")
@public
def confirmation_sent() -> ResponseReturnValue:
    address = session.get(SENT_TO, "")
    return render_template("accounts/confirmation_sent.html", address=address, next=next_path())


@bp.route("/confirm/<token:token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    link = usable_link(token, LinkPurpose.CONFIRM_EMAIL)
    if link is None:
        check_missed_link()
        page = render_template("accounts/link_unusable.html", again=url_for(".resend"))
        return page, HTTPStatus.NOT_FOUND
    form = ConfirmForm()
    if form.validate_on_submit():
        entered = form.attempt(
            lambda: operations.confirm(link, form.password.data, user_agent=user_agent())
        )
        if entered is not None:
            db.session.commit()
            return enter(entered)
        if not form.errors:
            form.refuse(_("密码不正确。请输入注册时设置的密码；忘了可以重设。"), form.password)
    page = render_template(
        "accounts/confirm.html", form=form, token=token, email=link.account.email, next=next_path()
    )
    return page, form.status


def _mail_is_out(address: str) -> ResponseReturnValue:
    db.session.commit()
    session[SENT_TO] = address
    return redirect(url_for(".confirmation_sent", next=next_path() or None), code=303)
