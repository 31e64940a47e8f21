"""Other ways to say what a query says: the same thing by its other names and abbreviations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from matchmaker.search.analysis import fold
from matchmaker.search.port import SearchQuery, Slot

MOST_OTHERS: Final = 8
SHORTEST_FORM: Final = 2
LONGEST_FORM: Final = 40
_LETTERS: Final = re.compile(r"[a-z0-9]")


class Synonyms:
    """Groups of words that mean the same; immutable.

    A form in several groups has the others of them all, those of the first group first.
    """

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._others: dict[str, dict[str, None]] = defaultdict(dict)
        self._openings: dict[str, set[int]] = defaultdict(set)
        for group in groups:
            forms = list(dict.fromkeys(filter(_is_form, map(fold, group))))
            for form in forms:
                self._others[form] |= dict.fromkeys(other for other in forms if other != form)
                self._openings[form[0]].add(len(form))

    def expand(self, query: SearchQuery) -> SearchQuery:
        """The query with its words cut where a form stands, and the other forms beside each.

        Phrases stay as they are: who quotes a text wants that text. So do words that hold no form.
        """
        slots = [slot for word in query.words for slot in self._slots(word)]
        if not any(slot.others for slot in slots):
            return query
        return SearchQuery(query.words, query.phrases, query.excluded, tuple(slots))

    def _slots(self, word: str) -> Iterator[Slot]:
        folded, begun, at = fold(word), 0, 0
        while at < len(folded):
            form = self._form_at(folded, at)
            if form is None:
                at += 1
                continue
            if rest := folded[begun:at].strip():
                yield Slot(rest)
            others = [other for other in self._others[form] if other not in form]
            yield Slot(form, tuple(others[:MOST_OTHERS]))
            begun = at = at + len(form)
        if rest := folded[begun:].strip():
            yield Slot(rest)

    def _form_at(self, folded: str, at: int) -> str | None:
        """The longest form that begins here; a Latin one only as a whole word."""
        for length in sorted(self._openings.get(folded[at], ()), reverse=True):
            form = folded[at : at + length]
            if form in self._others and _stands_apart(folded, at, at + length):
                return form
        return None


def _is_form(form: str) -> bool:
    return SHORTEST_FORM <= len(form) <= LONGEST_FORM


def _stands_apart(folded: str, start: int, end: int) -> bool:
    """Whether no letter or figure of the same word stands beside."""
    return not (
        (start and _LETTERS.match(folded[start]) and _LETTERS.match(folded[start - 1]))
        or (end < len(folded) and _LETTERS.match(folded[end - 1]) and _LETTERS.match(folded[end]))
    )
