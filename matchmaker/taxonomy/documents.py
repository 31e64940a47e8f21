"""What keyword search knows of the taxonomy, and the tags other documents share with it."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker.db import db
from matchmaker.jobs.feeds import Feed, Part, Root, along
from matchmaker.search.kind_words import KIND_WORDS
from matchmaker.search.port import Document
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.models import (
    Capability,
    MetricEntry,
    Region,
    Scene,
    SceneRedirect,
    Sector,
    Standard,
    Tended,
    TypicalNeed,
)

T = TypeVar("T")
BATCH = 500
SECTOR, SCENE, CAPABILITY, STANDARD = "sector", "scene", "capability", "standard"
REGION, METRIC = "region", "metric"
# What texts are read by: after a change of these all offerings are weighed anew.
WORDS = frozenset({SECTOR, SCENE, CAPABILITY, STANDARD, REGION, METRIC})
Tags = dict[str, tuple[str, ...]]

FEEDS = (
    Feed(Sector, SECTOR, unfed=frozenset({"scenes"})),
    Feed(Scene, SCENE, moved={"sector_id": SECTOR, "standards": STANDARD}),
    Part(TypicalNeed, ("scene",)),
    Feed(Capability, CAPABILITY),
    Feed(Standard, STANDARD),
    Feed(Region, REGION),
    Feed(
        MetricEntry,
        METRIC,  # names and hints are said when they are shown
        unfed=frozenset({"name_zh", "name_en", "hint_zh", "hint_en", "reason", "edited_at"}),
    ),
)
ROOTS = (
    Root(SECTOR, {SCENE: (along(Sector.scenes),)}),
    Root(
        SCENE,
        {
            SECTOR: (along(Scene.sector),),
            CAPABILITY: (
                along(Scene.capabilities),
                along(Scene.capabilities, Capability.parent),
            ),
        },
    ),
    Root(CAPABILITY, {CAPABILITY: (along(Capability.parent),)}),
    Root(
        STANDARD,
        {
            SECTOR: (along(Standard.sectors), along(Standard.scenes, Scene.sector)),
            SCENE: (along(Standard.scenes),),
            CAPABILITY: (
                along(Standard.capabilities),
                along(Standard.capabilities, Capability.parent),
            ),
        },
    ),
)


def sector_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of sectors in use, all or those asked for."""
    statement = select(Sector).where(in_use(Sector)).options(selectinload(Sector.scenes))
    for sector in of_ids(statement, Sector, ids):
        scenes = [scene.name_zh for scene in sector.scenes if not scene.retired_at]
        yield Document(
            kind=SECTOR,
            id=sector.id,
            version=sector.version,
            title=sector.name_zh,
            summary="\n".join([sector.name_en, *sector.aliases]),
            body="\n".join([KIND_WORDS[SECTOR], *scenes]),
            tags={"sector": (sector.code,)},
            names=(sector.name_zh, sector.name_en, *sector.aliases, sector.code),
            is_suggested=True,
        )


def scene_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of scenes in use, all or those asked for."""
    statement = select(Scene).where(in_use())
    statement = statement.options(
        joinedload(Scene.sector), selectinload(Scene.capabilities).joinedload(Capability.parent)
    )
    for scene in of_ids(statement, Scene, ids):
        yield Document(
            kind=SCENE,
            id=scene.id,
            version=scene.version,
            title=scene.name_zh,
            summary="\n".join([scene.name_en, *scene.aliases]),
            body="\n".join(
                [
                    KIND_WORDS[SCENE],
                    scene.description,
                    *words_of_sector(scene.sector),
                    *(capability.name_zh for capability in scene.capabilities),
                ]
            ),
            tags={
                "sector": (scene.sector.code,),
                "scene": (scene.slug,),
                **capability_tags(scene.capabilities),
            },
            names=(scene.name_zh, scene.name_en, *scene.aliases, scene.slug),
            is_suggested=True,
        )


def capability_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of capabilities in use, all or those asked for."""
    statement = select(Capability).where(in_use(Capability))
    statement = statement.options(joinedload(Capability.parent))
    for capability in of_ids(statement, Capability, ids):
        names = (capability.name_zh, capability.name_en, *capability.aliases)
        yield Document(
            kind=CAPABILITY,
            id=capability.id,
            version=capability.version,
            title=capability.name_zh,
            summary="\n".join(names[1:]),
            body="\n".join(
                [
                    KIND_WORDS[CAPABILITY],
                    capability.description,
                    capability.parent.name_zh if capability.parent else "",
                ]
            ),
            tags=capability_tags([capability]),
            names=(*names, capability.slug),
            is_suggested=True,
        )


