"""Writing reviews: drafts, handing in, the end of the phase, abstaining, reopening, talking."""

from datetime import timedelta

import pytest
from factories.people import account
from factories.programmes import WEEK, call, submission
from factories.reviews import review, reviewer
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums import OthersSeen, PhaseKind
from matchmaker.programmes.enums.reviews import AbstainReason, ReviewState, SightStage
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.reviews import Review
from matchmaker.programmes.operations import reviews as operations
from matchmaker.programmes.operations.review_reminders import remind_of_reviews
from matchmaker.programmes.operations.reviews import Written
from matchmaker.programmes.policies.reviews import sight_of
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.programmes.scoring.sight import Sight, sight

pytestmark = pytest.mark.usefixtures("session")

SECOND = timedelta(seconds=1)
ENDS = WEEK - timedelta(days=1)  # from now: the phase of the factory began yesterday


def given(during: PhaseKind = PhaseKind.REVIEW, **values: object) -> Review:
    row = call(during, reviews_wanted=2, **values)
    return review(submission(row, state=SubmissionState.ACCEPTED), reviewer(row))


def written(one: Review, *points: int | None, comment: str = "有数据佐证。") -> Written:
    criteria = [row.id for row in one.submission.call.criteria]
    return Written(
        dict(zip(criteria, points, strict=True)), dict.fromkeys(criteria, comment), "总体可行。"
    )


def save(one: Review, *points: int | None, comment: str = "有数据佐证。") -> None:
    said = written(one, *points, comment=comment)
    operations.save_review(one, said, seen_version=one.version, actor=one.reviewer.account)
    db.session.flush()


def hand_in(one: Review, *points: int | None, comment: str = "有数据佐证。") -> None:
    said = written(one, *points, comment=comment)
    operations.hand_in(one, said, seen_version=one.version, actor=one.reviewer.account)
    db.session.flush()


def test_a_draft_may_have_gaps_and_counts_only_when_handed_in() -> None:
    one = given()
    save(one, 8, None)
    assert [row.points for row in one.scores] == [8, None]
    with pytest.raises(DomainError, match="安全"):
        hand_in(one, 8, None)
    assert totals_of(one.submission.call) == {}
    hand_in(one, 8, 5)
    db.session.commit()
    assert one.handed_in_at == clock.now()
    assert totals_of(one.submission.call)[one.submission_id].value == 68
    with pytest.raises(ConflictError, match="已经提交"):
        save(one, 1, 1)


def test_points_stay_on_the_scale_and_a_veto_needs_its_reason() -> None:
    one = given()
    for wrong in (11, -1):
        with pytest.raises(DomainError, match="0 到 10"):
            save(one, wrong, 3)
    with pytest.raises(DomainError, match="写明理由"):
        hand_in(one, 8, 0, comment=" ")
    with pytest.raises(DomainError):
        save(one, 1, 1, comment="长" * 2001)
    hand_in(one, 8, 0)
    assert totals_of(one.submission.call)[one.submission_id].is_vetoed


def test_who_saved_elsewhere_is_told() -> None:
    one = given()
    seen = one.version
    save(one, 8, 8)
    with pytest.raises(ConflictError):
        operations.hand_in(one, written(one, 1, 1), seen_version=seen, actor=one.reviewer.account)


def test_scores_are_final_at_the_second_the_phase_ends() -> None:
    one = given()
    hand_in(one, 5, 5)
    end = clock.now() + ENDS
    with clock.at(end - SECOND):
        hand_in(one, 6, 6)
    with clock.at(end), pytest.raises(ConflictError, match="截止"):
        hand_in(one, 10, 10)
    assert totals_of(one.submission.call)[one.submission_id].value == 60
    changed = select(AuditEvent).where(AuditEvent.action == "review.changed")
    event = db.session.scalars(changed).one()
    assert {row["points"] for row in event.before["scores"]} == {5}
    assert {row["points"] for row in event.after["scores"]} == {6}


def test_a_deadline_moved_nearer_while_somebody_writes_holds() -> None:
    one = given()
    phase = next(row for row in one.submission.call.phases if row.kind is PhaseKind.REVIEW)
    phase.ends_at = clock.now() + SECOND
    db.session.commit()
    with clock.at(clock.now() + SECOND), pytest.raises(ConflictError):
        hand_in(one, 5, 5)


def test_staff_may_reopen_one_review_for_a_time_and_the_trail_says_why() -> None:
    one, staff = given(PhaseKind.DECISION), account("馆员", staff=StaffRole.CURATOR)
    with pytest.raises(ConflictError):
        hand_in(one, 5, 5)
    until = clock.now() + timedelta(days=2)
    for wrong, words in ((clock.now(), "补评"), (until, ""), (clock.now() + 31 * (ENDS / 6), "x")):
        with pytest.raises(DomainError):
            operations.reopen(one, wrong, words, seen_version=one.version, actor=staff)
    operations.reopen(one, until, "材料补齐后补评", seen_version=one.version, actor=staff)
    hand_in(one, 7, 7)
    db.session.commit()
    with clock.at(until), pytest.raises(ConflictError):
        hand_in(one, 9, 9)
    assert totals_of(one.submission.call)[one.submission_id].value == 70
    actions = list(db.session.scalars(select(AuditEvent.action)))
    assert "review.reopened" in actions
    told = select(Notice.account_id).where(Notice.kind == NoticeKind.REVIEW_REOPENED.value)
    assert list(db.session.scalars(told)) == [one.reviewer.account_id]
    one.submission.state = SubmissionState.SELECTED
    with pytest.raises(ConflictError):
        operations.reopen(one, until, "再评", seen_version=one.version, actor=staff)


