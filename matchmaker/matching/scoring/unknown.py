"""Words the vocabulary does not know, picked from what people search for and paste."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from matchmaker.matching.scoring.reading.standards import read_standards
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.search.analysis import fold

LONGEST: Final = 24
MOST: Final = 5  # words of one text
_SEARCHED: Final = re.compile(r"[\u4e00-\u9fff]{2,12}|[A-Za-z][A-Za-z-]{1,23}")
_QUOTED: Final = re.compile(r"[“「『]([\u4e00-\u9fffA-Za-z-]{2,12})[”」』]")
# Written as names of techniques are: TSN, RedCap, eMBB; a person's name is not.
_TERM: Final = re.compile(r"(?<![\w@.-])(?=\w*[A-Z]\w*[A-Z])[A-Za-z]{2,16}(?![\w@.-])")


def unknown_in_search(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the words of a search the vocabulary does not know; nothing with digits in it."""
    pieces = (piece for piece in text.split() if _SEARCHED.fullmatch(piece))
    return _unknown(pieces, vocabulary)


def unknown_in_text(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give what a text names and the vocabulary does not know.

    Names are what stands in quotation marks, is written as techniques are (TSN, RedCap), or is the
    code of a standard. Other words are left out: a text says much that is nobody's business.
    """
    standards = read_standards(text, vocabulary.standards)
    codes = [row.words for row in standards if row.code is None]
    named = [match[1] for match in _QUOTED.finditer(text)]
    inside = " ".join(row.words for row in standards)
    terms = [match[0] for match in _TERM.finditer(text) if match[0] not in inside]
    return _unknown((*codes, *named, *terms), vocabulary)


def _unknown(words: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    found = [word for word in dict.fromkeys(words) if len(word) <= LONGEST]
    if not found:
        return ()
    known = frozenset(fold(name) for name in _names(vocabulary) if name)
    return tuple(word for word in found if not _is_known(word, known, vocabulary))[:MOST]


def _is_known(word: str, known: frozenset[str], vocabulary: Vocabulary) -> bool:
    folded = fold(word)
    if vocabulary.concepts_in_folded(folded):
        return True
    return any(folded in name or (len(name) > 1 and name in folded) for name in known)


def _names(vocabulary: Vocabulary) -> Iterator[str]:
    for scene in vocabulary.scenes:
        yield from (scene.name, *scene.aliases, *scene.words)
    for sector in vocabulary.sectors.values():
        yield from (sector.name, *sector.aliases)
    for capability in vocabulary.capabilities.values():
        yield from (capability.name, *capability.aliases)
    for metric in vocabulary.metrics:
        yield from metric.aliases
