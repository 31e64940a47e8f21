"""Texts turned into counted terms: of an offering, of a need, of a scene."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from matchmaker.matching.scoring.records import Need, OfferingRecord
from matchmaker.matching.scoring.vocabulary import Reading, SceneEntry, Vocabulary
from matchmaker.matching.scoring.weighing import SECTOR_REPEATS, TITLE_REPEATS
from matchmaker.search.analysis import fold, folded_tokens

_SCENE_NAME_REPEATS = 2
_ALIAS_REPEATS = 2
_SEPARATOR = "。"
_NAME_LENGTH = 16  # characters; what is longer is hardly a name

Pieces = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Counted words and concepts of one text, and the two lengths BM25 measures them by."""

    words: Counter[str]
    concepts: Counter[str]
    words_length: float
    concepts_length: float


def weigh_pieces(pieces: Pieces, vocabulary: Vocabulary) -> Weighed:
    """Count the terms of a text given in pieces, each counting `repeats` times."""
    words: list[str] = []
    concepts: list[str] = []
    for text, repeats in pieces:
        found = _terms_of_name if len(text) <= _NAME_LENGTH else _terms_of
        text_words, text_concepts = found(text, vocabulary)
        words += text_words * repeats
        concepts += text_concepts * repeats
    return Weighed(Counter(words), Counter(concepts), len(words), len(concepts))


def weigh_offering(record: OfferingRecord, vocabulary: Vocabulary) -> Weighed:
    """Count the terms of what an offering says: title, text, sector."""
    pieces = (
        (record.title, TITLE_REPEATS),
        (record.text, 1),
        (vocabulary.sector_words(record.sector), SECTOR_REPEATS),
    )
    return weigh_pieces(pieces, vocabulary)


def with_tags(weighed: Weighed, record: OfferingRecord, vocabulary: Vocabulary) -> Weighed:
    """Add the names of its scenes and capabilities to the terms of an offering.

    They do not make it longer: saying more of what an offering can do must not lower its fit for
    what it already said.
    """
    scenes = (
        vocabulary.scenes[at].name
        for at in map(vocabulary.scene_index.get, record.scenes)
        if at is not None
    )
    known = (vocabulary.capabilities.get(slug) for slug in record.capabilities)
    tags = [*scenes, *(capability.name for capability in known if capability)]
    if not tags:
        return weighed
    named = weigh_pieces([(name, 1) for name in tags], vocabulary)
    words, concepts = weighed.words.copy(), weighed.concepts.copy()
    words.update(named.words)
    concepts.update(named.concepts)
    return replace(weighed, words=words, concepts=concepts)


def need_pieces(need: Need, vocabulary: Vocabulary) -> Pieces:
    """The weighted field of a need."""
    return ((need.text, 1), (vocabulary.sector_words(need.sector), SECTOR_REPEATS))


def weigh_need(need: Need, vocabulary: Vocabulary) -> tuple[Weighed, Reading]:
    """Count the terms of a need and say what was recognised in it, looking at it once."""
    pieces = [(fold(text), repeats) for text, repeats in need_pieces(need, vocabulary)]
    reading, found = vocabulary.reading_of([folded for folded, _ in pieces])
    words: list[str] = []
    concepts: list[str] = []
    for (folded, repeats), named in zip(pieces, found, strict=True):
        words += folded_tokens(folded) * repeats
        concepts += named * repeats
    return Weighed(Counter(words), Counter(concepts), len(words), len(concepts)), reading


def scene_pieces(scene: SceneEntry, vocabulary: Vocabulary) -> Pieces:
    """The profile of a scene: its name and aliases twice, all else once."""
    sector = vocabulary.sectors.get(scene.sector)
    names = (sector.name, *sector.aliases) if sector else ()
    return (
        (scene.name, _SCENE_NAME_REPEATS),
        (_SEPARATOR.join(scene.aliases), _ALIAS_REPEATS),
        (scene.description, 1),
        (_SEPARATOR.join(names), 1),
        (_SEPARATOR.join(scene.words), 1),
    )


def has_words(text: str) -> bool:
    """Whether anything in the text can be compared at all."""
    return bool(re.search(r"\w", text))


def _terms_of(text: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    folded = fold(text)
    return folded_tokens(folded), vocabulary.concepts_in_folded(folded)


# Names of scenes, capabilities and sectors come again with every offering.
_terms_of_name = lru_cache(maxsize=4096)(_terms_of)
