"""Published standards, linked to sectors, scenes and capabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.files.capabilities import read_capabilities
from seeds.files.records import SEEDS, Record, read_tsv, unique
from seeds.files.scenes import SceneSeed, read_sectors, scenes_by_slug

_FILE = "taxonomy/standards.tsv"
_EVERY_SECTOR = "*"
LEVELS = (
    "national",
    "industry",
    "group",
    "local",
    "enterprise",
    "international",
    "3gpp",
    "3gpp-tr",
    "alliance",
    "draft",
    "report",
    "industry-trial",
)


@dataclass(frozen=True, slots=True)
class StandardSeed:
    """A standard. `year` is set where a year is known; `edition` is the year or release as written.

    One that `is_general` concerns every sector and names none.
    """

    code: str
    title: str
    level: str
    is_general: bool
    sectors: tuple[str, ...]
    scenes: tuple[str, ...]
    capabilities: tuple[str, ...]
    year: int | None
    edition: str
    source: str


def read_standards(root: Path = SEEDS) -> tuple[StandardSeed, ...]:
    """All standards; a link to a scene counts from whichever file names it.

    Raises SeedError for a duplicate code, an unknown slug, a missing source, or a scene that names
    a standard not listed here.
    """
    sectors = read_sectors(root)
    scenes = scenes_by_slug(sectors)
    sector_codes = {sector.code for sector in sectors}
    capabilities = {row.slug for row in read_capabilities(root)}
    named_by = _scenes_naming(scenes)

    def standard_of(record: Record) -> StandardSeed:
        code = record.text("code")
        is_general = record.text("sector_slugs") == _EVERY_SECTOR
        own_scenes = record.known("scene_slugs", scenes)
        edition = record.text("year")
        return StandardSeed(
            code=code,
            title=record.text("title_zh"),
            level=record.one_of("level", LEVELS),
            is_general=is_general,
            sectors=() if is_general else record.known("sector_slugs", sector_codes),
            scenes=tuple(dict.fromkeys((*own_scenes, *named_by.get(code, ())))),
            capabilities=record.known("capability_slugs", capabilities),
            year=int(edition) if edition.isdecimal() else None,
            edition="" if edition == "undated" else edition,
            source=record.text("source"),
        )

    records = read_tsv(root, _FILE)
    standards = unique(((record, standard_of(record)) for record in records), lambda row: row.code)
    missing = named_by.keys() - {row.code for row in standards}
    if missing:
        records[0].fail(f"scenes name standards not listed here: {', '.join(sorted(missing))}")
    return standards


def _scenes_naming(scenes: Mapping[str, SceneSeed]) -> Mapping[str, list[str]]:
    """Codes of standards, and the scenes that name them."""
    named_by: dict[str, list[str]] = {}
    for slug, scene in scenes.items():
        for code in scene.standards:
            named_by.setdefault(code, []).append(slug)
    return named_by
