"""Reading what makes a 领航者 of a subject type."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from matchmaker.db import db
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.models.pilots import PilotCriterion, PilotPoint


def points_of(subject_type: SubjectType) -> Sequence[PilotPoint]:
    """List what sources say of a subject type, in their order."""
    return db.session.scalars(
        select(PilotPoint)
        .where(PilotPoint.subject_type == subject_type)
        .order_by(PilotPoint.position, PilotPoint.id)
    ).all()


def criteria_of(subject_type: SubjectType) -> Sequence[PilotCriterion]:
    """List the platform's criteria: those of the type, then those for all."""
    kind = PilotCriterion.subject_type
    return db.session.scalars(
        select(PilotCriterion)
        .where(or_(kind == subject_type, kind.is_(None)))
        .order_by(kind.is_(None), PilotCriterion.position, PilotCriterion.id)
    ).all()
