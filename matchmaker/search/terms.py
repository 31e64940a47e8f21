"""Which terms a query needs of a text, and the order they stand in: shared by every engine."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from matchmaker.search.analysis import fold, tokens
from matchmaker.search.port import Document, SearchQuery

TITLE_WEIGHT: Final = 3
SUMMARY_WEIGHT: Final = 2
BODY_WEIGHT: Final = 1


NAME_MARK: Final = "="  # no word of a text begins with it
FIRST_NAME: Final = 2
OTHER_NAME: Final = 1


def name_term(text: str) -> str:
    """The term of a name: letters and figures only, so that signs and blanks do not matter."""
    return NAME_MARK + "".join(filter(str.isalnum, fold(text)))


def name_terms(names: Sequence[str]) -> Counter[str]:
    """The terms of a document's names, the first of which counts most."""
    terms: Counter[str] = Counter()
    for at, name in enumerate(names):
        if (term := name_term(name)) != NAME_MARK and term not in terms:
            terms[term] = OTHER_NAME if at else FIRST_NAME
    return terms


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
    """The distinct terms all words and phrases of a query need."""
    return list(dict.fromkeys(_each_needed((*query.words, *query.phrases))))


def word_line(text: str) -> str:
    """The text as a line of single characters and words, set apart by blanks.

    A phrase occurs in a text exactly when its line occurs in the line of the text.
    """
    return f" {' '.join(token for token in tokens(text) if not _is_bigram(token))} "


def weighted_terms(document: Document) -> Counter[str]:
    """How much each term counts: its occurrences, those in title and summary several times.

    One field with weighted repeats ranks as well as separately scored fields and is faster.
    """
    weights: Counter[str] = Counter()
    for text, weight in (
        (document.title, TITLE_WEIGHT),
        (document.summary, SUMMARY_WEIGHT),
        (document.body, BODY_WEIGHT),
    ):
        for token in tokens(text):
            weights[token] += weight
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
