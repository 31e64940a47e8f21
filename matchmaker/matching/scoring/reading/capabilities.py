"""The network, edge, positioning, security and data-stay features a posting wants, as written."""

import re
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.features import find_features
from matchmaker.matching.scoring.reading.modality import how_hard
from matchmaker.matching.scoring.reading.prepared import prepare
from matchmaker.matching.scoring.vocabulary import Vocabulary

_DECLINED: Final = re.compile(
    r"(?:不(?:需要?|考虑|采用|使用|用|要|涉及|允许使用|得使用|支持|再)|无需|无须|禁止使用?"
    r"|严禁使用|没有|暂不|未|不要求)"
    r"[^，。；]{0,8}$"
)
_THERE: Final = re.compile(r"(?:已(?:有|建|具备|部署|开通|经)|现有|原有|具备了|已)[^，。；]{0,12}$")
_LOOK_BACK: Final = 24


@dataclass(frozen=True, slots=True)
class ReadCapability:
    """Words naming a wanted capability; they stand at [start, end) of the text.

    `slug` is that of the taxonomy, None where it has none; `must` as with requirements.
    """

    words: str
    slug: str | None
    start: int
    end: int
    must: bool | None = None


def read_capabilities(text: str, vocabulary: Vocabulary) -> tuple[ReadCapability, ...]:
    """Wanted capabilities, each wording once, in order; not what exists already or is declined."""
    page = prepare(text)
    found: dict[str, ReadCapability] = {}
    taken: set[int] = set()
    for start, end, slug in find_features(page.folded, vocabulary):
        clause = page.clause_at(start)
        if clause is None or any(place in taken for place in (start, end - 1)):
            continue
        end = min(end, clause.end)  # noqa: PLW2901 - words never reach past their clause
        taken.update(range(start, end))
        before = page.folded[max(clause.start, start - _LOOK_BACK) : start]
        if page.is_present(start) or _DECLINED.search(before) or _THERE.search(before):
            continue
        must = how_hard(page.folded, page.cues, clause, start, reach=end)
        words = text[start:end]
        found.setdefault(words, ReadCapability(words, slug, start, end, must))
    return tuple(sorted(found.values(), key=lambda one: one.start))
