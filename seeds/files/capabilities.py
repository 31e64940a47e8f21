"""Capabilities: offering categories and items, deployment modes, network and security features."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_yaml, unique

_FILE = "taxonomy/capabilities.yaml"


@dataclass(frozen=True, slots=True)
class CapabilitySeed:
    """Something a provider can bring.

    `kind` is category, item, deployment, feature or security. `parent` is the category of an item;
    `group_zh` is the link of the supply chain of a category, or the group of a security capability.
    Without `is_sourced` the name was composed here.
    """

    slug: str
    kind: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    description: str
    parent: str | None
    group_zh: str
    source: str
    is_sourced: bool


def read_capabilities(root: Path = SEEDS) -> tuple[CapabilitySeed, ...]:
    """All capabilities, parents first. Raises SeedError for a duplicate slug or a missing name."""
    return unique(_rows(read_yaml(root, _FILE)), key=lambda row: row.slug)


def _rows(document: Record) -> Iterator[tuple[Record, CapabilitySeed]]:
    for category in document.records("offering_categories"):
        yield category, _capability(category, "category", group_zh=category.text("link"))
        for item in category.records("items"):
            yield item, _capability(item, "item", parent=category)
    for record in document.records("deployment_modes"):
        yield record, _capability(record, "deployment")
    for record in document.records("network_features"):
        yield record, _capability(record, "feature")
    groups = document.record("security_atomic")
    for name in groups.names():
        group = groups.record(name)
        for record in group.records("items"):
            yield record, _capability(record, "security", group_zh=group.text("zh"))


def _capability(
    record: Record, kind: str, *, parent: Record | None = None, group_zh: str = ""
) -> CapabilitySeed:
    source = record.optional_text("source") or (parent.text("source") if parent else "")
    is_inferred = record.flag("inferred") or (parent is not None and parent.flag("inferred"))
    if not source and not is_inferred:
        record.fail("source is missing, and the row is not marked inferred")
    return CapabilitySeed(
        slug=record.text("slug"),
        kind=kind,
        name_zh=record.text("zh"),
        name_en=record.optional_text("en") or "",
        aliases=record.texts("aliases"),
        description=record.optional_text("desc") or "",
        parent=parent.text("slug") if parent else None,
        group_zh=group_zh,
        source=source,
        is_sourced=bool(source) and not is_inferred,
    )
