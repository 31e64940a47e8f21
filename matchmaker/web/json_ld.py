"""JSON inside a page that no browser runs: written so that it cannot end its script element."""

import json
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

# Whatever could end the element, begin a comment in it, or end a line of a script.
_ESCAPED: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def data_block(data: Mapping[str, Any]) -> Markup:
    """Write data as a block of JSON-LD for the head of a page; empty values are left out.

    A block of this type is data: browsers do not run it, and the content policy has nothing to
    allow. All that could be markup is escaped inside the strings, which JSON reads back.
    """
    said = json.dumps(_told(data), ensure_ascii=False, separators=(",", ":"))
    block = f'<script type="application/ld+json">{said.translate(_ESCAPED)}</script>'
    return Markup(block)  # noqa: S704 - escaped on the line before


def _told(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _told(one) for key, one in value.items() if one not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    return value
