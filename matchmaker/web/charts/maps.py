"""The provinces as tiles of one size: each about where its neighbours have it, no borders."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matchmaker.web.charts.marks import NOTHING, Shown, largest, legend_of, step_of, whole

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


@dataclass(frozen=True, slots=True)
class Province:
    """A province as a tile names it: its code, short name and full name."""

    code: str
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map, in columns and rows from the upper left, with its figure."""

    province: Province
    letters: str
    column: int
    row: int
    shown: Shown
    step: int


@dataclass(frozen=True, slots=True)
class TileChart:
    """The provinces as tiles of one size: each about where its neighbours have it, no borders."""

    tiles: tuple[Tile, ...]
    legend: tuple[tuple[int, str], ...]
    columns: int = COLUMNS
    rows: int = ROWS


def tile_chart(
    provinces: Iterable[Province],
    shown: Mapping[str, Shown],
    *,
    most: float | None = None,
    words: Callable[[float], str] = whole,
    is_whole: bool = True,
) -> TileChart:
    """Lay out the provinces; `shown` has figures by code, and what is not among them has none."""
    top = largest(shown.values(), most)
    return TileChart(tuple(_tiles(provinces, shown, top)), legend_of(top, words, is_whole=is_whole))


def _tiles(
    provinces: Iterable[Province], shown: Mapping[str, Shown], most: float
) -> Iterator[Tile]:
    for province in provinces:
        if province.code in PLACES:
            letters, column, row = PLACES[province.code]
            given = shown.get(province.code, NOTHING)
            yield Tile(province, letters, column, row, given, step_of(given.value, most))
