"""How hard a requirement is meant: must, should, or simply said.

A cue holds to the end of its sentence (a semicolon ends one too) or to the next cue; a
prohibition (不得, 不允许) holds in its own comma clause only. A hard cue that opens a list
(须满足：①…；②…) holds for the numbered items after it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.clauses import Clause

_CUE: Final = re.compile(
    r"(?P<forbid>不得|不允许|不许|严禁|禁止|不能(?=超过|低于|高于|少于|大于|小于)"
    r"|别(?=超过|低于|高于|少于|大于|小于))"
    r"|(?P<soft>(?i:\b(?:preferably|ideally)\b)|最好|希望|优先|优选|期望|建议|尽量|尽可能|力争|争取|推荐|倾向于"
    r"|(?<![不适便事相合时机])宜(?![昌宾春兴城都居家]))"
    r"|(?P<hard>(?i:\b(?:must|shall)\b)|必须|务必|(?<![无不毋莫])须(?!知)|★"
    r"|(?<![供响对相适反感效呼])应(?![用急答标力变聘收付邀援对]|该(?:够|能|可以|是|行|没|差不多"
    r"|问题)))"
    r"|(?P<plain>需(?![求])|(?<![下列以技术能标准性])要求(?![:：如])|▲)"
)
_ITEM: Final = re.compile(r"\s*(?:[①-⑳]|[(（]?\d{1,2}[)）、]|\d{1,2}\.(?!\d))")
_FIRST_ITEM: Final = re.compile(r"\s*(?:①|[(（]?1[)）、]|1\.(?!\d))")
_OPENS_LIST: Final = re.compile(r"(?:必须|须|应)[^:：，。；]{0,14}[:：]")
_LIST_MAX: Final = 1_500
_MEANING: Final = {"forbid": True, "soft": False, "hard": True, "plain": None}


@dataclass(frozen=True, slots=True)
class Cues:
    """Every cue of a text in order: where it begins, what it means, whether only in its clause."""

    starts: tuple[int, ...]
    meanings: tuple[bool | None, ...]
    asides: tuple[bool, ...]

    def last(self, start: int, end: int, clause_start: int) -> tuple[bool, bool | None]:
        """Whether a cue that binds here begins in [start, end), and what the last one means."""
        for at in range(bisect_left(self.starts, end) - 1, -1, -1):
            if self.starts[at] < start:
                break
            if not self.asides[at] or self.starts[at] >= clause_start:
                return True, self.meanings[at]
        return False, None


def find_cues(folded: str) -> Cues:
    """All cues of a folded text. What forbids, or stands in brackets, binds its own clause only."""
    matches = tuple(_CUE.finditer(folded))
    kinds = [match.lastgroup or "plain" for match in matches]
    return Cues(
        tuple(match.start() for match in matches),
        tuple(_MEANING[kind] for kind in kinds),
        tuple(
            kind == "forbid" or folded[match.start() - 1 : match.start()] == "("
            for kind, match in zip(kinds, matches, strict=True)
        ),
    )


def _list_head(folded: str, sentence_start: int) -> bool | None:
    """Whether the sentence is a later item of a list a hard cue opened."""
    if not _ITEM.match(folded, sentence_start) or _FIRST_ITEM.match(folded, sentence_start):
        return None
    head = folded.rfind("。", 0, sentence_start) + 1
    return (
        True
        if _OPENS_LIST.search(folded, max(head, sentence_start - _LIST_MAX), sentence_start)
        else None
    )


def how_hard(folded: str, cues: Cues, clause: Clause, start: int, *, reach: int) -> bool | None:
    """Whether the figure at `start` is a must (True), a wish (False) or simply said (None).

    A cue after the figure counts up to `reach`, if its own clause has none before it.
    """
    own, meaning = cues.last(clause.start, start, clause.start)
    if own:
        return meaning
    # What stands between the figure and its metric's own words after it: 87.5公里须全程有信号.
    after, late = cues.last(start, reach, clause.start)
    if after:
        return late
    earlier, meaning = cues.last(clause.sentence_start, clause.start, clause.start)
    return meaning if earlier else _list_head(folded, clause.sentence_start)
