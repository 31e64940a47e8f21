"""Divisions of GB/T 4754-2017 and the thresholds of firm size."""

from dataclasses import dataclass
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_tsv, unique

_DIVISIONS = "taxonomy/gbt4754.tsv"
_FIRM_SIZES = "taxonomy/firm_size_2017.tsv"


@dataclass(frozen=True, slots=True)
class IndustrySeed:
    """A division (大类) of the national economy and the section (门类) it belongs to."""

    code: str
    name_zh: str
    name_en: str
    section: str
    section_zh: str
    section_en: str


@dataclass(frozen=True, slots=True)
class FirmSizeSeed:
    """Lower bounds of one indicator of an industry, in 人 or 万元.

    A firm is large, medium or small if every indicator of its industry is at or above that bound.
    Rows that are not `is_official` were recalled and must be checked before use.
    """

    industry_zh: str
    section: str
    divisions: str
    indicator: str
    unit: str
    large_min: float
    medium_min: float
    small_min: float
    is_official: bool


def read_industries(root: Path = SEEDS) -> tuple[IndustrySeed, ...]:
    """All divisions. Raises SeedError for a duplicate code or a missing name."""
    return unique(
        ((record, _industry(record)) for record in read_tsv(root, _DIVISIONS)),
        key=lambda row: row.code,
    )


def read_firm_sizes(root: Path = SEEDS) -> tuple[FirmSizeSeed, ...]:
    """All thresholds. Raises SeedError where a bound is missing or the bounds are not in order."""
    return unique(
        ((record, _firm_size(record)) for record in read_tsv(root, _FIRM_SIZES)),
        key=lambda row: f"{row.industry_zh} {row.indicator}",
    )


def _industry(record: Record) -> IndustrySeed:
    return IndustrySeed(
        code=record.text("code"),
        name_zh=record.text("name_zh"),
        name_en=record.text("name_en"),
        section=record.text("section"),
        section_zh=record.text("section_zh"),
        section_en=record.text("section_en"),
    )


def _firm_size(record: Record) -> FirmSizeSeed:
    row = FirmSizeSeed(
        industry_zh=record.text("industry_zh"),
        section=record.text("gbt_section"),
        divisions=record.text("gbt_divisions"),
        indicator=record.one_of("indicator", ("employees", "revenue", "assets")),
        unit=record.one_of("unit", ("人", "万元")),
        large_min=record.number("large_min"),
        medium_min=record.number("medium_min"),
        small_min=record.number("small_min"),
        is_official=record.text("basis") == "seen" and not record.flag("inferred"),
    )
    if not row.small_min < row.medium_min < row.large_min:
        record.fail("bounds are not in order")
    return row
