"""How text becomes terms: one function for both sides of every search and every match.

The rule: NFKC and lower case per character, accents folded, control and invisible characters
dropped; Latin words and figures with their unit stay whole (`5g-a`, `redcap`, `20ms`, `99.9%`);
Han text becomes its single characters and its bigrams, which on Chinese retrieval sets beats
dictionary segmentation and needs no dictionary (docs/matching.md).
"""

import re
import unicodedata
from collections.abc import Container
from typing import Final, NamedTuple

_HAN: Final = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ALNUM: Final = rf"[^\W_{_HAN}]"
_UNITS: Final = (
    "[kmg]?bit/s|[kmg]?bps|[kmgt]b(?:/s)?|km/h|m/s|[kmg]?hz|fps|dbm?|"
    "[mnuμ]?s|min|h|[kcm]?m|kg|t|kwh|[km]?w|k?v|[km]?pa|°c"
)
_TERM: Final = re.compile(
    rf"(?P<word>{_ALNUM}+"
    # Inside a word: a decimal point, a thousands comma, a hyphen before a letter.
    rf"(?:(?:(?<=[0-9])\.(?=[0-9])|(?<=[0-9]),(?=[0-9]{{3}}(?![0-9]))"
    rf"|-(?=[^\W\d_{_HAN}])){_ALNUM}+)*"
    # After a figure: a unit written apart or with a slash, a per cent or per mille sign.
    rf"(?:(?<=[0-9]) ?(?:{_UNITS})(?!{_ALNUM})|(?:(?<=[kmg]b|it)/s|(?<=km)/h)(?!{_ALNUM})"
    r"|(?<=[0-9]) ?[%‰])?)"
    rf"|(?P<han>[{_HAN}]+)"
)
_SPACES: Final = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_ACCENTS_END: Final = 0x2000  # Latin, Greek and Cyrillic letters with accents stand below
_LINES: Final = re.compile(r"\n{3,}")


class Token(NamedTuple):
    """A term and the half-open range of the original text it stands for."""

    text: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """A `str.translate` table filled on first sight of each character."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    if char in _SPACES:
        return " "
    lowered = unicodedata.normalize("NFKC", char).lower()
    lowered = "".join(
        unicodedata.normalize("NFKD", c) if ord(c) < _ACCENTS_END else c for c in lowered
    )
    kept = "".join(c for c in lowered if unicodedata.category(c) not in _INVISIBLE)
    return " ".join(kept.split()) if len(kept) > 1 else kept


_FOLDING: Final = _Folding()
# Most of a Chinese text folds to itself: a pattern passes over it many times faster than a table.
# Its usual full-width signs are replaced first, since each run the pattern finds costs a call.
_SIGNS: Final = tuple("，：；（）！？")
_FOLDED: Final = re.compile(r"[^ -@\[-~\u3001\u3002\u4e00-\u9fa5]+")


def fold(text: str) -> str:
    """The text as comparisons see it: NFKC, lower case, no accents, nothing invisible."""
    for sign in _SIGNS:
        if sign in text:
            text = text.replace(sign, _FOLDING[ord(sign)])
    return _FOLDED.sub(_folded_run, text)


def _folded_run(match: re.Match[str]) -> str:
    return match[0].translate(_FOLDING)


def tokens(text: str) -> list[str]:
    """The terms of a text in reading order; repeats are kept, since they count.

    A run of Han characters gives each character followed by the bigram it opens.
    Emoji, punctuation and an empty text give no term.
    """
    return folded_tokens(fold(text))


def folded_tokens(folded: str) -> list[str]:
    """`tokens` of a text that is folded already."""
    found: list[str] = []
    for match in _TERM.finditer(folded):
        run = match[0]
        if match.lastgroup == "word":
            found.append(_tidy(run))
            continue
        last = run[0]
        found.append(last)
        for char in run[1:]:
            found.append(last + char)
            found.append(char)
            last = char
    return found


def spans(text: str, wanted: Container[str] | None = None) -> list[Token]:
    """The same terms as `tokens`, each with its range in the original text for highlighting.

    With `wanted` only those terms.
    """
    pieces = [_FOLDING[ord(char)] for char in text]
    origin = [at for at, piece in enumerate(pieces) for _ in piece]
    found: list[Token] = []
    for match in _TERM.finditer("".join(pieces)):
        first, last = match.start(), match.end() - 1
        run = match[0]
        if match.lastgroup == "word":
            word = _tidy(run)
            if wanted is None or word in wanted:
                found.append(Token(word, origin[first], origin[last] + 1))
            continue
        for at, char in enumerate(run, start=first):
            if wanted is None or char in wanted:
                found.append(Token(char, origin[at], origin[at] + 1))
            if at < last:
                pair = char + run[at - first + 1]
                if wanted is None or pair in wanted:
                    found.append(Token(pair, origin[at], origin[at + 1] + 1))
    return found


def words_in_place(folded: str) -> list[Token]:
    """The words and bigrams of a text that is folded already, each with its range in it."""
    found: list[Token] = []
    for match in _TERM.finditer(folded):
        run, first = match[0], match.start()
        if match.lastgroup == "word":
            found.append(Token(_tidy(run), first, match.end()))
        else:
            found.extend(
                [Token(run[at : at + 2], first + at, first + at + 2) for at in range(len(run) - 1)]
            )
    return found


def clean_text(text: str, limit: int) -> str:
    """Text a person pasted, fit to be stored: at most `limit` characters, nothing invisible.

    Line ends become one newline, three or more become two, other control characters and lone
    surrogates go, outer blanks go. What exceeds the limit is cut: a caller that must refuse
    a long text compares its length first.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in unified if c == "\n" or unicodedata.category(c) not in _UNSTORED)
    return _LINES.sub("\n\n", kept).strip()[:limit].rstrip()


# Joiners inside emoji and scripts (Cf) are part of what the person wrote; bidirectional
# overrides are not, since they make a text show as something else.
_UNSTORED: Final = frozenset({"Cc", "Cs", "Cn"})


def _tidy(word: str) -> str:
    return word.replace(" ", "").replace(",", "")
