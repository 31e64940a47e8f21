"""How near two places are, by their GB/T 2260 codes and the usual groups of provinces."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.weighing import Floats

SAME_PLACE: Final = 1.0
SAME_PROVINCE: Final = 0.75
NEIGHBOUR: Final = 0.45
SAME_GEO_REGION: Final = 0.4
SAME_ECON_REGION: Final = 0.2
ELSEWHERE: Final = 0.0
UNKNOWN: Final = -1
_CODE_LENGTH: Final = 6
_PROVINCES: Final = 100
_CODES: Final = 10**_CODE_LENGTH
_NOWHERE: Final = np.full(_PROVINCES, ELSEWHERE, np.float32)


@dataclass(frozen=True, slots=True)
class RegionEntry:
    """A province or prefecture; a province's code ends with 0000.

    `neighbours` are the codes of the provinces that border a province.
    """

    code: str
    name: str
    short_name: str
    geo_region: str = ""
    econ_region: str = ""
    neighbours: tuple[str, ...] = ()


class Regions:
    """Codes, names and neighbourhoods; built from plain entries."""

    def __init__(self, entries: Iterable[RegionEntry] = ()) -> None:
        self._entries = {entry.code: entry for entry in entries}
        self._known = np.zeros(_CODES, dtype=bool)
        self._known[[int(code) for code in self._entries]] = True
        self._named = self._names()
        self._tables = {
            entry.code: self._table(entry)
            for entry in self._entries.values()
            if _is_province(entry.code)
        }

    def __contains__(self, code: str | None) -> bool:
        return code in self._entries

    @property
    def entries(self) -> tuple[RegionEntry, ...]:
        """All regions, as they were given."""
        return tuple(self._entries.values())

    def knows(self, codes: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of some codes of six digits, as numbers, are in the table."""
        return self._known[codes]

    def find(self, words: str) -> str | None:
        """The code of a region given as code, name, short name, or province and prefecture.

        Where a province and a prefecture share a name (吉林) the province is meant.
        """
        name = "".join(words.split())
        return name if name in self._entries else self._named.get(name)

    def nearness(self, code: str) -> Floats:
        """How near each province (by its first two digits) is to a place, below SAME_PLACE.

        A place outside the table is near nobody.
        """
        return self._tables.get(_province_of(code), _NOWHERE)

    def bordering(self, code: str) -> NDArray[np.bool_]:
        """Which provinces (by their first two digits) border the province of a place."""
        home = self._entries.get(_province_of(code))
        found = np.zeros(_PROVINCES, dtype=bool)
        found[[int(other[:2]) for other in home.neighbours] if home else []] = True
        return found

    def _table(self, home: RegionEntry) -> Floats:
        table = np.full(_PROVINCES, ELSEWHERE, np.float32)
        for entry in self._entries.values():
            if _is_province(entry.code):
                table[int(entry.code[:2])] = _nearness(home, entry)
        return table

    def _names(self) -> dict[str, str]:
        named: dict[str, str] = {}
        provinces = [entry for entry in self._entries.values() if _is_province(entry.code)]
        for entry in provinces:
            named |= dict.fromkeys((entry.name, entry.short_name), entry.code)
        for entry in self._entries.values():
            if _is_province(entry.code):
                continue
            parent = self._entries.get(_province_of(entry.code))
            for name in (entry.name, entry.short_name):
                named.setdefault(name, entry.code)
                for head in (parent.name, parent.short_name) if parent else ():
                    named.setdefault(head + name, entry.code)
        return named


def place_numbers(code: str | None) -> tuple[int, int]:
    """Province and prefecture of a code as numbers (32, 320100); −1 where it does not say."""
    if code is None or len(code) != _CODE_LENGTH or not (code.isascii() and code.isdigit()):
        return UNKNOWN, UNKNOWN
    prefecture = UNKNOWN if _is_province(code) else int(code)
    return int(code[:2]), prefecture


def _is_province(code: str) -> bool:
    return code.endswith("0000")


def _province_of(code: str) -> str:
    return code[:2] + "0000"


def _nearness(home: RegionEntry, other: RegionEntry) -> float:
    if home.code == other.code:
        return SAME_PROVINCE
    if other.code in home.neighbours:
        return NEIGHBOUR
    if home.geo_region and home.geo_region == other.geo_region:
        return SAME_GEO_REGION
    if home.econ_region and home.econ_region == other.econ_region:
        return SAME_ECON_REGION
    return ELSEWHERE
