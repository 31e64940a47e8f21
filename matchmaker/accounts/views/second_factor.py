"""The second step of signing in, and the app and codes it takes."""

import segno
from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.forms import CodeForm
from matchmaker.accounts.operations import second_factor as operations
from matchmaker.accounts.queries import half_signed_in, unused_recovery_codes
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import HALF, enter, next_path, onward, user_agent
from matchmaker.accounts.views.proof import after_proof
from matchmaker.db import db
from matchmaker.web.access import current_actor, public, signed_in

SECRET_GROUP = 4


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    if current_actor() is not None:
        return onward()
    link = half_signed_in(session.get(HALF, ""))
    if link is None:
        flash(_("这次登录已超过 10 分钟。请重新输入密码。"), "info")
        return redirect(url_for(".sign_in", next=next_path() or None), code=303)
    form = CodeForm()
    if form.validate_on_submit():
        entered = form.attempt(
            lambda: operations.finish_sign_in(link, form.code.data, user_agent=user_agent())
        )
        db.session.commit()  # a refusal leaves its trace too
        if entered is not None:
            return enter(entered)
        if not form.errors:
            form.refuse(_("验证码不正确，或已经用过。请等应用显示下一个再输入。"), form.code)
    return render_template("accounts/second_step.html", form=form, next=next_path()), form.status


@bp.get("/account/second-factor")
@signed_in
def second_factor() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "accounts/second_factor.html",
        factor=actor.second_factor if actor.has_second_factor else None,
        codes_left=unused_recovery_codes(actor),
        is_due=policies.needs_second_factor(actor),
        deadline=policies.owner_deadline(actor),
        must_keep=policies.must_keep_second_factor(actor),
        next=next_path(),
    )


@bp.post("/account/second-factor/start")
@signed_in
@after_proof
def start_second_factor() -> ResponseReturnValue:
    operations.start_set_up(actor=current_actor())
    db.session.commit()
    return redirect(url_for(".set_up_second_factor", next=next_path() or None), code=303)


@bp.route("/account/second-factor/set-up", methods=["GET", "POST"])
@signed_in
@after_proof
def set_up_second_factor() -> ResponseReturnValue:
    actor = current_actor()
    factor = actor.second_factor
    if factor is None or not factor.pending_secret:
        return redirect(url_for(".second_factor", next=next_path() or None), code=303)
    form = CodeForm()
    if form.validate_on_submit():
        codes = form.attempt(lambda: operations.finish_set_up(form.code.data, actor=actor))
        if codes is not None:
            db.session.commit()
            return _codes_page(codes)
    secret = factor.pending_secret
    page = render_template(
        "accounts/set_up_second_factor.html",
        form=form,
        picture=segno.make(operations.address_of(factor)).svg_data_uri(scale=4, light="#fff"),
        secret=[secret[at : at + SECRET_GROUP] for at in range(0, len(secret), SECRET_GROUP)],
        next=next_path(),
    )
    return page, form.status


@bp.post("/account/second-factor/codes")
@signed_in
@after_proof
def renew_recovery_codes() -> ResponseReturnValue:
    codes = operations.renew_codes(actor=current_actor())
    db.session.commit()
    return _codes_page(codes)


@bp.post("/account/second-factor/off")
@signed_in
@after_proof
def turn_off_second_factor() -> ResponseReturnValue:
    operations.turn_off(actor=current_actor())
    db.session.commit()
    flash(_("两步验证已关闭。"), "success")
    return redirect(url_for(".second_factor"), code=303)


def _codes_page(codes: list[str]) -> ResponseReturnValue:
    # Shown in the answer itself: kept nowhere, they cannot be shown a second time.
    return render_template("accounts/recovery_codes.html", codes=codes, next=next_path())
