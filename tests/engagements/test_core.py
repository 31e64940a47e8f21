"""What may happen to an engagement, who may do it, and what both sides see."""

from itertools import product

import pytest
from factories.demands import cancel
from factories.engagements import invited, talking, two_sides
from factories.people import account, member
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db
from matchmaker.engagements import policies
from matchmaker.engagements.enums import (
    CLOSED,
    ENGAGEMENT_TRANSITIONS,
    LIVE,
    CloseReason,
    EngagementState,
)
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations import opening
from matchmaker.engagements.operations.answering import accept, decline, end, reopen, withdraw
from matchmaker.engagements.operations.moves import move
from matchmaker.engagements.operations.opening import invite_provider, offer_engagement
from matchmaker.engagements.queries import Shown, engagement_counts
from matchmaker.errors import ConflictError, DomainError


@pytest.mark.parametrize(("before", "after"), list(product(EngagementState, repeat=2)))
def test_only_listed_steps_are_taken(before: EngagementState, after: EngagementState) -> None:
    engagement = Engagement(state=before)

    if after in ENGAGEMENT_TRANSITIONS[before]:
        move(engagement, after)
        assert engagement.state is after
    else:
        with pytest.raises(ConflictError):
            move(engagement, after)
        assert engagement.state is before


def test_every_state_is_live_or_closed() -> None:
    assert set(EngagementState) == LIVE | CLOSED
    assert not LIVE & CLOSED


@pytest.mark.usefixtures("session")
def test_an_invitation_is_accepted_by_the_provider_alone() -> None:
    engagement, sides = invited()
    viewer = member(sides.provider, MemberRole.VIEWER)
    db.session.flush()

    assert not policies.may_answer(sides.buyer, engagement)
    assert not policies.may_answer(viewer, engagement)
    with pytest.raises(ConflictError):
        accept(engagement, actor=sides.buyer)
    accept(engagement, actor=sides.seller)
    db.session.commit()

    assert engagement.state is EngagementState.TALKING
    assert engagement.accepted_at is not None
    actions = [row.action for row in db.session.query(AuditEvent)]
    assert actions[-2:] == ["engagement.opened", "engagement.accepted"]


@pytest.mark.usefixtures("session")
def test_only_both_sides_and_staff_see_an_engagement() -> None:
    engagement, sides = invited()
    stranger, moderator = account(), account(staff=StaffRole.MODERATOR)

    seen = [
        policies.may_see(person, engagement)
        for person in (None, stranger, moderator, sides.buyer, sides.seller)
    ]
    assert seen == [False, False, True, True, True]


@pytest.mark.usefixtures("session")
def test_two_sides_engage_once_on_a_demand() -> None:
    engagement, sides = invited()
    db.session.commit()

    with pytest.raises(ConflictError):
        offer_engagement(sides.demand, sides.provider, actor=sides.seller)
    withdraw(engagement, CloseReason.CHANGED, "", actor=sides.buyer)
    again = offer_engagement(sides.demand, sides.provider, words="我们能做", actor=sides.seller)
    db.session.commit()

    assert again is engagement
    assert (again.state, again.opened_by_provider) == (EngagementState.OFFERED, True)
    assert again.close_reason is None


