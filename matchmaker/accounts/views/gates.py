"""What comes first: second factor, privacy notice, an old password, a deletion under way."""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import must_change_password, needs_second_factor
from matchmaker.errors import ForbiddenError
from matchmaker.web.access import current_actor
from matchmaker.web.request import asks_api

# Pages that lead through the gates, and those about the account itself.
OPEN_ENDPOINTS = frozenset(
    {
        "static",
        "accounts.sign_out",
        "accounts.change_password",
        "accounts.prove",
        "accounts.second_factor",
        "accounts.start_second_factor",
        "accounts.set_up_second_factor",
        "privacy.consent",
        "privacy.own_data",
        "privacy.export",
        "privacy.ask_to_delete",
        "privacy.keep",
    }
)
OPEN_BLUEPRINT = "web"  # about, privacy notice, contact, language


def install(app: Flask) -> None:
    """Ask at the gates before every page a signed-in person opens."""

    @app.before_request
    def ask_at_the_gates() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint is None or endpoint in OPEN_ENDPOINTS or request.blueprint == OPEN_BLUEPRINT:
            return None
        actor = current_actor()
        if actor is None:
            return None
        access = getattr(current_app.view_functions[endpoint], "access", "")
        gate = gate_for(actor, is_public=access == "public", is_reading=request.method == "GET")
        if not gate:
            return None
        if asks_api():
            raise ForbiddenError(_("请先登录网站，完成页面上的要求，令牌才能继续使用。"))
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for(gate, next=target), code=303)


def gate_for(actor: Account, *, is_public: bool, is_reading: bool) -> str:
    """Name the page a person must pass first; empty for none.

    Staff without a second factor pass nowhere; owners whose fourteen days are over see what
    everybody sees. A form that was open when the privacy notice changed is still taken, so that
    nothing typed is lost: the next page asks. A password grows old only where 等保 is followed.
    """
    if actor.staff_role is not None and not actor.has_second_factor:
        return "accounts.second_factor"
    if is_public:
        return ""
    if actor.deletion_asked_at is not None:
        return "privacy.own_data"
    if is_reading and not actor.has_agreed:
        return "privacy.consent"
    if must_change_password(actor, current_app.extensions["settings"].password_lasts):
        return "accounts.change_password"
    return "accounts.second_factor" if needs_second_factor(actor) else ""
