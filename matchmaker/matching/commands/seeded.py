"""What understanding and ranking need of the taxonomy, from the seeds, without a database."""

from matchmaker.matching.documents import regions_of
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.vocabulary import (
    CapabilityEntry,
    ConceptEntry,
    SceneEntry,
    SectorEntry,
    Vocabulary,
)
from seeds.files import (
    read_capabilities,
    read_regions,
    read_sectors,
    read_standards,
)
from seeds.files.concepts import read_concepts
from seeds.files.scene_words import read_scene_words


def seed_vocabulary() -> Vocabulary:
    """The vocabulary of the seeds, without a database. Raises SeedError for a broken file."""
    sectors, words = read_sectors(), read_scene_words()
    return Vocabulary(
        scenes=[
            SceneEntry(
                slug=row.slug,
                name=row.name_zh,
                sector=row.sector,
                aliases=row.aliases,
                description=row.description,
                words=words.get(row.slug, ()),
            )
            for sector in sectors
            for row in sector.scenes
        ],
        sectors=[SectorEntry(row.code, row.name_zh, row.aliases) for row in sectors],
        capabilities=[
            CapabilityEntry(row.slug, row.name_zh, row.aliases, row.kind, row.parent)
            for row in read_capabilities()
        ],
        concepts=[
            ConceptEntry(row.slug, row.name_zh, row.kind, row.forms) for row in read_concepts()
        ],
        standards=[row.code for row in read_standards()],
    )


def seed_regions() -> Regions:
    """The regions of the seeds, without a database. Raises SeedError for a broken file."""
    return regions_of(read_regions())
