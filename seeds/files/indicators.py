"""Indicators of the national plans with their observations, and the table of key cities."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_tsv, read_yaml, unique
from seeds.files.regions import read_regions

_INDICATORS = "insight/indicators.yaml"
_CITIES = "insight/cities_2025.tsv"
_CITIES_AS_OF = date(2025, 9, 30)
_CITIES_SOURCE = "E2025"
_PLAN_PREFIX = re.compile(r"^(y21|y27|g5)-")
_OPS = (">=", ">", "=", "~")
_FACTORS = {"万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class ObservationSeed:
    """A value on a day, in the unit of its indicator; `op` says where it is a bound (`>`, `~`).

    `named` is what the source calls the figure.

    A month known without its day counts as its last day.
    """

    as_of: date
    op: str
    value: float
    note: str
    note_en: str
    source: str
    is_official: bool
    named: str


@dataclass(frozen=True, slots=True)
class IndicatorSeed:
    """A figure a plan sets a target for, or (without plan and target) one that is only observed.

    `target_max` is the upper end of a target range; `target_text` a target that is no figure.
    """

    slug: str
    plan: str
    plan_zh: str
    position: int
    name_zh: str
    name_en: str
    unit: str
    op: str
    target: float | None
    target_max: float | None
    target_text: str
    target_text_en: str
    target_year: int | None
    definition: str
    definition_en: str
    source: str
    observations: tuple[ObservationSeed, ...]


@dataclass(frozen=True, slots=True)
class CitySeed:
    """A row of the table of the 20 key cities; shares in %, connections in 万.

    The last three are published for some cities only.
    """

    position: int
    region: str
    as_of: date
    traffic_share_pct: float
    base_stations_per_10k: float
    iot_connections_10k: float
    bloom_cup_awards: int
    user_penetration_pct: float | None
    education_penetration_pct: float | None
    hospital_penetration_pct: float | None
    source: str


def read_indicators(root: Path = SEEDS) -> tuple[IndicatorSeed, ...]:
    """All indicators of the plans, then those only observed.

    Raises SeedError for a duplicate id, an observation of an unknown series or without source, or a
    unit that does not convert.
    """
    document = read_yaml(root, _INDICATORS)
    series: dict[str, list[Record]] = {}
    for record in document.records("observations"):
        series.setdefault(record.text("indicator"), []).append(record)
    names = document.record("series")
    planned = unique(_planned(document, series), key=lambda row: row.slug)
    watched = {_PLAN_PREFIX.sub("", row.slug) for row in planned}
    only_observed = [
        (rows[0], _observed(name, names, rows))
        for name, rows in series.items()
        if name not in watched
    ]
    return planned + unique(only_observed, key=lambda row: row.slug)


def read_cities(root: Path = SEEDS) -> tuple[CitySeed, ...]:
    """The 20 key cities in the order of their table. Raises SeedError for an unknown region."""
    regions = {row.code for row in read_regions(root)}
    facts = {
        record.text("city"): record
        for record in read_yaml(root, _INDICATORS).records("city_facts_2025")
    }
    rows = [
        (record, _city(record, regions, facts.pop(record.text("city"), None)))
        for record in read_tsv(root, _CITIES)
    ]
    for city, record in facts.items():
        record.fail(f"{city} is not in {_CITIES}")
    return unique(rows, key=lambda row: row.region)


def _planned(
    document: Record, series: Mapping[str, list[Record]]
) -> Iterator[tuple[Record, IndicatorSeed]]:
    for plan in document.records("plans"):
        records = (*plan.records("indicators"), *plan.records("text_targets"))
        for position, record in enumerate(records, start=1):
            unit = record.optional_text("unit") or ""
            rows = series.get(_PLAN_PREFIX.sub("", record.text("id")), [])
            target, target_max, target_text = _target(record)
            yield (
                record,
                IndicatorSeed(
                    slug=record.text("id"),
                    plan=plan.text("id"),
                    plan_zh=plan.text("zh"),
                    position=position,
                    name_zh=record.text("zh"),
                    name_en=record.text("en"),
                    unit=unit,
                    op=record.one_of("op", _OPS) if record.has("op") else ">=",
                    target=target,
                    target_max=target_max,
                    target_text=target_text,
                    target_text_en=record.optional_text("target_en") or "",
                    target_year=int(plan.text("horizon")[:4]),
                    definition=record.optional_text("definition") or "",
                    definition_en=record.optional_text("definition_en") or "",
                    source=plan.text("source"),
                    observations=_observations(rows, unit),
                ),
            )


def _target(record: Record) -> tuple[float | None, float | None, str]:
    if record.has("target_min"):
        return record.number("target_min"), record.number("target_max"), ""
    if isinstance(record.values.get("target"), str):
        return None, None, record.text("target")
    return record.number("target"), None, ""


def _observed(name: str, names: Record, rows: list[Record]) -> IndicatorSeed:
    unit = rows[0].text("unit")
    return IndicatorSeed(
        slug=name,
        plan="",
        plan_zh="",
        position=0,
        name_zh=rows[0].text("zh"),
        name_en=names.text(name),
        unit=unit,
        op="=",
        target=None,
        target_max=None,
        target_text="",
        target_text_en="",
        target_year=None,
        definition="",
        definition_en="",
        source=rows[0].text("source"),
        observations=_observations(rows, unit),
    )


def _observations(rows: list[Record], unit: str) -> tuple[ObservationSeed, ...]:
    found = [_observation(record, unit) for record in rows]
    return tuple(sorted(found, key=lambda row: row.as_of))


def _observation(record: Record, unit: str) -> ObservationSeed:
    return ObservationSeed(
        as_of=_day(record, "date"),
        op=record.one_of("op", _OPS) if record.has("op") else "=",
        value=_converted(record, unit),
        note=record.optional_text("note") or "",
        note_en=record.optional_text("note_en") or "",
        source=record.text("source"),
        is_official=not record.flag("inferred"),
        named=record.text("zh"),
    )


def _converted(record: Record, unit: str) -> float:
    """The value in another unit of the same count: 个, 万个, 亿, 亿户."""
    own = record.text("unit")
    value = record.number("value")
    if own == unit:
        return value
    base, factor = _split_unit(own)
    wanted_base, wanted_factor = _split_unit(unit)
    if base and wanted_base and base != wanted_base:
        record.fail(f"{own} does not convert to {unit}")
    return round(value * factor / wanted_factor, 6)


def _split_unit(unit: str) -> tuple[str, float]:
    factor = _FACTORS.get(unit[:1], 1.0)
    return (unit[1:] if factor > 1 else unit), factor


def _day(record: Record, name: str) -> date:
    year, month, *day = (int(part) for part in record.text(name).split("-"))
    return date(year, month, day[0] if day else calendar.monthrange(year, month)[1])


def _city(record: Record, regions: set[str], facts: Record | None) -> CitySeed:
    def fact(name: str) -> float | None:
        return facts.optional_number(name) if facts else None

    return CitySeed(
        position=record.whole("no"),
        region=record.one_of("gbt2260", regions),
        as_of=_CITIES_AS_OF,
        traffic_share_pct=record.number("traffic_share_pct"),
        base_stations_per_10k=record.number("base_stations_per_10k"),
        iot_connections_10k=record.number("iot_connections_10k"),
        bloom_cup_awards=record.whole("bloom_cup_awards"),
        user_penetration_pct=fact("user_penetration_pct"),
        education_penetration_pct=fact("edu_penetration_pct"),
        hospital_penetration_pct=fact("hospital_3a_penetration_pct"),
        source=_CITIES_SOURCE,
    )
