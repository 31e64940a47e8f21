"""Security headers on every answer; the CSP nonce; no caching of what a signed-in person sees."""

import secrets

from flask import Flask, Response, g, request
from flask_login import current_user

from matchmaker.web.request import asks_api

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
YEAR = 31_536_000


def csp_nonce() -> str:
    """Give the nonce of this request, made at its first use."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return str(g.csp_nonce)


def install(app: Flask, *, is_production: bool) -> None:
    """Set the headers after every request, error pages included."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        page_policy = "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' 'nonce-{csp_nonce()}'",
                "style-src 'self'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "object-src 'none'",
            )
        )
        headers.setdefault("Content-Security-Policy", page_policy)  # a file brings a stricter one
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if is_production:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if request.endpoint == "static":
            response.cache_control.public = True
            response.cache_control.max_age = YEAR if "v" in request.args else 3600
            response.cache_control.no_cache = None
        elif asks_api():
            return response  # it says itself what may be kept, and for whom
        elif current_user and current_user.is_authenticated:
            response.cache_control.no_store = True
        else:
            response.cache_control.private = True
            response.cache_control.no_cache = True
        response.vary.update(["Cookie"])
        return response
