"""Reading standards: lists, one of them, and which apply."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, case, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.db import db
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.models import (
    Scene,
    Sector,
    Standard,
    standard_scene,
    standard_sector,
)

LEVELS: Final = (
    "national",
    "industry",
    "industry-trial",
    "group",
    "alliance",
    "local",
    "enterprise",
    "international",
    "3gpp",
    "3gpp-tr",
    "report",
    "draft",
)


def standards_by_code() -> Sequence[Standard]:
    """List all standards by code, replaced ones too: people still state and ask for them."""
    statement = select(Standard).where(Standard.merged_into_id.is_(None))
    return db.session.scalars(statement.order_by(Standard.code)).all()


def standard_coded(code: str) -> Standard | None:
    """Find a standard by its code."""
    statement = select(Standard).where(Standard.code == code, Standard.merged_into_id.is_(None))
    return db.session.scalars(statement.limit(1)).first()


def standard_levels() -> list[str]:
    """List the levels there are standards of, in the order people look for them."""
    found = set(db.session.scalars(select(Standard.level).distinct()))
    return [*(level for level in LEVELS if level in found), *sorted(found - set(LEVELS))]


def standards(
    *, level: str = "", sector: Sector | None = None, words: str = ""
) -> Select[Standard]:
    """Select standards of a level, for a sector, with all words in code or title.

    With a sector, its own standards (or those of its scenes) come before the general ones, which
    hold in every sector; those in force before the others; then national before industry before
    the others.
    """
    statement = select(Standard).where(Standard.merged_into_id.is_(None))
    statement = statement.options(
        selectinload(Standard.sectors),
        selectinload(Standard.scenes),
        joinedload(Standard.replaced_by),
    )
    if level:
        statement = statement.where(Standard.level == level)
    if sector:
        of_scenes = (
            select(standard_scene.c.standard_id)
            .join(Scene, Scene.id == standard_scene.c.scene_id)
            .where(Scene.sector_id == sector.id)
        )
        of_sector = select(standard_sector.c.standard_id).where(
            standard_sector.c.sector_id == sector.id
        )
        statement = statement.where(
            or_(Standard.is_general, Standard.id.in_(of_sector), Standard.id.in_(of_scenes))
        )
    for word in words.split():
        statement = statement.where(
            or_(
                Standard.code.icontains(word, autoescape=True),
                Standard.title.icontains(word, autoescape=True),
            )
        )
    by_level = case({level: place for place, level in enumerate(LEVELS)}, value=Standard.level)
    own_first = (Standard.is_general,) if sector else ()
    over = Standard.retired_at.is_not(None)
    return statement.order_by(*own_first, over, by_level.nulls_last(), Standard.code)


class StandardLine(NamedTuple):
    """A standard in force as a line of a list."""

    id: int
    code: str
    title: str
    level: str | None
    source: str
    replaced_by: Standard | None = None


def standards_of(sector: Sector, limit: int) -> list[StandardLine]:
    """List the first standards of a sector or its scenes; the general ones come after them."""
    columns = Standard.id, Standard.code, Standard.title, Standard.level, Standard.source
    in_force = standards(sector=sector).where(in_use(Standard))
    statement = in_force.with_only_columns(*columns).limit(limit)
    return [StandardLine(*row) for row in db.session.execute(statement)]


def standard_by_id(standard_id: int) -> Standard | None:
    """Find a standard with what it applies to and what holds in its place."""
    statement = select(Standard).where(Standard.id == standard_id)
    options = (
        selectinload(Standard.scenes).joinedload(Scene.sector),
        selectinload(Standard.sectors),
        selectinload(Standard.capabilities),
        joinedload(Standard.merged_into),
        joinedload(Standard.replaced_by),
    )
    return db.session.scalars(statement.options(*options)).first()


def standards_before(standard: Standard) -> Sequence[Standard]:
    """List the standards this one took the place of."""
    statement = select(Standard).where(Standard.replaced_by_id == standard.id)
    return db.session.scalars(statement.order_by(Standard.code)).all()


def standards_applying(
    scenes: Sequence[Scene], sector: Sector | None, *, named: Sequence[int] = ()
) -> Select[Standard]:
    """Select the standards for scenes and a sector: those named, of the scenes, of the sector.

    `named` are numbers of standards somebody asked for; those are listed replaced or not, the
    others only in force. What holds in every sector is left out: it would be the same everywhere.
    """
    of_scenes = _any_of(Standard.scenes.any(Scene.id.in_([one.id for one in scenes])), scenes)
    number = sector.id if sector else 0
    of_sector = Standard.sectors.any(Sector.id == number)
    asked = Standard.id.in_(named)
    return (
        select(Standard)
        .where(Standard.merged_into_id.is_(None))
        .where(or_(asked, in_use(Standard) & or_(of_scenes, of_sector)))
        .options(joinedload(Standard.replaced_by))
        .order_by(case((asked, 0), (of_scenes, 1), else_=2), Standard.code)
    )


def _any_of(condition: ColumnElement[bool], rows: Sequence[object]) -> ColumnElement[bool]:
    return condition if rows else false()
