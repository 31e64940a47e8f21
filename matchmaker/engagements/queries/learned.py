"""What matching can learn from engagements."""

from sqlalchemy import and_, func, select

from matchmaker.db import db
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.engagements.models.responses import Response
from matchmaker.engagements.scoring.grading import outcome_grade
from matchmaker.matching.scoring.outcome_pairs import OutcomePair


def outcome_pairs() -> list[OutcomePair]:
    """List the engagements that speak of fit, each as a graded pair, in a lasting order.

    The offering is the one of the submitted response, else the one the engagement was opened
    with; without any there is no pair. Numbers only: no names, no words, no prices.
    """
    offering = func.coalesce(Response.offering_id, Engagement.offering_id)
    statement = (
        select(
            Engagement.demand_id,
            offering,
            Engagement.close_reason,
            Engagement.awarded_at.is_not(None),
            Engagement.is_shortlisted,
            Outcome.accepted_at.is_not(None),
        )
        .outerjoin(
            Response,
            and_(
                Response.engagement_id == Engagement.id,
                Response.state == ResponseState.SUBMITTED,
            ),
        )
        .outerjoin(Outcome, Outcome.engagement_id == Engagement.id)
        .where(offering.is_not(None))
        .order_by(Engagement.demand_id, Engagement.id)
    )
    found = []
    for (
        demand_id,
        offering_id,
        reason,
        is_chosen,
        is_shortlisted,
        is_accepted,
    ) in db.session.execute(statement):
        grade = outcome_grade(
            is_accepted=is_accepted,
            is_chosen=is_chosen,
            is_shortlisted=is_shortlisted,
            reason=reason,
        )
        if grade is not None:
            found.append(OutcomePair(demand_id, offering_id, grade))
    return found