def standard_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of standards, all or those asked for, but those that were merged."""
    statement = select(Standard).where(Standard.merged_into_id.is_(None))
    statement = statement.options(
        selectinload(Standard.sectors),
        selectinload(Standard.scenes).joinedload(Scene.sector),
        selectinload(Standard.capabilities).joinedload(Capability.parent),
    )
    for standard in of_ids(statement, Standard, ids):
        yield Document(
            kind=STANDARD,
            id=standard.id,
            version=standard.version,
            title=f"{standard.code} {standard.title}",
            body="\n".join(
                [
                    KIND_WORDS[STANDARD],
                    *(scene.name_zh for scene in standard.scenes),
                    *(sector.name_zh for sector in standard.sectors),
                    *(capability.name_zh for capability in standard.capabilities),
                ]
            ),
            tags={
                **place_tags(standard.sectors, standard.scenes),
                **capability_tags(standard.capabilities),
                "level": (standard.level,),
                "year": (str(standard.year),) if standard.year else (),
            },
            names=(standard.code, standard.title, *short_codes(standard.code)),
            is_suggested=True,
        )


def in_use(model: type[Tended] = Scene) -> ColumnElement[bool]:
    """Say that a scene, capability, sector or standard is offered to choose from."""
    return model.retired_at.is_(None)


def addressed(slug: str) -> ColumnElement[bool]:
    """Say that a slug leads to a scene: its own, one it had before, or of one merged into it."""
    before = select(SceneRedirect.scene_id).where(SceneRedirect.slug == slug)
    return or_(leads_to(Scene, "slug", slug), Scene.id.in_(before))


def leads_to(
    model: type[Scene] | type[Sector] | type[Capability] | type[Standard],
    name: str,
    value: int | str,
) -> ColumnElement[bool]:
    """Say that the value of a unique column leads to a row: its own, or of one merged into it."""
    merged = aliased(model)
    return or_(
        and_(getattr(model, name) == value, model.merged_into_id.is_(None)),
        model.id.in_(select(merged.merged_into_id).where(getattr(merged, name) == value)),
    )


def former_slugs() -> dict[str, int]:
    """Give every slug that leads to another scene now, with the number of that one."""
    renamed = select(SceneRedirect.slug, SceneRedirect.scene_id)
    merged = select(Scene.slug, Scene.merged_into_id).where(Scene.merged_into_id.is_not(None))
    return dict(db.session.execute(renamed.union_all(merged)).all())


def of_ids(
    statement: Select[T], model: type[T], ids: Collection[int] | None, *, batch: int = BATCH
) -> Iterator[T]:
    """Give the rows of a select, all or those with the ids, a batch in memory at a time."""
    if ids is not None:
        statement = statement.where(model.id.in_(ids))  # type: ignore[attr-defined]
    yield from db.session.scalars(statement.execution_options(yield_per=batch))


def place_tags(sectors: Iterable[Sector], scenes: Collection[Scene]) -> Tags:
    """Tag sectors and scenes; choosing a sector finds its scenes as well."""
    codes = [sector.code for sector in sectors] + [scene.sector.code for scene in scenes]
    return {"sector": tuple(dict.fromkeys(codes)), "scene": tuple(row.slug for row in scenes)}


def capability_tags(capabilities: Iterable[Capability]) -> Tags:
    """Tag capabilities; the categories of products apart, with those of the items named."""
    slugs: dict[str, None] = {}
    categories: dict[str, None] = {}
    for capability in capabilities:
        if capability.kind is CapabilityKind.CATEGORY:
            categories[capability.slug] = None
            continue
        slugs[capability.slug] = None
        if capability.parent and capability.parent.kind is CapabilityKind.CATEGORY:
            categories[capability.parent.slug] = None
    return {"capability": tuple(slugs), "category": tuple(categories)}


def region_tags(codes: Iterable[str | None]) -> Tags:
    """Tag regions by code; choosing a province finds what lies inside."""
    found: dict[str, None] = {}
    for code in filter(None, codes):
        found[code[:2] + "0000"] = None
        found[code] = None
    return {"region": tuple(found)}


def words_of_sector(sector: Sector | None) -> list[str]:
    """Give the names a sector goes by."""
    return [sector.name_zh, sector.name_en, *sector.aliases] if sector else []


def words_of_scenes(scenes: Iterable[Scene]) -> list[str]:
    """Give the names scenes go by."""
    return [word for row in scenes for word in (row.name_zh, row.name_en, *row.aliases)]


def words_of_capabilities(capabilities: Iterable[Capability]) -> list[str]:
    """Give the names capabilities go by."""
    return [word for row in capabilities for word in (row.name_zh, row.name_en, *row.aliases)]


def words_of_region(region: Region | None) -> list[str]:
    """Give the names a region goes by."""
    return [region.name_zh, region.short_zh, region.name_en] if region else []


def short_codes(code: str) -> tuple[str, ...]:
    """Give the shorter ways to write the code of a standard: without year, without its body.

    >>> short_codes("YD/T 4730-2024")
    ('YD/T 4730', '4730-2024')
    >>> short_codes("GB/T 42126.1-2022")
    ('GB/T 42126.1', 'GB/T 42126', '42126.1-2022')
    >>> short_codes("3GPP TS 23.501")
    ('TS 23.501', '23.501')
    """
    head, _, year = code.rpartition("-")
    shorter = [head] if year.isdecimal() and head else []
    whole, _, part = head.rpartition(".")
    shorter += [whole] if shorter and part.isdecimal() else []
    words = code.split()
    shorter += [" ".join(words[at:]) for at in range(1, len(words)) if _has_figure(words[at:])]
    return tuple(shorter)


def _has_figure(words: list[str]) -> bool:
    return any(char.isdecimal() for char in "".join(words))
