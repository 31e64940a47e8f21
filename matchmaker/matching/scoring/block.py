"""Offerings as arrays: everything the signals need, one row per offering."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from matchmaker.matching.scoring.facts import Facts, build_facts
from matchmaker.matching.scoring.postings import Postings, PostingsBuilder
from matchmaker.matching.scoring.records import EvidenceRecord, OfferingRecord
from matchmaker.matching.scoring.regions import place_numbers
from matchmaker.matching.scoring.scenes import SceneIndex, leanings
from matchmaker.matching.scoring.signals import Evidence, case_strength
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.matching.scoring.weighed import weigh_offering, with_tags
from matchmaker.matching.scoring.weighing import stepped_mean

_BATCH: Final = 1024


@dataclass(frozen=True, slots=True)
class Lengths:
    """Sums of lengths over offerings, and the mean lengths BM25 uses, in steps."""

    words: float
    concepts: float
    offerings: int

    def means(self) -> tuple[float, float]:
        """Stepped mean length in words and in concepts."""
        return stepped_mean(self.words, self.offerings), stepped_mean(self.concepts, self.offerings)

    def plus(self, other: "Lengths") -> "Lengths":
        return Lengths(
            self.words + other.words,
            self.concepts + other.concepts,
            self.offerings + other.offerings,
        )

    def minus(self, other: "Lengths") -> "Lengths":
        return self.plus(Lengths(-other.words, -other.concepts, -other.offerings))


@dataclass(frozen=True, slots=True)
class Block:
    """Offerings in arrays, immutable. The parts in `words` and `concepts` hold for `means`."""

    keys: NDArray[np.int64]
    records: Sequence[OfferingRecord]
    lengths: Lengths
    means: tuple[float, float]
    words: Postings
    concepts: Postings
    leanings: Any  # csc_array, offerings × scenes
    declared: Any  # csc_array, offerings × scenes
    provinces: NDArray[np.int64]
    prefectures: NDArray[np.int32]
    evidence: Evidence
    facts: Facts

    def __len__(self) -> int:
        return len(self.keys)

    def with_means(self, means: tuple[float, float]) -> "Block":
        """The same offerings for other mean lengths."""
        words, concepts = self.words.with_mean(means[0]), self.concepts.with_mean(means[1])
        return replace(self, means=means, words=words, concepts=concepts)


def build_block(
    records: Iterable[OfferingRecord],
    vocabulary: Vocabulary,
    index: SceneIndex,
    *,
    year: int,
    means: tuple[float, float] | None = None,
) -> Block:
    """Weigh every offering. Without `means` the block's own mean lengths are used.

    `year` is the present one: evidence is dated against it.
    """
    words, concepts = PostingsBuilder(), PostingsBuilder()
    kept: list[OfferingRecord] = []
    leaning_rows: list[Any] = []
    for batch in _batches(records):
        weighed = [weigh_offering(record, vocabulary) for record in batch]
        for record, text in zip(batch, weighed, strict=True):
            tagged = with_tags(text, record, vocabulary)
            words.add(tagged.words, tagged.words_length)
            concepts.add(tagged.concepts, tagged.concepts_length)
        leaning_rows.append(csr_array(leanings(index.scores(weighed))))
        kept.extend(batch)
    places = np.array([place_numbers(record.region) for record in kept], np.int32).reshape(-1, 2)
    lengths = Lengths(words.total_length(), concepts.total_length(), len(kept))
    used = means or lengths.means()
    return Block(
        keys=np.array([record.key for record in kept], np.int64),
        records=tuple(kept),
        lengths=lengths,
        means=used,
        words=words.build(used[0]),
        concepts=concepts.build(used[1]),
        leanings=_stacked(leaning_rows, index.size),
        declared=_scene_columns([record.scenes for record in kept], vocabulary),
        provinces=places[:, 0].astype(np.int64),
        prefectures=places[:, 1].copy(),
        evidence=_evidence(kept, vocabulary, year),
        facts=build_facts(kept, vocabulary),
    )


def distinct_cases(record: OfferingRecord) -> list[EvidenceRecord]:
    """The cases of an offering, each once, those of one site together."""
    cases = {case.case_key: case for case in record.evidence}.values()
    sites: dict[object, list[EvidenceRecord]] = {}
    for case in cases:
        sites.setdefault(site_of(case), []).append(case)
    return [case for site in sites.values() for case in site]


def site_of(case: EvidenceRecord) -> object:
    """What tells the site of a case from others of the same offering."""
    return case.site or (case.case_key,)


def _batches(records: Iterable[OfferingRecord]) -> Iterator[list[OfferingRecord]]:
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _stacked(rows: Sequence[Any], scenes: int) -> Any:
    if not rows:
        return csc_array((0, scenes), dtype=np.float32)
    return csc_array(vstack(rows, format="csc"))


def _scene_columns(slugs: Sequence[tuple[str, ...]], vocabulary: Vocabulary) -> Any:
    places = [
        (row, vocabulary.scene_index[slug])
        for row, named in enumerate(slugs)
        for slug in dict.fromkeys(named)
        if slug in vocabulary.scene_index
    ]
    rows, columns = np.array(places, np.int32).reshape(-1, 2).T
    shape = (len(slugs), len(vocabulary.scenes))
    return csc_array((np.ones(len(places), np.float32), (rows, columns)), shape=shape)


def _evidence(records: Sequence[OfferingRecord], vocabulary: Vocabulary, year: int) -> Evidence:
    cases = [(row, case) for row, record in enumerate(records) for case in distinct_cases(record)]
    strengths = [case_strength(case.year, year, reviewed=case.reviewed) for _, case in cases]
    return Evidence.of(
        np.array([row for row, _ in cases], np.int32),
        np.array(strengths, np.float32),
        _scene_columns([case.scenes for _, case in cases], vocabulary),
        len(records),
        _numbered([(row, site_of(case)) for row, case in cases]),
    )


def _numbered(names: Sequence[object]) -> NDArray[np.int32]:
    """0 for the first name, the same while it is repeated, one more for each next one."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int32)
