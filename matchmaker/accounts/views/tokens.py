"""Keys for programs: a person's own, and those of an organisation."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.forms.tokens import TokenForm
from matchmaker.accounts.models import AccessToken, Organisation
from matchmaker.accounts.operations import tokens as operations
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.accounts.queries import tokens as queries
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.proof import after_proof
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.sent_forms import remember


@bp.get("/account/tokens")
@signed_in
def own_tokens() -> ResponseReturnValue:
    return _list(None)


@bp.get("/organisations/<int:organisation_id>/tokens")
@needs(policies.may_make_tokens, organisation_by_id, account=True)
def organisation_tokens(found: Organisation) -> ResponseReturnValue:
    return _list(found)


@bp.route("/account/tokens/new", methods=["GET", "POST"])
@signed_in
@after_proof
def new_token() -> ResponseReturnValue:
    return _make(None)


@bp.route("/organisations/<int:organisation_id>/tokens/new", methods=["GET", "POST"])
@needs(policies.may_make_tokens, organisation_by_id, account=True)
@after_proof
def new_organisation_token(found: Organisation) -> ResponseReturnValue:
    return _make(found)


@bp.post("/tokens/<int:token_id>/revoke")
@needs(policies.may_revoke_token, queries.token_by_id, account=True)
def revoke_token(found: AccessToken) -> ResponseReturnValue:
    operations.revoke_token(found, actor=current_actor())
    db.session.commit()
    flash(_("令牌已撤销，用它的程序立即不能再访问。"), "success")
    return redirect(_list_url(found.organisation), code=303)


def _list(organisation: Organisation | None) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.tokens_of(organisation) if organisation else queries.own_tokens(actor)
    return render_template(
        "accounts/tokens.html",
        organisation=organisation,
        tokens=found,
        working={row.id for row in found if queries.works(row)},
    )


def _make(organisation: Organisation | None) -> ResponseReturnValue:
    actor = current_actor()
    form = TokenForm.about(actor)
    if form.validate_on_submit():
        made = form.make(organisation, actor=actor)
        if made is not None:
            remember(actor, _list_url(organisation))
            db.session.commit()
            facts = {"made": made.token, "key": made.key, "back": _list_url(organisation)}
            return render_template("accounts/token_made.html", **facts)
    page = render_template("accounts/new_token.html", form=form, organisation=organisation)
    return page, form.status


def _list_url(organisation: Organisation | None) -> str:
    if organisation is None:
        return url_for(".own_tokens")
    return url_for(".organisation_tokens", organisation_id=organisation.id)
