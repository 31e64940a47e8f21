"""The search page."""

from http import HTTPStatus

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.discovery.queries import KINDS, PER_PAGE, FoundPage, find
from matchmaker.errors import DomainError, Words
from matchmaker.web.access import public
from matchmaker.web.pagination import page_of, requested_page

bp = Blueprint("discovery", __name__)


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found, fault = FoundPage((), 0, {}), None
    try:
        found = find(
            text,
            kind=kind,
            filters=dict(request.args.lists()),
            sort=request.args.get("sort", ""),
            page=requested_page(),
        )
    except DomainError as error:
        fault = error.message
    return _page(text, kind, found, fault)


def _page(text: str, kind: str, found: FoundPage, fault: Words | None) -> ResponseReturnValue:
    page = page_of(found.items, found.total, per_page=PER_PAGE)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    rendered = render_template(
        "discovery/search.html", q=text, kind=kind, found=found, page=page, fault=fault
    )
    return rendered, status
