"""Asking people to review, giving them submissions, conflicts, and what happens to their share."""

from datetime import timedelta

import pytest
from factories.demands import sector
from factories.people import account, member, organisation
from factories.programmes import WEEK, call, submission
from factories.reviews import review, reviewer
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission, SubmissionPartner
from matchmaker.programmes.operations import assigning, reviewers
from matchmaker.programmes.policies.reviews import may_open_review
from matchmaker.programmes.queries.assigning import proposal_of
from matchmaker.programmes.queries.reviews import totals_of

pytestmark = pytest.mark.usefixtures("session")


def curator() -> Account:
    return account("馆员", staff=StaffRole.CURATOR)


def told(kind: NoticeKind) -> list[int]:
    """Give whom a notice of a kind went to."""
    statement = select(Notice.account_id).where(Notice.kind == kind.value).order_by(Notice.id)
    return list(db.session.scalars(statement))


def reviewed(submissions: int, people: int, wanted: int = 2) -> tuple[Call, list[Reviewer]]:
    row = call(PhaseKind.REVIEW, reviews_wanted=wanted)
    for _ in range(submissions):
        submission(row, state=SubmissionState.ACCEPTED)
    return row, [reviewer(row) for _ in range(people)]


def accepted(of: Call) -> list[Submission]:
    statement = select(Submission).where(Submission.call_id == of.id).order_by(Submission.id)
    return list(db.session.scalars(statement))


def test_a_person_is_asked_once_agrees_or_declines_and_may_be_asked_again() -> None:
    row, staff, person = call(PhaseKind.REVIEW), curator(), account("陈教授")
    mining = sector()
    asked = reviewers.invite_reviewer(
        row, person.email.upper(), sectors=[mining], most=5, actor=staff
    )
    db.session.commit()
    assert (asked.state, asked.sectors, told(NoticeKind.REVIEWER_INVITED)) == (
        ReviewerState.INVITED,
        [mining],
        [person.id],
    )
    with pytest.raises(ConflictError, match="已经在名单里"):
        reviewers.invite_reviewer(row, person.email, sectors=[], most=5, actor=staff)
    reviewers.answer_invitation(asked, agrees=False, actor=person)
    with pytest.raises(ConflictError):
        reviewers.answer_invitation(asked, agrees=True, actor=person)
    again = reviewers.invite_reviewer(row, person.email, sectors=[], most=9, actor=staff)
    reviewers.answer_invitation(again, agrees=True, actor=person)
    assert (again.id, again.state, again.most) == (asked.id, ReviewerState.AGREED, 9)
    seen = again.version
    reviewers.change_reviewer(again, sectors=[mining], most=3, seen_version=seen, actor=staff)
    db.session.flush()
    with pytest.raises(ConflictError):
        reviewers.change_reviewer(again, sectors=[], most=3, seen_version=seen, actor=staff)


def test_only_people_with_an_account_are_asked_and_only_until_reviewing_is_over() -> None:
    row, staff = call(PhaseKind.REVIEW), curator()
    gone = account("离职")
    gone.state = AccountState.DISABLED
    for email in ("nobody@example.com", gone.email, ""):
        with pytest.raises(DomainError) as refused:
            reviewers.invite_reviewer(row, email, sectors=[], most=5, actor=staff)
        assert refused.value.field == "email"
    with pytest.raises(DomainError) as refused:
        reviewers.invite_reviewer(row, account().email, sectors=[], most=501, actor=staff)
    assert refused.value.field == "most"
    late = call(PhaseKind.DECISION)
    with pytest.raises(ConflictError):
        reviewers.invite_reviewer(late, account().email, sectors=[], most=5, actor=staff)


def test_what_was_previewed_is_assigned_and_everybody_is_told_once() -> None:
    row, people = reviewed(5, 3)
    staff = curator()
    proposal = proposal_of(row)
    assert sorted(proposal.after.values()) == [3, 3, 4]
    made = assigning.apply_proposal(row, proposal.seal, actor=staff)
    db.session.commit()
    assert len(made) == 10
    assert sorted(told(NoticeKind.REVIEWS_ASSIGNED)) == sorted(one.account_id for one in people)
    with pytest.raises(DomainError):
        assigning.apply_proposal(row, proposal_of(row).seal, actor=staff)


def test_a_proposal_overtaken_by_a_colleague_or_a_conflict_is_refused() -> None:
    row, people = reviewed(3, 3)
    staff = curator()
    seal = proposal_of(row).seal
    assigning.assign_one(accepted(row)[0], people[0], actor=curator())
    with pytest.raises(ConflictError, match="有了变化"):
        assigning.apply_proposal(row, seal, actor=staff)
    with pytest.raises(ConflictError):
        assigning.assign_one(accepted(row)[0], people[0], actor=staff)


