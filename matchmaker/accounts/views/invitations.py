"""What an invited person sees: who invites, and the way in."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.enums import AccountState
from matchmaker.accounts.forms import InvitedForm
from matchmaker.accounts.models import Invitation
from matchmaker.accounts.operations import invitations as operations
from matchmaker.accounts.operations.throttle import check_missed_link
from matchmaker.accounts.queries import account_by_email, invitation_by_id, invitation_for_token
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import enter, user_agent
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.language import language


@bp.route("/invitations/<token:token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    found = invitation_for_token(token)
    if found is None:
        check_missed_link()
        return render_template("accounts/invitation_unusable.html"), HTTPStatus.NOT_FOUND
    actor = current_actor()
    account = account_by_email(found.email)
    form = InvitedForm()
    if actor is None and form.validate_on_submit():
        entered = form.attempt(
            lambda: operations.register_invited(
                found,
                name=form.name.data,
                password=form.password.data,
                locale=language(),
                user_agent=user_agent(),
            )
        )
        if entered is not None:
            target = url_for(".organisation", organisation_id=found.organisation_id)
            db.session.commit()
            return enter(entered, target)
    page = render_template(
        "accounts/invitation.html",
        form=form,
        invitation=found,
        token=token,
        actor=actor,
        has_account=account is not None and account.state is not AccountState.PENDING,
        may_answer=policies.may_answer(actor, found),
    )
    return page, form.status


@bp.post("/invitations/<int:invitation_id>/accept")
@needs(policies.may_answer, invitation_by_id, account=True)
def accept_invitation(found: Invitation) -> ResponseReturnValue:
    operations.accept(found, actor=current_actor())
    db.session.commit()
    flash(_("您已接受邀请。"), "success")
    target = url_for(".organisation", organisation_id=found.organisation_id)
    return redirect(target, code=303)


@bp.post("/invitations/<int:invitation_id>/decline")
@needs(policies.may_answer, invitation_by_id, account=True)
def decline_invitation(found: Invitation) -> ResponseReturnValue:
    operations.decline(found, actor=current_actor())
    db.session.commit()
    flash(_("您已谢绝邀请。"), "success")
    return redirect(url_for(".organisations"), code=303)
