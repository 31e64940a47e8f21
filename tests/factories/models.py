"""Versions of the matching model for tests."""

from typing import Any

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.operations.models import (
    ModelContent,
    activate_model,
    draft_model,
    put_first_model,
    record_evaluation,
)
from matchmaker.matching.queries.models import active_version
from matchmaker.matching.scoring.model import SIGNALS

FIGURES = {"at": "2026-11-20T04:00:00+00:00", "active": 1, "sets": []}


def weights(**points: float) -> dict[str, float]:
    """Give weights by name; signals not named have none."""
    return {name: points.get(name, 0.0) for name in SIGNALS}


def model_content(**changes: Any) -> ModelContent:
    """Give what a complete draft says."""
    values: dict[str, Any] = {
        "name": "偏重场景",
        "weights": weights(text=60.0, scene=40.0),
        "floor": 15.0,
        **changes,
    }
    return ModelContent(**values)


def first_model() -> ModelVersion:
    """Make the built-in model the active version 1."""
    put_first_model(actor=None)
    version = active_version()
    assert version
    return version


def evaluated(actor: Account | None, **changes: Any) -> ModelVersion:
    """Give a version whose figures are on record."""
    version = draft_model(model_content(**changes), actor=actor)
    record_evaluation(version, FIGURES, actor=actor)
    db.session.flush()
    return version


def activated(actor: Account | None, **changes: Any) -> ModelVersion:
    """Give a version that ranks."""
    version = evaluated(actor, **changes)
    activate_model(version, seen_version=version.version, actor=actor)
    db.session.flush()
    return version
