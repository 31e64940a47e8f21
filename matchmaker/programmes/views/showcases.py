"""Showcases for everybody: the gallery with its map, one page, its files, a copy as a need."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.accounts.operations.throttle import check_export_throttle, check_throttle, network
from matchmaker.attachments.views import sent, shown
from matchmaker.catalogue.enums import FileKind
from matchmaker.db import db
from matchmaker.demands.views import keep_key
from matchmaker.insight.queries.plans import indicator_line
from matchmaker.matching.views.pages import PASTES, PASTES_PER
from matchmaker.programmes.forms.showcase_lists import (
    provinces_file,
    showcase_facets,
    showcases_file,
    wanted_showcases,
)
from matchmaker.programmes.forms.showcase_pdf import showcase_pdf
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFile
from matchmaker.programmes.operations.copying import copy_showcase
from matchmaker.programmes.policies import showcases as policies
from matchmaker.programmes.queries import showcases as queries
from matchmaker.programmes.views.blueprint import bp
from matchmaker.taxonomy.queries import provinces_for_tiles
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.charts import Shown, TileChart, tile_chart
from matchmaker.web.facets import address_with, chips
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import secret_of_sending

TARGET = "y27-pilots"  # the indicator that holds the national target
FILE = "programmes.showcases_file"


@bp.get("/showcases")
@public
def showcases() -> ResponseReturnValue:
    wanted = wanted_showcases(request.args)
    tally = queries.showcase_tally()
    counts = tally.counts(wanted.chosen.values)
    facets = showcase_facets(wanted, counts)
    return render_template(
        "programmes/showcases.html",
        page=paginate(queries.showcases(wanted.chosen.values)),
        wanted=wanted,
        facets=facets,
        chips=chips(facets),
        file_url=address_with({}, FILE),
        map=_map(counts["region"]),
        map_files=_map_files(),
        total=len(tally),
        by_subject=tally.counts({})["subject"],
        target=indicator_line(TARGET),
        may_curate=policies.may_curate(current_actor()),
    )


def _map(counts: Mapping[str, int]) -> TileChart:
    shown = {
        code: Shown(count, str(count), url_for(".showcases", region=code))
        for code, count in counts.items()
        if count
    }
    return tile_chart(provinces_for_tiles(), shown)


def _map_files() -> list[tuple[str, str]]:
    return [
        (words, address_with({"table": "provinces", "format": code}, FILE))
        for words, code in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


@bp.get("/showcases/export", endpoint="showcases_file")
@public
def export_showcases() -> ResponseReturnValue:
    check_export_throttle()
    wanted = wanted_showcases(request.args)
    counts = queries.showcase_tally().counts(wanted.chosen.values)
    facets = showcase_facets(wanted, counts)
    if request.args.get("table") == "provinces":
        return provinces_file(_map(counts["region"]), chips(facets))
    return showcases_file(queries.showcases(wanted.chosen.values), chips(facets))


@bp.get("/showcases/<int:showcase_id>")
@needs(policies.may_see_showcase, queries.showcase_by_id)
def showcase(found: Showcase) -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "programmes/showcase.html",
        showcase=found,
        beside=queries.page_of_showcase(found),
        is_public=policies.is_public(found),
        may_curate=policies.may_curate(actor),
        may_copy=policies.may_copy(actor, found),
    )


@bp.get("/showcases/<int:showcase_id>/file", endpoint="showcase_pdf")
@needs(policies.may_see_showcase, queries.showcase_by_id)
def export_showcase(found: Showcase) -> ResponseReturnValue:
    check_export_throttle()
    page = url_for(".showcase", showcase_id=found.id, _external=True)
    made = showcase_pdf(found, queries.page_of_showcase(found).offerings, page)
    response = Response(made, mimetype="application/pdf")
    name = f'attachment; filename="showcase-{found.id}.pdf"'
    response.headers["Content-Disposition"] = name
    return response


@bp.post("/showcases/<int:showcase_id>/copy", endpoint="copy_showcase")
@needs(policies.may_copy, queries.showcase_by_id)
def copy(found: Showcase) -> ResponseReturnValue:
    actor = current_actor()
    check_throttle("paste", network(), PASTES, PASTES_PER)
    page = url_for(".showcase", showcase_id=found.id, _external=True)
    _need, token = copy_showcase(found, page, actor=actor, secret=secret_of_sending())
    db.session.commit()
    endpoint = "demands.adopt" if actor else "matching.show"
    return keep_key(make_response(redirect(url_for(endpoint, token=token), code=303)), token)


@bp.get("/showcase-files/<int:showcase_file_id>")
@needs(policies.may_see_showcase_file, queries.showcase_file_by_id)
def showcase_file(found: ShowcaseFile) -> ResponseReturnValue:
    is_picture = found.kind is FileKind.PICTURE
    return shown(found.attachment) if is_picture else sent(found.attachment)
