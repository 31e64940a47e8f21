"""Reading what a person typed: plain words, "quoted phrases" and minus, and nothing else.

Wildcards, ranges, field names and other engine syntax do not exist here; their signs are
punctuation, which the analysis drops.
"""

import re
from enum import StrEnum
from typing import Final

from matchmaker.search.analysis import fold, tokens
from matchmaker.search.port import SearchQuery

MAX_CHARACTERS: Final = 100
MAX_TERMS: Final = 12

_SIGNS: Final = str.maketrans(dict.fromkeys("“”„‟＂「」『』｢｣", '"') | dict.fromkeys("－−", "-"))
_TERM: Final = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class QueryFault(StrEnum):
    """What is wrong with a query text; the words for it are the page's."""

    TOO_LONG = "too_long"
    TOO_MANY_TERMS = "too_many_terms"
    NOTHING_TO_FIND = "nothing_to_find"


class QueryTextError(ValueError):
    """A text that cannot be searched for, with the reason in `code`."""

    def __init__(self, code: QueryFault) -> None:
        super().__init__(code.value)
        self.code = code


def parse(text: str) -> SearchQuery:
    """The query a text asks for; a blank text asks for everything.

    “…” and 「…」 quote as well as "…"; a quote that is not closed is ignored; a minus excludes
    only at the start of a word or phrase. Raises `QueryTextError` for more than 100 characters,
    more than 12 words and phrases, or a text of nothing but signs.
    """
    asked = text.strip()
    # A compatibility character may unfold into many: both lengths are bounded.
    if max(len(asked), len(fold(asked))) > MAX_CHARACTERS:
        raise QueryTextError(QueryFault.TOO_LONG)
    words: dict[str, None] = {}
    phrases: dict[str, None] = {}
    excluded: dict[str, None] = {}
    for match in _TERM.finditer(asked.translate(_SIGNS)):
        term = (match["phrase"] or match["word"] or "").strip()
        if not tokens(term):
            continue
        if match["minus"]:
            excluded[term] = None
        elif match["phrase"]:
            phrases[term] = None
        else:
            words[term] = None
    if len(words) + len(phrases) + len(excluded) > MAX_TERMS:
        raise QueryTextError(QueryFault.TOO_MANY_TERMS)
    if asked and not (words or phrases or excluded):
        raise QueryTextError(QueryFault.NOTHING_TO_FIND)
    return SearchQuery(tuple(words), tuple(phrases), tuple(excluded))
