"""From two sides that talk to an accepted project: words, a meeting, stages, effects, ratings."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from factories.engagements import meeting_content, talking
from factories.uploads import upload

from matchmaker import clock
from matchmaker.catalogue.enums import CaseState, ClientConsent, Effect
from matchmaker.catalogue.models import Case
from matchmaker.db import db
from matchmaker.demands.enums import GoalKind
from matchmaker.demands.models import Demand, DemandGoal
from matchmaker.engagements.enums import EngagementState, Side
from matchmaker.engagements.enums.outcomes import ConsentState, Stage
from matchmaker.engagements.operations.cases import draft_case_from
from matchmaker.engagements.operations.closing import answer_case, ask_case, nominate, rate
from matchmaker.engagements.operations.meetings import (
    accept_meeting,
    note_meeting,
    propose_meeting,
)
from matchmaker.engagements.operations.moves import move
from matchmaker.engagements.operations.outcomes import (
    StageContent,
    confirm_effect,
    confirm_stage,
    measure_effect,
    tell_stage,
)
from matchmaker.engagements.operations.talks import write_message
from matchmaker.engagements.queries.outcomes import (
    nominated_outcomes,
    outcome_of,
    ratings_for,
)
from matchmaker.engagements.scoring.effects import share_reached
from matchmaker.notices.models import Notice


@pytest.mark.usefixtures("session")
def test_a_project_from_the_first_message_to_the_case() -> None:
    engagement, sides = talking()
    engagement.demand.goals.append(
        DemandGoal(
            kind=GoalKind.PRODUCTION,
            words="单班运输量",
            from_figure=Decimal(100),
            to_figure=Decimal(120),
            unit="车",
        )
    )
    write_message(engagement, "附件是矿区平面图。", [upload()], actor=sides.buyer)
    meeting = propose_meeting(engagement, meeting_content(2, 3), actor=sides.seller)
    accept_meeting(meeting, meeting.slots[0].id, actor=sides.buyer)
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=4)):
        note_meeting(meeting, "先做一条线的试点", is_held=True, actor=sides.buyer)
        engagement.awarded_at = engagement.agreed_at = clock.now()
        engagement.answer_by = clock.today() + timedelta(days=5)
        move(engagement, EngagementState.AWARDED)
        move(engagement, EngagementState.AGREED)
        db.session.commit()

    day = clock.now() + timedelta(days=10)
    for number, stage in enumerate(Stage):
        with clock.at(day + timedelta(days=30 * number)):
            value = Decimal("180.5") if stage is Stage.CONTRACTED else None
            content = StageContent(stage, clock.today(), value_wan=value)
            confirm_stage(tell_stage(engagement, content, actor=sides.seller), actor=sides.buyer)
            db.session.commit()
    outcome = outcome_of(engagement)
    assert outcome is not None
    assert (outcome.reached, outcome.accepted_at) == (Stage.ACCEPTED, day + timedelta(days=90))

    with clock.at(day + timedelta(days=95)):
        (effect,) = outcome.effects
        measure_effect(effect, 118.0, clock.today(), upload(), actor=sides.buyer)
        confirm_effect(effect, actor=sides.seller)
        rate(engagement, (5, 5, 4), "配合很好", actor=sides.buyer)
        rate(engagement, (5, 4, 5), "", actor=sides.seller)
        ask_case(outcome, actor=sides.seller)
        answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
        nominate(outcome, actor=sides.seller)
        db.session.commit()
        shown = ratings_for(engagement, Side.PROVIDER).other
        case = draft_case_from(outcome, actor=sides.seller)
        again = draft_case_from(outcome, actor=sides.seller)
        db.session.commit()

    assert (effect.what, effect.reached) == ("单班运输量", 118.0)
    assert share_reached(effect.start, effect.target, effect.reached) == pytest.approx(0.9)
    assert shown is not None
    assert shown.words == "配合很好"
    assert outcome.consent is ConsentState.GIVEN
    assert db.session.scalars(nominated_outcomes()).all() == [outcome]
    kinds = {row.kind for row in db.session.query(Notice)}
    assert kinds >= {"message-written", "meeting-proposed", "stage-told", "case-asked", "nominated"}

    assert again is case is outcome.case
    check_case(case, engagement.demand, day)


def check_case(case: Case, demand: Demand, contracted_at: datetime) -> None:
    assert (case.state, case.consent) == (CaseState.DRAFT, ClientConsent.NAMED)
    assert demand.organisation is not None
    assert (case.title, case.client) == (demand.title, demand.organisation.name)
    assert (case.problem, case.scenes) == (demand.text, list(demand.scenes))
    (figure,) = case.figures
    assert (figure.kind, figure.what, figure.unit) == (Effect.EFFICIENCY, "单班运输量", "车")
    assert (figure.before, figure.after) == (Decimal(100), Decimal(118))
    assert case.effects == "单班运输量从 100车 到 118车"
    assert case.started_on == contracted_at.astimezone(clock.CHINA).date()
    assert case.finished_on == (contracted_at + timedelta(days=90)).astimezone(clock.CHINA).date()
