"""Pages say their language; texts that stay Chinese in English say so too (WCAG 3.1.1, 3.1.2).

What people and sources wrote stands in many places of many pages, so it is marked once, where a
page leaves: each text with Han characters gets `lang="zh-Hans"`, whatever template printed it.
"""

import re
from re import Match

from flask import Flask, Response, request

from matchmaker.web.language import language

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LANG = "zh-Hans"
# What holds no markup is left whole; of `title` and `textarea` no part can have a language.
_PIECES = re.compile(
    r"<(script|style|title|textarea|svg)\b[^>]*>.*?</\1>|<!--.*?-->|<option\b([^>]*)>([^<]*)"
    r"|<[^>]*>|([^<]+)",
    re.DOTALL,
)
_SAID = re.compile(r"\s*(?:<!doctype html>\s*)?<html lang=\"([A-Za-z-]+)\"")


def marked(page: str) -> str:
    """Give a page whose Chinese texts carry their language; tags and their values stay."""
    return _PIECES.sub(_marked_piece, page) if HAN.search(page) else page


def spoken(page: str) -> str:
    """Give a whole page with its Chinese texts marked where it says it is English."""
    said = _SAID.match(page)
    return marked(page) if said and said[1] == "en" else page


def _marked_piece(piece: Match[str]) -> str:
    whole, _tag, attributes, option, text = piece.group(0, 1, 2, 3, 4)
    if option and HAN.search(option) and "lang=" not in attributes:
        return f'<option lang="{LANG}"{attributes}>{option}'
    if text is None or not HAN.search(text):
        return whole
    inner = text.strip()
    before, _, after = text.partition(inner)
    return f'{before}<span lang="{LANG}">{inner}</span>{after}'


def install(app: Flask) -> None:
    """Name the language of every page and file; mark Chinese in pages and parts of pages."""

    @app.after_request
    def mark(response: Response) -> Response:
        if request.endpoint == "static":
            return response
        code = "en" if language() == "en" else "zh-CN"
        if response.mimetype == "text/html" and not response.is_streamed:
            page = response.get_data(as_text=True)
            # A page that a mail led to may speak another language than its visitor's others.
            code = said[1] if (said := _SAID.match(page)) else code
            if code == "en":
                response.set_data(marked(page))
        response.headers.setdefault("Content-Language", code)
        return response
