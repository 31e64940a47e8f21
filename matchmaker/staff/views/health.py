"""What monitors ask, from internal addresses only: readiness and figures."""

from http import HTTPStatus
from ipaddress import ip_address

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.discovery.queries.readiness import metrics, readiness
from matchmaker.errors import NotFoundError
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import public


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    _check_internal()
    found = readiness()
    status = HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    word = "ready" if found.is_ready else "not ready"
    return {"status": word, "reasons": found.reasons, "warnings": found.warnings}, status


@bp.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    _check_internal()
    return Response(metrics(), mimetype="text/plain; version=0.0.4")


def _check_internal() -> None:
    """Raise NotFoundError for whoever does not ask from a network the settings name.

    A forwarded request is not from inside either, unless the settings know of the proxy.
    """
    settings = current_app.extensions["settings"]
    is_forwarded = "X-Forwarded-For" in request.headers and not settings.proxy_hops
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        is_inside = False
    else:
        is_inside = any(address in network for network in settings.internal_networks)
    if is_forwarded or not is_inside:
        raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
