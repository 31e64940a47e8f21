"""Published standards a posting names: GB/T 42126, YD/T 3973-2021, IEC 62443."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchmaker.matching.scoring.reading.clauses import fold

_BODY: Final = (
    r"(?:GB|YD|GY|DL|JT|MT|AQ|SJ|WS|CJ|HG|TB|NB|LS|SY|T/[A-Z]{2,8}|DB\d{2}|Q/[A-Z]{2,6}"
    r"|3GPP|IEC|ISO|IEEE|ITU|GSMA|SAE)"
)
_CODE: Final = re.compile(
    rf"(?<![A-Za-z0-9/]){_BODY}(?:[/-](?:[A-Z]{{1,4}}))?(?:\s?(?:TS|TR|PAS|NG))?"
    r"[\s\-.]{0,2}[A-Z]?\.?\d{2,6}(?:\.\d{1,4}){0,3}(?:\s?[-:]\s?(?:19|20)\d{2}(?!\d))?"
)
_YEAR: Final = re.compile(r"[-:](?:19|20)\d{2}$")
_REFUSED: Final = re.compile(r"(?:无需|不需要?|不要求|不必)[^，。；]{0,8}$")


@dataclass(frozen=True, slots=True)
class ReadStandard:
    """A standard as written; `code` is that of the catalogue, None where it is not listed there."""

    words: str
    code: str | None
    start: int
    end: int


def read_standards(text: str, codes: Collection[str]) -> tuple[ReadStandard, ...]:
    """Standards a posting names, each once, in order.

    A code without its year or part (GB/T 42126) means the first catalogued one it begins, in the
    order of the codes.
    """
    known = _listed(frozenset(codes))
    found: dict[str, ReadStandard] = {}
    for start, end in _written(fold(text)):
        code = _catalogued(_plain(text[start:end]), known)
        words = text[start:end]
        found.setdefault(code or words, ReadStandard(words, code, start, end))
    return tuple(found.values())


def _written(folded: str) -> Iterator[tuple[int, int]]:
    for match in _CODE.finditer(folded):
        if not _REFUSED.search(folded, max(0, match.start() - 16), match.start()):
            yield match.span()


@lru_cache(maxsize=4)
def _listed(codes: frozenset[str]) -> dict[str, str]:
    return {_plain(code): code for code in sorted(codes)}


def _plain(code: str) -> str:
    return re.sub(r"\s", "", fold(code)).upper()


def _catalogued(written: str, known: dict[str, str]) -> str | None:
    if written in known:
        return known[written]
    undated = _YEAR.sub("", written)
    for listed, code in known.items():
        rest = listed.removeprefix(undated)
        if len(rest) < len(listed) and (not rest or rest[0] in "-:._"):
            return code
    return None
