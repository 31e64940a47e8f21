"""Sectors and their scenes."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from seeds.files.capabilities import read_capabilities
from seeds.files.industries import read_industries
from seeds.files.needs import NeedSeed, needs_of, read_profiles
from seeds.files.records import SEEDS, Record, read_yaml, unique

_FILE = "taxonomy/scenes.yaml"
_ORIGIN_MATCHES = ("exact", "derived", "own")
LEADER_TYPES = (
    "factory",
    "power-plant",
    "mine",
    "oil-gas-park",
    "campus",
    "scenic-spot",
    "hospital",
    "industrial-park",
)


@dataclass(frozen=True, slots=True)
class SceneSeed:
    """One use of 5G inside a sector.

    `origins` are the documents that name it, in words; `is_sourced` is false where the scene was
    composed here. `capabilities` are deployment modes and network features it usually needs;
    `standards` are codes.
    """

    slug: str
    sector: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    description: str
    leader_type: str | None
    origins: tuple[str, ...]
    is_sourced: bool
    needs: tuple[NeedSeed, ...]
    capabilities: tuple[str, ...]
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectorSeed:
    """A field of work with its scenes, both in the order of the file.

    `leader_type` is the 领航者 subject type; `industries` are divisions of GB/T 4754-2017 (the
    assignment is inferred).
    """

    code: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    leader_type: str | None
    industries: tuple[str, ...]
    sources: tuple[str, ...]
    scenes: tuple[SceneSeed, ...]


def read_sectors(root: Path = SEEDS) -> tuple[SectorSeed, ...]:
    """All sectors with their scenes.

    Raises SeedError for an unknown slug or code, a duplicate, or a missing name or source.
    """
    document = read_yaml(root, _FILE)
    profiles = read_profiles(document)
    origins = document.record("origins")
    capabilities = frozenset(row.slug for row in read_capabilities(root))
    industries = frozenset(row.code for row in read_industries(root))

    def scene_of(record: Record, sector: Record) -> SceneSeed:
        return SceneSeed(
            slug=record.text("slug"),
            sector=sector.text("code"),
            name_zh=record.text("zh"),
            name_en=record.text("en"),
            aliases=record.texts("keywords"),
            description=record.text("desc"),
            leader_type=_leader_type(record) or _leader_type(sector),
            origins=tuple(origins.text(name) for name in record.known("origin", origins.values)),
            is_sourced=record.one_of("origin_match", _ORIGIN_MATCHES) != "own",
            needs=needs_of(record, profiles),
            capabilities=record.known("network", capabilities),
            standards=record.texts("standards"),
        )

    def sector_of(record: Record) -> SectorSeed:
        return SectorSeed(
            code=record.text("code"),
            name_zh=record.text("zh"),
            name_en=record.text("en"),
            aliases=record.texts("aliases"),
            leader_type=_leader_type(record),
            industries=record.known("gbt4754", industries),
            sources=record.texts("source") or record.fail("source is missing"),
            scenes=tuple(scene_of(scene, record) for scene in record.records("scenes")),
        )

    records = document.records("sectors")
    sectors = unique(((record, sector_of(record)) for record in records), key=lambda row: row.code)
    _refuse_twice_named_scenes(records)
    return sectors


def scenes_by_slug(sectors: Iterable[SectorSeed]) -> dict[str, SceneSeed]:
    """Every scene under its slug."""
    return {scene.slug: scene for sector in sectors for scene in sector.scenes}


def _leader_type(record: Record) -> str | None:
    return record.one_of("leader_type", LEADER_TYPES) if record.has("leader_type") else None


def _refuse_twice_named_scenes(sectors: Iterable[Record]) -> None:
    scenes = [scene for sector in sectors for scene in sector.records("scenes")]
    unique(((scene, scene) for scene in scenes), key=lambda scene: scene.text("slug"))
