"""Typed parts of addresses: numbers, slugs and keys."""

from typing import Any

from werkzeug.routing import BaseConverter, IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1  # what the database's numbers hold


class NumberConverter(IntegerConverter):
    """A row's number; one the database cannot hold names nothing, so it is not found."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **{"max": LARGEST_NUMBER, **options})


class SlugConverter(BaseConverter):
    """Lower-case words joined by hyphens."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class TokenConverter(BaseConverter):
    """A random key as `secrets.token_urlsafe` makes it."""

    regex = r"[A-Za-z0-9_-]{16,64}"


CONVERTERS: dict[str, type[BaseConverter]] = {
    "int": NumberConverter,
    "slug": SlugConverter,
    "token": TokenConverter,
}
