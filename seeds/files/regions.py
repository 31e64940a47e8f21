"""Provinces and prefectures of GB/T 2260."""

from dataclasses import dataclass
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_tsv, unique

_FILE = "taxonomy/regions.tsv"
_NEIGHBOURS = "taxonomy/region_neighbours.tsv"
_LEVELS = {"1": "province", "2": "prefecture", "2c": "county"}


@dataclass(frozen=True, slots=True)
class RegionSeed:
    """A region and the one above it.

    `level` is province, prefecture or county (only counties a province runs directly).
    Municipalities have no prefectures: the province row is the city too.
    """

    code: str
    level: str
    name_zh: str
    short_zh: str
    abbreviation: str
    name_en: str
    parent: str | None
    type: str
    geo_region: str
    econ_region: str


def read_regions(root: Path = SEEDS) -> tuple[RegionSeed, ...]:
    """All regions, parents first. Raises SeedError for a duplicate code or an unknown parent."""
    records = read_tsv(root, _FILE)
    regions = unique(((record, _region(record)) for record in records), key=lambda row: row.code)
    provinces = {row.code for row in regions if row.level == "province"}
    for record, region in zip(records, regions, strict=True):
        if region.level != "province" and region.parent not in provinces:
            record.fail(f"unknown parent: {region.parent!r}")
    return tuple(sorted(regions, key=lambda row: row.level != "province"))


def read_neighbours(root: Path = SEEDS) -> dict[str, tuple[str, ...]]:
    """The codes of the provinces that border each province.

    Raises SeedError for an unknown province and for a pair that stands in only one of its rows.
    """
    records = read_tsv(root, _NEIGHBOURS)
    provinces = {row.code for row in read_regions(root) if row.level == "province"}
    found = {
        record.one_of("code", provinces): record.known("neighbours", provinces)
        for record in records
    }
    for record in records:
        code = record.text("code")
        for other in found[code]:
            if code not in found.get(other, ()):
                record.fail(f"{other} does not name {code} as its neighbour")
    return found


def _region(record: Record) -> RegionSeed:
    return RegionSeed(
        code=record.text("code"),
        level=_LEVELS[record.one_of("level", _LEVELS)],
        name_zh=record.text("name_zh"),
        short_zh=record.text("short_zh"),
        abbreviation=record.optional_text("abbr") or "",
        name_en=record.text("name_en"),
        parent=record.optional_text("parent"),
        type=record.text("type"),
        geo_region=record.text("geo_region"),
        econ_region=record.text("econ_region"),
    )
