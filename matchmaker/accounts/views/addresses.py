"""Another address to sign in with."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.forms import EmailForm
from matchmaker.accounts.operations import addresses as operations
from matchmaker.accounts.operations.throttle import check_missed_link
from matchmaker.accounts.queries import usable_link
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.proof import after_proof
from matchmaker.db import db
from matchmaker.web.access import current_actor, signed_in
from matchmaker.web.forms import BaseForm


@bp.route("/account/email", methods=["GET", "POST"])
@signed_in
@after_proof
def change_email() -> ResponseReturnValue:
    actor = current_actor()
    form = EmailForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.ask_new_email(form.email.data, actor=actor)
    ):
        db.session.commit()
        flash(_("确认邮件已发到新邮箱。打开邮件里的链接之前，登录邮箱不变。"), "success")
        return redirect(url_for(".account"), code=303)
    return render_template("accounts/change_email.html", form=form, email=actor.email), form.status


@bp.route("/account/email/<token:token>", methods=["GET", "POST"])
@signed_in
def confirm_new_email(token: str) -> ResponseReturnValue:
    link = usable_link(token, LinkPurpose.CHANGE_EMAIL)
    if link is None:
        check_missed_link()
        page = render_template("accounts/link_unusable.html", again=url_for(".change_email"))
        return page, HTTPStatus.NOT_FOUND
    form = BaseForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.confirm_new_email(link, actor=current_actor())
    ):
        db.session.commit()
        flash(_("登录邮箱已更改。下次请用新邮箱登录。"), "success")
        return redirect(url_for(".account"), code=303)
    page = render_template("accounts/confirm_new_email.html", form=form, link=link, token=token)
    return page, form.status
