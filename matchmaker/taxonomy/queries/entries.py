"""Reading the taxonomy."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import g
from sqlalchemy import ColumnElement, Select, func, inspect, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.db import db
from matchmaker.jobs.kept import kept
from matchmaker.taxonomy.documents import addressed, in_use, leads_to
from matchmaker.taxonomy.enums import CapabilityKind, RegionLevel
from matchmaker.taxonomy.models import (
    Capability,
    Industry,
    Region,
    Scene,
    Sector,
    TypicalNeed,
)
from matchmaker.web.charts import Province
from matchmaker.web.forms import clean_line
from matchmaker.web.language import in_language, language

LONGEST_REGION_NAME = 40
CODE_LENGTH = 6
LONGEST_WORD = 80
CHOICES = ("sector", "scene", "region", "capability")


def region_named(words: str) -> Region | None:
    """Find a region by code, full or short name, or both levels together (广东深圳, 广东省深圳市).

    Where a province and a prefecture share a short name (吉林, 海南) the province is meant.
    """
    name = unicodedata.normalize("NFKC", clean_line(words)).replace(" ", "")
    if not name or len(name) > LONGEST_REGION_NAME:
        return None
    named = select(Region).where(
        or_(Region.code == name, Region.name_zh == name, Region.short_zh == name)
    )
    found = db.session.scalars(named.order_by(Region.parent_code.is_not(None), Region.code)).first()
    return found or _region_with_parent(name)


def _region_with_parent(name: str) -> Region | None:
    provinces = db.session.scalars(select(Region).where(Region.parent_code.is_(None))).all()
    for province in provinces:
        for head in (province.name_zh, province.short_zh):
            rest = name.removeprefix(head)
            if not rest or rest == name:
                continue
            return db.session.scalars(
                select(Region).where(
                    Region.parent_code == province.code,
                    or_(Region.name_zh == rest, Region.short_zh == rest),
                )
            ).first()
    return None


def provinces_for_tiles() -> list[Province]:
    """List the provinces as a map of tiles names them."""
    rows = (row for row in regions_for_choice() if row.level is RegionLevel.PROVINCE)
    return [Province(row.code, row.short_zh, in_language(row.name_zh, row.name_en)) for row in rows]


def regions_for_choice() -> list[Region]:
    """List all regions, provinces before their prefectures."""
    return list(db.session.scalars(select(Region).order_by(Region.code)))


class RegionName(NamedTuple):
    """A region as a field suggests it."""

    name_zh: str
    name_en: str


def region_names() -> list[RegionName]:
    """List the names of all regions, provinces before their prefectures."""
    statement = select(Region.name_zh, Region.name_en).order_by(Region.code)
    return [RegionName(*row) for row in db.session.execute(statement)]


class SceneName(NamedTuple):
    """A scene as a field offers it."""

    slug: str
    name_zh: str
    name_en: str


class SectorName(NamedTuple):
    """A sector as a link or a field needs it, with its scenes in use."""

    id: int
    code: str
    name_zh: str
    name_en: str
    scenes: tuple[SceneName, ...]


def sector_names() -> Sequence[SectorName]:
    """List what the sectors and scenes in use are called, as the taxonomy orders them; kept."""
    return kept("sector-names", _read_sector_names)


def _read_sector_names() -> Sequence[SectorName]:
    scenes: dict[int, list[SceneName]] = {}
    named = select(Scene.sector_id, Scene.slug, Scene.name_zh, Scene.name_en)
    for row in db.session.execute(named.where(in_use()).order_by(Scene.position, Scene.id)):
        scenes.setdefault(row.sector_id, []).append(SceneName(*row[1:]))
    columns = (Sector.id, Sector.code, Sector.name_zh, Sector.name_en)
    statement = select(*columns).where(in_use(Sector)).order_by(Sector.position, Sector.id)
    return [
        SectorName(*row, tuple(scenes.get(row.id, ()))) for row in db.session.execute(statement)
    ]


def sector_in_use(code: str) -> Sector | None:
    """Find a sector in use by its code; asks nothing where the session holds it already."""
    number = next((name.id for name in sector_names() if name.code == code), None)
    return db.session.get(Sector, number) if number else None


def sectors_in_order() -> list[Sector]:
    """List the sectors in use as the taxonomy orders them."""
    statement = select(Sector).where(in_use(Sector)).order_by(Sector.position, Sector.id)
    return list(db.session.scalars(statement))


def sectors_with_scenes() -> list[Sector]:
    """List the sectors with scenes in use; read once a request, and again after a rollback."""
    rows: list[Sector] = g.get("sectors_with_scenes", [])
    if not rows or inspect(rows[0]).expired:
        statement = select(Sector).options(selectinload(Sector.scenes.and_(in_use())))
        ordered = statement.where(in_use(Sector)).order_by(Sector.position, Sector.id)
        rows = g.sectors_with_scenes = list(db.session.scalars(ordered))
    return rows


def sector_coded(code: str) -> Sector | None:
    """Find a sector by its code, or by that of one merged into it."""
    return db.session.scalars(select(Sector).where(leads_to(Sector, "code", code))).first()


def scene_named(slug: str) -> Scene | None:
    """Find a scene by its slug or one it had before, with its sector."""
    statement = select(Scene).where(addressed(slug)).options(joinedload(Scene.sector))
    return db.session.scalars(statement).first()


def scenes_with_slugs(slugs: list[str]) -> list[Scene]:
    """Find scenes by slug, in the order given; unknown ones are left out."""
    rows = db.session.scalars(select(Scene).where(Scene.slug.in_(slugs)))
    found = {scene.slug: scene for scene in rows}
    return [found[slug] for slug in slugs if slug in found]


def region_prefix(code: str) -> str:
    """Give the digits a region's code shares with everything inside it.

    GB/T 2260: two digits name a province, four a prefecture, six a county.
    """
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a visitor narrows a list to. `unknown` holds values that name nothing here."""

    sector: Sector | None = None
    scene: Scene | None = None
    region: Region | None = None
    capability: Capability | None = None
    unknown: tuple[str, ...] = ()


