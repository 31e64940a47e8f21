"""Pages about one's own data: what was agreed to, a copy, deletion."""

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.enums import ConsentChannel, ConsentDocument
from matchmaker.accounts.operations.consents import give_consent
from matchmaker.accounts.views.browser import next_path, onward
from matchmaker.accounts.views.proof import after_proof
from matchmaker.db import db
from matchmaker.privacy.forms import ConsentForm, DeletionForm
from matchmaker.privacy.operations.copies import export_data
from matchmaker.privacy.operations.deletion import ask_deletion, deletes_at, keep_account
from matchmaker.privacy.queries import consents_of
from matchmaker.privacy.words import CHANNELS, DOCUMENTS
from matchmaker.web.access import current_actor, signed_in

bp = Blueprint("privacy", __name__)


@bp.route("/account/consent", methods=["GET", "POST"])
@signed_in
def consent() -> ResponseReturnValue:
    actor = current_actor()
    form = ConsentForm()
    if form.validate_on_submit():
        give_consent(actor, ConsentDocument.PRIVACY_NOTICE, ConsentChannel.SIGN_IN, actor=actor)
        db.session.commit()
        return onward()
    page = render_template(
        "privacy/consent.html", form=form, is_new=not actor.privacy_version, next=next_path()
    )
    return page, form.status


@bp.get("/account/data")
@signed_in
def own_data() -> ResponseReturnValue:
    return _own_data_page(DeletionForm(formdata=None)), 200


@bp.post("/account/data/export")
@signed_in
@after_proof
def export() -> ResponseReturnValue:
    archive = export_data(actor=current_actor())
    db.session.commit()
    name = f"my-data-{clock.today().isoformat()}.zip"
    return send_file(archive, "application/zip", as_attachment=True, download_name=name)


@bp.post("/account/data/delete")
@signed_in
def ask_to_delete() -> ResponseReturnValue:
    form = DeletionForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: ask_deletion(form.password.data, actor=current_actor())
    ):
        db.session.commit()
        flash(_("账号将在 7 天后注销。在那之前可以反悔。"), "success")
        return redirect(url_for(".own_data"), code=303)
    return _own_data_page(form), form.status


@bp.post("/account/data/keep")
@signed_in
def keep() -> ResponseReturnValue:
    keep_account(actor=current_actor())
    db.session.commit()
    flash(_("账号保留，不会注销。"), "success")
    return redirect(url_for(".own_data"), code=303)


def _own_data_page(form: DeletionForm) -> str:
    actor = current_actor()
    return render_template(
        "privacy/own_data.html",
        form=form,
        email=actor.email,
        consents=consents_of(actor),
        documents=DOCUMENTS,
        channels=CHANNELS,
        deletes_at=deletes_at(actor),
    )
