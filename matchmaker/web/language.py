"""简体中文 first, English second: which one a visitor reads, and how facts in both are shown."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from babel import Locale
from flask import Flask, request
from flask_babel import Babel, force_locale
from flask_babel import get_locale as babel_locale
from flask_babel.speaklater import LazyString
from flask_login import current_user

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "lang"
COOKIE_AGE = timedelta(days=365)

babel = Babel()
T = TypeVar("T")


class Reader(Protocol):
    """A person with a language: `zh` or `en`."""

    @property
    def locale(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Later:
    """Words put together when they are read, in the language of the reader."""

    make: Callable[[], str]

    def __str__(self) -> str:
        return self.make()


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


def in_locale(key: str) -> AbstractContextManager[None]:
    """Give a block in which words are in a language; Chinese for a key the site does not know."""
    return force_locale(LOCALES.get(key, LOCALES["zh"]))


def in_language_of(person: Reader) -> AbstractContextManager[None]:
    """Give a block in which words are in a person's language, whoever asks for them."""
    return in_locale(person.locale)


def in_language_of_mail(person: Reader) -> AbstractContextManager[None]:
    """Give a block for the page a mail leads to: as its visitor chose, else as the mail was."""
    return nullcontext() if request.cookies.get(COOKIE) in LOCALES else in_language_of(person)


def in_each_language(words: Callable[[], T]) -> list[T]:
    """Give words as each language of the site has them."""
    said = []
    for key in LOCALES:
        with in_locale(key):
            said.append(words())
    return said


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
