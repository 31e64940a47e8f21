"""The members of an organisation."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker.accounts import policies
from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.forms import InviteForm, RoleForm
from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.models import Invitation, Membership, Organisation
from matchmaker.accounts.operations import invitations, members
from matchmaker.accounts.queries import (
    invitation_by_id,
    members_of,
    membership_by_id,
    open_invitations,
    organisation_by_id,
)
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.proof import after_proof
from matchmaker.accounts.words import MEMBER_ROLES
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs
from matchmaker.web.filters import day
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember
from matchmaker.web.sheets import Columns, first_rows, table_file


@bp.get("/organisations/<int:organisation_id>/members")
@needs(policies.may_see_organisation, organisation_by_id, account=True)
def organisation_members(found: Organisation) -> ResponseReturnValue:
    actor, members_found = current_actor(), members_of(found)
    if wants_file():
        return _file(members_found)
    may_manage = policies.may_manage_members(actor, found)
    return render_template(
        "accounts/members.html",
        organisation=found,
        page=paginate(members_found, has_file=True),
        invitations=open_invitations(found) if may_manage else [],
        may_manage=may_manage,
        actor=actor,
    )


@bp.route("/organisations/<int:organisation_id>/invite", methods=["GET", "POST"])
@needs(policies.may_manage_members, organisation_by_id, account=True)
def invite(found: Organisation) -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        role = MemberRole(form.role.data)
        sent = form.attempt(
            lambda: invitations.invite(found, form.email.data, role, actor=current_actor())
        )
        if sent is not None:
            remember(current_actor(), _members_url(found.id))
            db.session.commit()
            flash(_("邀请已发出，7 天内有效。"), "success")
            return _to_members(found.id)
    return render_template("accounts/invite.html", form=form, organisation=found), form.status


@bp.post("/invitations/<int:invitation_id>/revoke")
@needs(policies.may_revoke, invitation_by_id, account=True)
def revoke_invitation(found: Invitation) -> ResponseReturnValue:
    invitations.revoke(found, actor=current_actor())
    db.session.commit()
    flash(_("邀请已撤回，链接不能再用。"), "success")
    return _to_members(found.organisation_id)


@bp.post("/memberships/<int:membership_id>/role")
@needs(policies.may_manage_membership, membership_by_id, account=True)
@after_proof
def change_role(found: Membership) -> ResponseReturnValue:
    form = RoleForm()
    if form.validate_on_submit():
        members.change_role(found, MemberRole(form.role.data), actor=current_actor())
        db.session.commit()
        flash(_("身份已更改。"), "success")
    return _to_members(found.organisation_id)


@bp.post("/memberships/<int:membership_id>/remove")
@needs(policies.may_manage_membership, membership_by_id, account=True)
@after_proof
def remove_member(found: Membership) -> ResponseReturnValue:
    organisation_id, name = found.organisation_id, found.account.name
    members.remove_member(found, actor=current_actor())
    db.session.commit()
    flash(_("%(name)s 已移出单位，并已退出登录。", name=name), "success")
    return _to_members(organisation_id)


@bp.post("/memberships/<int:membership_id>/offer-ownership")
@needs(policies.may_manage_membership, membership_by_id, account=True)
@after_proof
def offer_ownership(found: Membership) -> ResponseReturnValue:
    invitations.offer_ownership(found, actor=current_actor())
    db.session.commit()
    flash(_("转让邀请已发出。对方接受后，您成为编辑者。"), "success")
    return _to_members(found.organisation_id)


@bp.post("/memberships/<int:membership_id>/leave")
@needs(policies.may_leave, membership_by_id, account=True)
def leave(found: Membership) -> ResponseReturnValue:
    members.leave(found, actor=current_actor())
    db.session.commit()
    flash(_("您已退出这个单位。"), "success")
    return redirect(url_for(".organisations"), code=303)


def _to_members(organisation_id: int) -> ResponseReturnValue:
    return redirect(_members_url(organisation_id), code=303)


def _members_url(organisation_id: int) -> str:
    return url_for(".organisation_members", organisation_id=organisation_id)


def _file(found: Select[Membership]) -> Response:
    columns: Columns[Membership] = {
        _("姓名"): lambda row: row.account.name,
        _("身份"): lambda row: str(MEMBER_ROLES[row.role]),
        _("加入时间"): lambda row: day(row.created_at),
    }
    return table_file("members", _("成员"), columns, first_rows(found))
