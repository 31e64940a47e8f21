"""How alike two submissions are, told from small sketches of their words. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

KEPT: Final = 64  # hashes of a sketch
_BYTES: Final = 6  # of a hash: every database and JSON reader holds such a number exactly
_RUN: Final = 4  # characters of a shingle
_LEAST: Final = 8  # shingles: of fewer nothing can be said
# Two texts of which half the shingles are common share whole paragraphs; texts about the same scene
# written by different people stay below a fifth (pairs in the tests).
NEAR: Final = 0.5


def sketch_of(texts: Iterable[str]) -> list[int]:
    """Give the smallest 64 hashes of the runs of four characters of some texts, in order.

    Only letters, digits and Han count, in one width and case. Empty for texts of a few words.
    """
    shingles: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).casefold()
        letters = "".join(character for character in plain if character.isalnum())
        shingles.update(letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1))
    if len(shingles) < _LEAST:
        return []
    return sorted(
        int.from_bytes(blake2b(one.encode(), digest_size=_BYTES).digest()) for one in shingles
    )[:KEPT]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate which share of their shingles two texts have in common, 0 to 1.

    Jaccard's |A∩B| / |A∪B| from bottom-k sketches: the share of common hashes among the smallest k
    of both together (A. Z. Broder, On the resemblance and containment of documents, 1997).
    """
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    smallest = sorted(first | second)[:KEPT]
    return sum(value in first and value in second for value in smallest) / len(smallest)
