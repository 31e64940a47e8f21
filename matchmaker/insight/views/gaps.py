"""Pages of the gap radar: the figures, the postings behind a cell, one scene, pain points."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.accounts.policies import is_staff
from matchmaker.demands.models import Demand
from matchmaker.errors import NotFoundError
from matchmaker.insight.enums import PainTable
from matchmaker.insight.forms.files import figures_file
from matchmaker.insight.forms.gaps import (
    WantedGaps,
    gap_charts,
    gap_tables,
    measure_links,
    wanted_gaps,
)
from matchmaker.insight.forms.history import gap_history, gap_lines
from matchmaker.insight.forms.pains import pain_chart, pain_files, pain_tables
from matchmaker.insight.queries import gaps as queries
from matchmaker.insight.queries.pains import Pains, demands_asking, pains, subject_label
from matchmaker.insight.queries.snapshots import history
from matchmaker.insight.views.blueprint import bp
from matchmaker.insight.words import AREA_LABELS
from matchmaker.matching.queries.scene_gaps import scene_gap
from matchmaker.taxonomy.models import Scene
from matchmaker.taxonomy.policies import may_see
from matchmaker.taxonomy.queries import scene_named
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.pagination import paginate
from matchmaker.web.sheets import Columns, first_rows, table_file


@bp.get("/insight/gaps")
@public
def gaps() -> ResponseReturnValue:
    wanted = wanted_gaps(request.args)
    page = queries.gap_page(wanted.slice)
    return render_template(
        "insight/gaps.html",
        wanted=wanted,
        page=page,
        facts=queries.radar(),
        charts=gap_charts(page, wanted),
        measures=measure_links(wanted),
        scenes=queries.scenes_by_need(page),
        lines=gap_lines(history("gaps")),
        pains=_pains(wanted, limit=5),
        is_told=is_staff(current_actor()),
        areas=AREA_LABELS,
    )


@bp.get("/insight/gaps/files/<slug:table>", endpoint="gaps_file")
@public
def export_gaps(table: str) -> ResponseReturnValue:
    check_export_throttle()
    wanted = wanted_gaps(request.args)
    if table == "history":
        return figures_file("insight-history", gap_history(history("gaps")))
    page = queries.gap_page(wanted.slice)
    scenes = [scene for scene, _row in queries.scenes_by_need(page)]
    found = gap_tables(page, wanted, scenes, is_told=is_staff(current_actor()))
    if table not in found:
        raise NotFoundError(_("没有这张表，请从页面上的下载链接打开。"))
    return figures_file(f"insight-{table}", found[table], wanted.conditions())


@bp.get("/insight/gaps/demands")
@public
def gap_demands() -> ResponseReturnValue:
    wanted = wanted_gaps(request.args)
    found = _postings(wanted)
    if wants_file():
        return table_file("gap-demands", _("需求"), _columns(found), first_rows(found))
    page = paginate(found, has_file=True)
    return render_template(
        "insight/gap_demands.html",
        wanted=wanted,
        page=page,
        fits=queries.best_fits([row.id for row in page.items]),
        good=queries.radar().good,
        line=subject_label(*wanted.line) if wanted.line else "",
    )


@bp.get("/insight/gaps/scenes/<slug:slug>")
@needs(may_see, scene_named)
def gap_scene(found: Scene) -> ResponseReturnValue:
    of = queries.Slice(scene=found.id)
    page, numbers = queries.gap_page(of), queries.radar().numbers(of)
    return render_template(
        "insight/gap_scene.html",
        scene=found,
        row=page.whole,
        rest=page.rest,
        facts=queries.radar(),
        gap=scene_gap(found),
        pains=pains(numbers),
        is_told=is_staff(current_actor()),
    )


@bp.get("/insight/gaps/pains", endpoint="pains")
@public
def show_pains() -> ResponseReturnValue:
    wanted = wanted_gaps(request.args)
    found = _pains(wanted)
    return render_template(
        "insight/pains.html",
        wanted=wanted,
        found=found,
        charts={
            table.value: pain_chart(getattr(found, table.value), table, wanted.kept)
            for table in PainTable
        },
        files={table.value: pain_files(table, wanted.kept) for table in PainTable},
        facts=queries.radar(),
        areas=AREA_LABELS,
    )


@bp.get("/insight/gaps/pains/files/<slug:pain>", endpoint="pains_file")
@public
def export_pains(pain: str) -> ResponseReturnValue:
    check_export_throttle()
    wanted = wanted_gaps(request.args)
    found = pain_tables(_pains(wanted))
    if pain not in found:
        raise NotFoundError(_("没有这张表，请从页面上的下载链接打开。"))
    return figures_file(f"insight-{pain}", found[pain], wanted.conditions())


def _pains(wanted: WantedGaps, **limit: int) -> Pains:
    of = wanted.slice
    return pains(None if of == queries.EVERYTHING else queries.radar().numbers(of), **limit)


def _postings(wanted: WantedGaps) -> Select[Demand]:
    found = queries.demands_in(wanted.slice)
    return found.where(Demand.id.in_(demands_asking(*wanted.line))) if wanted.line else found


def _columns(found: Select[Demand]) -> Columns[Demand]:
    fits = queries.best_fits([row.id for row in first_rows(found).items])
    return {
        _("需求"): lambda row: row.title,
        _("单位"): lambda row: row.public_name,
        _("应答截止"): lambda row: row.closes_on.isoformat() if row.closes_on else "",
        _("最佳适配度"): lambda row: fits.get(row.id),
    }
