"""Versions of the matching model as rows, and as what ranks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from matchmaker.db import db
from matchmaker.matching.enums import ModelState, RunKind
from matchmaker.matching.models import ModelRun, ModelVersion
from matchmaker.matching.scoring.model import FIRST_MODEL, SIGNALS, MatchingModel, scaled


def current_model() -> MatchingModel:
    """Give the model that ranks now: the active version, the built-in first one where none is."""
    columns = (
        ModelVersion.number,
        ModelVersion.name,
        ModelVersion.weights,
        ModelVersion.floor,
        ModelVersion.overrides,
        ModelVersion.off,
    )
    row = db.session.execute(
        select(*columns).where(ModelVersion.state == ModelState.ACTIVE)
    ).first()
    return _scoring(*row) if row else FIRST_MODEL


def scoring_model(version: ModelVersion) -> MatchingModel:
    """Give a version as what ranks."""
    return _scoring(
        version.number,
        version.name,
        version.weights,
        version.floor,
        version.overrides,
        version.off,
    )


def counted_weights(weights: Mapping[str, Any], off: Sequence[str]) -> dict[str, float]:
    """Give what counts of some weights: signals switched off leave theirs to the others.

    Signals the program no longer knows count nothing, those a version does not name yet neither.
    """
    kept = {name: 0.0 if name in off else float(weights.get(name, 0.0)) for name in SIGNALS}
    return scaled(kept) if sum(kept.values()) else dict(FIRST_MODEL.weights)


def active_version() -> ModelVersion | None:
    """Find the version that ranks now."""
    return db.session.scalars(
        select(ModelVersion).where(ModelVersion.state == ModelState.ACTIVE)
    ).first()


def versions() -> list[ModelVersion]:
    """List all versions, newest first."""
    statement = select(ModelVersion).options(
        joinedload(ModelVersion.author), joinedload(ModelVersion.activated_by)
    )
    return list(db.session.scalars(statement.order_by(ModelVersion.number.desc())))


def version_by_id(model_id: int) -> ModelVersion | None:
    """Find a version."""
    return db.session.get(ModelVersion, model_id)


def version_numbered(number: int) -> ModelVersion | None:
    """Find a version by the number people cite."""
    return db.session.scalars(select(ModelVersion).where(ModelVersion.number == number)).first()


def next_number() -> int:
    """Give the number of the next version."""
    return (db.session.scalar(select(func.max(ModelVersion.number))) or 0) + 1


def latest_run(kind: RunKind, model: ModelVersion | None = None) -> ModelRun | None:
    """Find the latest run of a kind, of a version where one is given."""
    statement = select(ModelRun).where(ModelRun.kind == kind)
    if model is not None:
        statement = statement.where(ModelRun.model_id == model.id)
    return db.session.scalars(statement.order_by(ModelRun.id.desc()).limit(1)).first()


def _scoring(
    number: int,
    name: str,
    weights: Mapping[str, Any],
    floor: float,
    overrides: Mapping[str, Mapping[str, Any]],
    off: Sequence[str],
) -> MatchingModel:
    return MatchingModel(
        name=name,
        weights=counted_weights(weights, off),
        floor=floor,
        number=number,
        overrides={scene: counted_weights(own, off) for scene, own in overrides.items()},
    )
