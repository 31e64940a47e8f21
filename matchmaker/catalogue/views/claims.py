"""Claiming a profile that was put together from public sources."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Organisation
from matchmaker.attachments.enums import ALLOWED, Purpose
from matchmaker.attachments.views import sent
from matchmaker.catalogue import policies
from matchmaker.catalogue.forms.claims import ClaimForm
from matchmaker.catalogue.models import Claim
from matchmaker.catalogue.operations import claims as operations
from matchmaker.catalogue.queries import providing_organisation
from matchmaker.catalogue.queries.claims import claim_by_id, own_claim_to
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.moderation.queries import decisions_of
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.route("/providers/<int:organisation_id>/claim", methods=["GET", "POST"])
@needs(policies.may_claim, providing_organisation, account=True)
def claim_provider(found: Organisation) -> ResponseReturnValue:
    actor = current_actor()
    running = own_claim_to(found.id, actor)
    if running is not None:
        return redirect(url_for(".claim", claim_id=running.id), code=HTTPStatus.SEE_OTHER)
    form = ClaimForm.speak_for(actor)
    if form.organisation.choices and form.validate_on_submit():
        made = form.attempt(
            lambda: operations.make_claim(
                found, form.chosen, form.words.data or "", form.file.data or None, actor=actor
            )
        )
        if made is not None:
            address = url_for(".claim", claim_id=made.id)
            remember(actor, address)
            db.session.commit()
            flash(_("已提交认领申请，有结果会通知您。"), "success")
            return redirect(address, code=HTTPStatus.SEE_OTHER)
    return _form_page(form, found)


@bp.get("/claims/<int:claim_id>")
@needs(policies.may_see_claim, claim_by_id, account=True)
def claim(found: Claim) -> ResponseReturnValue:
    return render_template(
        "catalogue/claim.html",
        claim=found,
        lines=decisions_of(found),
        may_mend=policies.may_mend_claim(current_actor(), found),
        may_withdraw=policies.may_withdraw_claim(current_actor(), found),
    )


@bp.route("/claims/<int:claim_id>/edit", methods=["GET", "POST"])
@needs(policies.may_mend_claim, claim_by_id, account=True)
def mend_claim(found: Claim) -> ResponseReturnValue:
    actor = current_actor()
    form = ClaimForm.speak_for(actor, found)

    def mended() -> bool:
        operations.mend_claim(found, form.words.data or "", form.file.data or None, actor=actor)
        return True

    if form.validate_on_submit() and form.attempt(mended):
        page = url_for(".claim", claim_id=found.id)
        remember(actor, page)
        db.session.commit()
        flash(_("已重新提交认领申请。"), "success")
        return redirect(page, code=HTTPStatus.SEE_OTHER)
    return _form_page(form, found.provider, found)


@bp.post("/claims/<int:claim_id>/withdraw")
@needs(policies.may_withdraw_claim, claim_by_id, account=True)
def withdraw_claim(found: Claim) -> ResponseReturnValue:
    operations.withdraw_claim(found, actor=current_actor())
    db.session.commit()
    flash(_("已撤回认领申请。"), "success")
    return redirect(url_for(".claim", claim_id=found.id), code=HTTPStatus.SEE_OTHER)


@bp.get("/claims/<int:claim_id>/file")
@needs(policies.may_see_claim, claim_by_id, account=True)
def claim_file(found: Claim) -> Response:
    assert found.attachment is not None  # noqa: S101 - a claim is made with a file
    return sent(found.attachment)


def _form_page(
    form: ClaimForm, provider: Organisation, claim: Claim | None = None
) -> ResponseReturnValue:
    page = render_template(
        "catalogue/claim_form.html",
        form=form,
        provider=provider,
        claim=claim,
        accept=ALLOWED[Purpose.EVIDENCE].accept,
    )
    return page, form.refused_status if form.is_submitted() else HTTPStatus.OK
