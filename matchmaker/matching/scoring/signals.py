"""The signals: pure functions on arrays, one value in [0, 1] per offering.

What each measures and why is told in docs/matching.md.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from matchmaker.matching.scoring.postings import add_at
from matchmaker.matching.scoring.regions import SAME_PLACE, UNKNOWN, Regions, place_numbers
from matchmaker.matching.scoring.weighing import Floats

TEXT_SCALE: Final = 0.25
DECLARED_TRUST: Final = 0.6
EVIDENCE_HALF_LIFE_YEARS: Final = 5.0
UNDATED_STRENGTH: Final = 0.5
UNREVIEWED_STRENGTH: Final = 0.5
NOT_STATED: Final = 0.2
ANY_CASE_RELEVANCE: Final = 0.25

Ints = NDArray[np.int32]


def text_signal(scores: Floats, highest: float) -> Floats:
    """1 − e^(−s / 0.25), s the share of the need's term weight that the offering covers.

    `highest` is the sum of the need's term weights, those of words no offering uses included: an
    offering that has each term once at mean length reaches it.
    """
    if highest <= 0:
        return np.zeros_like(scores)
    return _saturated(scores * np.float32(1 / (TEXT_SCALE * highest)))


def declared_signal(declared: Any, wanted: Floats) -> Floats:
    """How much the need wants the best of the scenes an offering is filed under.

    `declared` is a csc_array of offerings × scenes; `wanted` in [0, 1] per scene.
    """
    found = np.zeros(declared.shape[0], np.float32)
    scenes = np.flatnonzero(wanted)
    for scene in scenes[np.argsort(wanted[scenes], kind="stable")]:  # what is wanted most is last
        found[declared.indices[declared.indptr[scene] : declared.indptr[scene + 1]]] = wanted[scene]
    return found


def scene_signal(cosines: Floats, declared: Floats) -> Floats:
    """1 − (1 − cosine) · (1 − 0.6 · declared): being filed under a wanted scene only helps."""
    missed = np.subtract(np.float32(1), cosines)
    kept = np.multiply(declared, np.float32(-DECLARED_TRUST))
    kept += np.float32(1)
    missed *= kept
    np.subtract(np.float32(1), missed, out=missed)
    return np.clip(missed, 0, 1, out=missed)


def region_signal(
    code: str | None, provinces: NDArray[np.int64], prefectures: Ints, regions: Regions
) -> Floats:
    """How near each offering's own place is, from 1 to 0; 0.2 where it states none.

    Same place 1, same province 0.75, a bordering one 0.45, same 华北/华东… 0.4,
    same 东部/中部… 0.2. A need for a province holds everything in it as the same place.
    """
    province, prefecture = place_numbers(code)
    if code is None or province == UNKNOWN:
        return np.zeros(len(provinces), np.float32)
    table = np.append(regions.nearness(code), np.float32(NOT_STATED))
    if prefecture == UNKNOWN:
        table[province] = SAME_PLACE
        return _looked_up(table, provinces)
    values = _looked_up(table, provinces)
    values[np.flatnonzero(prefectures == prefecture)] = SAME_PLACE
    return values


def _looked_up(table: Floats, at: NDArray[np.int64]) -> Floats:
    """The entries of a table; UNKNOWN (−1) gives its last. No bounds to check: half the time."""
    return np.take(table, at, mode="wrap")


@dataclass(frozen=True, slots=True)
class Evidence:
    """All cases of all offerings, in arrays.

    The cases of an offering stand from `starts[row]` to `starts[row + 1]` of `strengths`; `basic`
    is per offering the sum of what the best case of each site counts for any need.

    A *kind* is a set of scenes with a strength that some case has: `kind_scenes` (csc_array,
    kinds × scenes) and `kind_strengths`. A site with one case is of the kind of that case. One with
    several, of which only the best counts, is a kind of its own after these: the kinds of its cases
    stand from `crowds[i]` to `crowds[i + 1]` of `crowded`. `kind_basic` is what a site of a kind
    counts for any need. `first` is the kind of the first site of each offering (−1 for none);
    `further` are those of all second sites, then of all third ones …, of the offerings in
    `further_rows`: most offerings have one site, and adding up short runs is slow.
    """

    strengths: Floats
    starts: Ints
    basic: Floats
    kind_scenes: Any
    kind_strengths: Floats
    kind_basic: Floats
    crowded: NDArray[np.int64]
    crowds: NDArray[np.int64]
    first: NDArray[np.int64]
    further: NDArray[np.int64]
    further_rows: Ints

    @classmethod
    def of(
        cls, owners: Ints, strengths: Floats, scenes: Any, rows: int, sites: Ints | None = None
    ) -> "Evidence":
        """Put cases into arrays.

        Per case: `owners`, the row it belongs to, ascending; its strength; its scenes (csc_array,
        cases × scenes); `sites`, the number of its site, ascending, without them each case stands
        for itself.
        """
        if sites is None:
            sites = np.arange(len(owners), dtype=np.int32)
        kinds, examples = _kinds(strengths, scenes)
        firsts = _firsts(sites)
        sizes = np.diff(firsts, append=len(sites))
        is_crowd = sizes > 1
        site_kinds = kinds[firsts]
        site_kinds[is_crowd] = np.arange(is_crowd.sum()) + len(examples)
        best = np.maximum.reduceat(strengths, firsts) if len(firsts) else strengths
        counted = (ANY_CASE_RELEVANCE * best).astype(np.float32)
        site_owners = owners[firsts]
        places = np.arange(len(firsts)) - np.searchsorted(site_owners, site_owners)
        first = np.full(rows, -1, np.int64)
        first[site_owners[places == 0]] = site_kinds[places == 0]
        later = np.argsort(places, kind="stable")[np.count_nonzero(places == 0) :]
        return cls(
            strengths=strengths,
            starts=np.searchsorted(owners, np.arange(rows + 1)).astype(np.int32),
            basic=np.bincount(site_owners, counted, minlength=rows).astype(np.float32),
            kind_scenes=csc_array(csr_array(scenes)[examples]),
            kind_strengths=strengths[examples],
            kind_basic=np.concatenate(
                [ANY_CASE_RELEVANCE * strengths[examples], counted[is_crowd]], dtype=np.float32
            ),
            crowded=kinds[np.repeat(is_crowd, sizes)],
            crowds=np.append(0, np.cumsum(sizes[is_crowd])).astype(np.int64),
            first=first,
            further=site_kinds[later],
            further_rows=site_owners[later],
        )


def _kinds(strengths: Floats, scenes: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The kind of each case, and a case of each kind."""
    by_case = csr_array(scenes)
    by_case.sort_indices()
    pieces = pairwise(by_case.indptr.tolist())
    named = [by_case.indices[start:end].tobytes() for start, end in pieces]
    numbers: dict[tuple[float, bytes], int] = {}
    examples: list[int] = []
    kinds = np.zeros(len(named), np.int64)
    for case, kind in enumerate(zip(strengths.tolist(), named, strict=True)):
        number = kinds[case] = numbers.setdefault(kind, len(numbers))
        if number == len(examples):
            examples.append(case)
    return kinds, np.array(examples, np.int64)


