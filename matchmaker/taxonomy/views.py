"""Pages of the taxonomy: sectors, scenes, capabilities, standards."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker.accounts.forms.files import wants_file
from matchmaker.catalogue.queries import (
    case_counts_by_scene,
    case_counts_by_sector,
    cases_of_scene,
    cases_of_sector,
    offering_counts_by_scene,
    offering_counts_by_sector,
    offerings_for_scene,
    offerings_of_sector,
)
from matchmaker.catalogue.queries.standards import offerings_stating, standards_to_meet
from matchmaker.db import db
from matchmaker.demands.queries import (
    newest_public_demands,
    open_demand_count_by_scene,
    open_demand_count_by_sector,
)
from matchmaker.demands.queries.standards import public_demands_asking
from matchmaker.matching.queries.scene_gaps import scene_gap, unmet_counts
from matchmaker.taxonomy import policies, queries
from matchmaker.taxonomy.models import Scene, Sector, Standard
from matchmaker.taxonomy.words import standard_level_label
from matchmaker.web.access import needs, public
from matchmaker.web.forms import clean_line
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.language import localised
from matchmaker.web.pagination import paginate
from matchmaker.web.sheets import Columns, first_rows, table_file

bp = Blueprint("taxonomy", __name__)
LONGEST_SEARCH = 100
STANDARDS_PER_PAGE = 50
SHOWN_OF_SECTOR = 4
SHOWN_STANDARDS = 8
APPLYING_STANDARDS = 20
OFFERINGS_PER_PAGE = 20
SHOWN_DEMANDS = 10


@bp.get("/sectors")
@kept_answer
@public
def sectors() -> ResponseReturnValue:
    return render_template(
        "taxonomy/sectors.html",
        sectors=queries.sectors_in_order(),
        scenes=queries.scene_counts(),
        offerings=offering_counts_by_sector(),
        cases=case_counts_by_sector(),
        demands=open_demand_count_by_sector(),
    )


@bp.get("/sectors/<slug:code>")
@kept_answer
@needs(policies.may_see, queries.sector_coded)
def sector(found: Sector) -> ResponseReturnValue:
    if found.code != (request.view_args or {}).get("code"):
        return redirect(url_for(".sector", code=found.code), code=301)
    scenes = queries.scenes_of(found, with_needs=True)
    return render_template(
        "taxonomy/sector.html",
        sector=found,
        industries=queries.industries_of(found),
        scenes=scenes,
        offerings=offering_counts_by_scene(found),
        cases=case_counts_by_scene(found),
        demands=open_demand_count_by_scene(found),
        unmet=unmet_counts(found),
        usual=queries.usual_figures(scenes),
        standards=queries.standards_of(found, SHOWN_STANDARDS),
        newest_offerings=offerings_of_sector(found),
        newest_cases=cases_of_sector(found),
        newest_demands=newest_public_demands({"sector": (found.code,)}, SHOWN_OF_SECTOR),
        others=queries.sector_names(),
    )


@bp.get("/scenes/<slug:slug>")
@kept_answer
@needs(policies.may_see, queries.scene_in_full)
def scene(found: Scene) -> ResponseReturnValue:
    if found.slug != (request.view_args or {}).get("slug"):
        return redirect(url_for(".scene", slug=found.slug), code=301)
    return render_template(
        "taxonomy/scene.html",
        scene=found,
        standards=standards_to_meet([found], found.sector, limit=APPLYING_STANDARDS),
        offerings=offerings_for_scene(found),
        cases=cases_of_scene(found),
        demands=newest_public_demands({"scene": (found.slug,)}),
        gap=scene_gap(found),
        others=queries.scenes_of(found.sector),
    )


@bp.get("/standards")
@public
def standards() -> ResponseReturnValue:
    levels = queries.standard_levels()
    level, words = request.args.get("level", ""), clean_line(request.args.get("q"))
    chosen = queries.chosen_from({"sector": request.args.get("sector", "")})
    found = queries.standards(
        level=level if level in levels else "",
        sector=chosen.sector,
        words=words[:LONGEST_SEARCH],
    )
    if wants_file():
        return _standards_file(found)
    return render_template(
        "taxonomy/standards.html",
        page=paginate(found, per_page=STANDARDS_PER_PAGE, has_file=True),
        levels=levels,
        level=level if level in levels else "",
        words=words[:LONGEST_SEARCH],
        sector=chosen.sector,
        sectors=queries.sector_choices(),
        unknown=(*chosen.unknown, *([clean_line(level)] if level and level not in levels else ())),
    )


@bp.get("/standards/<int:standard_id>")
@needs(policies.may_see, queries.standard_by_id)
def standard(found: Standard) -> ResponseReturnValue:
    if found.merged_into is not None:
        return redirect(url_for(".standard", standard_id=found.merged_into.id), code=301)
    page = paginate(offerings_stating(found), per_page=OFFERINGS_PER_PAGE)
    asking = public_demands_asking(found).limit(SHOWN_DEMANDS)
    return render_template(
        "taxonomy/standard.html",
        standard=found,
        before=queries.standards_before(found),
        page=page,
        demands=db.session.scalars(asking).unique().all(),
    )


@bp.get("/capabilities")
@kept_answer
@public
def capabilities() -> ResponseReturnValue:
    return render_template("taxonomy/capabilities.html", groups=queries.capability_groups())


def _standards_file(found: Select[Standard]) -> Response:
    columns: Columns[Standard] = {
        _("编号"): lambda row: row.code,
        _("名称"): lambda row: row.title,
        _("级别"): lambda row: standard_level_label(row.level),
        _("行业"): lambda row: _("；").join(localised(one) for one in row.sectors),
        _("场景"): lambda row: _("；").join(localised(one) for one in row.scenes),
        _("来源"): lambda row: row.source,
    }
    return table_file("standards", _("标准"), columns, first_rows(found), wide=(1, 5))
