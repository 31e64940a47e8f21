"""Who asks: a token or nobody; what it may be used for; how much it may ask."""

from datetime import timedelta
from typing import Final

from flask import Flask, Response, current_app, g, request
from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.throttle import network
from matchmaker.accounts.operations.tokens import Admission, admit
from matchmaker.api.views.blueprint import bp
from matchmaker.errors import ForbiddenError, TooManyAttemptsError, UnauthorisedError
from matchmaker.web.limits import Allowance, Limits, Standing
from matchmaker.web.request import asks_api

MINUTE: Final = timedelta(minutes=1)
PER_ADDRESS: Final = Allowance("address", 60, MINUTE)
PER_TOKEN: Final = Allowance("token", 300, MINUTE)


def install(app: Flask) -> None:
    """Let tokens in where a program asks; keep the limits of this process."""
    app.extensions["limits"] = Limits()
    app.login_manager.request_loader(_whose)  # type: ignore[attr-defined]  # Flask-Login puts it there


def admission() -> Admission | None:
    """Give whom the token of the request let in; None for a visitor."""
    found: Admission | None = g.get("admission")
    return found


def is_kept_by_all() -> bool:
    """Say whether an answer is the same for whoever asks without a token."""
    view = current_app.view_functions[request.endpoint or ""]
    return getattr(view, "access", "") == "public"


def _whose(_request: object) -> Account | None:
    if not asks_api():
        return None
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    g.admission = admit(key.strip()) if kind.lower() == "bearer" else None
    return g.admission.account if g.admission else None


@bp.before_request
def _guard() -> None:
    view = current_app.view_functions[request.endpoint or ""]
    said = getattr(view, "described", None)
    who = admission()
    limits: Limits = current_app.extensions["limits"]
    key, allowance = (str(who.token_id), PER_TOKEN) if who is not None else (network(), PER_ADDRESS)
    standing = limits.take(allowance, key, said.cost if said else 1)
    g.limit_standing = standing
    if standing.wait:
        error = TooManyAttemptsError(
            _("请求太频繁。请在 %(seconds)s 秒后再试。", seconds=standing.wait)
        )
        error.retry_after = standing.wait
        raise error
    if who is None and "Authorization" in request.headers:
        raise UnauthorisedError(_("令牌无效：它可能写错、已到期或已撤销。"))
    if who is not None and said is not None and said.scope not in who.scopes:
        raise ForbiddenError(_("这个令牌没有“%(scope)s”范围。", scope=said.scope.value))


@bp.after_request
def _say_standing(response: Response) -> Response:
    standing: Standing | None = g.get("limit_standing")
    if standing is not None:
        response.headers["RateLimit-Policy"] = standing.allowance.policy
        response.headers["RateLimit"] = standing.said
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response
