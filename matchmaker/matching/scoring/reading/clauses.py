"""A text made ready for reading: one written form per sign, and its sentences and clauses.

Folding never changes the length of a text, so that a place in the folded text is the same place
in the text as written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_KEPT_WIDE: Final = "，；！？"  # they part clauses in Chinese; the narrow comma also groups digits
_WIDE: Final = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE
}
_ALIKE: Final = {
    "\u3000": " ",
    "\u00a0": " ",
    "\t": " ",
    "〜": "~",
    "∼": "~",
    "–": "-",
    "−": "-",
    "﹣": "-",
    "≦": "≤",
    "⩽": "≤",
    "≧": "≥",
    "⩾": "≥",
    "º": "°",
    "µ": "μ",
}
_FOLDING: Final[dict[int, int | str]] = {
    **_WIDE,
    **{ord(sign): plain for sign, plain in _ALIKE.items()},
}
_SENTENCE_END: Final = re.compile(r"[。；;！!？?\n\r]|(?<=[A-Za-z%)])\.(?=\s)|(?=【)")
_CLAUSE_END: Final = re.compile(r"，|,(?!\d{3}(?!\d))|】")
# Bounds that no written sentence reaches; they keep the time linear for texts without any stop.
_CLAUSE_MAX: Final = 240
_SENTENCE_MAX: Final = 600
_UNCUT: Final = re.compile(r"[0-9A-Za-z.%~≤≥<>=-]{0,20}$")


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two commas, and the sentence it stands in (places in the text).

    `sentence` numbers the sentences; of a very long one the start and end are those nearby.
    """

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    sentence: int


def fold(text: str) -> str:
    """The text with full-width and look-alike signs in one form, of the same length."""
    return text.translate(_FOLDING)


def _pieces(text: str, start: int, end: int, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    place = start
    for mark in ends.finditer(text, start, end):
        if mark.start() > place:
            yield place, mark.start()
        place = max(place, mark.end())
    if end > place:
        yield place, end


def sentences(folded: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence; a semicolon, a line end and a 【 end one too."""
    return tuple(_pieces(folded, 0, len(folded), _SENTENCE_END))


def clauses(folded: str) -> tuple[Clause, ...]:
    """The comma clauses of a folded text, in order."""
    return tuple(
        Clause(
            start, end, max(first, start - _SENTENCE_MAX), min(last, end + _SENTENCE_MAX), number
        )
        for number, (first, last) in enumerate(sentences(folded))
        for whole in _pieces(folded, first, last, _CLAUSE_END)
        for start, end in _cut(folded, *whole)
    )


def _cut(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A clause without end in parts, none of which ends inside a figure."""
    while end - start > _CLAUSE_MAX:
        at = start + _CLAUSE_MAX
        uncut = _UNCUT.search(folded, at - 20, at)
        at = uncut.start() if uncut else at
        yield start, at
        start = at
    yield start, end
