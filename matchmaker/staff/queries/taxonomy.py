"""The taxonomy for those who tend it: lists, what names a scene, and what it said before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, String, Table, cast, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.models.cases import case_scene
from matchmaker.catalogue.models.offerings import offering_scene
from matchmaker.db import db, lists_word
from matchmaker.demands.models import demand_scene
from matchmaker.errors import Words
from matchmaker.matching.models import JudgedNeed, ModelVersion
from matchmaker.staff.queries.trail import actors_of
from matchmaker.taxonomy.documents import addressed
from matchmaker.taxonomy.models import Capability, Scene, Sector, standard_scene
from matchmaker.taxonomy.words import CAPABILITY_KINDS, STANDARD_LEVELS
from matchmaker.watches.enums import WatchKind
from matchmaker.watches.models import Watch
from matchmaker.watches.scoring.searches import Search
from matchmaker.web.language import in_language

FACET: Final = "scene"
Named: TypeAlias = type[Capability] | type[Sector] | type[Scene]
NAMED: Final[Mapping[str, Named]] = {
    "capabilities": Capability,
    "sector_id": Sector,
    "scenes": Scene,
    "sectors": Sector,
    "merged_into_id": Scene,
}
CODES: Final[Mapping[str, Mapping[Any, Words]]] = {
    "level": STANDARD_LEVELS,
    "kind": CAPABILITY_KINDS,
    "is_general": {True: _("是"), False: _("否")},
}


@dataclass(frozen=True, slots=True)
class Touched:
    """How many things name a scene, drafts and closed ones too."""

    offerings: int
    cases: int
    demands: int
    standards: int
    watches: int
    models: int

    @property
    def any(self) -> bool:
        """Whether anything does."""
        counts = (self.offerings, self.cases, self.demands, self.standards)
        return any((*counts, self.watches, self.models))


def touched_by(scene: Scene) -> Touched:
    """Count what a change of a scene touches."""
    offerings, cases, demands = counts_by_scene([scene])[scene.id]
    linked = select(func.count()).where(standard_scene.c.scene_id == scene.id)
    return Touched(
        offerings=offerings,
        cases=cases,
        demands=demands,
        standards=db.session.scalar(linked) or 0,
        watches=len(watches_naming(scene.slug)),
        models=len(models_naming(scene.slug)),
    )


def scenes_for_staff(*, sector: Sector | None, words: str, retired: bool) -> Select[Scene]:
    """Select scenes in use, or those that are retired, in the order of the taxonomy."""
    statement = select(Scene).join(Scene.sector)
    state = Scene.retired_at.is_not(None) if retired else Scene.retired_at.is_(None)
    statement = statement.where(state)
    if sector is not None:
        statement = statement.where(Scene.sector_id == sector.id)
    for word in words.split():
        names = Scene.name_zh, Scene.name_en, Scene.slug
        said = (name.icontains(word, autoescape=True) for name in names)
        statement = statement.where(or_(*said, lists_word(Scene.aliases.expression, word)))
    options = contains_eager(Scene.sector), joinedload(Scene.merged_into)
    ordered = statement.order_by(Sector.position, Sector.id, Scene.position, Scene.id)
    return ordered.options(*options)


def counts_by_scene(scenes: Sequence[Scene]) -> Mapping[int, tuple[int, int, int]]:
    """Count offerings, cases and demands by scene id, drafts and closed ones too."""
    ids = [scene.id for scene in scenes]
    found = [_counted(table, ids) for table in (offering_scene, case_scene, demand_scene)]
    offerings, cases, demands = found
    return {key: (offerings.get(key, 0), cases.get(key, 0), demands.get(key, 0)) for key in ids}


def _counted(table: Table, ids: Sequence[int]) -> dict[int, int]:
    number = table.c.scene_id
    counted = select(number, func.count()).where(number.in_(ids)).group_by(number)
    return dict(db.session.execute(counted).all())


def scene_to_tend(slug: str) -> Scene | None:
    """Find a scene by its own slug, retired or not; by a former one the scene it leads to."""
    own = db.session.scalars(select(Scene).where(Scene.slug == slug)).first()
    return own or db.session.scalars(select(Scene).where(addressed(slug))).first()


def watches_naming(slug: str, facet: str = FACET) -> list[Watch]:
    """Give the watches of searches narrowed to a scene or another value, the oldest first."""
    named = (facet, slug)
    return [row for row in _search_watches(slug) if named in Search.from_data(row.query).filters]


def models_naming(slug: str) -> list[ModelVersion]:
    """Give the versions of the matching model that weigh a scene on its own."""
    rows = db.session.scalars(select(ModelVersion).order_by(ModelVersion.number))
    return [row for row in rows if slug in row.overrides]


def needs_naming(slug: str) -> list[JudgedNeed]:
    """Give the needs of judged sets that name a scene."""
    holds = cast(JudgedNeed.scenes, String).contains(slug, autoescape=True)
    rows = db.session.scalars(select(JudgedNeed).where(holds))
    return [row for row in rows if slug in row.scenes]


def _search_watches(slug: str) -> Iterator[Watch]:
    holds = cast(Watch.query, String).contains(slug, autoescape=True)
    statement = select(Watch).where(Watch.kind == WatchKind.SEARCH, holds)
    yield from db.session.scalars(statement.order_by(Watch.id))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field of a scene said before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a scene: by whom, and field by field."""

    event: AuditEvent
    actor: Account | None
    changes: tuple[FieldChange, ...]


