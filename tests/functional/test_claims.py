"""Taking an unclaimed profile over: evidence, decision, what moves, what stays."""

from io import BytesIO

import pytest
from factories.catalogue import case, offering, provider
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from factories.uploads import PDF, upload
from flask import Flask
from pages import PageClient, csrf_token
from sqlalchemy import select

from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import ClaimReason, ClaimState
from matchmaker.catalogue.models import CasePart, Claim, Offering, ProviderProfile
from matchmaker.catalogue.operations.claims import (
    approve_claim,
    make_claim,
    mend_claim,
    refuse_claim,
    return_claim,
    withdraw_claim,
)
from matchmaker.catalogue.operations.sourced import put_unclaimed_provider
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError
from matchmaker.moderation.queries import decisions_of
from matchmaker.notices.models import Notice

WORDS = "我们就是这家单位，2024 年改了名称，附更名通知。"


def claimed_by(of: Organisation, name: str) -> tuple[Claim, Account]:
    mine = organisation(name)
    owner = member(mine)
    return make_claim(of, mine, WORDS, upload(PDF, "更名通知.pdf"), actor=owner), owner


def approve(claim: Claim) -> Account:
    staff = account("审核员", staff=StaffRole.MODERATOR)
    approve_claim(claim, words="", seen_version=claim.version, actor=staff)
    db.session.flush()
    return staff


@pytest.mark.usefixtures("session")
def test_what_is_known_moves_to_the_claimant_with_its_sources() -> None:
    known = provider("远方通信", key="far", aliases=["远方"])
    sold = offering(known)
    done = case(parts=[(known, "网络建设")])
    claim, _owner = claimed_by(known, "远方通信股份有限公司")

    approve(claim)

    mine = claim.organisation
    assert claim.state is ClaimState.APPROVED
    assert sold.organisation is mine
    assert [(part.organisation_id, part.role) for part in done.parts] == [(mine.id, "网络建设")]
    assert done.source_url
    profile = db.session.scalars(select(ProviderProfile)).one()
    assert (profile.organisation, bool(profile.source_urls)) == (mine, True)
    assert (mine.key, mine.aliases) == ("far", ["远方通信", "远方"])
    assert (known.key, known.merged_into_id) == (None, mine.id)
    assert mine.state is OrganisationState.ACTIVE
    # What is loaded from sources again leaves a claimed profile alone.
    assert not put_unclaimed_provider(mine, {"name": "别名"}, profile, {}, actor=None)


@pytest.mark.usefixtures("session")
def test_an_organisation_keeps_its_own_profile_and_part() -> None:
    known = provider("远方通信")
    done = case(parts=[(known, "网络建设")])
    claim, _owner = claimed_by(known, "远方通信股份有限公司")
    db.session.add(ProviderProfile(organisation=claim.organisation, type="vendor", summary="自述"))
    db.session.add(CasePart(case=done, organisation=claim.organisation, role="总包"))
    db.session.flush()

    approve(claim)

    profile = db.session.scalars(select(ProviderProfile)).one()
    assert (profile.summary, profile.organisation) == ("自述", claim.organisation)
    assert profile.source_urls
    db.session.expire(done)
    assert [part.role for part in done.parts] == ["总包"]


@pytest.mark.usefixtures("session")
def test_deciding_one_refuses_the_others_with_the_reason() -> None:
    known = provider("远方通信")
    first, _one = claimed_by(known, "甲公司")
    second, loser = claimed_by(known, "乙公司")

    approve(first)

    assert second.state is ClaimState.REFUSED
    [line] = decisions_of(second)
    assert line.decision.reasons == [ClaimReason.GIVEN_TO_ANOTHER.value]
    told = db.session.scalars(select(Notice).where(Notice.account_id == loser.id)).one()
    assert told.kind == "claim-refused"
    with pytest.raises(ConflictError):
        claimed_by(known, "丙公司")


