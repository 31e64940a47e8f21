"""Tending scenes: adding, changing, retiring one, and taking it back into use.

What names a scene by its slug (addresses, saved searches, matching models) follows a new slug.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, func, inspect, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.operations.following import follow_slug
from matchmaker.staff.operations.tending import check_version
from matchmaker.taxonomy.enums import Operator, Trust
from matchmaker.taxonomy.models import Capability, Scene, SceneRedirect, Sector, TypicalNeed

NAME_MAX: Final = 60
SLUG_MAX: Final = 80
DESCRIPTION_MAX: Final = 2_000
ALIASES_MOST: Final = 40
SOURCES_MOST: Final = 20
SOURCE_MAX: Final = 500
# The metrics a typical need may be about, each with the unit its figures are stored in.
NEED_UNITS: Final = {
    "latency": "ms",
    "ul_rate": "Mbps",
    "dl_rate": "Mbps",
    "reliability": "%",
    "availability": "%",
    "positioning": "m",
    "density": "per_km2",
    "mobility": "km/h",
    "sync": "us",
    "coverage_area": "km2",
    "transfer_interval": "ms",
    "survival_time": "ms",
    "video_latency": "ms",
    "reconnect_time": "s",
    "sensing_accuracy": "m",
    "communication_range": "m",
    "altitude": "m",
    "activity_factor": "%",
}
SOURCED: Final = frozenset({Trust.SEEN, Trust.SECONDARY})
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedContent:
    """A typical need: a figure in the unit of NEED_UNITS, where it comes from, how far to trust it.

    `value2` is the upper end of a range and nothing else.
    """

    metric: str
    op: Operator
    value: float
    value2: float | None = None
    source: str
    trust: Trust
    is_official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneContent:
    """What staff say of a scene."""

    sector: Sector
    slug: str
    name_zh: str
    name_en: str
    aliases: Sequence[str] = ()
    description: str = ""
    sources: Sequence[str] = ()
    capabilities: Sequence[Capability] = ()
    needs: Sequence[NeedContent] = field(default_factory=tuple)

    def values(self) -> dict[str, Any]:
        """Give the columns of the row."""
        return {
            "sector": self.sector,
            "slug": self.slug,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "aliases": list(self.aliases),
            "description": self.description,
            "sources": list(self.sources),
            "is_sourced": bool(self.sources),
        }


def add_scene(content: SceneContent, *, actor: Account) -> Scene:
    """Add a scene, last in its sector. Raises DomainError for what the taxonomy cannot hold."""
    check_scene(content, None)
    last = select(func.max(Scene.position)).where(Scene.sector_id == content.sector.id)
    place = {"position": (db.session.scalar(last) or 0) + 1, "edited_at": clock.now()}
    scene = Scene()
    _write(scene, content, place, actor)
    return scene


def edit_scene(scene: Scene, content: SceneContent, *, seen_version: int, actor: Account) -> None:
    """Make a scene say something else: names, sector, slug, needs; its old slug leads to it.

    Raises ConflictError when it was changed since the person opened it, or is retired; DomainError
    for what the taxonomy cannot hold.
    """
    check_version(scene, seen_version)
    _check_in_use(scene)
    check_scene(content, scene)
    before = scene.slug
    place: dict[str, Any] = {"edited_at": clock.now()}
    if content.sector.id != scene.sector_id:
        last = select(func.max(Scene.position)).where(Scene.sector_id == content.sector.id)
        place["position"] = (db.session.scalar(last) or 0) + 1
    _write(scene, content, place, actor)
    if content.slug != before:
        _leave_slug(scene, before)
        follow_slug(before, content.slug, actor=actor)


def retire_scene(scene: Scene, *, seen_version: int, actor: Account) -> None:
    """Offer a scene to nobody any more; what names it keeps it, its page stays.

    Raises ConflictError when it was changed since the person opened it, or is retired already.
    """
    check_version(scene, seen_version)
    _check_in_use(scene)
    with audit.change("scene.retired", scene, actor=actor):
        scene.retired_at = scene.edited_at = clock.now()


def restore_scene(scene: Scene, *, actor: Account) -> None:
    """Take a retired scene back into use. Raises ConflictError for a merged one or one in use."""
    if scene.retired_at is None or scene.merged_into_id is not None:
        raise ConflictError(_("这个场景没有停用，或已并入别的场景，不能恢复。"))
    _check_name(scene.sector, scene.name_zh, scene)
    with audit.change("scene.restored", scene, actor=actor):
        scene.retired_at, scene.edited_at = None, clock.now()


def _check_in_use(scene: Scene) -> None:
    if scene.retired_at is not None:
        raise ConflictError(_("这个场景已停用，不能再修改。可以先恢复使用。"))


def _write(scene: Scene, content: SceneContent, place: dict[str, Any], actor: Account) -> None:
    try:
        if inspect(scene).transient:
            _assign(scene, content, place)
            audit.created("scene.added", scene, actor=actor)
        else:
            with audit.change("scene.edited", scene, actor=actor):
                _assign(scene, content, place)
    except IntegrityError as error:
        raise DomainError(_("刚刚有人用了这个名称或代码，请换一个。"), field="slug") from error


def _assign(scene: Scene, content: SceneContent, place: dict[str, Any]) -> None:
    for name, value in (content.values() | place).items():
        setattr(scene, name, value)
    scene.capabilities = list(content.capabilities)
    present = {need.metric: need for need in scene.typical_needs}
    scene.typical_needs = [
        _need(present.get(need.metric) or TypicalNeed(), need) for need in content.needs
    ]


def _need(row: TypicalNeed, need: NeedContent) -> TypicalNeed:
    row.metric, row.op, row.unit = need.metric, need.op.value, NEED_UNITS[need.metric]
    row.value, row.value2, row.source = need.value, need.value2, need.source
    row.trust, row.is_official = need.trust, need.is_official
    return row


def _leave_slug(scene: Scene, slug: str) -> None:
    taken = db.session.get(SceneRedirect, scene.slug)
    if taken is not None:  # its own from before: it is back
        db.session.delete(taken)
        db.session.flush()
    db.session.add(SceneRedirect(slug=slug, scene_id=scene.id))


def check_scene(content: SceneContent, scene: Scene | None) -> None:
    """Raise DomainError for what a scene cannot say; None for a new one."""
    for name, words in (("name_zh", content.name_zh), ("name_en", content.name_en)):
        if not 0 < len(words) <= NAME_MAX:
            raise DomainError(_("请写名称，最多 %(n)s 个字。", n=NAME_MAX), field=name)
    if len(content.slug) > SLUG_MAX or not _SLUG.fullmatch(content.slug):
        raise DomainError(_("代码用小写字母、数字和连字符，例如 mining-truck。"), field="slug")
    if len(content.description) > DESCRIPTION_MAX:
        raise DomainError(_("说明最多 %(n)s 个字。", n=DESCRIPTION_MAX), field="description")
    _check_lines(content.aliases, ALIASES_MOST, NAME_MAX, "aliases")
    _check_lines(content.sources, SOURCES_MOST, SOURCE_MAX, "sources")
    _check_name(content.sector, content.name_zh, scene)
    _check_slug(content.slug, scene)
    _check_needs(content.needs)


def _check_lines(lines: Sequence[str], most: int, longest: int, name: str) -> None:
    if len(lines) > most or any(len(line) > longest for line in lines):
        raise DomainError(
            _("最多 %(most)s 行，每行最多 %(n)s 个字。", most=most, n=longest), field=name
        )


def _check_name(sector: Sector, name: str, scene: Scene | None) -> None:
    same = select(Scene.id).where(
        Scene.sector_id == sector.id,
        Scene.name_zh == name,
        Scene.retired_at.is_(None),
        Scene.id != (scene.id if scene else 0),
    )
    if db.session.scalar(select(exists(same))):
        raise DomainError(
            _("这个行业已有同名的场景。请换个名称，或把两个场景合并。"), field="name_zh"
        )


def _check_slug(slug: str, scene: Scene | None) -> None:
    number = scene.id if scene else 0
    row = select(Scene.id).where(Scene.slug == slug, Scene.id != number)
    former = select(SceneRedirect.slug).where(
        SceneRedirect.slug == slug, SceneRedirect.scene_id != number
    )
    if db.session.scalar(select(exists(row))) or db.session.scalar(select(exists(former))):
        raise DomainError(_("这个代码属于别的场景，现在或以前。请换一个。"), field="slug")


def _check_needs(needs: Iterable[NeedContent]) -> None:
    seen: set[str] = set()
    for need in needs:
        if need.metric not in NEED_UNITS or need.metric in seen:
            raise DomainError(_("每个指标只写一行。"), field="needs")
        seen.add(need.metric)
        if (need.op is Operator.RANGE) != (need.value2 is not None):
            raise DomainError(_("“介于”要写两个数，其他只写一个数。"), field="needs")
        if need.value2 is not None and need.value2 < need.value:
            raise DomainError(_("范围要从小到大写。"), field="needs")
        if need.is_official and need.trust not in SOURCED:
            raise DomainError(_("没有出处的数字不能标为官方指标。"), field="needs")
        if not 0 < len(need.source) <= SOURCE_MAX:
            raise DomainError(
                _("每个典型需求都要写来源，最多 %(n)s 个字。", n=SOURCE_MAX), field="needs"
            )