def scene_events(scene: Scene) -> Select[AuditEvent]:
    """Select what the trail holds of a scene, newest first."""
    return entry_events("scene", scene.id)


def entry_events(table: str, number: int) -> Select[AuditEvent]:
    """Select what the trail holds of an entry of the taxonomy, newest first."""
    about = (AuditEvent.subject_kind == table, AuditEvent.subject_id == str(number))
    return select(AuditEvent).where(*about).order_by(AuditEvent.id.desc())


def history_lines(events: Sequence[AuditEvent]) -> list[HistoryLine]:
    """Say events in words; what a number stands for is asked once for all."""
    people = actors_of(list(events))
    sides = [side for event in events for side in (event.before, event.after)]
    names = {
        field: _names(model, {number for side in sides for number in _numbers(side.get(field))})
        for field, model in NAMED.items()
    }
    return [
        HistoryLine(
            event,
            people.get(event.actor_id or 0),
            tuple(
                FieldChange(
                    label,
                    _said(event.before.get(field), names.get(field, CODES.get(field, {}))),
                    _said(event.after.get(field), names.get(field, CODES.get(field, {}))),
                )
                for field, label in _fields().items()
                if field in event.before or event.after.get(field)
            ),
        )
        for event in events
    ]


def _fields() -> dict[str, str]:
    return {
        "name_zh": gettext("中文名称"),
        "name_en": gettext("英文名称"),
        "slug": gettext("代码"),
        "code": gettext("编号或代码"),
        "title": gettext("名称"),
        "level": gettext("级别"),
        "year": gettext("年份"),
        "is_general": gettext("各行业通用"),
        "kind": gettext("种类"),
        "leader_type": gettext("领航者主体"),
        "position": gettext("次序"),
        "sector_id": gettext("行业"),
        "aliases": gettext("别名"),
        "description": gettext("说明"),
        "sources": gettext("来源"),
        "source": gettext("来源"),
        "scenes": gettext("场景"),
        "sectors": gettext("行业"),
        "capabilities": gettext("能力"),
        "typical_needs": gettext("典型需求"),
        "merged_into_id": gettext("并入"),
        "hint_zh": gettext("中文说明"),
        "hint_en": gettext("英文说明"),
        "reason": gettext("理由"),
    }


def _names(model: Named, ids: set[int]) -> dict[int, str]:
    statement = select(model.id, model.name_zh, model.name_en).where(model.id.in_(ids))
    rows = db.session.execute(statement)
    return {number: in_language(chinese, english) for number, chinese, english in rows}


def _numbers(value: Any) -> list[int]:
    return value if isinstance(value, list) else [value] if value else []


def _said(value: Any, names: Mapping[Any, Words]) -> str:
    if isinstance(value, list):
        return gettext("、").join(_said(one, names) for one in value)
    if isinstance(value, dict):
        figure = f"{value.get('value', 0):g}"
        if value.get("value2") is not None:
            figure += f"–{value['value2']:g}"
        return f"{value['metric']} {value['op']} {figure} {value['unit']}"
    return "" if value is None else str(names.get(value, value))
