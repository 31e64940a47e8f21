"""Suggesting names and guessing what was meant, over the names and words of all segments."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from matchmaker.search.analysis import tokens
from matchmaker.search.lexicon import Lexicon
from matchmaker.search.pinyin import spelled
from matchmaker.search.port import Key, SearchQuery, Suggestion
from matchmaker.search.spelling import most_apart, nearest
from matchmaker.search.terms import needed_terms
from matchmaker.search.whoosh_segments import Facts, Mask, Segment


class LiveLexicon(NamedTuple):
    """The names of a segment, and which of its documents are still there."""

    lexicon: Lexicon
    live: Mask
    facts: Facts

    def key(self, row: int) -> Key:
        return self.facts.kinds[self.facts.kind_of[row]], int(self.facts.ids[row])


def suggested(lexicons: Sequence[LiveLexicon], typed: str, limit: int) -> tuple[Suggestion, ...]:
    """The documents whose names fit what was typed, best first."""
    found = sorted(
        (match.rank, match.length, held.key(match.row), match.text)
        for held in lexicons
        for match in held.lexicon.suggest(typed)
        if held.live[match.row]
    )
    return tuple(Suggestion(*key, text) for _rank, _length, key, text in found[:limit])


def names_of(lexicons: Sequence[LiveLexicon], kinds: Collection[str]) -> dict[Key, tuple[str, ...]]:
    """The names of the documents of some kinds that are suggested."""
    names: dict[Key, tuple[str, ...]] = {}
    for held in lexicons:
        facts = held.facts
        wanted = held.live & np.isin(
            facts.kind_of, [at for at, kind in enumerate(facts.kinds) if kind in kinds]
        )
        for name in held.lexicon.names:
            if wanted[name.row]:
                key = held.key(name.row)
                names[key] = (*names.get(key, ()), name.text)
    return names


def respelled(segments: Sequence[Segment], query: SearchQuery) -> str:
    """The words of a query with those the index lacks respelled; "" if nothing better is known."""
    words = [_respelled(segments, word) for word in query.words]
    if tuple(words) == query.words or query.phrases or query.excluded:
        return ""
    return " ".join(words)


def _respelled(segments: Sequence[Segment], word: str) -> str:
    terms = needed_terms(word)
    if all(any(segment.frequency(term) for segment in segments) for term in terms):
        return word
    if word.isascii():
        return _latin(segments, word)
    return _han(segments, word)


def _latin(segments: Sequence[Segment], word: str) -> str:
    asked = "".join(tokens(word)[:1])
    if not most_apart(asked):
        return word
    pieces: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for segment in segments:
        pieces.update(segment.lexicon.spelled_by(asked))
        for other, count in segment.latin_words():
            known[other] += count
    return _commonest(pieces) or nearest(asked, known.items()) or word


def _han(segments: Sequence[Segment], word: str) -> str:
    sound = spelled(word)
    pieces: Counter[str] = Counter()
    for segment in segments:
        pieces.update(segment.lexicon.sounding(sound))
    return _commonest(pieces) or word


def _commonest(pieces: Counter[str]) -> str:
    return min(pieces, key=lambda piece: (-pieces[piece], piece), default="")
