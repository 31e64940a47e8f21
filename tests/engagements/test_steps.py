"""What waits for whom, and the reminders of it: each once, by the clock."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from factories.engagements import (
    accepted_outcome,
    agreed,
    invited,
    meeting_content,
    provider_question_in,
    talking,
    two_sides,
)
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.engagements.enums.outcomes import Stage, Step
from matchmaker.engagements.enums.responses import LineAnswer
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.operations.closing import answer_case, ask_case, rate
from matchmaker.engagements.operations.confirming import confirm
from matchmaker.engagements.operations.meetings import accept_meeting, propose_meeting
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.operations.outcomes import StageContent, confirm_stage, tell_stage
from matchmaker.engagements.operations.questions import answer, ask
from matchmaker.engagements.operations.reminding import remind_of_steps
from matchmaker.engagements.queries.steps import due_steps
from matchmaker.engagements.scoring.steps import REMINDED_AFTER, round_due
from matchmaker.engagements.words.outcomes import STEP_LABELS
from matchmaker.errors import ConflictError
from matchmaker.notices.models import Notice


def steps_of(person: Account) -> Counter[Step]:
    return Counter(row.step for row in due_steps(person))


def reminded(at: datetime) -> list[int]:
    """Keep house at an instant; give who has been reminded so far, of anything."""
    with clock.at(at):
        remind_of_steps()
        db.session.commit()
    return list(db.session.scalars(select(Notice.account_id).where(Notice.kind == "step-due")))


def test_every_step_has_its_time_and_its_words() -> None:
    assert set(REMINDED_AFTER) == set(STEP_LABELS) == set(Step)


@pytest.mark.usefixtures("session")
def test_an_unanswered_invitation_is_reminded_of_once_after_five_days() -> None:
    _engagement, sides = invited()
    db.session.commit()
    start = clock.now()

    assert steps_of(sides.seller) == {Step.ANSWER_INVITATION: 1}
    assert steps_of(sides.buyer) == {}
    assert reminded(start + timedelta(days=4, hours=23)) == []
    assert reminded(start + timedelta(days=5)) == [sides.seller.id]
    assert reminded(start + timedelta(days=5, hours=1)) == [sides.seller.id]
    assert reminded(start + timedelta(days=11, hours=23)) == [sides.seller.id]


@pytest.mark.usefixtures("session")
def test_what_still_waits_is_reminded_of_twice_more_and_then_only_listed() -> None:
    _engagement, sides = invited()
    db.session.commit()
    start = clock.now()

    days = [5, 12, 13, 20, 26, 27, 33, 60, 90]
    told = [len(reminded(start + timedelta(days=day))) for day in days]

    assert told == [1, 2, 2, 2, 3, 3, 3, 3, 3]
    with clock.at(start + timedelta(days=90)):
        assert steps_of(sides.seller) == {Step.ANSWER_INVITATION: 1}


@pytest.mark.parametrize("step", [Step.ATTEND_MEETING, Step.RATE])
def test_a_meeting_and_a_rating_are_reminded_of_once(step: Step) -> None:
    after = REMINDED_AFTER[step]

    assert round_due(step, after - timedelta(seconds=1)) is None
    assert round_due(step, after) == 0
    assert round_due(step, after + timedelta(days=7)) is None


@pytest.mark.usefixtures("session")
def test_open_questions_wait_for_the_people_of_the_demand() -> None:
    sides = two_sides()
    db.session.commit()
    for words in ("供电由谁提供？", "井下有几座基站？"):
        ask(sides.demand, sides.provider, words, actor=sides.seller)
    db.session.commit()

    [line] = [row for row in due_steps(sides.buyer) if row.step is Step.ANSWER_QUESTIONS]
    assert (line.endpoint, line.values) == (
        "engagements.questions", {"demand_id": sides.demand.id},
    )  # fmt: skip
    assert sides.provider.name not in line.other
    assert steps_of(sides.seller) == {}
    assert reminded(clock.now() + timedelta(days=3)) == [sides.buyer.id]
    for question in db.session.scalars(select(DemandQuestion)):
        answer(question, "由我方负责。", actor=sides.buyer)
    db.session.commit()
    assert steps_of(sides.buyer) == {}


@pytest.mark.usefixtures("session")
def test_requirements_to_confirm_wait_for_the_provider() -> None:
    engagement, sides = talking()
    first, second = provider_question_in(engagement), provider_question_in(engagement)
    db.session.commit()

    assert steps_of(sides.seller)[Step.CONFIRM_REQUIREMENTS] == 1
    assert Step.CONFIRM_REQUIREMENTS not in steps_of(sides.buyer)
    for question in (first, second):
        confirm(question, LineAnswer.YES, None, "", actor=sides.seller)
    db.session.commit()
    assert Step.CONFIRM_REQUIREMENTS not in steps_of(sides.seller)


@pytest.mark.usefixtures("session")
def test_an_offer_waits_for_the_enterprise() -> None:
    sides = two_sides()
    offer_engagement(sides.demand, sides.provider, actor=sides.seller)

    assert steps_of(sides.buyer) == {Step.ANSWER_OFFER: 1}
    assert [row.other for row in due_steps(sides.buyer)] == [sides.provider.name]


@pytest.mark.usefixtures("session")
def test_an_anonymous_demand_keeps_its_name_to_itself() -> None:
    _engagement, sides = invited()
    sides.demand.visibility = Visibility.ANONYMOUS
    db.session.commit()

    assert [row.other for row in due_steps(sides.seller)] == ["匿名发布的单位"]


@pytest.mark.usefixtures("session")
def test_meetings_are_answered_attended_and_noted() -> None:
    engagement, sides = talking()
    meeting = propose_meeting(engagement, meeting_content(3), actor=sides.buyer)
    db.session.commit()
    assert steps_of(sides.seller)[Step.ANSWER_MEETING] == 1
    assert Step.ANSWER_MEETING not in steps_of(sides.buyer)
    slot = meeting.slots[0]
    accept_meeting(meeting, slot.id, actor=sides.seller)
    db.session.commit()

    assert Step.ATTEND_MEETING not in steps_of(sides.buyer)
    with clock.at(slot.starts_at - timedelta(hours=20)):
        assert steps_of(sides.buyer)[Step.ATTEND_MEETING] == 1
        assert steps_of(sides.seller)[Step.ATTEND_MEETING] == 1
    with clock.at(slot.starts_at + timedelta(hours=2)):
        assert steps_of(sides.buyer)[Step.NOTE_MEETING] == 1
        assert Step.ATTEND_MEETING not in steps_of(sides.buyer)


@pytest.mark.usefixtures("session")
def test_stages_are_told_and_confirmed() -> None:
    engagement, sides = agreed()
    assert steps_of(sides.seller)[Step.TELL_STAGE] == 1
    planned = clock.today() + timedelta(days=20)
    contract = StageContent(Stage.CONTRACTED, clock.today(), planned, 80)  # type: ignore[arg-type]  # whole figures do
    row = tell_stage(engagement, contract, actor=sides.seller)
    db.session.commit()
    assert steps_of(sides.buyer)[Step.CONFIRM_STAGE] == 1
    confirm_stage(row, actor=sides.buyer)
    db.session.commit()

    assert Step.TELL_STAGE not in steps_of(sides.seller)
    with clock.at(clock.now() + timedelta(days=21)):
        assert steps_of(sides.seller)[Step.TELL_STAGE] == 1


@pytest.mark.usefixtures("session")
def test_after_acceptance_both_rate_and_the_client_answers_for_the_case() -> None:
    outcome, sides = accepted_outcome()
    with pytest.raises(ConflictError):
        ask_case(outcome, actor=sides.buyer)
    ask_case(outcome, actor=sides.seller)
    db.session.commit()
    assert steps_of(sides.buyer) >= Counter({Step.RATE: 1, Step.ANSWER_CASE: 1})
    with pytest.raises(ConflictError):
        ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "不公开型号", is_agreed=False, actor=sides.buyer)
    rate(outcome.engagement, (5, 5, 5), "", actor=sides.buyer)
    db.session.commit()

    assert not {Step.RATE, Step.ANSWER_CASE} & steps_of(sides.buyer).keys()
    assert steps_of(sides.seller)[Step.RATE] == 1
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
    db.session.commit()
    assert outcome.consent_by_id == sides.buyer.id


@pytest.mark.usefixtures("session")
def test_a_demand_whose_day_is_past_asks_who_was_chosen() -> None:
    engagement, sides = talking()
    db.session.commit()
    last = engagement.demand.closes_on
    assert last is not None
    later = datetime.combine(last, datetime.min.time(), clock.CHINA) + timedelta(days=2)

    assert Step.RECORD_AWARD not in steps_of(sides.buyer)
    with clock.at(later):
        assert steps_of(sides.buyer)[Step.RECORD_AWARD] == 1
        assert Step.RECORD_AWARD not in steps_of(sides.seller)
