"""How people in the trade speak of each scene: roles, objects, machines, pains."""

from collections.abc import Mapping
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_tsv, unique

_FILE = "taxonomy/scene_words.tsv"


def read_scene_words(root: Path = SEEDS) -> Mapping[str, tuple[str, ...]]:
    """The words of each scene under its slug (own composition, inferred).

    They stand beside names and aliases to recognise a scene and are not shown as its aliases.
    Raises SeedError for a scene that stands twice or a word said twice.
    """
    return dict(
        unique(
            ((record, _words(record)) for record in read_tsv(root, _FILE)),
            key=lambda row: row[0],
        )
    )


def _words(record: Record) -> tuple[str, tuple[str, ...]]:
    return record.text("slug"), record.texts("words")