def case_strength(year: int | None, now: int, *, reviewed: bool) -> float:
    """A case halves every five years; unreviewed it counts half, undated half."""
    if year is None:
        dated = UNDATED_STRENGTH
    else:
        dated = 0.5 ** (max(0, now - year) / EVIDENCE_HALF_LIFE_YEARS)
    return dated * (1.0 if reviewed else UNREVIEWED_STRENGTH)


def evidence_signal(evidence: Evidence, wanted: Floats) -> Floats:
    """1 − e^(−Σ best strength · relevance of a site): each further site adds less.

    Relevance is a quarter for any case, up to 1 for a case of the scene wanted most.
    """
    relevance = np.float32(1 - ANY_CASE_RELEVANCE) * declared_signal(evidence.kind_scenes, wanted)
    relevance += np.float32(ANY_CASE_RELEVANCE)
    worth = relevance * evidence.kind_strengths
    if len(evidence.crowded):
        best = np.maximum.reduceat(worth[evidence.crowded], evidence.crowds[:-1])
        worth = np.concatenate([worth, best])
    more = np.append(np.maximum(worth - evidence.kind_basic, 0), np.float32(0))
    amounts = _looked_up(more, evidence.first)
    add_at(evidence.further_rows, more[evidence.further], amounts)
    amounts += evidence.basic
    return _saturated(amounts)


def _firsts(numbers: Ints) -> NDArray[np.int64]:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(numbers, prepend=-1))


def _saturated(amounts: Floats) -> Floats:
    """1 − e^(−amount): 0 for nothing, never above 1, each further bit adds less."""
    left = np.negative(amounts)
    np.exp(left, out=left)
    return np.subtract(np.float32(1), left, out=left)
