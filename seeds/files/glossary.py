"""Bilingual terms of the field, and the 领航者 subject types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_tsv, read_yaml, unique
from seeds.files.scenes import LEADER_TYPES, read_sectors, scenes_by_slug

_GLOSSARY = "taxonomy/glossary.tsv"
_PILOTS = "taxonomy/pilots.yaml"
CATEGORIES = (
    "network",
    "capability",
    "supply",
    "scene",
    "security",
    "business",
    "policy",
    "indicator",
    "terminal",
)


@dataclass(frozen=True, slots=True)
class TermSeed:
    """A term with its English, abbreviation and synonyms (practitioner usage)."""

    term_zh: str
    term_en: str
    abbreviation: str
    synonyms: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True)
class PilotFactSeed:
    """What a named source says about a subject type: words, a list, or figures.

    A figure goes by its name, or, where it stands alone, by its unit.
    """

    label: str
    text: str
    items: tuple[str, ...]
    figures: tuple[tuple[str, float], ...]
    note: str
    source: str
    is_checked: bool  # it says what to build


@dataclass(frozen=True, slots=True)
class PilotCriterionSeed:
    """A proposed criterion of ours; never official, to be shown as 平台建议值."""

    slug: str
    name_zh: str
    name_en: str
    metric: str
    metric_en: str
    unit: str
    suggested: float | bool | None
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PilotSeed:
    """One of the 8 领航者 subject types: sourced facts apart from proposed criteria."""

    type: str
    name_zh: str
    name_en: str
    sector: str
    scenes: tuple[str, ...]
    facts: tuple[PilotFactSeed, ...]
    criteria: tuple[PilotCriterionSeed, ...]


def read_glossary(root: Path = SEEDS) -> tuple[TermSeed, ...]:
    """All terms. Raises SeedError for a term twice or an unknown category."""
    return unique(
        ((record, _term(record)) for record in read_tsv(root, _GLOSSARY)),
        key=lambda row: row.term_zh,
    )


def read_pilots(root: Path = SEEDS) -> tuple[PilotSeed, ...]:
    """The subject types; each carries the criteria common to all after its own.

    Raises SeedError for an unknown type, sector or scene, and for a criterion id twice.
    """
    document = read_yaml(root, _PILOTS)
    sectors = read_sectors(root)
    codes = {sector.code for sector in sectors}
    scenes = scenes_by_slug(sectors)
    common = document.record("common_proposed").records("criteria")

    def pilot_of(record: Record) -> PilotSeed:
        criteria = (*record.record("proposed").records("criteria"), *common)
        return PilotSeed(
            type=record.one_of("type", LEADER_TYPES),
            name_zh=record.text("zh"),
            name_en=record.text("en"),
            sector=record.one_of("sector", codes),
            scenes=record.known("scene_slugs", scenes),
            facts=tuple(_facts(record)),
            criteria=unique(
                ((criterion, _criterion(criterion)) for criterion in criteria),
                key=lambda row: row.slug,
            ),
        )

    subjects = document.records("subjects")
    return unique(((record, pilot_of(record)) for record in subjects), key=lambda row: row.type)


def _term(record: Record) -> TermSeed:
    return TermSeed(
        term_zh=record.text("term_zh"),
        term_en=record.text("term_en"),
        abbreviation=record.optional_text("abbr") or "",
        synonyms=record.texts("synonyms"),
        category=record.one_of("category", CATEGORIES),
    )


def _facts(subject: Record) -> Iterator[PilotFactSeed]:
    for block in subject.records("sourced"):
        for fact in block.records("facts"):
            yield PilotFactSeed(
                label=fact.text("zh"),
                text=fact.optional_text("text") or "",
                items=_items(fact),
                figures=tuple(_figures(fact)),
                note=fact.optional_text("note") or "",
                source=block.text("source"),
                is_checked=fact.values.get("check") is True,
            )


def _items(fact: Record) -> tuple[str, ...]:
    match fact.values.get("items"):
        case [Mapping(), *_]:
            return tuple(
                "：".join(filter(None, (item.text("zh"), "、".join(item.texts("sub")))))
                for item in fact.records("items")
            )
    return fact.texts("items")


def _figures(fact: Record) -> Iterator[tuple[str, float]]:
    for group in ("targets", "yearly"):
        if group in fact.values:
            figures = fact.record(group)
            yield from ((name, figures.number(name)) for name in figures.names())
    if fact.has("value"):
        yield fact.optional_text("unit") or "", fact.number("value")


def _criterion(record: Record) -> PilotCriterionSeed:
    suggested = record.values.get("suggested")
    return PilotCriterionSeed(
        slug=record.text("id"),
        name_zh=record.text("zh"),
        name_en=record.text("en"),
        metric=record.optional_text("metric") or "",
        metric_en=record.optional_text("metric_en") or "",
        unit=record.optional_text("unit") or "",
        suggested=suggested if isinstance(suggested, bool) else record.optional_number("suggested"),
        options=record.texts("options"),
    )
