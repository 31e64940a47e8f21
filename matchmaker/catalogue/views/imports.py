"""Offerings and cases from a spreadsheet and back: template, upload, what it would do, progress."""

from http import HTTPStatus
from typing import TypeAlias

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue import policies
from matchmaker.catalogue.enums import ImportKind, RowOutcome
from matchmaker.catalogue.forms import imports as forms
from matchmaker.catalogue.forms.sheets import SHEETS
from matchmaker.catalogue.models import SheetImport
from matchmaker.catalogue.operations.imports import ROW, cancel_import, confirm_import, take_file
from matchmaker.catalogue.queries import imports as queries
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import BaseForm
from matchmaker.web.pagination import paginate

Place: TypeAlias = tuple[Organisation, ImportKind]


@bp.route(
    "/organisations/<int:organisation_id>/<slug:import_kind>/import",
    methods=["GET", "POST"],
    endpoint="import_sheet",
)
@needs(policies.may_import, queries.place_of_imports, account=True)
def upload_sheet(place: Place) -> ResponseReturnValue:
    (organisation, kind), form, actor = place, BaseForm(), current_actor()
    if form.validate_on_submit():
        taken = form.attempt(
            lambda: take_file(kind, organisation, *forms.uploaded_rows(kind), actor=actor)
        )
        if taken is not None:
            db.session.commit()
            return redirect(_page(taken), code=HTTPStatus.SEE_OTHER)
    page = render_template(
        "catalogue/import_sheet.html",
        form=form,
        organisation=organisation,
        kind=kind,
        imports=queries.imports_of(organisation, kind),
    )
    return page, form.status


@bp.get(
    "/organisations/<int:organisation_id>/<slug:import_kind>/template", endpoint="import_template"
)
@needs(policies.may_import, queries.place_of_imports, account=True)
def sheet_template(place: Place) -> Response:
    return forms.template_book(place[1])


@bp.get("/organisations/<int:organisation_id>/<slug:import_kind>/export", endpoint="export_own")
@needs(policies.may_import, queries.place_of_imports, account=True)
def own_things_file(place: Place) -> Response:
    organisation, kind = place
    return forms.things_book(kind, queries.exported_things(kind, organisation))


@bp.get("/imports/<int:import_id>", endpoint="sheet_import")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def import_page(found: SheetImport) -> ResponseReturnValue:
    counts = queries.outcomes(found)
    asked = request.args.get("show", "")
    first = next((one for one in _SHOWN if counts[one]), RowOutcome.BAD)
    shown = RowOutcome(asked) if asked in {*_SHOWN} else first
    columns = (ROW, *SHEETS[found.kind].columns)
    return render_template(
        "catalogue/sheet_import.html",
        taken=found,
        counts=counts,
        shown=shown,
        tabs=_SHOWN,
        page=paginate(queries.rows_of(found, shown)),
        labels={name: forms.column_label(found.kind, name) for name in columns},
    )


@bp.get("/imports/<int:import_id>/bad-rows", endpoint="import_bad_rows")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def bad_rows_file(found: SheetImport) -> Response:
    rows = db.session.scalars(queries.rows_of(found, RowOutcome.BAD)).all()
    return forms.bad_rows_book(
        found.kind, [row.cells for row in rows], [row.faults for row in rows]
    )


@bp.post("/imports/<int:import_id>/confirm", endpoint="confirm_import")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def confirm(found: SheetImport) -> ResponseReturnValue:
    confirm_import(found, actor=current_actor())
    return done(_("已开始导入，可以离开这个页面。"), _page(found))


@bp.post("/imports/<int:import_id>/cancel", endpoint="cancel_import")
@needs(policies.may_see_import, queries.import_by_id, account=True)
def cancel(found: SheetImport) -> ResponseReturnValue:
    cancel_import(found, actor=current_actor())
    return done(_("已取消。已写入的内容保留。"), _page(found))


_SHOWN = (RowOutcome.BAD, RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.SAME)


def _page(taken: SheetImport) -> str:
    return url_for(".sheet_import", import_id=taken.id)
