"""Facts about the request in hand that deeper rooms may record: its number and its address."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from flask import Flask, Response, request
from structlog.contextvars import bind_contextvars, clear_contextvars


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """The number shown on error pages and in logs, and where the request came from."""

    request_id: str = ""
    ip: str = ""


_facts: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)
_OUTSIDE = RequestFacts()


def request_facts() -> RequestFacts:
    """Give the facts of the request in hand; empty ones outside a request."""
    return _facts.get() or _OUTSIDE


def _shown_path() -> str:
    """Give the path for the log, without the key of a one-time link or of a pasted need."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "…") if token else request.path


def install(app: Flask) -> None:
    """Number every request, for error pages, the audit trail and the log."""

    @app.before_request
    def number_request() -> None:
        facts = RequestFacts(secrets.token_hex(8), request.remote_addr or "")
        _facts.set(facts)
        clear_contextvars()
        bind_contextvars(request_id=facts.request_id, method=request.method, path=_shown_path())

    @app.after_request
    def show_number(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_facts().request_id
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        _facts.set(None)
        clear_contextvars()
