"""Pictures and documents of offerings: who sees them, and how their people tend them."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.attachments.views import sent, shown
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.enums import FileKind
from matchmaker.catalogue.forms.attaching import OfferingFileForm
from matchmaker.catalogue.models import Offering, OfferingFile
from matchmaker.catalogue.operations import add_file, move_file, remove_file
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs
from matchmaker.web.submissions import remember


@bp.route("/offerings/<int:offering_id>/files", methods=["GET", "POST"], endpoint="offering_files")
@needs(policies.may_edit, queries.offering_page, account=True)
def tend_files(found: Offering) -> ResponseReturnValue:
    form, actor = OfferingFileForm(), current_actor()
    page = url_for(".offering_files", offering_id=found.id)
    if form.validate_on_submit() and form.attempt(
        lambda: add_file(
            found,
            form.file.data,
            kind=FileKind(form.kind.data),
            words=form.words.data or "",
            actor=actor,
        )
    ):
        remember(actor, page)
        db.session.commit()
        flash(_("已上传。"), "success")
        return redirect(page, code=HTTPStatus.SEE_OTHER)
    return render_template("catalogue/offering_files.html", offering=found, form=form), form.status


@bp.post("/offering-files/<int:file_id>/move", endpoint="move_offering_file")
@needs(policies.may_edit_file, queries.file_by_id, account=True)
def move_forward(found: OfferingFile) -> ResponseReturnValue:
    move_file(found, actor=current_actor())
    db.session.commit()
    flash(_("已往前移一位。"), "success")
    return redirect(
        url_for(".offering_files", offering_id=found.offering_id), code=HTTPStatus.SEE_OTHER
    )


@bp.post("/offering-files/<int:file_id>/remove", endpoint="remove_offering_file")
@needs(policies.may_edit_file, queries.file_by_id, account=True)
def remove(found: OfferingFile) -> ResponseReturnValue:
    page = url_for(".offering_files", offering_id=found.offering_id)
    remove_file(found, actor=current_actor())
    db.session.commit()
    flash(_("已删去。"), "success")
    return redirect(page, code=HTTPStatus.SEE_OTHER)


@bp.get("/offering-files/<int:file_id>")
@needs(policies.may_see_file, queries.file_by_id)
def offering_file(found: OfferingFile) -> ResponseReturnValue:
    return shown(found.attachment) if found.kind is FileKind.PICTURE else sent(found.attachment)
