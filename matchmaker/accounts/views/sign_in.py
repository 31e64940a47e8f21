"""Signing in and out, and the list of signed-in browsers."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.forms import SignInForm
from matchmaker.accounts.models import SignInSession
from matchmaker.accounts.operations import sessions as operations
from matchmaker.accounts.queries import session_by_id, session_lines
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import HALF, enter, next_path, onward, user_agent
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs, public, signed_in


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_actor() is not None:
        return onward()
    form = SignInForm()
    if form.validate_on_submit():
        entered = form.attempt(
            lambda: operations.sign_in(form.email.data, form.password.data, user_agent=user_agent())
        )
        db.session.commit()  # a refusal leaves its trace too
        if isinstance(entered, operations.HalfSignedIn):
            session[HALF] = entered.token
            return redirect(url_for(".second_step", next=next_path() or None), code=303)
        if entered is not None:
            return enter(entered)
        if not form.errors:
            form.refuse(_("邮箱或密码不正确，或者邮箱还没有确认。请检查后再试。"))
    return render_template("accounts/sign_in.html", form=form, next=next_path()), form.status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    actor = current_actor()
    if actor is not None:
        operations.sign_out(actor=actor)
        db.session.commit()
    session.clear()
    flash(_("您已退出登录。"), "success")
    return redirect(url_for("matching.home"), code=303)


@bp.get("/account/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    return render_template("accounts/sessions.html", lines=session_lines(current_actor()))


@bp.post("/account/sessions/<int:session_id>/end")
@needs(policies.may_end_session, session_by_id, account=True)
def end_session(found: SignInSession) -> ResponseReturnValue:
    operations.end_session(found, actor=current_actor())
    db.session.commit()
    flash(_("那个浏览器已退出登录。"), "success")
    return redirect(url_for(".sessions"), code=303)


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    actor = current_actor()
    count = operations.end_sessions_of(actor, keep=actor.browser_token)
    db.session.commit()
    flash(_("其他 %(n)s 个浏览器已退出登录。", n=count), "success")
    return redirect(url_for(".sessions"), code=303)
