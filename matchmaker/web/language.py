"""简体中文 first, English second: which one a visitor reads, and how facts in both are shown."""

from datetime import timedelta
from typing import Any

from babel import Locale
from flask import Flask, request
from flask_babel import Babel
from flask_babel import get_locale as babel_locale
from flask_babel.speaklater import LazyString
from flask_login import current_user

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "lang"
COOKIE_AGE = timedelta(days=365)

babel = Babel()


def chosen_language() -> str:
    """Give `zh` or `en`: what the visitor chose, else what the account says, else Chinese."""
    cookie = request.cookies.get(COOKIE, "")
    if cookie in LOCALES:
        return cookie
    if current_user and current_user.is_authenticated and current_user.locale in LOCALES:
        return str(current_user.locale)
    return "zh"


def language() -> str:
    """Give `zh` or `en`, whatever set it (request, mail, command)."""
    locale = babel_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def in_language(chinese: str, english: str) -> str:
    """Give the words in the reader's language; Chinese where English is missing."""
    return (english if language() == "en" else "") or chinese


def localised(thing: Any, field: str = "name") -> str:
    """Give `name_zh` or `name_en` of a thing; Chinese where English is missing."""
    return in_language(str(getattr(thing, f"{field}_zh")), str(getattr(thing, f"{field}_en", "")))


def install(app: Flask) -> None:
    """Wire the choice into Flask-Babel and templates."""
    babel.init_app(
        app,
        locale_selector=lambda: LOCALES[chosen_language()] if request else LOCALES["zh"],
    )
    app.jinja_env.filters["localised"] = localised
    _escape_lazy_texts()

    @app.context_processor
    def language_context() -> dict[str, Any]:
        locale = babel_locale() or Locale.parse(LOCALES["zh"])
        return {"locale": language(), "html_lang": "en" if locale.language == "en" else "zh-CN"}


def _escape_lazy_texts() -> None:
    # Flask-Babel declares lazy texts to be safe HTML, what a visitor typed into them included.
    if hasattr(LazyString, "__html__"):
        del LazyString.__html__
