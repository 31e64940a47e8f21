"""The blueprint all pages of demands hang on."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from matchmaker.demands.models import Demand
from matchmaker.demands.operations import PASTED_KEPT
from matchmaker.demands.policies import may_see_name
from matchmaker.web.access import current_actor

bp = Blueprint("demands", __name__)
NEED_COOKIE = "need"  # the key of the need a visitor pasted, so that signing up does not lose it


@bp.app_template_global()
def demand_name(demand: Demand) -> str:
    """Say whose a demand is, as far as the reader may know."""
    if not may_see_name(current_actor(), demand):
        return str(_("匿名单位"))
    return demand.organisation.name if demand.organisation else demand.issuer


def keep_key(response: Response, token: str) -> Response:
    """Let the browser keep the key of a pasted need."""
    response.set_cookie(
        NEED_COOKIE,
        token,
        max_age=PASTED_KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response
