"""The search page, and suggestions while one types."""

from http import HTTPStatus

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.demands.operations import TEXT_MAX
from matchmaker.discovery.forms import (
    Asked,
    address_of,
    search_facets,
    search_orders,
    search_tabs,
)
from matchmaker.discovery.queries import PER_PAGE, FoundPage, find, similar_to, suggest
from matchmaker.discovery.words import KIND_LABELS
from matchmaker.errors import DomainError, Words
from matchmaker.matching.documents import site_vocabulary
from matchmaker.matching.operations.unknown import note_unknown
from matchmaker.matching.scoring.unknown import unknown_in_search
from matchmaker.web.access import current_actor, public, signed_in
from matchmaker.web.facets import address_with, chips
from matchmaker.web.forms import clean_prose
from matchmaker.web.pagination import page_of, requested_page

bp = Blueprint("discovery", __name__)
LONGEST_TYPED = 60


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    asked = Asked.of(request.args)
    found, fault = FoundPage((), 0, {}), None
    try:
        found = find(
            asked.text,
            kind=asked.kind,
            filters=asked.chosen.values,
            sort=asked.sort,
            page=requested_page(),
        )
    except DomainError as error:
        fault = error.message
    page = _page(asked, found, fault)
    if asked.text and not (found.total or fault or any(asked.chosen.values.values())):
        note_unknown(unknown_in_search(asked.text, site_vocabulary()), is_paste=False)
    return page


@bp.get("/search/suggestions")
@public
def suggestions() -> ResponseReturnValue:
    found = suggest(request.args.get("q", "").strip()[:LONGEST_TYPED])
    return jsonify(
        [
            {
                "name": one.name,
                "kind": str(KIND_LABELS[one.kind]),
                "url": address_of(one.kind, one.id, one.row),
                "parts": [list(part) for part in one.parts],
            }
            for one in found
        ]
    )


@bp.route("/similar", methods=["GET", "POST"])
@signed_in
def similar() -> ResponseReturnValue:
    title, text = (clean_prose(request.values.get(name))[:TEXT_MAX] for name in ("title", "text"))
    number = request.args.get("demand", 0, type=int)
    found = similar_to(title, text, actor=current_actor(), but=number)
    is_part = bool(request.headers.get("HX-Request"))
    name = "discovery/_similar.html" if is_part else "discovery/similar.html"
    return render_template(name, similar=found)


def _page(asked: Asked, found: FoundPage, fault: Words | None) -> ResponseReturnValue:
    facets = search_facets(found, asked)
    rendered = render_template(
        "discovery/search.html",
        asked=asked,
        found=found,
        page=page_of(found.items, found.total, per_page=PER_PAGE),
        fault=fault,
        facets=facets,
        chips=chips(facets),
        tabs=search_tabs(found, asked),
        orders=search_orders(found, asked),
        meant_url=address_with({"q": found.meant}),
        urls=[address_of(item.kind, item.id, item.row) for item in found.items],
    )
    return rendered, HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