@pytest.mark.usefixtures("session")
def test_returned_is_mended_and_refused_says_why() -> None:
    claim, owner = claimed_by(provider("远方通信"), "甲公司")
    staff = account("审核员", staff=StaffRole.MODERATOR)

    with pytest.raises(DomainError):  # neither reason nor words
        return_claim(claim, [], words="", seen_version=claim.version, actor=staff)
    weak = [ClaimReason.EVIDENCE_WEAK]
    return_claim(claim, weak, words="请附营业执照", seen_version=claim.version, actor=staff)
    told = db.session.scalars(select(Notice).where(Notice.account_id == owner.id)).one()
    assert told.facts["words"] == "证明材料不足以说明是同一单位\n请附营业执照"
    with pytest.raises(ConflictError):  # not handed in again yet
        refuse_claim(claim, weak, words="", seen_version=claim.version, actor=staff)
    mend_claim(claim, WORDS, upload(PDF, "营业执照.pdf"), actor=owner)
    assert claim.attachment is not None
    assert claim.attachment.name == "营业执照.pdf"
    refuse_claim(claim, weak, words="", seen_version=claim.version, actor=staff)

    assert claim.state is ClaimState.REFUSED
    assert len(decisions_of(claim)) == 2


@pytest.mark.usefixtures("session")
def test_limits_of_claims() -> None:
    known = provider("远方通信")
    claim, owner = claimed_by(known, "甲公司")

    with pytest.raises(ConflictError):  # once for an organisation
        make_claim(known, claim.organisation, WORDS, upload(), actor=owner)
    with pytest.raises(DomainError):  # for one's own organisations only
        make_claim(provider("别家"), organisation("乙公司"), WORDS, upload(), actor=owner)
    with pytest.raises(DomainError):  # with evidence
        make_claim(provider("又一家"), claim.organisation, WORDS, None, actor=owner)
    owner.staff_role = StaffRole.MODERATOR
    with pytest.raises(ForbiddenError):
        approve_claim(claim, words="", seen_version=claim.version, actor=owner)
    withdraw_claim(claim, actor=owner)
    assert make_claim(known, claim.organisation, WORDS, upload(), actor=owner)


def test_from_the_page_of_a_provider_to_ones_own(app: Flask, client: PageClient) -> None:
    with app.app_context():
        known = provider("远方通信")
        offering(known)
        owner = member(organisation("远方通信股份有限公司"))
        staff = account("审核员", staff=StaffRole.MODERATOR)
        db.session.commit()
        path, numbers = f"/providers/{known.id}", (owner.id, staff.id)
    sign_in(app, client, numbers[0])
    assert f"{path}/claim" in client.get(path).text

    page = client.get(f"{path}/claim").text
    with app.app_context():
        mine = db.session.scalars(
            select(Organisation.id).where(Organisation.state == OrganisationState.ACTIVE)
        ).one()
    filled = {"csrf_token": csrf_token(page), "organisation": mine, "words": WORDS}
    assert client.post(f"{path}/claim", data=filled).status_code == 422  # no paper
    paper = {"file": (BytesIO(PDF), "营业执照.pdf")}
    made = client.post(f"{path}/claim", data={**filled, **paper})
    assert made.location == "/claims/1"
    assert client.get(f"{path}/claim").location == "/claims/1"  # leads to what is running
    assert client.get("/claims/1/file").status_code == 200

    judge = app.test_client()
    assert isinstance(judge, PageClient)
    sign_in(app, judge, numbers[1])
    assert "远方通信" in judge.get("/staff/claims").text
    decided = judge.submit("/staff/claims/1", {"version": 1, "outcome": "approved"})
    assert decided.status_code == 303

    assert client.get(path).location == f"/providers/{mine}"
    assert "已通过" in client.get("/claims/1").text
    with app.app_context():
        assert db.session.scalars(select(Offering)).one().organisation_id == mine
