"""A provider gets a tier, it changes, ends by its day or by staff; its people are told why."""

from datetime import timedelta

import pytest
from factories.accounts import browser
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Membership
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import ClaimState, ProviderType
from matchmaker.catalogue.models import Claim, ProviderProfile, TierChange
from matchmaker.catalogue.operations.claims import approve_claim
from matchmaker.catalogue.operations.tiers import TierContent, end_tier, set_tier
from matchmaker.catalogue.queries import tiers
from matchmaker.catalogue.queries.tier_changes import tier_history
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError
from matchmaker.notices.models import Notice

PAGE = "/staff/organisations/1/tier"
FIRST = TierContent(tier="一级", call="2026年5G应用解决方案供应商遴选")


def provider(name: str = "华北矿用装备有限公司") -> ProviderProfile:
    """Add a verified provider with a public profile."""
    row = ProviderProfile(
        organisation=organisation(name), type=ProviderType.VENDOR, published_at=clock.now()
    )
    db.session.add(row)
    db.session.flush()
    return row


def staff_browser(app: Flask, role: StaffRole) -> PageClient:
    with app.app_context():
        person = account(role.value, staff=role)
        db.session.commit()
        number = person.id
    client = browser(app)
    sign_in(app, client, number)
    return client


def test_a_tier_is_given_shown_filtered_by_and_ended(app: Flask) -> None:
    with app.app_context():
        owner = member(provider().organisation)
        db.session.commit()
        owner_id = owner.id
    curator = staff_browser(app, StaffRole.CURATOR)
    typed = {"version": "1", "tier": "一级", "tier_call": FIRST.call, "until": "2027-12-31"}

    unsaid = curator.submit(PAGE, typed)
    given = curator.submit(PAGE, {**typed, "reason": "公告第 12 位"})
    stale = curator.submit(PAGE, {**typed, "tier": "二级", "reason": "看错了"})
    visitor = browser(app)
    shown, listed = visitor.get("/providers/1").text, visitor.get("/providers?tier=一级").text

    assert (unsaid.status_code, given.status_code, stale.status_code) == (422, 303, 409)
    assert "请写明理由" in unsaid.text
    assert FIRST.call in unsaid.text  # nothing typed is lost
    assert "一级（2026年5G应用解决方案供应商遴选），有效至" in shown
    assert "华北矿用装备有限公司" in listed
    assert PAGE in curator.get("/providers/1").text

    no_reason = curator.submit(PAGE, {"end-version": "2"}, to=f"{PAGE}/end")
    ended = curator.submit(PAGE, {"end-version": "2", "end-reason": "公告撤销"}, to=f"{PAGE}/end")
    history = curator.get(PAGE).text

    assert (no_reason.status_code, ended.status_code) == (422, 303)
    assert "有效至" not in visitor.get("/providers/1").text
    assert "公告第 12 位" in history
    assert "公告撤销" in history
    with app.app_context():
        mine = select(Notice).where(Notice.account_id == owner_id).order_by(Notice.id)
        told = db.session.scalars(mine).all()
        assert [(row.kind, row.facts["words"]) for row in told] == [
            ("tier-set", "公告第 12 位"),
            ("tier-ended", "公告撤销"),
        ]
        actions = db.session.scalars(select(AuditEvent.action)).all()
        assert {"provider_profile.tier_set", "provider_profile.tier_ended"} <= set(actions)


@pytest.mark.usefixtures("session")
def test_a_tier_stops_counting_after_its_last_day() -> None:
    profile, curator = provider(), account(staff=StaffRole.CURATOR)
    content = TierContent(tier="一级", call=FIRST.call, until=clock.today())
    set_tier(profile, content, reason="遴选结果", seen_version=1, actor=curator)

    today = profile.has_tier, list(tiers())
    with clock.at(clock.now() + timedelta(days=1)):
        tomorrow = profile.has_tier, list(tiers())

    assert today == (True, ["一级"])
    assert tomorrow == (False, [])


@pytest.mark.usefixtures("session")
def test_what_staff_may_not_do_to_a_tier() -> None:
    profile, curator = provider(), account(staff=StaffRole.CURATOR)
    moderator = account(staff=StaffRole.MODERATOR)
    insider = account(staff=StaffRole.CURATOR)
    insider.memberships.append(Membership(organisation=profile.organisation, role="viewer"))
    db.session.flush()

    for actor in (moderator, insider):
        with pytest.raises(ForbiddenError):
            set_tier(profile, FIRST, reason="遴选结果", seen_version=1, actor=actor)
    with pytest.raises(ConflictError, match="没有等级"):
        end_tier(profile, reason="撤销", seen_version=1, actor=curator)
    past = TierContent(tier="一级", call="公告", until=clock.today() - timedelta(days=1))
    with pytest.raises(DomainError, match="不能早于今天"):
        set_tier(profile, past, reason="遴选结果", seen_version=1, actor=curator)
    set_tier(profile, FIRST, reason="遴选结果", seen_version=1, actor=curator)
    with pytest.raises(DomainError, match="都没有变"):
        set_tier(profile, FIRST, reason="再来", seen_version=2, actor=curator)


@pytest.mark.usefixtures("session")
def test_a_claim_takes_tier_and_history_along() -> None:
    known, mine = provider("华北矿机"), provider("华北矿用装备有限公司")
    known.organisation.state = OrganisationState.UNCLAIMED
    curator, owner = account(staff=StaffRole.CURATOR), member(mine.organisation)
    set_tier(known, FIRST, reason="遴选结果", seen_version=1, actor=curator)
    claim = Claim(
        provider=known.organisation, organisation=mine.organisation, claimant=owner,
        words="我们就是这家单位。", state=ClaimState.SUBMITTED,
    )  # fmt: skip
    db.session.add(claim)
    db.session.flush()

    approve_claim(claim, words="", seen_version=claim.version, actor=curator)
    db.session.flush()

    assert (mine.tier, mine.tier_call) == (FIRST.tier, FIRST.call)
    assert [line.by for line in tier_history(mine)] == [curator.name]
    assert db.session.scalars(select(TierChange.profile_id)).one() == mine.id
