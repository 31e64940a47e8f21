"""Concepts: words that speak of the same setting or the same task."""

from dataclasses import dataclass
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_tsv, unique

_FILE = "taxonomy/concepts.tsv"
CONCEPT_KINDS = ("setting", "task", "mask")


@dataclass(frozen=True, slots=True)
class ConceptSeed:
    """A concept with every form it is written in (own composition, inferred).

    A `mask` is no concept: its forms only keep shorter ones inside them from being seen.
    """

    kind: str
    slug: str
    name_zh: str
    name_en: str
    forms: tuple[str, ...]


def read_concepts(root: Path = SEEDS) -> tuple[ConceptSeed, ...]:
    """All concepts. Raises SeedError for a slug or a form said twice, or an unknown kind."""
    return unique(
        ((record, _concept(record)) for record in read_tsv(root, _FILE)),
        key=lambda row: row.slug,
    )


def _concept(record: Record) -> ConceptSeed:
    return ConceptSeed(
        kind=record.one_of("kind", CONCEPT_KINDS),
        slug=record.text("slug"),
        name_zh=record.text("name_zh"),
        name_en=record.text("name_en"),
        forms=record.texts("forms"),
    )
