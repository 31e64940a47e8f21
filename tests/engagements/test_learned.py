"""What engagements say of fit: the grade of each end, and the pairs matching may learn from."""

import pytest
from factories.catalogue import offering
from factories.demands import open_demand
from factories.engagements import engaged, sold

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.engagements.models.responses import Response
from matchmaker.engagements.queries.learned import outcome_pairs
from matchmaker.engagements.scoring.grading import outcome_grade
from matchmaker.matching.scoring.outcome_pairs import OutcomePair

S, R = EngagementState, CloseReason


@pytest.mark.parametrize(
    ("is_accepted", "is_chosen", "is_shortlisted", "reason", "grade"),
    [
        (True, True, True, None, 3),
        (True, True, False, R.REQUIREMENTS, 3),
        (False, True, True, None, 2),
        (False, True, False, R.PRICE, 2),
        (False, True, True, R.REQUIREMENTS, 0),
        (False, False, True, None, 1),
        (False, False, True, R.BETTER, 1),
        (False, False, True, R.PLAN, 0),
        (False, False, False, R.EVIDENCE, 0),
        (False, False, False, R.REGION, 0),
        (False, False, False, R.FIELD, 0),
        *((False, False, False, reason, None) for reason in (
            None, R.PRICE, R.TIME, R.BETTER, R.CHANGED, R.CANCELLED, R.CAPACITY, R.TERMS,
            R.CONFLICT, R.TOO_EARLY, R.BENEFIT, R.SILENCE, R.INTERNAL, R.OTHER,
        )),
    ],
)  # fmt: skip
def test_grade_of_an_engagement(
    *,
    is_accepted: bool,
    is_chosen: bool,
    is_shortlisted: bool,
    reason: CloseReason | None,
    grade: int | None,
) -> None:
    assert grade == outcome_grade(
        is_accepted=is_accepted,
        is_chosen=is_chosen,
        is_shortlisted=is_shortlisted,
        reason=reason,
    )


@pytest.fixture
def posted() -> tuple[Demand, Account]:
    return open_demand()


@pytest.mark.usefixtures("session")
def test_every_end_of_a_small_world(posted: tuple[Demand, Account]) -> None:
    demand, _buyer = posted
    now = clock.now()
    chosen = engaged(demand, sold("甲"), S.AWARDED, awarded_at=now, is_shortlisted=True)
    listed = engaged(demand, sold("乙"), is_shortlisted=True)
    lacking = engaged(demand, sold("丙"), S.NOT_CHOSEN, close_reason=R.REQUIREMENTS)
    foreign = engaged(demand, sold("丁"), S.DECLINED, close_reason=R.FIELD)
    engaged(demand, sold("戊"), S.NOT_CHOSEN, close_reason=R.PRICE)
    engaged(demand, sold("己"))
    engaged(demand, None, is_shortlisted=True)
    other, _person = open_demand()
    done = engaged(other, sold("庚"), S.AGREED, awarded_at=now)
    agreed = db.session.query(Engagement).filter_by(state=S.AGREED).one()
    db.session.add(Outcome(engagement=agreed, accepted_at=now))
    given_up = engaged(other, sold("辛"), S.ENDED, awarded_at=now, close_reason=R.TOO_EARLY)
    db.session.flush()

    assert outcome_pairs() == [
        OutcomePair(demand.id, chosen, 2),
        OutcomePair(demand.id, listed, 1),
        OutcomePair(demand.id, lacking, 0),
        OutcomePair(demand.id, foreign, 0),
        OutcomePair(other.id, done, 3),
        OutcomePair(other.id, given_up, 2),
    ]


@pytest.mark.usefixtures("session")
def test_offering_of_the_submitted_response_counts(posted: tuple[Demand, Account]) -> None:
    demand, _buyer = posted
    named = sold("甲")
    engaged(demand, named, is_shortlisted=True)
    engagement = db.session.query(Engagement).one()
    answered = offering(named.organisation, "甲的另一个方案")
    response = Response(
        demand=demand,
        provider_id=engagement.provider_id,
        engagement_id=engagement.id,
        offering_id=answered.id,
        state=ResponseState.SUBMITTED,
        submitted_at=clock.now(),
    )
    db.session.add(response)
    db.session.flush()

    assert [pair.offering_id for pair in outcome_pairs()] == [answered.id]

    response.state, response.withdrawn_at = ResponseState.WITHDRAWN, clock.now()
    db.session.flush()
    assert [pair.offering_id for pair in outcome_pairs()] == [named.id]
