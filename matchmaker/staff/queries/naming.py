"""What names a standard, capability or sector: found by every relationship that leads to one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.catalogue.models import Promise
from matchmaker.db import Base, db
from matchmaker.demands.models import Requirement
from matchmaker.programmes.models import CallQuota
from matchmaker.staff.queries.taxonomy import watches_naming
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.models import Capability, Sector, Standard

Entry: TypeAlias = Standard | Capability | Sector
Way: TypeAlias = InstrumentedAttribute[Any]
# Parts say what they are part of: people know the whole.
WHOLE: Final[Mapping[type[Base], tuple[str, InstrumentedAttribute[int]]]] = {
    Promise: ("offering", Promise.offering_id),
    Requirement: ("demand", Requirement.demand_id),
    CallQuota: ("programme_call", CallQuota.call_id),
}
KEYS: Final[Mapping[type[Entry], str]] = {Standard: "code", Capability: "slug", Sector: "code"}


@dataclass(frozen=True, slots=True)
class Named:
    """How many things name an entry, by table, drafts and closed ones too; and saved searches."""

    counts: Mapping[str, int]
    watches: int

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return bool(self.watches or sum(self.counts.values()))


def ways_to(model: type[Entry]) -> list[Way]:
    """Give the relationships that lead to entries, but that of a merged one."""
    mappers = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
    return [
        relationship.class_attribute
        for mapper in mappers
        for relationship in mapper.relationships
        if relationship.mapper.class_ is model and relationship.key != "merged_into"
    ]


def leads_along(way: Way, entry: Entry) -> ColumnElement[bool]:
    """Say that a relationship leads to an entry."""
    condition: ColumnElement[bool] = (
        way.contains(entry) if way.property.uselist else way == entry  # a comparison in SQL
    )
    return condition


def rows_naming(entry: Entry) -> Iterator[tuple[Way, Base]]:
    """Give every row that names an entry, with the relationship it does so by."""
    for way in ways_to(type(entry)):
        statement = select(way.class_).where(leads_along(way, entry))
        for row in db.session.scalars(statement).all():
            yield way, row


def named_by(entry: Entry) -> Named:
    """Count what a change of an entry touches: the wholes, each once."""
    found: dict[str, set[int]] = {}
    for way in ways_to(type(entry)):
        model: Any = way.class_
        own = (model.__tablename__, model.__mapper__.primary_key[0])
        table, number = WHOLE.get(model, own)
        statement = select(number).where(leads_along(way, entry))
        found.setdefault(table, set()).update(db.session.scalars(statement))
    facet = facet_of(entry)
    return Named(
        {table: len(ids) for table, ids in sorted(found.items()) if ids},
        len(watches_naming(key_of(entry), facet)) if facet else 0,
    )


def key_of(entry: Entry) -> str:
    """Give the code or slug an entry goes by."""
    return str(getattr(entry, KEYS[type(entry)]))


def facet_of(entry: Entry) -> str:
    """Give the facet searches narrow to an entry by; "" for standards."""
    if isinstance(entry, Capability):
        return "category" if entry.kind is CapabilityKind.CATEGORY else "capability"
    return "sector" if isinstance(entry, Sector) else ""
