"""The case of an accepted outcome: whom it names, and what becomes of it."""

import pytest
from factories.engagements import accepted_outcome, agreed, two_sides
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker import clock
from matchmaker.catalogue.enums import CaseState, ClientConsent, Effect
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import submit_case
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.engagements.operations.cases import draft_case_from
from matchmaker.engagements.operations.closing import answer_case, ask_case
from matchmaker.engagements.operations.outcomes import (
    EffectContent,
    add_effect,
    confirm_effect,
    measure_effect,
    open_outcome,
)
from matchmaker.engagements.scoring.effects import effect_kind
from matchmaker.errors import ConflictError


@pytest.mark.parametrize(
    ("goal", "what", "kind"),
    [
        ("", "网络时延", Effect.NETWORK),
        ("labour", "每班在岗", Effect.STAFF),
        ("economic", "单车每月花费", Effect.COST),
        ("", "班次", Effect.EFFICIENCY),
    ],
)
def test_an_effect_counts_by_its_words_else_by_its_goal(goal: str, what: str, kind: Effect) -> None:
    assert effect_kind(goal, what) is kind


@pytest.mark.usefixtures("session")
def test_before_acceptance_there_is_no_draft() -> None:
    engagement, sides = agreed()
    with pytest.raises(ConflictError):
        draft_case_from(open_outcome(engagement, actor=sides.seller), actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_who_refused_stands_in_no_draft() -> None:
    outcome, sides = accepted_outcome()
    with pytest.raises(ConflictError):
        draft_case_from(outcome, actor=sides.buyer)
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=False, actor=sides.buyer)
    with pytest.raises(ConflictError):
        draft_case_from(outcome, actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_without_its_word_and_from_a_hidden_demand_the_client_stays_nameless() -> None:
    sides = two_sides()
    assert sides.demand.organisation is not None
    name = sides.demand.organisation.name
    sides.demand.visibility = Visibility.ANONYMOUS
    sides.demand.title = f"{name}无人矿卡"
    sides.demand.text = f"{name}要在坑内跑二十台无人矿卡。"
    outcome, sides = accepted_outcome(sides)
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
    case = draft_case_from(outcome, actor=sides.seller)
    db.session.commit()

    assert (case.consent, case.client_name) == (ClientConsent.ANONYMOUS, name)
    assert case.client.startswith("某")
    assert name not in f"{case.title}{case.problem}"
    assert case.client_agreed_at is None


@pytest.mark.usefixtures("session")
def test_the_word_given_on_the_site_needs_no_file_and_can_be_taken_back() -> None:
    outcome, sides = accepted_outcome()
    effect = EffectContent("单班运输量", 100.0, 120.0, "车")
    row = add_effect(outcome.engagement, effect, actor=sides.buyer)
    measure_effect(row, 118.0, clock.today(), None, actor=sides.seller)
    confirm_effect(row, actor=sides.buyer)
    ask_case(outcome, actor=sides.seller)
    answer_case(outcome, "", is_agreed=True, actor=sides.buyer)
    case = draft_case_from(outcome, actor=sides.seller)
    sector = outcome.engagement.demand.sector
    assert sector is not None
    case.scenes = sector.scenes[:1]
    case.problem = "坑内二十台矿卡要远程驾驶，人工成本高，安全风险大。"
    case.solution = "用独立组网的5G专网和边缘计算，把二十台矿卡接到调度中心。"
    db.session.commit()
    submit_case(case, actor=sides.seller)
    db.session.commit()
    assert case.state is CaseState.SUBMITTED

    answer_case(outcome, "", is_agreed=False, actor=sides.buyer)
    db.session.commit()
    assert (case.state, case.client_agreed_at) == (CaseState.DRAFT, None)


def test_the_button_leads_to_one_draft(app: Flask, client: PageClient) -> None:
    with app.app_context():
        outcome, sides = accepted_outcome()
        number, seller = outcome.engagement_id, sides.seller.id
        db.session.commit()
    there = f"/engagements/{number}"
    sign_in(app, client, seller)
    first = client.submit(there, {}, to=f"{there}/outcome/case/draft")
    second = client.submit(there, {}, to=f"{there}/outcome/case/draft")

    assert (first.status_code, first.location) == (303, second.location)
    assert first.location in client.get(there).get_data(as_text=True)
    assert client.get(first.location).status_code == 200
    with app.app_context():
        assert db.session.query(Case).count() == 1
