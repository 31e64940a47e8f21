"""The request as views see it: what stands in the address is tidied before anybody uses it."""

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from matchmaker.web.forms import clean_line


class SiteRequest(Request):
    """A request whose query values hold no control characters: they may stand on a page again."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Give the query values, each one tidy line."""
        items = super().args.items(multi=True)
        return ImmutableMultiDict((name, clean_line(value)) for name, value in items)
