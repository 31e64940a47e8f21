"""The taxonomy as facets of lists: sectors with their scenes, provinces with their cities."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Column, ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from matchmaker.catalogue.documents import NATIONWIDE
from matchmaker.db import db
from matchmaker.jobs.kept import kept
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector
from matchmaker.taxonomy.queries.entries import CODE_LENGTH, region_prefix
from matchmaker.web.facets import Choices, Counts, Facet, Option, Values
from matchmaker.web.language import in_language, language

KIND_HEADINGS = {
    CapabilityKind.DEPLOYMENT: _("组网方式"),
    CapabilityKind.FEATURE: _("网络能力"),
    CapabilityKind.SECURITY: _("安全能力"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a facet: its name in the reader's language, what it stands under, other names."""

    value: str
    name: str
    parent: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetNames:
    """Everything the taxonomy can narrow a list to, in its order."""

    sectors: Mapping[str, Entry]
    scenes: Mapping[str, Entry]
    regions: Mapping[str, Entry]
    categories: Mapping[str, Entry]
    capabilities: Mapping[str, Entry]  # under the slug of their category, or their kind

    def known(self, facet: str) -> Mapping[str, Entry]:
        """Give the values of a facet."""
        by_facet = {
            "sector": self.sectors,
            "scene": self.scenes,
            "region": self.regions,
            "category": self.categories,
            "capability": self.capabilities,
        }
        return by_facet[facet]


def facet_names() -> FacetNames:
    """Give the values of the taxonomy in the reader's language."""
    return kept(("facet-names", language()), _read_names)


def taxonomy_choices(sent: Values) -> Choices:
    """Keep the values the taxonomy knows; regions may be named as people write them."""
    names = facet_names()
    found: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    for facet, values in sent.items():
        known = names.known(facet)
        read = _codes(values, known) if facet == "region" else {value: value for value in values}
        found[facet] = tuple(dict.fromkeys(code for code in read.values() if code in known))
        unknown += [value for value, code in read.items() if code not in known]
    return Choices({**found, "region": _innermost(found.get("region", ()))}, tuple(unknown))


def taxonomy_facets(facets: Sequence[str], counts: Counts, chosen: Choices) -> list[Facet]:
    """Give the panel's folds of these facets; `field` stands for sectors with their scenes."""
    names = facet_names()
    made = {
        "field": lambda: Facet(
            "field",
            gettext("行业与场景"),
            _tree(("sector", names.sectors), ("scene", names.scenes), counts, chosen),
        ),
        "sector": lambda: Facet(
            "sector",
            gettext("行业"),
            _options("sector", names.sectors.values(), counts, chosen),
        ),
        "region": lambda: Facet(
            "region",
            gettext("地区"),
            _tree(("region", _provinces(names)), ("region", names.regions), counts, chosen),
        ),
        "category": lambda: Facet(
            "category",
            gettext("供应链环节"),
            _options("category", names.categories.values(), counts, chosen),
        ),
        "capability": lambda: Facet(
            "capability", gettext("能力"), _under_headings(names, counts, chosen)
        ),
    }
    return [made[facet]() for facet in facets]


def inside_any(
    column: InstrumentedAttribute[str | None] | ColumnElement[str], codes: Iterable[str]
) -> ColumnElement[bool]:
    """Say that a column of region codes lies inside one of the regions; an index can answer it."""
    return or_(*(_inside(column, region_prefix(code)) for code in codes))


def in_sectors(
    row: InstrumentedAttribute[int],
    sector: InstrumentedAttribute[int | None],
    linked: Column[Any],
    codes: Sequence[str],
) -> ColumnElement[bool]:
    """Say that rows are filed under one of the sectors or one of their scenes.

    `linked` is the column of the rows in the table that links them to scenes.
    """
    named = select(Sector.id).where(Sector.code.in_(codes))
    return or_(
        sector.in_(named), row.in_(_linked_to_scenes(linked).where(Scene.sector_id.in_(named)))
    )


def in_scenes(
    row: InstrumentedAttribute[int], linked: Column[Any], slugs: Sequence[str]
) -> ColumnElement[bool]:
    """Say that rows are filed under one of the scenes; `linked` as for sectors."""
    return row.in_(_linked_to_scenes(linked).where(Scene.slug.in_(slugs)))


def _linked_to_scenes(linked: Column[Any]) -> Select[Any]:
    return select(linked).join(Scene, Scene.id == linked.table.c.scene_id)


def tags_of_regions(pairs: Iterable[tuple[int, str | None]]) -> Iterator[tuple[int, str]]:
    """Mark rows with their region and its province (GB/T 2260)."""
    for number, code in pairs:
        if code:
            province = code[:2] + "0000"
            yield number, code
            if province != code:
                yield number, province


