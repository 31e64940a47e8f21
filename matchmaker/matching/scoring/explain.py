"""Why an offering stands where it stands: shared words, shared concepts, cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from matchmaker.matching.scoring.ranking import TermPart
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.search.analysis import Token, fold, words_in_place

SHOWN_TERMS: Final = 8
_READ_FOR_WORDS: Final = 4000  # characters of a need searched for shared words to show
_HAN_START: Final = "\u3400"


@dataclass(frozen=True, slots=True)
class NeedWords:
    """The folded text of a need and its words in order, single Han characters left out."""

    folded: str
    words: tuple[Token, ...]
    _forms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "NeedWords":
        folded = fold(text[:_READ_FOR_WORDS])
        return cls(folded, tuple(words_in_place(folded)))

    def forms(self, concept: str, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The forms of a concept in the need, looked up once."""
        if concept not in self._forms:
            self._forms[concept] = tuple(vocabulary.forms_in(concept, self.folded))
        return self._forms[concept]


def shown_terms(
    need: NeedWords,
    offering: str,
    words: Mapping[str, float],
    concepts: Mapping[str, float],
    vocabulary: Vocabulary,
    points: float,
) -> tuple[TermPart, ...]:
    """The strongest shared words and concepts, their points a share of the text signal's.

    `offering` is the offering's folded text; `words` and `concepts` tell what each shared term
    adds to the text score. Bigrams that follow each other on both sides are shown as one word; a
    word that is the name of a shared concept is shown with it.
    """
    total = sum(words.values()) + sum(concepts.values())
    if total <= 0:
        return ()
    runs = _shared_runs(need, offering, words)
    named = {slug: runs.pop(fold(vocabulary.concepts[slug].name), 0.0) for slug in concepts}
    amounts = [*runs.items(), *((slug, concepts[slug] + own) for slug, own in named.items())]
    amounts.sort(key=lambda item: -item[1])
    return tuple(
        _term_part(term, amount * points / total, need, offering, vocabulary)
        for term, amount in amounts[:SHOWN_TERMS]
    )


def _term_part(
    term: str, points: float, need: NeedWords, offering: str, vocabulary: Vocabulary
) -> TermPart:
    if term not in vocabulary.concepts:
        return TermPart(term, "word", round(points, 2))
    return TermPart(
        vocabulary.concepts[term].name,
        "concept",
        round(points, 2),
        need.forms(term, vocabulary),
        tuple(vocabulary.forms_in(term, offering)),
    )


def _shared_runs(need: NeedWords, offering: str, amounts: Mapping[str, float]) -> dict[str, float]:
    """Longest shared words with what they add; a term counts in the longest word that holds it."""
    shared: dict[str, float] = {}
    unclaimed = dict(amounts)
    runs = sorted(_runs(need, offering, amounts), key=lambda run: run[0] - run[1])
    for start, end, terms in runs:
        word = need.folded[start:end]
        amount = 0.0
        for term in terms:
            amount += unclaimed.pop(term, 0.0)
        if _is_han(word):
            for char in word:
                amount += unclaimed.pop(char, 0.0)
        if amount > 0:
            shared[word] = shared.get(word, 0.0) + amount
    return shared


def _runs(
    need: NeedWords, offering: str, amounts: Mapping[str, float]
) -> Iterator[tuple[int, int, list[str]]]:
    # This loop runs over every word of the need for every match shown.
    folded, start, end = need.folded, -1, -1
    terms: list[str] = []
    for text, first, last in need.words:
        if text not in amounts:
            continue
        follows = first == end - 1 and text[0] >= _HAN_START
        if follows and terms and folded[start:last] in offering:
            end = last
            terms.append(text)
            continue
        if terms:
            yield start, end, terms
        start, end, terms = first, last, [text]
    if terms:
        yield start, end, terms


def _is_han(text: str) -> bool:
    return text[0] >= _HAN_START
