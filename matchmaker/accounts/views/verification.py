"""Applying to be verified."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.forms import VerificationForm
from matchmaker.accounts.models import Organisation, Verification, VerificationPart
from matchmaker.accounts.operations import verification as operations
from matchmaker.accounts.queries import (
    last_approved,
    organisation_by_id,
    part_by_id,
    undecided_of,
    verification_by_id,
    verification_page,
)
from matchmaker.accounts.views.blueprint import bp
from matchmaker.attachments.enums import ALLOWED, Purpose
from matchmaker.attachments.views import sent
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs


@bp.get("/organisations/<int:organisation_id>/verification")
@needs(policies.may_see_organisation, organisation_by_id, account=True)
def verification(found: Organisation) -> ResponseReturnValue:
    actor, page = current_actor(), verification_page(found)
    return render_template(
        "accounts/verification.html",
        organisation=found,
        page=page,
        read={row.id for row in page.all if policies.may_read_verification(actor, row)},
        may_apply=policies.may_apply(actor, found),
        is_member=policies.is_member(actor, found),
    )


@bp.route("/organisations/<int:organisation_id>/verification/edit", methods=["GET", "POST"])
@needs(policies.may_apply, organisation_by_id, account=True)
def edit_verification(found: Organisation) -> ResponseReturnValue:
    actor, written = current_actor(), undecided_of(found)
    form = VerificationForm.of(found, written, last_approved(found))
    if form.validate_on_submit():
        saved = form.attempt(
            lambda: operations.save_verification(
                found, form.content(), seen_version=form.seen_version, actor=actor
            )
        )
        if saved is not None:
            db.session.commit()  # the files are kept, whatever is still missing
            form.version.data, written = str(saved.version), saved
            if not form.hand_in.data:
                return _done(found, _("已保存，可以稍后继续填写。"))
            if form.succeeds(lambda: operations.submit_verification(saved, actor=actor)):
                db.session.commit()
                return _done(found, _("已提交审核，有结果会通知您。"))
    return _form_page(form, found, undecided_of(found))


@bp.post("/verifications/<int:verification_id>/withdraw")
@needs(policies.may_withdraw_verification, verification_by_id, account=True)
def withdraw_verification(found: Verification) -> ResponseReturnValue:
    operations.withdraw_verification(found, actor=current_actor())
    db.session.commit()
    return _done(found.organisation, _("已撤回这份认证申请，可以重新申请。"))


@bp.get("/verification-parts/<int:part_id>/file")
@needs(policies.may_see_part, part_by_id, account=True)
def verification_file(part: VerificationPart) -> Response:
    assert part.attachment is not None  # noqa: S101 - the policy lets nobody else in
    return sent(part.attachment)


@bp.get("/organisations/<int:organisation_id>/verification/authorisation-letter")
@needs(policies.may_apply, organisation_by_id, account=True)
def authorisation_letter(found: Organisation) -> ResponseReturnValue:
    return render_template(
        "accounts/authorisation_letter.html", organisation=found, actor=current_actor()
    )


def _done(organisation: Organisation, words: str) -> ResponseReturnValue:
    flash(words, "success")
    address = url_for(".verification", organisation_id=organisation.id)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


def _form_page(
    form: VerificationForm, organisation: Organisation, written: Verification | None
) -> ResponseReturnValue:
    form.take_over(written)
    page = render_template(
        "accounts/edit_verification.html",
        form=form,
        organisation=organisation,
        written=written,
        accept=ALLOWED[Purpose.LICENCE].accept,
    )
    return page, form.status