def _inside(
    column: InstrumentedAttribute[str | None] | ColumnElement[str], prefix: str
) -> ColumnElement[bool]:
    return column.between(prefix.ljust(CODE_LENGTH, "0"), prefix.ljust(CODE_LENGTH, "9"))


def _read_names() -> FacetNames:
    def entry(value: str, chinese: str, english: str, parent: str | None = "") -> Entry:
        return Entry(value, in_language(chinese, english), parent or "", (chinese, english))

    sectors = select(Sector.code, Sector.name_zh, Sector.name_en)
    scenes = select(Scene.slug, Scene.name_zh, Scene.name_en, Sector.code).join(Scene.sector)
    regions = select(
        Region.code, Region.name_zh, Region.name_en, Region.parent_code, Region.short_zh
    )
    category = aliased(Capability)
    capabilities = select(
        Capability.slug, Capability.name_zh, Capability.name_en, Capability.kind, category.slug
    ).outerjoin(category, category.id == Capability.parent_id)
    in_order = (Capability.position, Capability.id)
    held = [
        (kind, entry(slug, chinese, english, parent or kind))
        for slug, chinese, english, kind, parent in db.session.execute(
            capabilities.order_by(*in_order)
        )
    ]
    return FacetNames(
        _by_value(
            entry(*row) for row in db.session.execute(sectors.order_by(Sector.position, Sector.id))
        ),
        _by_value(
            entry(*row) for row in db.session.execute(scenes.order_by(Scene.position, Scene.id))
        ),
        _by_value(
            [
                Entry(NATIONWIDE, gettext("全国"), also=(gettext("全国"),)),
                *(
                    Entry(code, in_language(name, english), parent or "", (name, short))
                    for code, name, english, parent, short in db.session.execute(
                        regions.order_by(Region.code)
                    )
                ),
            ]
        ),
        _by_value(row for kind, row in held if kind is CapabilityKind.CATEGORY),
        _by_value(row for kind, row in held if kind is not CapabilityKind.CATEGORY),
    )


def _by_value(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.value: entry for entry in entries}


def _codes(values: Iterable[str], regions: Mapping[str, Entry]) -> dict[str, str]:
    """Read regions by code, full or short name, or both levels together (广东深圳)."""
    if all(value in regions for value in values):
        return {value: value for value in values}
    by_name: dict[str, str] = {}
    # A province is meant where a prefecture shares its name: codes of provinces come first.
    for entry in sorted(regions.values(), key=lambda one: bool(one.parent)):
        above = regions[entry.parent].also if entry.parent in regions else ()
        for name in entry.also:
            by_name.setdefault(name, entry.value)
            for head in above:
                by_name.setdefault(head + name, entry.value)
    folded = {value: unicodedata.normalize("NFKC", value).replace(" ", "") for value in values}
    return {
        value: name if name in regions else by_name.get(name, "") for value, name in folded.items()
    }


def _innermost(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out a region that a chosen one inside it narrows."""
    return tuple(
        code
        for code in codes
        if not any(other != code and other.startswith(region_prefix(code)) for other in codes)
    )


def _provinces(names: FacetNames) -> Mapping[str, Entry]:
    return {code: entry for code, entry in names.regions.items() if not entry.parent}


def _options(
    facet: str,
    entries: Iterable[Entry],
    counts: Counts,
    chosen: Choices,
    inside: Mapping[str, Sequence[Option]] = MappingProxyType({}),
) -> list[Option]:
    here = counts.get(facet, {})
    options = (
        Option(
            facet,
            entry.value,
            entry.name,
            here.get(entry.value, 0),
            entry.value in chosen[facet],
            inside.get(entry.value, ()),
        )
        for entry in entries
    )
    return [option for option in options if option.count or option.is_chosen or option.is_open]


def _tree(
    above: tuple[str, Mapping[str, Entry]],
    below: tuple[str, Mapping[str, Entry]],
    counts: Counts,
    chosen: Choices,
) -> list[Option]:
    under: dict[str, list[Entry]] = {}
    for entry in below[1].values():
        if entry.parent:
            under.setdefault(entry.parent, []).append(entry)
    inside = {
        parent: _options(below[0], entries, counts, chosen) for parent, entries in under.items()
    }
    return _options(above[0], above[1].values(), counts, chosen, inside)


def _under_headings(names: FacetNames, counts: Counts, chosen: Choices) -> list[Option]:
    headings = {
        **{slug: entry.name for slug, entry in names.categories.items()},
        **{kind.value: str(words) for kind, words in KIND_HEADINGS.items()},
    }
    under: dict[str, list[Entry]] = {}
    for entry in names.capabilities.values():
        under.setdefault(entry.parent, []).append(entry)
    found = (
        Option(
            "", "", headings.get(parent, ""), inside=_options("capability", rows, counts, chosen)
        )
        for parent, rows in under.items()
    )
    return [option for option in found if option.inside]
