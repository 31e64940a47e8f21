"""Two scenes that are one: everything that names the first names the second from then on."""

from typing import TypeVar

from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.operations.following import follow_slug
from matchmaker.staff.operations.tending import check_version, joined, kept_versions
from matchmaker.taxonomy.models import Scene, SceneRedirect

Tagged = TypeVar("Tagged", Demand, Case, Offering)


def merge_scenes(
    scene: Scene, into: Scene, *, seen_version: int, into_version: int, actor: Account
) -> None:
    """Merge a scene into another: postings, cases, searches, models and addresses follow.

    The other keeps its own words, gains the names of the first as aliases, its capabilities and
    standards, and its typical needs for metrics it has none of. The first stays as a retired row
    that leads to the other. Raises ConflictError when either was changed since the person looked or
    is retired; DomainError for a scene and itself.
    """
    if scene.id == into.id:
        raise DomainError(_("请选择另一个场景。"), field="into")
    check_version(scene, seen_version)
    check_version(into, into_version)
    if scene.retired_at is not None or into.retired_at is not None:
        raise ConflictError(_("其中一个场景已停用，不能合并。请刷新页面查看。"))
    _take_over(scene, into, actor)
    for case in _naming(Case, scene):
        _retag(case, scene, into, actor)
    for demand in _naming(Demand, scene):
        _retag(demand, scene, into, actor)
    offerings = _naming(Offering, scene)
    with kept_versions(offerings, actor=actor):
        for offering in offerings:
            _retag(offering, scene, into, actor)
    with audit.change("scene.merged", scene, actor=actor):
        scene.retired_at = scene.edited_at = clock.now()
        scene.merged_into = into
    _lead_on(scene, into)
    follow_slug(scene.slug, into.slug, actor=actor)


def _take_over(scene: Scene, into: Scene, actor: Account) -> None:
    own = {need.metric for need in into.typical_needs}
    names = (*into.aliases, scene.name_zh, scene.name_en, *scene.aliases)
    kept = dict.fromkeys(name for name in names if name not in {into.name_zh, into.name_en, ""})
    with audit.change("scene.took_over", into, actor=actor):
        into.aliases = list(kept)
        into.capabilities = joined(into.capabilities, scene.capabilities)
        into.edited_at = clock.now()
        for standard in list(scene.standards):
            standard.scenes = joined([one for one in standard.scenes if one is not scene], [into])
    for need in [one for one in scene.typical_needs if one.metric not in own]:
        with audit.change("typical_need.moved", need, actor=actor):
            need.scene = into


def _lead_on(scene: Scene, into: Scene) -> None:
    db.session.flush()
    for row in db.session.scalars(select(Scene).where(Scene.merged_into_id == scene.id)):
        row.merged_into = into
    led = update(SceneRedirect).where(SceneRedirect.scene_id == scene.id)
    db.session.execute(led.values(scene_id=into.id))


def _naming(model: type[Tagged], scene: Scene) -> list[Tagged]:
    statement = select(model).where(model.scenes.any(Scene.id == scene.id))
    return list(db.session.scalars(statement.options(selectinload(model.scenes))))


def _retag(row: Demand | Case | Offering, scene: Scene, into: Scene, actor: Account) -> None:
    with audit.change(f"{row.__tablename__}.scene_followed", row, actor=actor):
        row.scenes = joined([into if one is scene else one for one in row.scenes], [])