def chosen_from(args: Mapping[str, str]) -> Chosen:
    """Read sector, scene, region and capability from the address; a value nobody knows is dropped.

    A scene decides its sector: the two cannot contradict each other.
    """
    words = {name: clean_line(args.get(name))[:LONGEST_WORD] for name in CHOICES}
    scene = scene_named(words["scene"]) if words["scene"] else None
    sector = sector_coded(words["sector"]) if words["sector"] else None
    region = region_named(words["region"]) if words["region"] else None
    capability = capability_named(words["capability"]) if words["capability"] else None
    found = {"sector": sector, "scene": scene, "region": region, "capability": capability}
    return Chosen(
        sector=scene.sector if scene else sector,
        scene=scene,
        region=region,
        capability=capability,
        unknown=tuple(words[name] for name in CHOICES if words[name] and not found[name]),
    )


class Named(NamedTuple):
    """One choice of a filter: what the address says, and its name in the reader's language."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class CapabilityChoices:
    """The capabilities of one kind, or of one category (then it has a name), to choose from."""

    kind: CapabilityKind
    category: str
    capabilities: list[Named]


def sector_choices() -> Sequence[Named]:
    """Give the sectors to choose from."""
    columns = select(Sector.code, _name(Sector)).where(in_use(Sector))
    return _named(columns.order_by(Sector.position, Sector.id))


def capability_choices() -> list[CapabilityChoices]:
    """Give the capabilities to choose from: each category with its items, then the other kinds.

    They are kept: change nothing of them.
    """
    return kept(("capability-choices", language()), _read_capability_choices)


def _read_capability_choices() -> list[CapabilityChoices]:
    ordered = select(
        Capability.id, Capability.parent_id, Capability.kind, Capability.slug, _name(Capability)
    ).where(in_use(Capability))
    ordered = ordered.order_by(Capability.position, Capability.id)
    categories: dict[int | None, CapabilityChoices] = {}
    kinds: dict[CapabilityKind, CapabilityChoices] = {}
    for number, parent, kind, slug, name in db.session.execute(ordered):
        if kind is CapabilityKind.CATEGORY:
            categories[number] = CapabilityChoices(CapabilityKind.ITEM, name, [Named(slug, name)])
        else:
            group = categories.get(parent) or kinds.setdefault(
                kind, CapabilityChoices(kind, "", [])
            )
            group.capabilities.append(Named(slug, name))
    return [*categories.values(), *kinds.values()]


def _name(model: type[Sector | Scene | Region | Capability]) -> ColumnElement[str]:
    # Chinese where there is no English, as the `localised` filter has it.
    if language() != "en":
        return model.name_zh.expression
    return func.coalesce(func.nullif(model.name_en, ""), model.name_zh)


def _named(statement: Select[str, str]) -> Sequence[Named]:
    return [Named(value, name) for value, name in db.session.execute(statement)]


def capability_named(slug: str) -> Capability | None:
    """Find a capability by its slug, or by that of one merged into it."""
    statement = select(Capability).where(leads_to(Capability, "slug", slug))
    return db.session.scalars(statement).first()


def capabilities_with_slugs(slugs: Sequence[str]) -> list[Capability]:
    """Find capabilities by slug, in the order of the taxonomy; unknown ones are left out."""
    wanted = [slug for slug in slugs if len(slug) <= LONGEST_WORD and slug.isprintable()]
    statement = select(Capability).where(Capability.slug.in_(wanted))
    return list(db.session.scalars(statement.order_by(Capability.position, Capability.id)))


def capabilities_in_order() -> Sequence[Capability]:
    """List the capabilities in use in their order; read once a request or after a rollback."""
    rows: Sequence[Capability] = g.get("capabilities_in_order", ())
    if not rows or inspect(rows[0]).expired:
        statement = select(Capability).where(in_use(Capability))
        statement = statement.order_by(Capability.position, Capability.id)
        rows = g.capabilities_in_order = db.session.scalars(statement).all()
    return rows


@dataclass(frozen=True, slots=True)
class CapabilityGroup:
    """Capabilities that stand under one heading: a kind, or a category of products."""

    kind: CapabilityKind
    category: Capability | None  # the products under it are the items
    capabilities: tuple[Capability, ...]


def capability_groups() -> list[CapabilityGroup]:
    """List all capabilities: each category with its items, then the other kinds; empty ones out."""
    rows = capabilities_in_order()
    categories = {row.id: row for row in rows if row.kind is CapabilityKind.CATEGORY}
    inside: dict[int, list[Capability]] = {number: [] for number in categories}
    kinds: dict[CapabilityKind, list[Capability]] = {
        kind: [] for kind in CapabilityKind if kind is not CapabilityKind.CATEGORY
    }
    for row in rows:
        if row.id not in categories:
            inside.get(row.parent_id or 0, kinds[row.kind]).append(row)
    return [
        *(
            CapabilityGroup(CapabilityKind.ITEM, category, tuple(inside[number]))
            for number, category in categories.items()
        ),
        *(CapabilityGroup(kind, None, tuple(found)) for kind, found in kinds.items() if found),
    ]


def scene_in_full(slug: str) -> Scene | None:
    """Find a scene with everything its page shows of the taxonomy; by a former slug too."""
    statement = (
        select(Scene)
        .where(addressed(slug))
        .options(
            joinedload(Scene.sector),
            selectinload(Scene.typical_needs),
            selectinload(Scene.capabilities),
        )
    )
    return db.session.scalars(statement).first()


def scenes_in_use() -> Select[Scene]:
    """Select the scenes in use with their sectors and typical needs."""
    parts = joinedload(Scene.sector), selectinload(Scene.typical_needs)
    return select(Scene).where(in_use()).options(*parts)


def scenes_of(sector: Sector, *, with_needs: bool = False) -> list[Scene]:
    """List the scenes in use of a sector in their order, also with their typical needs."""
    statement = select(Scene).where(Scene.sector_id == sector.id, in_use())
    if with_needs:
        statement = statement.options(joinedload(Scene.typical_needs))
    rows = db.session.scalars(statement.order_by(Scene.position, Scene.id))
    return list(rows.unique())


def industries_of(sector: Sector) -> list[Industry]:
    """List the divisions of GB/T 4754 a sector is thought to cover."""
    if not sector.industries:
        return []
    statement = select(Industry).where(Industry.code.in_(sector.industries))
    return list(db.session.scalars(statement.order_by(Industry.code)))


def scene_counts() -> dict[int, int]:
    """Count scenes in use by sector id."""
    counted = select(Scene.sector_id, func.count()).where(in_use()).group_by(Scene.sector_id)
    return dict(db.session.execute(counted).all())


@dataclass(frozen=True, slots=True)
class UsualFigure:
    """What the scenes of a sector usually ask of a metric: from the lowest figure to the highest.

    `is_official` where every one of them is.
    """

    metric: str
    op: str
    unit: str
    value: float
    value2: float
    scenes: int
    is_official: bool


def usual_figures(scenes: Iterable[Scene]) -> list[UsualFigure]:
    """Sum up the typical needs of scenes by metric, what most scenes ask for first."""
    grouped: dict[tuple[str, str, str], list[TypicalNeed]] = defaultdict(list)
    for scene in scenes:
        for need in scene.typical_needs:
            grouped[need.metric, need.op, need.unit].append(need)
    found = [
        UsualFigure(
            *kind,
            value=min(need.value for need in needs),
            value2=max(need.value if need.value2 is None else need.value2 for need in needs),
            scenes=len(needs),
            is_official=all(need.is_official for need in needs),
        )
        for kind, needs in grouped.items()
    ]
    return sorted(found, key=lambda row: (-row.scenes, row.metric, row.op, row.unit))
