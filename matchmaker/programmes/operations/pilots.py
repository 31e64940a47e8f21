"""Writing the criteria of subject types, as the seed files have them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.db import db
from matchmaker.programmes.models.pilots import PilotCriterion, PilotPoint

Values = Mapping[str, Any]


def put_pilot_point(key: str, values: Values, *, actor: HasId | None) -> bool:
    """Add or change what a source says of a subject type."""
    row = db.session.scalars(select(PilotPoint).where(PilotPoint.key == key)).first()
    return audit.put("pilot_point", row or PilotPoint(key=key), {"key": key, **values}, actor=actor)


def put_pilot_criterion(key: str, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a criterion of the platform's own."""
    row = db.session.scalars(select(PilotCriterion).where(PilotCriterion.key == key)).first()
    return audit.put(
        "pilot_criterion", row or PilotCriterion(key=key), {"key": key, **values}, actor=actor
    )
