"""Files of taxonomy entries: handing one in, its differences, writing them."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.staff.forms.files import (
    TITLES,
    ApplyForm,
    lines_of_file,
    uploaded_entries,
)
from matchmaker.staff.operations.files import MODELS, apply_file, mark_of, take_taxonomy_file
from matchmaker.staff.policies import may_tend_taxonomy
from matchmaker.staff.views.blueprint import bp
from matchmaker.taxonomy.models import TaxonomyFile
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import BaseForm
from matchmaker.web.sent_forms import remember


def taxonomy_file_by_id(taxonomy_file_id: int) -> TaxonomyFile | None:
    """Find a file that was handed in."""
    return db.session.get(TaxonomyFile, taxonomy_file_id)


@bp.route("/staff/taxonomy/import", methods=["GET", "POST"])
@needs(may_tend_taxonomy, account=True)
def import_taxonomy() -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    kind = kind if kind in MODELS else "scene"
    form, actor = BaseForm(), current_actor()
    if form.validate_on_submit():
        taken = form.attempt(lambda: take_taxonomy_file(kind, *uploaded_entries(kind), actor=actor))
        if taken is not None:
            page = url_for(".taxonomy_file", taxonomy_file_id=taken.id)
            remember(actor, page)
            db.session.commit()
            return redirect(page, code=303)
    page = render_template("staff/import_taxonomy.html", form=form, kind=kind, titles=TITLES)
    return page, form.status


@bp.route("/staff/taxonomy/imports/<int:taxonomy_file_id>", methods=["GET", "POST"])
@needs(may_tend_taxonomy, taxonomy_file_by_id, account=True)
def taxonomy_file(taken: TaxonomyFile) -> ResponseReturnValue:
    form, lines = ApplyForm(), lines_of_file(taken)
    if form.validate_on_submit() and form.succeeds(
        lambda: apply_file(taken, lines, seen=form.seen.data or "", actor=current_actor())
    ):
        is_scene = taken.kind == "scene"
        page = url_for(".taxonomy") if is_scene else url_for(".entries", kind=taken.kind)
        return done(_("已写入，搜索和匹配随后更新。"), page)
    form.seen.data = mark_of(lines)
    shown = {name: [line for line in lines if line.outcome == name] for name in OUTCOMES}
    page = render_template(
        "staff/taxonomy_file.html",
        form=form,
        taken=taken,
        shown=shown,
        title=TITLES[taken.kind],
    )
    return page, form.status


OUTCOMES = ("bad", "new", "changed", "same")