def test_nobody_gets_what_their_own_organisation_submits_or_takes_part_in() -> None:
    row, staff = call(PhaseKind.REVIEW, reviews_wanted=3), curator()
    mine = organisation("自家煤矿")
    own = submission(row, mine, state=SubmissionState.ACCEPTED)
    joint = submission(row, state=SubmissionState.ACCEPTED)
    joint.partners = [SubmissionPartner(organisation=mine, name=mine.name)]
    free = submission(row, state=SubmissionState.ACCEPTED)
    insider, _outsider = reviewer(row, member(mine)), reviewer(row)
    db.session.commit()

    proposal = proposal_of(row)
    pairs = {(pair.submission_id, pair.reviewer_id) for pair in proposal.plan.pairs}
    assert {one for one, other in pairs if other == insider.id} == {free.id}
    assert proposal.barred[insider.id] == 2
    assert proposal.plan.missing == {own.id: 2, joint.id: 2, free.id: 1}
    for barred in (own, joint):
        with pytest.raises(DomainError, match="利益关系"):
            assigning.assign_one(barred, insider, actor=staff)


def test_somebody_who_joins_an_entrant_later_is_shut_out() -> None:
    row, people = reviewed(1, 1)
    given = review(accepted(row)[0], people[0])
    assert may_open_review(people[0].account, given)
    joined = member(given.submission.organisation)
    people[0].account.memberships = joined.memberships
    assert not may_open_review(people[0].account, given)


def test_a_conflict_takes_all_of_an_organisation_away_and_finds_others() -> None:
    row, people = reviewed(2, 3, wanted=1)
    first, other = accepted(row)
    other.partners = [SubmissionPartner(organisation=first.organisation, name="联合单位")]
    done, begun = review(first, people[0], [10, 10]), review(other, people[0])
    db.session.commit()
    assert set(totals_of(row)) == {first.id}

    reviewers.declare_on(done, "曾任该单位顾问", actor=people[0].account)
    db.session.commit()
    assert {done.state, begun.state} == {ReviewState.CONFLICTED}
    assert totals_of(row) == {}
    assert not may_open_review(people[0].account, done)
    new = db.session.scalars(select(Review).where(Review.state == ReviewState.OPEN)).all()
    assert {one.submission_id for one in new} == {first.id, other.id}
    assert people[0].id not in {one.reviewer_id for one in new}
    reviewers.declare_on(done, "再说一次", actor=people[0].account)
    assert len(people[0].conflicts) == 1
    with pytest.raises(DomainError):
        reviewers.declare_conflict(people[1], first.organisation, " ", actor=curator())


def test_a_gap_that_nobody_can_fill_is_told_to_who_invited() -> None:
    row, people = reviewed(1, 1, wanted=1)
    given = review(accepted(row)[0], people[0])
    reviewers.declare_on(given, "配偶在该单位任职", actor=people[0].account)
    db.session.commit()
    assert told(NoticeKind.REVIEWS_LACKING) == [people[0].inviter_id]


def test_who_declines_or_is_taken_off_leaves_their_share_to_others_but_not_what_is_done() -> None:
    row, people = reviewed(2, 2, wanted=1)
    first, second = accepted(row)
    done = review(first, people[0], [6, 6])
    review(second, people[0])
    reviewers.remove_reviewer(people[0], actor=curator())
    db.session.commit()
    assert people[0].state is ReviewerState.REMOVED
    kept = db.session.scalars(select(Review).where(Review.reviewer_id == people[0].id)).all()
    assert kept == [done]
    assert done.state is ReviewState.HANDED_IN
    taken = db.session.scalars(select(Review).where(Review.reviewer_id == people[1].id)).all()
    assert [one.submission_id for one in taken] == [second.id]
    actions = set(db.session.scalars(select(AuditEvent.action)))
    assert {"review.unassigned", "review.assigned", "reviewer.removed"} <= actions


def test_by_hand_only_accepted_ones_are_given_and_only_open_ones_taken_back() -> None:
    row, people = reviewed(1, 2)
    staff, one = curator(), accepted(row)[0]
    waiting = submission(row)
    with pytest.raises(ConflictError, match="已受理"):
        assigning.assign_one(waiting, people[0], actor=staff)
    stranger = reviewer(call(PhaseKind.REVIEW))
    with pytest.raises(ConflictError, match="名单"):
        assigning.assign_one(one, stranger, actor=staff)
    made = assigning.assign_one(one, people[0], actor=staff)
    assigning.unassign(made, actor=staff)
    done = review(one, people[1], [5, 5])
    with pytest.raises(ConflictError):
        assigning.unassign(done, actor=staff)
    with clock.at(clock.now() + WEEK - timedelta(days=1)), pytest.raises(ConflictError):
        assigning.assign_one(one, people[0], actor=staff)
