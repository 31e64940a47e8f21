"""All offerings that can be ranked, in blocks: a large one, and small ones for what changed.

A change never touches an array: it marks rows dead and adds a block. Neighbouring blocks are
merged when they grow alike, so that n changes leave about log n blocks.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.block import Block, Lengths, build_block
from matchmaker.matching.scoring.records import OfferingRecord
from matchmaker.matching.scoring.scenes import SceneIndex
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.matching.scoring.weighed import weigh_offering, with_tags

_MERGE_AT: Final = 2  # a block is merged into the one before it once that is at most twice its size
_NOTHING: Final = Lengths(0.0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A block, which of its rows still count, and what the dead rows took away."""

    block: Block
    alive: NDArray[np.bool_]
    order: NDArray[np.int64]  # the rows by ascending key
    gone: Counter[str] = field(default_factory=Counter)
    gone_lengths: Lengths = _NOTHING

    @classmethod
    def of(cls, block: Block) -> "Part":
        return cls(block, np.ones(len(block), dtype=bool), np.argsort(block.keys, kind="stable"))

    def __len__(self) -> int:
        return int(self.alive.sum())

    def has_evidence(self) -> bool:
        return bool((self.alive & (self.block.evidence.basic > 0)).any())

    def living(self) -> list[OfferingRecord]:
        return [self.block.records[row] for row in np.flatnonzero(self.alive).tolist()]

    def without(self, keys: Iterable[int], vocabulary: Vocabulary) -> "Part":
        """The part with some offerings dead; those it does not hold are ignored."""
        rows = [row for row in self._rows_of(keys) if self.alive[row]]
        if not rows:
            return self
        alive, gone, lengths = self.alive.copy(), self.gone.copy(), self.gone_lengths
        alive[rows] = False
        for row in rows:
            record = self.block.records[row]
            weighed = with_tags(weigh_offering(record, vocabulary), record, vocabulary)
            gone.update(weighed.words.keys())
            gone.update(weighed.concepts.keys())
            lengths = lengths.plus(Lengths(weighed.words_length, weighed.concepts_length, 1))
        return replace(self, alive=alive, gone=gone, gone_lengths=lengths)

    def _rows_of(self, keys: Iterable[int]) -> list[int]:
        """The rows of those offerings it holds, dead or alive."""
        held, asked = self.block.keys, np.fromiter(keys, np.int64)
        if not len(held):
            return []
        at = np.searchsorted(held, asked, sorter=self.order)
        rows = self.order[np.minimum(at, len(held) - 1)]
        return [int(row) for row in rows[held[rows] == asked]]


class Collection:
    """The living offerings; immutable, each change gives a new one that shares the arrays."""

    def __init__(
        self, parts: Sequence[Part], vocabulary: Vocabulary, index: SceneIndex, year: int
    ) -> None:
        self.parts = tuple(parts)
        self.vocabulary = vocabulary
        self.index = index
        self.year = year
        self.has_evidence = any(part.has_evidence() for part in parts)
        self.lengths = _NOTHING
        for part in parts:
            self.lengths = self.lengths.plus(part.block.lengths).minus(part.gone_lengths)

    @classmethod
    def build(
        cls,
        records: Iterable[OfferingRecord],
        vocabulary: Vocabulary,
        index: SceneIndex,
        year: int,
    ) -> "Collection":
        """Weigh every offering. Of two with the same key the last counts."""
        distinct = {record.key: record for record in records}.values()
        block = build_block(distinct, vocabulary, index, year=year)
        return cls([Part.of(block)], vocabulary, index, year)

    def __len__(self) -> int:
        return self.lengths.offerings

    def part_of(self, key: int) -> Part | None:
        """One living offering as a part of its own, weighed as it is here; None if unknown."""
        for part in self.parts:
            found = np.flatnonzero((part.block.keys == key) & part.alive)
            if len(found):
                return self._part([part.block.records[int(found[0])]])
        return None

    def frequencies(self, words: Iterable[str], concepts: Iterable[str]) -> dict[str, int]:
        """How many living offerings hold each of some words and concepts."""
        counts = dict.fromkeys((*words, *concepts), 0)
        for part in self.parts:
            block, gone = part.block, part.gone
            for found in (block.words, block.concepts):
                for term in counts:
                    counts[term] += found.frequency(term)
            for term in counts.keys() & gone.keys():
                counts[term] -= gone[term]
        return counts

    def with_changes(
        self, upserts: Iterable[OfferingRecord], removals: Iterable[int]
    ) -> "Collection":
        """The collection after some offerings came, changed or went.

        The result ranks as one built anew from the same offerings. Where the mean length crossed
        a step, the parts of all postings are computed anew.
        """
        fresh = {record.key: record for record in upserts}
        leaving = {*fresh, *removals}
        parts = [part.without(leaving, self.vocabulary) for part in self.parts]
        parts = [part for part in parts if part.alive.any()]
        if fresh:
            parts.append(self._part(list(fresh.values())))
        while len(parts) > 1 and len(parts[-2]) <= _MERGE_AT * len(parts[-1]):
            parts[-2:] = [self._part([*parts[-2].living(), *parts[-1].living()])]
        if not parts:
            return Collection.build((), self.vocabulary, self.index, self.year)
        changed = Collection(parts, self.vocabulary, self.index, self.year)
        means = changed.lengths.means()
        if means == self._means():
            return changed
        parts = [replace(part, block=part.block.with_means(means)) for part in parts]
        return Collection(parts, self.vocabulary, self.index, self.year)

    def _part(self, records: Sequence[OfferingRecord]) -> Part:
        block = build_block(
            records, self.vocabulary, self.index, year=self.year, means=self._means()
        )
        return Part.of(block)

    def _means(self) -> tuple[float, float]:
        return self.parts[0].block.means
