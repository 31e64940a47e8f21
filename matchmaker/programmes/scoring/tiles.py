"""The provinces as tiles of one size: each about where its neighbours have it, no borders."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matchmaker.taxonomy.models import Region

# Code of the province (GB/T 2260) → its letters there, column, row.
PLACES: Final[Mapping[str, tuple[str, int, int]]] = {
    "230000": ("HL", 8, 0),
    "150000": ("NM", 5, 1),
    "210000": ("LN", 7, 1),
    "220000": ("JL", 8, 1),
    "650000": ("XJ", 0, 2),
    "620000": ("GS", 2, 2),
    "640000": ("NX", 3, 2),
    "140000": ("SX", 4, 2),
    "130000": ("HE", 5, 2),
    "110000": ("BJ", 6, 2),
    "120000": ("TJ", 7, 2),
    "630000": ("QH", 1, 3),
    "610000": ("SN", 3, 3),
    "410000": ("HA", 4, 3),
    "370000": ("SD", 5, 3),
    "540000": ("XZ", 0, 4),
    "510000": ("SC", 2, 4),
    "500000": ("CQ", 3, 4),
    "420000": ("HB", 4, 4),
    "340000": ("AH", 5, 4),
    "320000": ("JS", 6, 4),
    "310000": ("SH", 7, 4),
    "530000": ("YN", 2, 5),
    "520000": ("GZ", 3, 5),
    "430000": ("HN", 4, 5),
    "360000": ("JX", 5, 5),
    "330000": ("ZJ", 6, 5),
    "450000": ("GX", 3, 6),
    "440000": ("GD", 4, 6),
    "350000": ("FJ", 5, 6),
    "710000": ("TW", 7, 6),
    "460000": ("HI", 3, 7),
    "820000": ("MO", 4, 7),
    "810000": ("HK", 5, 7),
}
COLUMNS: Final = 1 + max(column for _letters, column, _row in PLACES.values())
ROWS: Final = 1 + max(row for _letters, _column, row in PLACES.values())
STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map with its count; `step` 0 for none, up to 4 for the most."""

    region: Region
    letters: str
    column: int
    row: int
    count: int
    step: int


def tiles(provinces: Iterable[Region], counts: Mapping[str, int]) -> Iterator[Tile]:
    """Lay out the provinces; the steps of colour are even between 0 and the largest count."""
    most = max((counts.get(code, 0) for code in PLACES), default=0)
    for region in provinces:
        if region.code in PLACES:
            letters, column, row = PLACES[region.code]
            count = counts.get(region.code, 0)
            step = -(-count * STEPS // most) if most else 0
            yield Tile(region, letters, column, row, count, step)
