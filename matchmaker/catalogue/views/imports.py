"""Offerings from a spreadsheet and back: template, upload, what it would do, progress."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Organisation
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.catalogue import policies
from matchmaker.catalogue.enums import RowOutcome
from matchmaker.catalogue.forms.imports import column_label, offerings_book, uploaded_rows
from matchmaker.catalogue.forms.sheets import COLUMNS, offering_cells
from matchmaker.catalogue.models import OfferingImport
from matchmaker.catalogue.operations.imports import ROW, cancel_import, confirm_import, take_file
from matchmaker.catalogue.queries import imports as queries
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs
from matchmaker.web.forms import BaseForm
from matchmaker.web.pagination import paginate


@bp.route(
    "/organisations/<int:organisation_id>/offerings/import",
    methods=["GET", "POST"],
    endpoint="import_offerings",
)
@needs(policies.may_write_profile, organisation_by_id, account=True)
def upload_offerings(found: Organisation) -> ResponseReturnValue:
    form, actor = BaseForm(), current_actor()
    if form.validate_on_submit():
        taken = form.attempt(lambda: take_file(found, *uploaded_rows(), actor=actor))
        if taken is not None:
            db.session.commit()
            return redirect(_page(taken), code=HTTPStatus.SEE_OTHER)
    status = form.refused_status if form.is_submitted() else HTTPStatus.OK
    page = render_template(
        "catalogue/import_offerings.html",
        form=form,
        organisation=found,
        imports=queries.imports_of(found),
    )
    return page, status


@bp.get("/organisations/<int:organisation_id>/offerings/template", endpoint="import_template")
@needs(policies.may_write_profile, organisation_by_id, account=True)
def offerings_template(_found: Organisation) -> Response:
    return offerings_book("offerings-template", [], is_template=True)


@bp.get("/organisations/<int:organisation_id>/offerings/export", endpoint="export_own_offerings")
@needs(policies.may_write_profile, organisation_by_id, account=True)
def own_offerings_file(found: Organisation) -> Response:
    rows = (offering_cells(*row) for row in queries.exported_offerings(found))
    return offerings_book("offerings", rows)


@bp.get("/imports/<int:import_id>", endpoint="offering_import")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def import_page(found: OfferingImport) -> ResponseReturnValue:
    counts = queries.outcomes(found)
    asked = request.args.get("show", "")
    first = next((one for one in _SHOWN if counts[one]), RowOutcome.BAD)
    shown = RowOutcome(asked) if asked in {*_SHOWN} else first
    return render_template(
        "catalogue/offering_import.html",
        taken=found,
        counts=counts,
        shown=shown,
        tabs=_SHOWN,
        page=paginate(queries.rows_of(found, shown)),
        labels={name: column_label(name) for name in (ROW, *COLUMNS)},
    )


@bp.get("/imports/<int:import_id>/bad-rows", endpoint="import_bad_rows")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def bad_rows_file(found: OfferingImport) -> Response:
    rows = db.session.scalars(queries.rows_of(found, RowOutcome.BAD)).all()
    cells = [row.cells for row in rows]
    return offerings_book("offerings-to-mend", cells, faults=[row.faults for row in rows])


@bp.post("/imports/<int:import_id>/confirm", endpoint="confirm_import")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def confirm(found: OfferingImport) -> ResponseReturnValue:
    confirm_import(found, actor=current_actor())
    db.session.commit()
    flash(_("已开始导入，可以离开这个页面。"), "success")
    return redirect(_page(found), code=HTTPStatus.SEE_OTHER)


@bp.post("/imports/<int:import_id>/cancel", endpoint="cancel_import")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def cancel(found: OfferingImport) -> ResponseReturnValue:
    cancel_import(found, actor=current_actor())
    db.session.commit()
    flash(_("已取消。已写入的方案保留。"), "success")
    return redirect(_page(found), code=HTTPStatus.SEE_OTHER)


_SHOWN = (RowOutcome.BAD, RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.SAME)


def _page(taken: OfferingImport) -> str:
    return url_for(".offering_import", import_id=taken.id)
