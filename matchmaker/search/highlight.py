"""Where a text answers a query: fragments of the original text around the matches, never HTML."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from matchmaker.search.analysis import Token, spans

ELLIPSIS: Final = "…"
_LEAD: Final = 0.25  # share of a fragment that stands before its first match


class Part(NamedTuple):
    """A piece of text and whether it matches; the page escapes it and marks it."""

    text: str
    is_match: bool


class _Window(NamedTuple):
    start: int
    end: int


def highlight(text: str, query_tokens: Collection[str], length: int = 120) -> list[Part]:
    """The parts of a text to show for a query, in order, with the matches told apart.

    At most `length` characters of the text: all of it if it fits; else one fragment if that
    holds every term found, else two; else, without any match, its beginning. Left-out text
    shows as “…”. `query_tokens` come from `terms.query_terms`.
    """
    wanted = frozenset(query_tokens)
    matches = spans(text, wanted)
    parts: list[Part] = []
    shown = 0
    for window in _windows(text, matches, length):
        if window.start > shown:
            parts.append(Part(ELLIPSIS, is_match=False))
        parts.extend(_parts(text, matches, window))
        shown = window.end
    if shown < len(text):
        parts.append(Part(ELLIPSIS, is_match=False))
    return parts


def _windows(text: str, matches: Sequence[Token], length: int) -> list[_Window]:
    if len(text) <= length:
        return [_Window(0, len(text))] if text else []
    if not matches:
        return [_trim(text, _Window(0, length), keep=_Window(0, 0))]
    whole, held = _best(text, matches, length)
    missing = [match for match in matches if match.text not in held]
    if not missing:
        return [whole]
    first, held = _best(text, matches, length // 2)
    rest = [match for match in missing if match.text not in held]
    if not rest:
        return [whole]
    second, _ = _best(text, rest, length // 2)
    first, second = sorted((first, second))
    if second.start <= first.end:
        return [_Window(first.start, second.end)]
    return [first, second]


def _best(text: str, matches: Sequence[Token], length: int) -> tuple[_Window, set[str]]:
    """The window that holds the most distinct terms, the earliest of those, and its terms."""
    best: Sequence[Token] = matches[:1]
    held = {matches[0].text}
    counts: dict[str, int] = {}
    left = 0
    for right, match in enumerate(matches):
        counts[match.text] = counts.get(match.text, 0) + 1
        while left < right and match.end - matches[left].start > length:
            leaving = matches[left].text
            counts[leaving] -= 1
            if not counts[leaving]:
                del counts[leaving]
            left += 1
        if len(counts) > len(held):
            best, held = matches[left : right + 1], set(counts)
    keep = _Window(best[0].start, max(match.end for match in best))
    spare = max(0, length - (keep.end - keep.start))
    start = max(0, keep.start - min(spare, int(length * _LEAD)))
    end = min(len(text), start + length)
    return _trim(text, _Window(max(0, end - length), end), keep), held


def _trim(text: str, window: _Window, keep: _Window) -> _Window:
    """Draw the edges in so that no Latin word or figure is cut, but never past a match."""
    start, end = window
    while 0 < start < keep.start and _inside_word(text, start):
        start += 1
    while keep.end < end < len(text) and _inside_word(text, end):
        end -= 1
    # A single word longer than the window is cut after all.
    return _Window(start, end if end > start else window.end)


def _inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _parts(text: str, matches: Sequence[Token], window: _Window) -> list[Part]:
    parts: list[Part] = []
    at = window.start
    for start, end in _joined(matches, window):
        if start > at:
            parts.append(Part(text[at:start], is_match=False))
        parts.append(Part(text[start:end], is_match=True))
        at = end
    if at < window.end:
        parts.append(Part(text[at : window.end], is_match=False))
    return parts


def _joined(matches: Sequence[Token], window: _Window) -> list[_Window]:
    """The ranges of matches inside a window; overlapping and touching ones become one."""
    joined: list[_Window] = []
    for match in matches:
        start, end = max(match.start, window.start), min(match.end, window.end)
        if start >= end:
            continue
        if joined and start <= joined[-1].end:
            joined[-1] = _Window(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(_Window(start, end))
    return joined
