"""How far two words are apart, for guessing what was meant."""

from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 4
LONG: Final = 8


def most_apart(word: str) -> int:
    """How many slips of the pen are forgiven in a word: none below four letters, two from eight."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word nearest to one, of equally near ones the most frequent; never itself."""
    most = most_apart(word)
    best: tuple[int, int, str] | None = None
    for other, count in known:
        if abs(len(other) - len(word)) > most or other == word:
            continue
        apart = distance(word, other, most)
        if apart <= most:
            found = (apart, -count, other)
            best = found if best is None else min(best, found)
    return best[2] if best else None


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with the next to turn one word into another.

    The restricted Damerau-Levenshtein distance; anything above `most` comes as `most + 1`.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
