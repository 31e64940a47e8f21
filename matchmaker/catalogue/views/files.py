"""Pictures and documents of offerings and cases: who sees them, and how their people tend them."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.attachments.views import sent, shown
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.enums import FileKind
from matchmaker.catalogue.forms.attaching import FileForm
from matchmaker.catalogue.models import Case, CaseFile, Offering, OfferingFile
from matchmaker.catalogue.operations import add_file, move_file, remove_file
from matchmaker.catalogue.operations.files import MOST
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.sent_forms import remember


@bp.route("/offerings/<int:offering_id>/files", methods=["GET", "POST"], endpoint="offering_files")
@needs(policies.may_edit, queries.offering_page, account=True)
def tend_files(found: Offering) -> ResponseReturnValue:
    return _tend(found)


@bp.route("/cases/<int:case_id>/files", methods=["GET", "POST"], endpoint="case_files")
@needs(policies.may_edit_case, queries.case_by_id, account=True)
def tend_case_files(found: Case) -> ResponseReturnValue:
    return _tend(found)


@bp.post("/offering-files/<int:file_id>/move", endpoint="move_offering_file")
@needs(policies.may_edit_file, queries.file_by_id, account=True)
def move_forward(found: OfferingFile) -> ResponseReturnValue:
    return _moved(found)


@bp.post("/case-files/<int:case_file_id>/move", endpoint="move_case_file")
@needs(policies.may_edit_case_file, queries.case_file_by_id, account=True)
def move_forward_in_case(found: CaseFile) -> ResponseReturnValue:
    return _moved(found)


@bp.post("/offering-files/<int:file_id>/remove", endpoint="remove_offering_file")
@needs(policies.may_edit_file, queries.file_by_id, account=True)
def remove(found: OfferingFile) -> ResponseReturnValue:
    return _removed(found)


@bp.post("/case-files/<int:case_file_id>/remove", endpoint="remove_case_file")
@needs(policies.may_edit_case_file, queries.case_file_by_id, account=True)
def remove_from_case(found: CaseFile) -> ResponseReturnValue:
    return _removed(found)


@bp.get("/offering-files/<int:file_id>")
@needs(policies.may_see_file, queries.file_by_id)
def offering_file(found: OfferingFile) -> ResponseReturnValue:
    return _given(found)


@bp.get("/case-files/<int:case_file_id>")
@needs(policies.may_see_case_file, queries.case_file_by_id)
def case_file(found: CaseFile) -> ResponseReturnValue:
    return _given(found)


def _tend(owner: Offering | Case) -> ResponseReturnValue:
    form, actor, page = FileForm(), current_actor(), _page_of(owner)
    if form.validate_on_submit() and form.attempt(
        lambda: add_file(
            owner,
            form.file.data,
            kind=FileKind(form.kind.data),
            words=form.words.data or "",
            actor=actor,
        )
    ):
        remember(actor, page)
        return done(_("已上传。"), page)
    html = render_template(
        "catalogue/files.html", owner=owner, is_case=isinstance(owner, Case), most=MOST, form=form
    )
    return html, form.status


def _moved(file: OfferingFile | CaseFile) -> ResponseReturnValue:
    move_file(file, actor=current_actor())
    return done(_("已往前移一位。"), _page_of(file.owner))


def _removed(file: OfferingFile | CaseFile) -> ResponseReturnValue:
    page = _page_of(file.owner)
    remove_file(file, actor=current_actor())
    return done(_("已删去。"), page)


def _given(file: OfferingFile | CaseFile) -> ResponseReturnValue:
    return shown(file.attachment) if file.kind is FileKind.PICTURE else sent(file.attachment)


def _page_of(owner: Offering | Case) -> str:
    if isinstance(owner, Case):
        return url_for(".case_files", case_id=owner.id)
    return url_for(".offering_files", offering_id=owner.id)
