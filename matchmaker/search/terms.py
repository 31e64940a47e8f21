"""Which terms a query needs of a text, and the order they stand in: shared by every engine."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from matchmaker.search.analysis import fold, tokens
from matchmaker.search.port import Document, SearchQuery, Slot

TITLE_WEIGHT: Final = 3
SUMMARY_WEIGHT: Final = 2
BODY_WEIGHT: Final = 1


NAME_MARK: Final = "="  # no word of a text begins with it
SOUND_MARK: Final = "~"
FIRST_NAME: Final = 2
OTHER_NAME: Final = 1
PART_WEIGHT: Final = 0.5
LONGEST_SOUND: Final = 40
_SHORTEST_PART: Final = 2


def name_term(text: str) -> str:
    """The term of a name: letters and figures only, so that signs and blanks do not matter."""
    return NAME_MARK + "".join(filter(str.isalnum, fold(text)))


def sound_term(letters: str) -> str:
    """The term of a name's pinyin, whole or by first letters."""
    return SOUND_MARK + letters


def name_terms(names: Sequence[str], sounds: Iterable[str] = ()) -> dict[str, float]:
    """The terms of a document's names, the first of which counts most, and of their pinyin."""
    terms: dict[str, float] = {}
    for at, name in enumerate(names):
        if (term := name_term(name)) != NAME_MARK:
            terms.setdefault(term, OTHER_NAME if at else FIRST_NAME)
    for sound in sounds:
        if len(sound) <= LONGEST_SOUND:
            terms[sound_term(sound)] = OTHER_NAME
    return terms


def whole_name(query: SearchQuery) -> str:
    """The term a document has if the whole query is one of its names; "" without words."""
    term = name_term("".join((*query.words, *query.phrases)))
    return "" if term == NAME_MARK else term


def parts_of(token: str) -> Iterator[str]:
    """The other words a compound with a hyphen is found by: its parts, and itself in one.

    >>> list(parts_of("5g-advanced"))
    ['5gadvanced', '5g', 'advanced']
    """
    if "-" in token:
        yield token.replace("-", "")
        yield from (part for part in token.split("-") if len(part) >= _SHORTEST_PART)


def needed_terms(text: str) -> list[str]:
    """The distinct terms a document must hold to hold this text, in reading order.

    A run of Han characters needs its bigrams only: they imply the characters.
    """
    found = tokens(text)
    needed: dict[str, None] = {}
    for at, token in enumerate(found):
        alone = not (
            _is_bigram(found[at - 1] if at else "")
            or _is_bigram(found[at + 1] if at + 1 < len(found) else "")
        )
        if _is_bigram(token) or alone or not _is_han(token[0]):
            needed[token] = None
    return list(needed)


def query_terms(query: SearchQuery) -> list[str]:
    """The distinct terms all words and phrases of a query need, as they were typed."""
    return list(dict.fromkeys(_each_needed((*query.words, *query.phrases))))


def marked_terms(query: SearchQuery) -> frozenset[str]:
    """The terms to mark in what was found: those of the query and of its other forms."""
    others = (other for slot in query.slots for other in slot.others)
    return frozenset(_each_needed((*query.words, *query.phrases, *others)))


def ways_to_say(slot: Slot) -> list[str]:
    """The texts any of which will do: the one typed, a compound in one word, then the others."""
    joined = [" ".join(parts) for parts in _joined_compounds(slot.text)]
    return [slot.text, *joined, *slot.others]


def _joined_compounds(text: str) -> Iterator[list[str]]:
    found = [token for token in tokens(text) if not _is_bigram(token)]
    if any("-" in token for token in found):
        yield [token.replace("-", "") for token in found]


def word_line(text: str) -> str:
    """The text as a line of single characters and words, set apart by blanks.

    A phrase occurs in a text exactly when its line occurs in the line of the text.
    """
    return f" {' '.join(token for token in tokens(text) if not _is_bigram(token))} "


def weighted_terms(document: Document) -> dict[str, float]:
    """How much each term counts: its occurrences, those in title and summary several times.

    One field with weighted repeats ranks as well as separately scored fields and is faster. The
    parts of a compound count half.
    """
    weights: dict[str, float] = defaultdict(float)
    for text, weight in (
        (document.title, TITLE_WEIGHT),
        (document.summary, SUMMARY_WEIGHT),
        (document.body, BODY_WEIGHT),
    ):
        for token in tokens(text):
            weights[token] += weight
            for part in parts_of(token):
                weights[part] += weight * PART_WEIGHT
    return weights


def _each_needed(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from needed_terms(text)


def _is_bigram(token: str) -> bool:
    return len(token) == 2 and _is_han(token[0])  # noqa: PLR2004 - a bigram is two characters


@cache
def _is_han(char: str) -> bool:
    """Whether the analysis cuts this character out of a run: the doubled one gives three terms."""
    return len(tokens(char * 2)) > 1
