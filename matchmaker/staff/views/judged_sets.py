"""Judged sets: needs added by staff, graded pair by pair, exported for evaluation."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.demands.queries import demand_by_id
from matchmaker.errors import DomainError, NotFoundError
from matchmaker.matching import policies
from matchmaker.matching.models import JudgedNeed, JudgedPair, JudgedSet
from matchmaker.matching.operations.judging import add_need, grade_pair, remove_need, start_set
from matchmaker.matching.queries import judgements as queries
from matchmaker.matching.queries.benches import doc_lines, qrels_lines, query_lines
from matchmaker.staff.forms import AddNeedForm, GradeForm, SetForm
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import clean_prose
from matchmaker.web.sent_forms import remember

EXPORTS = {"qrels": qrels_lines, "queries": query_lines, "docs": doc_lines}


@bp.route("/staff/judged-sets", methods=["GET", "POST"])
@needs(policies.may_grade, account=True)
def judged_sets() -> ResponseReturnValue:
    form, actor = SetForm(), current_actor()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: start_set(form.name.data or "", clean_prose(form.notes.data), actor=actor)
        )
        if made:
            page = url_for(".judged_set", set_id=made.id)
            remember(actor, page)
            db.session.commit()
            return redirect(page, code=303)
    sets = queries.judged_sets()
    page = render_template(
        "staff/judged_sets.html", form=form, sets=sets, progress=queries.progress_of(sets, actor)
    )
    return page, form.refused_status if form.errors else 200


@bp.get("/staff/judged-sets/<int:set_id>")
@needs(policies.may_grade, queries.set_by_id, account=True)
def judged_set(found: JudgedSet) -> ResponseReturnValue:
    return _set_page(found, _add_form(found))


@bp.post("/staff/judged-sets/<int:set_id>")
@needs(policies.may_grade, queries.set_by_id, account=True)
def add_judged_need(found: JudgedSet) -> ResponseReturnValue:
    form, actor = _add_form(found), current_actor()
    demand = demand_by_id(int(form.demand.data)) if form.validate() else None
    if demand is not None:
        form.attempt(lambda: add_need(found, demand, actor=actor))
    if form.errors:
        return _set_page(found, form), form.refused_status
    db.session.commit()
    flash(_("已加入评判集。"), "success")
    return redirect(url_for(".judged_set", set_id=found.id), code=303)


@bp.post("/staff/judged-needs/<int:need_id>/remove")
@needs(policies.may_grade, queries.need_in_set, account=True)
def remove_judged_need(need: JudgedNeed) -> ResponseReturnValue:
    set_id = need.set_id
    remove_need(need, actor=current_actor())
    db.session.commit()
    flash(_("已移出评判集。"), "success")
    return redirect(url_for(".judged_set", set_id=set_id), code=303)


@bp.get("/staff/judged-sets/<int:set_id>/grade")
@needs(policies.may_grade, queries.set_by_id, account=True)
def grade_next(found: JudgedSet) -> ResponseReturnValue:
    after = queries.pair_by_id(min(request.args.get("after", 0, type=int), LARGEST_NUMBER))
    number = queries.next_pair(found, current_actor(), after)
    waiting = queries.pair_by_id(number) if number else None
    if waiting is None:
        flash(_("这个评判集您已经全部评完。"), "success")
        return redirect(url_for(".judged_set", set_id=found.id), code=303)
    return _pair_page(waiting)


@bp.get("/staff/judged-pairs/<int:pair_id>")
@needs(policies.may_grade, queries.pair_by_id, account=True)
def pair(found: JudgedPair) -> ResponseReturnValue:
    return _pair_page(found)


@bp.post("/staff/judged-pairs/<int:pair_id>")
@needs(policies.may_grade, queries.pair_by_id, account=True)
def grade(found: JudgedPair) -> ResponseReturnValue:
    form = GradeForm()
    if not form.validate_on_submit():
        raise DomainError(_("请选 0 到 3。"))
    set_id, actor = found.need.set_id, current_actor()
    grade_pair(found, form.grade.data or 0, actor=actor)
    db.session.commit()
    number = queries.next_pair(found.need.judged_set, actor, found)
    if number is None:
        flash(_("这个评判集您已经全部评完。"), "success")
        return redirect(url_for(".judged_set", set_id=set_id), code=303)
    return redirect(url_for(".pair", pair_id=number, last=found.id), code=303)


@bp.get("/staff/judged-sets/<int:set_id>/export")
@needs(policies.may_grade, queries.set_by_id, account=True)
def export_set(found: JudgedSet) -> ResponseReturnValue:
    part = request.args.get("part", "qrels")
    if part not in EXPORTS:
        raise NotFoundError(_("没有这个文件。"))
    body = "".join(f"{line}\n" for line in EXPORTS[part](found))
    headers = {"Content-Disposition": f'attachment; filename="{part}-{found.id}.jsonl"'}
    return Response(body, mimetype="application/x-ndjson", headers=headers)


def _pair_page(found: JudgedPair) -> str:
    actor = current_actor()
    judged = found.need.judged_set
    own = [row.grade for row in found.grades if row.account_id == actor.id]
    return render_template(
        "staff/pair.html",
        pair=found,
        judged_set=judged,
        own=own[0] if own else None,
        progress=queries.progress_of([judged], actor)[judged.id],
        last=min(request.args.get("last", 0, type=int), LARGEST_NUMBER),
    )


def _add_form(found: JudgedSet) -> AddNeedForm:
    form = AddNeedForm()
    form.demand.choices = [("", _("请选择需求"))] + [
        (
            str(demand.id),
            _("%(title)s（%(n)s 个评价）", title=demand.title or demand.text[:40], n=count)
            if count
            else demand.title or demand.text[:40],
        )
        for demand, count in queries.addable_demands(found)
    ]
    return form


def _set_page(found: JudgedSet, form: AddNeedForm) -> str:
    actor = current_actor()
    return render_template(
        "staff/judged_set.html",
        judged_set=found,
        form=form,
        progress=queries.progress_of([found], actor)[found.id],
    )
