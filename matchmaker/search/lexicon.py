"""Names to be suggested while somebody types, and to guess by what was meant.

All names stand in one text, one to a line, and one pass of the string search finds those that
begin with what was typed or hold it: a millisecond for a hundred thousand names, without any
structure to keep sorted. Two more such texts hold first letters and whole syllables of pinyin.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from matchmaker.search.analysis import fold
from matchmaker.search.pinyin import spelled

MOST_TYPED: Final = 40
MOST_SEEN: Final = 400  # places looked at in each text: a single letter stands in too many names
SHORTEST_PINYIN: Final = 2


class Name(NamedTuple):
    """A name as it is written, how it sounds, and whether it is the first of its document."""

    row: int
    text: str
    sound: str
    is_first: bool


class Match(NamedTuple):
    """A name that answers what was typed; the lowest rank fits best."""

    rank: int
    length: int
    row: int
    text: str


def named(row: int, names: Iterable[str]) -> list[Name]:
    """The names of a document, each once."""
    distinct = dict.fromkeys(name for name in names if name)
    return [Name(row, name, spelled(name), not at) for at, name in enumerate(distinct)]


class _Lines:
    """Texts to search, one to a line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=1))

    def beginning(self, typed: str) -> Iterator[int]:
        """The numbers of the lines that begin with what was typed."""
        return (line for _, line in self._found("\n" + typed, 1))

    def within(self, typed: str) -> Iterator[int]:
        """The numbers of the lines that hold exactly this."""
        return (line for _, line in self._found(typed, 0))

    def holding(self, typed: str) -> Iterator[int]:
        """The numbers of the lines that hold it, a Latin word from its beginning."""
        is_latin = typed[0].isascii()
        for place, line in self._found(typed, 0):
            before = self._text[place - 1]
            if not (is_latin and before.isascii() and before.isalnum()):
                yield line

    def _found(self, typed: str, skip: int) -> Iterator[tuple[int, int]]:
        place = self._text.find(typed)
        for _ in range(MOST_SEEN):
            if place < 0:
                return
            yield place, bisect_right(self._starts, place + skip) - 1
            place = self._text.find(typed, place + 1)


class Lexicon:
    """The names of some documents, by the number of each document."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)

    def suggest(self, typed: str) -> list[Match]:
        """The names that begin with what was typed, then those that hold it, then by pinyin.

        First names come before others and short before long. A document stands once.
        """
        asked = fold(typed.strip())[:MOST_TYPED]
        if not asked:
            return []
        best: dict[int, Match] = {}
        for rank, numbers in enumerate(self._ways(asked)):
            for name in (self.names[number] for number in numbers):
                match = Match(2 * rank + (not name.is_first), len(name.text), name.row, name.text)
                best[name.row] = min(match, best.get(name.row, match))
        return sorted(best.values())

    def sounding(self, sound: str) -> Counter[str]:
        """The pieces of names that sound like this, with the number of names that have them."""
        pieces: Counter[str] = Counter()
        syllables = sound.count(" ") + 1
        for number in self._sounds.within(f" {sound} "):
            name = self.names[number]
            letters = "".join(filter(str.isalnum, fold(name.text)))
            line = f" {name.sound} "
            first = line[: line.index(f" {sound} ")].count(" ")
            pieces[letters[first : first + syllables]] += 1
        return pieces

    def spelled_by(self, letters: str) -> Counter[str]:
        """The pieces of names whose whole pinyin these letters are, with the number of names."""
        pieces: Counter[str] = Counter()
        for number in self._syllables.within(letters):
            name = self.names[number]
            written = "".join(filter(str.isalnum, fold(name.text)))
            ends = list(accumulate((len(sound) for sound in name.sound.split()), initial=0))
            place = name.sound.replace(" ", "").find(letters)
            if place in ends and place + len(letters) in ends:
                pieces[written[ends.index(place) : ends.index(place + len(letters))]] += 1
        return pieces

    def _ways(self, asked: str) -> Iterator[Iterator[int]]:
        yield self._folded.beginning(asked)
        yield self._folded.holding(asked)
        letters = asked.replace(" ", "")
        if letters.isascii() and letters.isalnum() and len(letters) >= SHORTEST_PINYIN:
            yield self._initials.beginning(letters)
            yield self._syllables.beginning(letters)

    @cached_property
    def _folded(self) -> _Lines:
        return _Lines([fold(name.text) for name in self.names])

    @cached_property
    def _initials(self) -> _Lines:
        return _Lines([_initials(name.sound) for name in self.names])

    @cached_property
    def _syllables(self) -> _Lines:
        return _Lines([name.sound.replace(" ", "") for name in self.names])

    @cached_property
    def _sounds(self) -> _Lines:
        return _Lines([f" {name.sound} " for name in self.names])


def pinyin_of(names: Iterable[Name]) -> Iterator[str]:
    """The first letters and the whole spelling of the names that are not spelled as written."""
    for name in names:
        if not name.text.isascii() and name.sound:
            yield _initials(name.sound)
            yield name.sound.replace(" ", "")


def _initials(sound: str) -> str:
    return "".join(syllable[0] for syllable in sound.split())
