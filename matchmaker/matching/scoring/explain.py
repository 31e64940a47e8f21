"""Why an offering stands where it stands: shared words, shared concepts, cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, NamedTuple

from matchmaker.matching.scoring.ranking import TermPart
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.search.analysis import Token, fold, words_in_place

SHOWN_TERMS: Final = 8
_READ_FOR_WORDS: Final = 4000  # characters of a need searched for shared words to show
_HAN_START: Final = "\u3400"
_NOT_SCORED: Final = -1
_AMOUNT: Final = itemgetter(1)
_SHORTER: Final = itemgetter(0)


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


class _PlacedWord(NamedTuple):
    """A word of a need: its place among the terms, its range in the text."""

    term: int
    start: int
    end: int
    is_han: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a need was scored by, and where its text holds them.

    `concepts` are marked slugs; `characters` tells for each Han sign of the text its place among
    the terms, −1 where it has none.
    """

    need: NeedWords
    words: Sequence[_PlacedWord]
    characters: Sequence[int]
    concepts: tuple[str, ...]
    vocabulary: Vocabulary

    @classmethod
    def of(
        cls,
        need: NeedWords,
        words: Sequence[str],
        concepts: tuple[str, ...],
        vocabulary: Vocabulary,
    ) -> "Terms":
        """Find the words that were scored, in their order, in the text of a need."""
        places = {term: at for at, term in enumerate(words)}
        placed = [
            _PlacedWord(places[text], start, end, text[0] >= _HAN_START)
            for text, start, end in need.words
            if text in places
        ]
        signs = {term: at for term, at in places.items() if len(term) == 1}
        characters = [signs.get(sign, _NOT_SCORED) for sign in need.folded]
        return cls(need, placed, characters, concepts, vocabulary)

    def shown(
        self, offering: str, words: Sequence[float], concepts: Sequence[float], points: float
    ) -> tuple[TermPart, ...]:
        """The strongest shared words and concepts, their points a share of the text signal's.

        `offering` is the offering's folded text; `words` and `concepts` tell what each term adds to
        the text score. Bigrams that follow each other on both sides are shown as one word; a word
        that is the name of a shared concept is shown with it.
        """
        total = sum(words) + sum(concepts)
        if total <= 0:
            return ()
        shared = self._shared(offering, words)
        added: list[tuple[str, float, bool]] = []
        for slug, amount in zip(self.concepts, concepts, strict=True):
            if amount:
                own = shared.pop(self.vocabulary.folded_name(slug), 0.0)
                added.append((slug, amount + own, True))
        amounts = [*((word, amount, False) for word, amount in shared.items()), *added]
        amounts.sort(key=_AMOUNT, reverse=True)
        return tuple(
            [
                self._part(term, round(amount * points / total, 2), offering, is_concept=is_concept)
                for term, amount, is_concept in amounts[:SHOWN_TERMS]
            ]
        )

    def _part(self, term: str, points: float, offering: str, *, is_concept: bool) -> TermPart:
        if not is_concept:
            return TermPart(term, "word", points)
        return TermPart(
            self.vocabulary.concepts[term].name,
            "concept",
            points,
            self.need.forms(term, self.vocabulary),
            tuple(self.vocabulary.forms_in(term, offering)),
        )

    def _shared(self, offering: str, amounts: Sequence[float]) -> dict[str, float]:
        """Longest shared words with what they add; each term counts in the longest with it."""
        shared: dict[str, float] = {}
        unclaimed, folded, characters = list(amounts), self.need.folded, self.characters
        for _, start, end, terms in sorted(self._runs(offering, amounts), key=_SHORTER):
            word = folded[start:end]
            amount = 0.0
            if word[0] >= _HAN_START:
                terms += [term for term in characters[start:end] if term != _NOT_SCORED]
            for term in terms:
                amount += unclaimed[term]
                unclaimed[term] = 0.0
            if amount > 0:
                shared[word] = shared.get(word, 0.0) + amount
        return shared

    def _runs(
        self, offering: str, amounts: Sequence[float]
    ) -> list[tuple[int, int, int, list[int]]]:
        """The words that stand on both sides: less their length, range in the need, terms."""
        # This loop runs over every word of the need for every match shown.
        found: list[tuple[int, int, int, list[int]]] = []
        folded, start, end = self.need.folded, -1, -1
        terms: list[int] = []
        for term, first, last, is_han in self.words:
            if not amounts[term]:
                continue
            if is_han and first == end - 1 and terms and folded[start:last] in offering:
                end = last
                terms.append(term)
                continue
            if terms:
                found.append((start - end, start, end, terms))
            start, end, terms = first, last, [term]
        if terms:
            found.append((start - end, start, end, terms))
        return found
