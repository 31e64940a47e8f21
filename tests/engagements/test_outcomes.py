"""What comes of an agreed engagement: told by one side, confirmed by the other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.engagements import accepted_outcome, agreed, talking
from factories.people import account, member
from factories.signing_in import sign_in
from factories.uploads import PDF, upload
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.engagements.enums import CloseReason, EngagementState, Side
from matchmaker.engagements.enums.outcomes import Stage, ValueBand
from matchmaker.engagements.models.outcomes import OutcomeStage
from matchmaker.engagements.operations.answering import end
from matchmaker.engagements.operations.closing import nominate, rate
from matchmaker.engagements.operations.outcomes import (
    EffectContent,
    StageContent,
    add_effect,
    confirm_effect,
    confirm_stage,
    drop_stage,
    measure_effect,
    stop_project,
    tell_stage,
)
from matchmaker.engagements.policies.outcomes import may_rate, may_see_outcome, may_tell
from matchmaker.engagements.queries.outcomes import (
    outcome_figures,
    outcome_of,
    provider_ratings,
    ratings_for,
)
from matchmaker.errors import ConflictError, DomainError

CONTRACT = StageContent(Stage.CONTRACTED, date(2026, 11, 18), date(2026, 12, 20), Decimal("180.50"))


@pytest.mark.usefixtures("session")
def test_stages_come_in_order_and_count_once_the_other_side_confirms() -> None:
    engagement, sides = agreed()
    row = tell_stage(engagement, CONTRACT, actor=sides.seller)
    with pytest.raises(ConflictError):
        confirm_stage(row, actor=sides.seller)
    with pytest.raises(ConflictError):
        tell_stage(engagement, StageContent(Stage.LIVE, clock.today()), actor=sides.buyer)
    assert row.outcome.reached is None

    confirm_stage(row, actor=sides.buyer)
    db.session.commit()
    outcome = outcome_of(engagement)
    assert outcome is not None
    assert (outcome.reached, outcome.value_wan) == (Stage.CONTRACTED, Decimal("180.50"))
    with pytest.raises(ConflictError):
        tell_stage(engagement, StageContent(Stage.ACCEPTED, clock.today()), actor=sides.buyer)
    for stage in (Stage.PILOT, Stage.LIVE, Stage.ACCEPTED):
        told = tell_stage(engagement, StageContent(stage, clock.today()), actor=sides.buyer)
        confirm_stage(told, actor=sides.seller)
    db.session.commit()
    assert outcome.accepted_at is not None
    with pytest.raises(ConflictError):
        stop_project(engagement, CloseReason.PRICE, "", actor=sides.buyer)
    with pytest.raises(ConflictError):
        end(engagement, CloseReason.PRICE, "", actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_days_and_values_that_cannot_be_are_refused() -> None:
    engagement, sides = agreed()
    today = clock.today()
    for words, content in {
        "合同金额": StageContent(Stage.CONTRACTED, today),
        "晚于今天": StageContent(Stage.CONTRACTED, today + timedelta(days=1)),
        "今天以后": StageContent(Stage.CONTRACTED, today, today - timedelta(days=1)),
    }.items():
        with pytest.raises(DomainError, match=words):
            tell_stage(engagement, content, actor=sides.seller)
    confirm_stage(tell_stage(engagement, CONTRACT, actor=sides.seller), actor=sides.buyer)
    early = StageContent(Stage.PILOT, date(2026, 11, 17))
    with pytest.raises(DomainError, match="早于上一步"):
        tell_stage(engagement, early, actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_what_is_not_so_is_sent_back_with_words() -> None:
    engagement, sides = agreed()
    row = tell_stage(engagement, CONTRACT, actor=sides.seller)
    with pytest.raises(DomainError, match="哪里不对"):
        drop_stage(row, " ", actor=sides.buyer)
    drop_stage(row, "金额不对", actor=sides.buyer)
    db.session.commit()

    outcome = outcome_of(engagement)
    assert outcome is not None
    assert (outcome.stages, outcome.value_wan) == ([], None)
    drop_stage(tell_stage(engagement, CONTRACT, actor=sides.seller), "", actor=sides.seller)
    db.session.commit()
    assert db.session.query(OutcomeStage).count() == 0


@pytest.mark.usefixtures("session")
def test_a_contract_stays_between_the_two_sides() -> None:
    engagement, sides = agreed()
    row = tell_stage(engagement, CONTRACT, actor=sides.seller)
    confirm_stage(row, actor=sides.buyer)
    viewer, administrator = (
        member(sides.provider, MemberRole.VIEWER),
        account(staff=StaffRole.ADMINISTRATOR),
    )
    db.session.commit()

    people = [sides.buyer, viewer, administrator, None]
    assert [may_see_outcome(one, engagement) for one in people] == [True, True, False, False]
    assert [may_tell(one, engagement) for one in people] == [True, False, False, False]
    trail = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_kind == "outcome"))
    assert all("value_wan" not in {**event.before, **event.after} for event in trail)
    figures = outcome_figures()
    assert figures.bands[ValueBand.BELOW_200] == sum(figures.bands.values()) == 1
    assert figures.stages[Stage.CONTRACTED] == 1


@pytest.mark.usefixtures("session")
def test_effects_are_measured_against_what_was_wanted_and_confirmed() -> None:
    engagement, sides = agreed()
    content = EffectContent("单班运输量", 100.0, 120.0, "车")
    for words, wrong in {
        "衡量什么": EffectContent("", None, 1.0, ""),
        "希望达到": EffectContent("单班运输量", None, None, ""),
        "请写数字": EffectContent("单班运输量", None, float("inf"), ""),
    }.items():
        with pytest.raises(DomainError, match=words):
            add_effect(engagement, wrong, actor=sides.buyer)
    row = add_effect(engagement, content, actor=sides.buyer)
    with pytest.raises(ConflictError):
        confirm_effect(row, actor=sides.seller)
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(DomainError, match="晚于今天"):
        measure_effect(row, 118.0, tomorrow, None, actor=sides.seller)
    measure_effect(row, 118.0, clock.today(), upload(), actor=sides.seller)
    with pytest.raises(ConflictError):
        confirm_effect(row, actor=sides.seller)
    confirm_effect(row, actor=sides.buyer)
    db.session.commit()

    assert (row.reached, row.evidence is not None) == (118.0, True)
    with pytest.raises(ConflictError):
        measure_effect(row, 130.0, clock.today(), None, actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_a_project_that_came_to_nothing_says_why() -> None:
    engagement, sides = agreed()
    with pytest.raises(DomainError, match="选择原因"):
        stop_project(engagement, CloseReason.CAPACITY, "", actor=sides.buyer)
    stop_project(engagement, CloseReason.BENEFIT, "算不过账", actor=sides.buyer)
    db.session.commit()

    assert engagement.state is EngagementState.ENDED
    assert outcome_figures().reasons == {CloseReason.BENEFIT: 1}


@pytest.mark.usefixtures("session")
def test_ratings_show_when_both_gave_theirs_or_after_thirty_days() -> None:
    engagement, sides = talking()
    assert not may_rate(sides.buyer, engagement, None)
    end(engagement, CloseReason.CHANGED, "", actor=sides.buyer)
    with pytest.raises(DomainError, match="1 到 5"):
        rate(engagement, (5, 0, 3), "", actor=sides.buyer)
    given = rate(engagement, (5, 4, 3), "答复及时", actor=sides.buyer)
    db.session.commit()

    seen = ratings_for(engagement, Side.PROVIDER)
    assert (seen.other, seen.is_other_given) == (None, True)
    with clock.at(clock.now() + timedelta(days=30)):
        assert ratings_for(engagement, Side.PROVIDER).other is given
    rate(engagement, (4, 4, 4), "", actor=sides.seller)
    db.session.commit()
    assert ratings_for(engagement, Side.PROVIDER).other is given
    with pytest.raises(ConflictError, match="已经评价过"):
        rate(engagement, (1, 1, 1), "", actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_a_provider_is_summed_up_from_three_ratings_on() -> None:
    outcome, sides = accepted_outcome()
    rate(outcome.engagement, (5, 4, 3), "", actor=sides.buyer)
    rate(outcome.engagement, (5, 5, 5), "", actor=sides.seller)
    db.session.commit()

    assert provider_ratings(sides.provider.id) is None


@pytest.mark.usefixtures("session")
def test_an_accepted_outcome_is_nominated_once() -> None:
    outcome, sides = accepted_outcome()
    nominate(outcome, actor=sides.buyer)
    db.session.commit()

    assert outcome.nominated_by_id == sides.buyer.id
    with pytest.raises(ConflictError):
        nominate(outcome, actor=sides.seller)


def test_an_outcome_in_the_browser(app: Flask, client: PageClient) -> None:
    with app.app_context():
        engagement, sides = agreed()
        number, buyer, seller = engagement.id, sides.buyer.id, sides.seller.id
        db.session.commit()
    there = f"/engagements/{number}/outcome"
    sign_in(app, client, seller)
    stage = {"stage": "contracted", "reached_on": "2026-11-18", "next_on": "2026-12-20"}
    refused = client.submit(there, stage, to=f"{there}/stages")
    assert (refused.status_code, "合同金额" in refused.get_data(as_text=True)) == (422, True)
    told = client.submit(there, {**stage, "value_wan": "180.5"}, to=f"{there}/stages")
    assert told.status_code == 303
    assert client.submit(there, {"stop-reason": ""}, to=f"{there}/stop").status_code == 422
    effect = {"what": "单班运输量", "start": "100", "target": "120", "unit": "车"}
    assert client.submit(f"{there}/effects/new", {"what": ""}).status_code == 422
    assert client.submit(f"{there}/effects/new", effect).status_code == 303
    page = client.get(there).get_data(as_text=True)
    measure = page.split("/measure")[0].rpartition('href="')[2] + "/measure"
    assert "10 MB 以内" in client.get(measure).get_data(as_text=True)
    assert client.submit(measure, {"reached": "很多"}).status_code == 422
    figures = {"reached": "110", "measured_on": "2026-11-19", "file": upload(PDF, "报告.pdf")}
    done = client.submit(measure, figures, content_type="multipart/form-data")
    assert done.status_code == 303

    sign_in(app, client, buyer)
    page = client.get(there).get_data(as_text=True)
    assert "完成 50%" in page
    assert "180.5 万元" in page
    with app.app_context():
        stage_id = db.session.query(OutcomeStage).one().id
    empty = client.submit(there, {"drop-words": ""}, to=f"/outcome-stages/{stage_id}/drop")
    assert empty.status_code == 422
    confirmed = client.submit(there, {}, to=f"/outcome-stages/{stage_id}/confirm")
    assert confirmed.status_code == 303
    assert client.get(measure.replace("measure", "evidence")).data == PDF
    stopped = {"stop-reason": "price", "stop-words": "超出预算"}
    assert client.submit(there, stopped, to=f"{there}/stop").status_code == 303
    assert "超出预算" in client.get(there).get_data(as_text=True)
    rating = f"/engagements/{number}/rating"
    assert client.submit(rating, {"answers": "5"}).status_code == 422
    points = {"answers": "5", "reliability": "4", "result": "3"}
    assert client.submit(rating, points).status_code == 303
    sign_in(app, client, seller)
    assert "对方已经评价" in client.get(rating).get_data(as_text=True)
