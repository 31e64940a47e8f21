"""A version of the matching model from draft to retirement."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_index
from matchmaker.matching.enums import EDITABLE, MODEL_TRANSITIONS, ModelState
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.queries.models import active_version, next_number, versions
from matchmaker.matching.scoring.model import FIRST_MODEL, FULL, SIGNALS
from matchmaker.taxonomy.queries import scenes_with_slugs

KIND = "model"
NAME_MAX = 80
NOTES_MAX = 4_000
OVERRIDES_MOST = 30
_TENTH = 1e-6

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelContent:
    """What staff set: weights in points by signal, floor in points, weights of single scenes."""

    name: str
    weights: Weights
    floor: float
    overrides: Mapping[str, Weights] = field(default_factory=dict)
    off: Sequence[str] = ()
    notes: str = ""

    def ranking_part(self) -> dict[str, Any]:
        """The part that changes what is ranked how."""
        return {
            "weights": {name: float(self.weights[name]) for name in SIGNALS},
            "floor": float(self.floor),
            "overrides": {
                scene: {name: float(own[name]) for name in SIGNALS}
                for scene, own in sorted(self.overrides.items())
            },
            "off": [name for name in SIGNALS if name in self.off],
        }


def content_of(version: ModelVersion) -> ModelContent:
    """Give what a version says, in the signals the program knows now."""
    return ModelContent(
        name=version.name,
        weights=_known(version.weights),
        floor=version.floor,
        overrides={scene: _known(own) for scene, own in version.overrides.items()},
        off=version.off,
        notes=version.notes,
    )


def put_first_model(*, actor: Account | None) -> bool:
    """Make the built-in first model the active version 1 where there is none; say whether."""
    if versions():
        return False
    content = ModelContent(
        name=FIRST_MODEL.name,
        weights=FIRST_MODEL.weights,
        floor=FIRST_MODEL.floor,
        overrides=FIRST_MODEL.overrides,
        notes=str(_("手工设定的初始权重；依据见 docs/matching.md。")),
    )
    version = _new(content, actor)
    _move(version, ModelState.EVALUATED)
    _move(version, ModelState.ACTIVE)
    version.activated_at = clock.now()
    audit.created("model.added", version, actor=actor)
    queue_index(KIND, version.id)
    return True


def draft_model(
    content: ModelContent, *, actor: Account | None, learned: Mapping[str, Any] | None = None
) -> ModelVersion:
    """Start a version; it ranks for nobody until it is evaluated and activated."""
    check_content(content)
    version = _new(content, actor)
    version.learned = dict(learned or {})
    audit.created("model.drafted", version, actor=actor)
    return version


def edit_model(
    version: ModelVersion, content: ModelContent, *, seen_version: int, actor: Account
) -> None:
    """Change a version that never ranked; figures measured before are no longer its own.

    Raises ConflictError when it was changed since the person opened it (`seen_version`).
    """
    if seen_version != version.version:
        raise ConflictError(_("您打开页面之后，这个模型已被改动。请核对已保存的内容后再保存。"))
    if version.state not in EDITABLE:
        raise ConflictError(_("启用过的模型不能改动。请复制为新草稿再改。"))
    check_content(content)
    ranking = content.ranking_part()
    is_other = any(getattr(version, name) != value for name, value in ranking.items())
    with audit.change("model.edited", version, actor=actor):
        version.name, version.notes = content.name, content.notes
        for name, value in ranking.items():
            setattr(version, name, value)
        if is_other:
            version.figures, version.evaluated_at = {}, None
            if version.state is ModelState.EVALUATED:
                _move(version, ModelState.DRAFT)


def discard_draft(version: ModelVersion, *, actor: Account) -> None:
    """Delete a version that never ranked."""
    if version.state not in EDITABLE:
        raise ConflictError(_("启用过的模型要留作记录，不能删除。"))
    audit.happened(
        "model.discarded",
        version,
        actor=actor,
        facts={"number": version.number, "name": version.name},
    )
    db.session.delete(version)


def record_evaluation(
    version: ModelVersion, figures: Mapping[str, Any], *, actor: Account | None
) -> None:
    """Put the figures of an evaluation on record; a draft or retired version may be activated."""
    with audit.change("model.evaluated", version, actor=actor):
        version.figures, version.evaluated_at = dict(figures), clock.now()
        if version.state in {ModelState.DRAFT, ModelState.RETIRED}:
            _move(version, ModelState.EVALUATED)
            version.retired_at = None


def activate_model(version: ModelVersion, *, seen_version: int, actor: Account | None) -> None:
    """Let an evaluated version rank from the next request on, and retire the one that did.

    Raises ConflictError where it is not evaluated, or changed since its figures were shown.
    """
    if seen_version != version.version:
        raise ConflictError(_("您打开页面之后，这个模型已被改动。请核对新的评估结果后再启用。"))
    if version.state is not ModelState.EVALUATED or not version.figures:
        raise ConflictError(_("只有评估过的模型才能启用。请先运行评估。"))
    previous = active_version()
    if previous is not None:
        with audit.change("model.retired", previous, actor=actor):
            _move(previous, ModelState.RETIRED)
            previous.retired_at = clock.now()
        db.session.flush()  # the database allows one active version at any moment
    with audit.change("model.activated", version, actor=actor):
        _move(version, ModelState.ACTIVE)
        version.activated_at = clock.now()
        version.activated_by_id = actor.id if actor else None
    queue_index(KIND, version.id)


def check_content(content: ModelContent) -> None:
    """Raise DomainError for what cannot rank, saying what to change."""
    if not 0 < len(content.name) <= NAME_MAX:
        raise DomainError(_("请给模型起个名字，最多 %(n)s 个字。", n=NAME_MAX), field="name")
    if len(content.notes) > NOTES_MAX:
        raise DomainError(_("说明最多 %(n)s 个字。", n=NOTES_MAX), field="notes")
    if not 0 <= content.floor <= FULL:
        raise DomainError(_("门槛请填 0 到 100 之间的分数。"), field="floor")
    if len(content.overrides) > OVERRIDES_MOST:
        raise DomainError(_("单独设权重的场景最多 %(n)s 个。", n=OVERRIDES_MOST), field="overrides")
    unknown = set(content.overrides) - {
        scene.slug for scene in scenes_with_slugs(list(content.overrides))
    }
    if unknown:
        raise DomainError(
            _("没有代码为“%(slug)s”的场景。", slug=min(unknown)[:40]), field="overrides"
        )
    _check_weights(content.weights, content.off, "weights")
    for own in content.overrides.values():
        _check_weights(own, content.off, "overrides")


def _check_weights(weights: Weights, off: Sequence[str], field_name: str) -> None:
    values = [weights.get(name, 0.0) for name in SIGNALS]
    if not all(math.isfinite(value) and 0 <= value <= FULL for value in values):
        raise DomainError(_("每个权重请填 0 到 100 之间的数。"), field=field_name)
    total = sum(values)
    if abs(total - FULL) > _TENTH:
        gap = round(FULL - total, 2)
        message = (
            _("权重合计是 %(sum)s，还差 %(gap)s 才到 100。", sum=f"{total:g}", gap=f"{gap:g}")
            if gap > 0
            else _("权重合计是 %(sum)s，超出 100 共 %(gap)s。", sum=f"{total:g}", gap=f"{-gap:g}")
        )
        raise DomainError(message, field=field_name)
    if not any(weights.get(name, 0.0) for name in SIGNALS if name not in off):
        raise DomainError(_("有权重的信号都关掉了，无法打分。请至少打开一个。"), field=field_name)


def _known(weights: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(weights.get(name, 0.0)) for name in SIGNALS}


def _new(content: ModelContent, actor: Account | None) -> ModelVersion:
    return ModelVersion(
        number=next_number(),
        name=content.name,
        notes=content.notes,
        state=ModelState.DRAFT,
        author_id=actor.id if actor else None,
        **content.ranking_part(),
    )


def _move(version: ModelVersion, target: ModelState) -> None:
    if target not in MODEL_TRANSITIONS[version.state]:
        raise ConflictError(_("这个模型现在的状态不允许这样做，请刷新页面查看。"))
    version.state = target
