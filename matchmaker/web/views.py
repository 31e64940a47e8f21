"""Pages about the site itself, and the language switch."""

from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.web.access import is_safe_path, public
from matchmaker.web.language import COOKIE, COOKIE_AGE, LOCALES
from matchmaker.web.switching import pressed_at

bp = Blueprint("web", __name__)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    chosen = request.form.get("lang", "")
    target = pressed_at(request.form.get("next", ""))
    response = make_response(
        redirect(target if is_safe_path(target) else url_for("matching.home"), code=303)
    )
    if chosen in LOCALES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=timedelta(seconds=COOKIE_AGE.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    return render_template("web/about.html")


@bp.get("/sources")
@public
def sources() -> ResponseReturnValue:
    return render_template("web/sources.html")


@bp.get("/contact")
@public
def contact() -> ResponseReturnValue:
    return render_template("web/contact.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("web/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("web/privacy.html")


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}
