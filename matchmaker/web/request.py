"""The request as views see it: what stands in the address is tidied before anybody uses it."""

from typing import Final

from flask import Request, has_request_context, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from matchmaker.web.forms import clean_line

API_PATH: Final = "/api/"


class SiteRequest(Request):
    """A request whose query values hold no control characters: they may stand on a page again.

    Where a program asks (below `API_PATH`) no cookie counts: whoever lures a browser there finds
    nobody signed in.
    """

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Give the query values, each one tidy line."""
        items = super().args.items(multi=True)
        return ImmutableMultiDict((name, clean_line(value)) for name, value in items)

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """Give the cookies; none to the API."""
        return ImmutableMultiDict() if self.path.startswith(API_PATH) else super().cookies


def asks_api() -> bool:
    """Say whether a program asks: it is answered in JSON, problems included, and never led on."""
    return has_request_context() and request.path.startswith(API_PATH)
