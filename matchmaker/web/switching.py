"""Where the language switch leads: the page it was pressed on, as it is by then."""

from urllib.parse import urlsplit

from flask import request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def switch_address() -> str:
    """Give the address at which the page in hand is read in the other language, with its query.

    A page that answers what was posted is read where its form stands: at its own address if that
    can be read, else at the page it was posted from. What was typed is offered there again from
    the browser's draft.
    """
    here = request.full_path if request.query_string else request.path
    return here if request.method in {"GET", "HEAD"} or _is_readable() else _came_from() or "/"


def pressed_at(said: str) -> str:
    """Give the address a switch was pressed at.

    `said` is what the page said when it was made; filters without a reload have since changed the
    query the browser shows.
    """
    came = _came_from()
    return came if came and came.partition("?")[0] == said.partition("?")[0] else said


def _is_readable() -> bool:
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and bool(adapter.match(method="GET"))
    except (HTTPException, RequestRedirect):
        return False


def _came_from() -> str:
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.host:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
