"""The signals: pure functions on arrays, one value in [0, 1] per offering.

What each measures and why is told in docs/matching.md.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

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
    missed = 1 - cosines
    missed *= 1 - np.float32(DECLARED_TRUST) * declared
    return np.asarray(np.clip(1 - missed, 0, 1, out=missed), np.float32)


def region_signal(code: str | None, provinces: Ints, prefectures: Ints, regions: Regions) -> Floats:
    """How near each offering's own place is, from 1 to 0; 0.2 where it states none.

    Same place 1, same province 0.75, a bordering one 0.45, same 华北/华东… 0.4,
    same 东部/中部… 0.2. A need for a province holds everything in it as the same place.
    """
    province, prefecture = place_numbers(code)
    if code is None or province == UNKNOWN:
        return np.zeros(len(provinces), np.float32)
    values = np.append(regions.nearness(code), np.float32(NOT_STATED))[provinces]
    same = provinces == province if prefecture == UNKNOWN else prefectures == prefecture
    values[same] = SAME_PLACE
    return np.asarray(values, np.float32)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All cases of all offerings: the row each belongs to (ascending), its strength, its scenes.

    `sites` int32 numbers the site of each case (ascending); `site_basic` is per site what its best
    case counts for any need, `basic` the sum of that per offering, `unmatched` the signal it gives.
    The cases of an offering stand from `starts[row]` to `starts[row + 1]`.
    """

    owners: Ints
    strengths: Floats
    scenes: Any  # csc_array, cases × scenes
    sites: Ints
    site_basic: Floats
    basic: Floats
    unmatched: Floats
    starts: Ints

    @classmethod
    def of(
        cls, owners: Ints, strengths: Floats, scenes: Any, rows: int, sites: Ints | None = None
    ) -> "Evidence":
        """Put cases into arrays. Without `sites` each case stands for itself."""
        if sites is None:
            sites = np.arange(len(owners), dtype=np.int32)
        firsts = _firsts(sites)
        best = np.maximum.reduceat(strengths, firsts) if len(firsts) else strengths
        site_basic = (ANY_CASE_RELEVANCE * best).astype(np.float32)
        basic = np.bincount(owners[firsts], site_basic, minlength=rows).astype(np.float32)
        starts = np.searchsorted(owners, np.arange(rows + 1)).astype(np.int32)
        return cls(owners, strengths, scenes, sites, site_basic, basic, _saturated(basic), starts)


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
    values = evidence.unmatched.copy()
    matched = declared_signal(evidence.scenes, wanted)
    cases = np.flatnonzero(matched > 0)
    if len(cases):
        relevance = ANY_CASE_RELEVANCE + np.float32(1 - ANY_CASE_RELEVANCE) * matched[cases]
        # The cases of a site stand together, and so do the sites of an offering.
        first = _firsts(evidence.sites[cases])
        best = np.maximum.reduceat(relevance * evidence.strengths[cases], first)
        counted = evidence.site_basic[evidence.sites[cases[first]]]
        owners = evidence.owners[cases[first]]
        more, first = np.maximum(best - counted, 0), _firsts(owners)
        rows = owners[first]
        values[rows] = _saturated(evidence.basic[rows] + np.add.reduceat(more, first))
    return values


def _firsts(numbers: Ints) -> NDArray[np.int64]:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(numbers, prepend=-1))


def _saturated(amounts: Floats) -> Floats:
    """1 − e^(−amount): 0 for nothing, never above 1, each further bit adds less."""
    left = np.exp(-amounts)
    return np.asarray(np.subtract(1, left, out=left), np.float32)