def test_who_abstains_says_why_and_somebody_else_gets_it() -> None:
    one = given()
    spare = reviewer(one.submission.call)
    person = one.reviewer.account
    for reason, words in ((None, "x"), (AbstainReason.OTHER, " ")):
        with pytest.raises(DomainError):
            operations.abstain(one, reason, words, actor=person)
    operations.abstain(one, AbstainReason.EXPERTISE, "", actor=person)
    db.session.commit()
    assert one.state is ReviewState.ABSTAINED
    statement = select(Review.reviewer_id).where(Review.state == ReviewState.OPEN)
    assert list(db.session.scalars(statement)) == [spare.id]
    with pytest.raises(ConflictError):
        hand_in(one, 5, 5)
    with pytest.raises(ConflictError):
        operations.abstain(one, AbstainReason.TIME, "", actor=person)


def test_only_who_handed_in_takes_part_in_the_discussion() -> None:
    one = given()
    other = review(one.submission, reviewer(one.submission.call), [5, 5])
    person = one.reviewer.account
    with pytest.raises(ConflictError):
        operations.post_as_reviewer(one, "我认为", actor=person)
    hand_in(one, 5, 5)
    with pytest.raises(DomainError):
        operations.post_as_reviewer(one, " ", actor=person)
    operations.post_as_reviewer(one, "成效数据是否核实过？", actor=person)
    operations.post_as_reviewer(one, "附件三有说明。", actor=person)
    db.session.commit()
    told = select(Notice.account_id).where(Notice.kind == NoticeKind.REVIEW_DISCUSSED.value)
    assert list(db.session.scalars(told)) == [other.reviewer.account_id]  # once a day
    with clock.at(clock.now() + ENDS + WEEK + SECOND), pytest.raises(ConflictError):
        operations.post_as_reviewer(one, "公示以后", actor=person)


@pytest.mark.parametrize(
    ("stage", "state", "others", "seen"),
    [
        (SightStage.BEFORE, ReviewState.OPEN, OthersSeen.ALWAYS, Sight(names=True)),
        (
            SightStage.SCORING,
            ReviewState.OPEN,
            OthersSeen.AFTER_OWN,
            Sight(answers=True, names=True, writes=True),
        ),
        (
            SightStage.SCORING,
            ReviewState.HANDED_IN,
            OthersSeen.AFTER_OWN,
            Sight(answers=True, names=True, writes=True, others=True, talks=True),
        ),
        (
            SightStage.TALKING,
            ReviewState.HANDED_IN,
            OthersSeen.AFTER_OWN,
            Sight(answers=True, names=True, others=True, talks=True),
        ),
        (
            SightStage.TALKING,
            ReviewState.HANDED_IN,
            OthersSeen.NEVER,
            Sight(answers=True, names=True),
        ),
        (SightStage.CLOSED, ReviewState.HANDED_IN, OthersSeen.ALWAYS, Sight(names=True)),
        (SightStage.SCORING, ReviewState.CONFLICTED, OthersSeen.ALWAYS, Sight()),
        (SightStage.SCORING, ReviewState.ABSTAINED, OthersSeen.ALWAYS, Sight()),
    ],
)
def test_what_is_seen_follows_from_the_phase_and_ones_own_review(
    stage: SightStage, state: ReviewState, others: OthersSeen, seen: Sight
) -> None:
    assert sight(stage, state, is_blind=False, others_seen=others) == seen
    assert not sight(stage, state, is_blind=True, others_seen=others).names


def test_a_cancelled_call_shows_nothing_more() -> None:
    one = given()
    assert sight_of(one, clock.now()).writes
    one.submission.call.state = "cancelled"  # type: ignore[assignment]  # as read from the database
    assert sight_of(one, clock.now()) == Sight()


def test_reminders_come_a_week_three_days_and_a_day_before_the_end_once_each() -> None:
    one = given()
    done = review(one.submission, reviewer(one.submission.call), [5, 5])
    db.session.commit()
    end = clock.now() + ENDS
    counted = []
    for before in (6, 6, 3, 2, 1, 0.5):
        with clock.at(end - timedelta(days=before)):
            counted.append(remind_of_reviews())
            db.session.commit()
    with clock.at(end):
        counted.append(remind_of_reviews())
    assert counted == [1, 0, 1, 0, 1, 0, 0]
    told = select(Notice).where(Notice.kind == NoticeKind.REVIEWS_DUE.value)
    rows = db.session.scalars(told).all()
    assert (
        {row.account_id for row in rows} == {one.reviewer.account_id} != {done.reviewer.account_id}
    )
    assert {row.facts["n"] for row in rows} == {"1"}
