"""简体中文 first, English second: which one a visitor reads, and how facts in both are shown."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any, Final, Protocol, TypeVar

import flask_babel
from babel import Locale
from babel.support import NullTranslations
from flask import Flask, request
from flask.globals import _cv_app
from flask_babel import Babel, Domain, force_locale
from flask_babel import get_locale as babel_locale
from flask_babel.speaklater import LazyString
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from matchmaker.web.request import asks_api
from matchmaker.web.switching import switch_address

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "lang"
COOKIE_AGE = timedelta(days=365)

T = TypeVar("T")
MOST_WORDS: Final = 20_000  # messages of both languages kept as templates print them


class SiteDomain(Domain):
    """The messages of the site: one catalogue a language, found without writing out its name."""

    def get_translations(self) -> NullTranslations:
        """Give the catalogue of the language in hand."""
        locale = babel_locale()
        found = self.cache.get(locale.language) if locale is not None else None
        if found is None:
            found = super().get_translations()
            if locale is not None:
                self.cache[locale.language] = found
        return found


class SiteBabel(Babel):
    """Flask-Babel with the catalogues above."""

    @cached_property
    def domain_instance(self) -> SiteDomain:
        """Give the messages of the site."""
        return SiteDomain(domain=self.domain)


babel = SiteBabel()


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
    """Give `zh` or `en`: what the visitor chose, else what the account says, else Chinese.

    A program says `?lang=` or `Accept-Language`.
    """
    if asks_api():
        said = request.args.get("lang", "")
        chosen = said if said in LOCALES else request.accept_languages.best_match(LOCALES)
        if chosen:
            return str(chosen)
    cookie = request.cookies.get(COOKIE, "")
    if cookie in LOCALES:
        return cookie
    if current_user and current_user.is_authenticated and current_user.locale in LOCALES:
        return str(current_user.locale)
    return "zh"


def language() -> str:
    """Give `zh` or `en`, whatever set it (request, mail, command)."""
    notes = _notes()  # asked two thousand times a page
    locale = getattr(notes, "babel_locale", None) or babel_locale()
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
    app.jinja_env.globals.update(_=words, gettext=words)
    _escape_lazy_texts()
    _find_notes_at_once()

    @app.context_processor
    def language_context() -> dict[str, Any]:
        locale = babel_locale() or Locale.parse(LOCALES["zh"])
        said = "en" if locale.language == "en" else "zh-CN"
        return {"locale": language(), "html_lang": said, "switch_address": switch_address}


@pass_eval_context
def words(eval_ctx: EvalContext, message: str, **variables: Any) -> str:
    """Say a message in a template: as Jinja's own `_` does, without asking its way each time.

    A message is always a format string, so `%%` stands for a percent sign.
    """
    if not isinstance(message, str):  # words put together later, in the reader's language
        message = str(message)
    if not eval_ctx.autoescape:
        plain: str = flask_babel.gettext(message) % variables
        return plain
    if not variables:
        return _whole_markup(language(), message)
    said: str = _markup(language(), message) % variables
    return said


@lru_cache(MOST_WORDS)
def _markup(_language: str, message: str) -> Markup:
    return Markup(flask_babel.gettext(message))  # noqa: S704 - from the catalogue of the site


@lru_cache(MOST_WORDS)
def _whole_markup(in_language_of: str, message: str) -> Markup:
    said: Markup = _markup(in_language_of, message) % {}
    return said


def _notes() -> SimpleNamespace | None:
    """Give what Flask-Babel notes beside the request in hand; None outside one."""
    context = _cv_app.get(None)
    if context is None:
        return None
    held = context.g.__dict__
    notes: SimpleNamespace | None = held.get("_flask_babel")
    if notes is None:
        notes = held["_flask_babel"] = SimpleNamespace()
    return notes


def _find_notes_at_once() -> None:
    # Flask-Babel asks four proxies for each word; a page has a thousand words.
    flask_babel._get_current_context = _notes  # noqa: SLF001 - measured: a fifth of a page


def _escape_lazy_texts() -> None:
    # Flask-Babel declares lazy texts to be safe HTML, what a visitor typed into them included.
    if hasattr(LazyString, "__html__"):
        del LazyString.__html__
