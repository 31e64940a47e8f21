"""Tables pasted as text, rewritten so that every figure stands behind the heading of its column."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

_HEADING: Final = re.compile(
    r"时延|延迟|抖动|速率|带宽|上行|下行|可靠|可用[性率]|丢包|定位|精度|终端数|连接数|接入[数量]"
    r"|并发|续航"
    r"|温度|覆盖|视频|密度|同步|授时|(?i:latency|uplink|downlink|jitter|reliability)"
)
_RULE: Final = re.compile(r"[\s|:+=-]*")
_FIGURE: Final = re.compile(r"\d(?![GgKk])")
_IN_BRACKETS: Final = re.compile(r"[(（]\s*([^()（）]{1,10})\s*[)）]\s*$")
_NO_UNIT: Final = re.compile(r"[^A-Za-z%‰℃°\u4e00-\u9fff]*\d[\d.,\s]*")
_UNIT_COLUMN: Final = frozenset({"单位", "unit", "Unit", "计量单位"})


class _Cell:
    """Words of a cell and where they stand."""

    __slots__ = ("start", "words")

    def __init__(self, words: str, start: int) -> None:
        bare = words.lstrip(" |")
        self.start = start + len(words) - len(bare)
        self.words = bare.rstrip(" |\r")


class _Copy:
    """A text in the making that knows the place each of its characters came from."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.places: list[int] = []

    def take(self, words: str, start: int) -> None:
        """Copy words that stand at `start`."""
        self.pieces.append(words)
        self.places.extend(range(start, start + len(words)))

    def insert(self, words: str, place: int) -> None:
        """Add words that stand elsewhere; they count as being at `place`."""
        self.pieces.append(words)
        self.places.extend([place] * len(words))


def with_headings(text: str) -> tuple[str, Sequence[int]]:
    """The text with each column's heading before the figures of its rows, and where they came from.

    The second value gives for every character the place it has in the text as written. A text
    without such a table comes back as it is, its places being its own.
    """
    if "\t" not in text and "|" not in text:
        return text, range(len(text))
    copy = _Copy()
    for is_table, group in groupby(_lines(text), key=lambda line: _mark(line[1]) is not None):
        lines = list(group)
        rows = [(at, line) for at, line in lines if not _RULE.fullmatch(line)]
        heads = _cells(*rows[0]) if is_table and len(rows) > 1 else []
        if is_table and _is_heading(heads):
            for row in rows[1:]:
                _write(copy, heads, _cells(*row))
        else:
            for at, line in lines:
                copy.take(line + "\n" if at + len(line) < len(text) else line, at)
    return "".join(copy.pieces), copy.places


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _mark(line: str) -> str | None:
    if "\t" in line.strip("\t"):
        return "\t"
    return "|" if line.strip().count("|") > 1 or line.count("|") > 1 else None


def _cells(at: int, line: str) -> list[_Cell]:
    mark = _mark(line) or "\t"
    cells, start = [], at
    for words in line.split(mark):
        cells.append(_Cell(words, start))
        start += len(words) + 1
    return cells


def _is_heading(heads: Sequence[_Cell]) -> bool:
    if any(_FIGURE.search(_IN_BRACKETS.sub("", head.words)) for head in heads):
        return False
    has_metrics = any(_HEADING.search(head.words) for head in heads)
    return has_metrics or any(head.words in _UNIT_COLUMN for head in heads)


def _write(copy: _Copy, heads: Sequence[_Cell], cells: Sequence[_Cell]) -> None:
    units = [at for at, head in enumerate(heads) if head.words in _UNIT_COLUMN]
    row_unit = cells[units[0]].words if units and units[0] < len(cells) else ""
    for at, cell in enumerate(cells):
        if not cell.words or at in units:
            continue
        head = heads[at].words if at < len(heads) else ""
        last = cell.start + len(cell.words) - 1
        unit = row_unit
        if _HEADING.search(head):
            bracket = _IN_BRACKETS.search(head)
            unit = bracket[1] if bracket else ""
            copy.insert("，" + _IN_BRACKETS.sub("", head), cell.start)
        copy.take(cell.words, cell.start)
        if unit and _NO_UNIT.fullmatch(cell.words):
            copy.insert(unit, last)
        else:
            copy.insert(" ", last)
    copy.insert("\n", cells[-1].start)
