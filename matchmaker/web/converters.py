"""Typed parts of addresses: numbers, slugs and keys."""

from werkzeug.routing import BaseConverter, IntegerConverter

LARGEST_NUMBER = 2**31 - 1  # what the database's numbers hold


class NumberConverter(IntegerConverter):
    """A row's number; one the database cannot hold is read as the largest, which no row has.

    To refuse it would let the router answer that another method is welcome there.
    """

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        return min(int(value), LARGEST_NUMBER)


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