@pytest.mark.usefixtures("session")
def test_what_cannot_begin_is_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = two_sides()
    assert sides.demand.organisation

    with pytest.raises(DomainError, match="自己的单位"):
        invite_provider(sides.demand, sides.demand.organisation, actor=sides.buyer)
    with pytest.raises(DomainError, match="本单位"):
        invite_provider(sides.demand, sides.provider, actor=sides.seller)
    with pytest.raises(DomainError, match="不能代表"):
        offer_engagement(sides.demand, sides.provider, actor=sides.buyer)
    sides.offering.state = OfferingState.DRAFT
    with pytest.raises(DomainError, match="已发布的方案"):
        offer_engagement(sides.demand, sides.provider, offering=sides.offering, actor=sides.seller)
    with pytest.raises(DomainError, match="1000"):
        offer_engagement(sides.demand, sides.provider, words="长" * 1001, actor=sides.seller)
    monkeypatch.setattr(opening, "INVITATIONS_MOST", 0)
    with pytest.raises(DomainError, match="等答复"):
        invite_provider(sides.demand, sides.provider, actor=sides.buyer)
    cancel(sides.demand, sides.buyer)
    with pytest.raises(DomainError, match="不接受"):
        offer_engagement(sides.demand, sides.provider, actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_who_closes_says_why_and_may_take_it_back() -> None:
    engagement, sides = invited()

    with pytest.raises(DomainError) as silent:
        decline(engagement, None, "", actor=sides.seller)
    assert silent.value.field == "reason"
    with pytest.raises(DomainError) as vague:
        decline(engagement, CloseReason.OTHER, " ", actor=sides.seller)
    assert vague.value.field == "words"
    decline(engagement, CloseReason.CAPACITY, "下季度再说", actor=sides.seller)
    assert (engagement.close_reason, engagement.close_words) == (
        CloseReason.CAPACITY, "下季度再说",
    )  # fmt: skip
    with pytest.raises(ConflictError):
        reopen(engagement, actor=sides.buyer)
    reopen(engagement, actor=sides.seller)
    assert engagement.state is EngagementState.TALKING
    end(engagement, CloseReason.BETTER, "", actor=sides.buyer)
    reopen(engagement, actor=sides.buyer)
    withdraw(engagement, CloseReason.TERMS, "", actor=sides.seller)
    reopen(engagement, actor=sides.seller)
    db.session.commit()

    assert engagement.state.value == "offered"


@pytest.mark.usefixtures("session")
def test_tabs_say_whose_turn_it_is() -> None:
    engagement, sides = invited()
    db.session.commit()

    def tabs() -> list[list[Shown]]:
        counts = [engagement_counts(one) for one in (sides.buyer, sides.seller)]
        return [[shown for shown in Shown if count[shown]] for count in counts]

    assert tabs() == [[Shown.ASKED], [Shown.WAITING]]
    accept(engagement, actor=sides.seller)
    db.session.commit()
    assert tabs() == [[Shown.TALKING], [Shown.TALKING]]
    end(engagement, CloseReason.CHANGED, "", actor=sides.buyer)
    db.session.commit()
    assert tabs() == [[Shown.CLOSED], [Shown.CLOSED]]


def test_both_sides_engage_through_the_pages(app: Flask, client: PageClient) -> None:
    with app.app_context():
        sides = two_sides()
        db.session.commit()
        buyer, seller = sides.buyer.id, sides.seller.id
        demand, offering = sides.demand.id, sides.offering.id
    sign_in(app, client, buyer)
    assert "发起对接" in client.get(f"/offerings/{offering}").text
    invite = f"/offerings/{offering}/invite?demand={demand}"
    refused = client.submit(invite, {"demand": "999", "words": "想先看看现场"})
    assert refused.status_code == 422
    assert "想先看看现场" in refused.text
    made = client.submit(invite, {"demand": str(demand), "words": "想先看看现场"})
    assert made.location == "/engagements/1"
    assert "等供应商答复" in client.get("/my/engagements").text

    sign_in(app, client, seller)
    assert "看我的对接" in client.get(f"/demands/{demand}").text
    page = client.get("/engagements/1").text
    assert "想先看看现场" in page
    refused = client.submit("/engagements/1", {"words": "x"}, to="/engagements/1/decline")
    assert refused.status_code == 422
    assert "请选择原因" in refused.text
    client.submit("/engagements/1", to="/engagements/1/accept")
    assert "对接中" in client.get("/engagements/1").text
    assert client.submit("/engagements/1", to="/engagements/1/accept").status_code == 404


def test_an_engagement_is_hidden_from_others(app: Flask, client: PageClient) -> None:
    with app.app_context():
        talking()
        stranger = account().id
        db.session.commit()
    assert client.get("/engagements/1").status_code == 303
    sign_in(app, client, stranger)
    assert client.get("/engagements/1").status_code == 404
    assert "这里还没有对接" in client.get("/my/engagements").text


def test_offer_page_asks_for_an_organisation_first(app: Flask, client: PageClient) -> None:
    with app.app_context():
        sides = two_sides()
        lonely = account().id
        db.session.commit()
        demand, seller, offering = sides.demand.id, sides.seller.id, sides.offering.id
        provider = sides.provider.id
    sign_in(app, client, lonely)
    assert "先加入一个单位" in client.get(f"/demands/{demand}/offer").text
    assert "还没有开放中的需求" in client.get(f"/offerings/{offering}/invite").text
    sign_in(app, client, seller)
    offer = f"/demands/{demand}/offer"
    values = {"organisation": str(provider), "offering": str(offering), "words": "我们做过"}
    assert client.submit(offer, values).location == "/engagements/1"
    assert client.submit(offer, values).status_code == 409
