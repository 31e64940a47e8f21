"""All scores are final at one instant; what changes later has a name and a reason in the trail."""

from datetime import timedelta

import pytest
from factories.people import account
from factories.programmes import call, submission
from factories.reviews import review, reviewer
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.reviews import ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review
from matchmaker.programmes.operations import reviews
from matchmaker.programmes.operations.reviews import Written
from matchmaker.programmes.operations.verdicts import apply_verdicts, propose_verdicts
from matchmaker.programmes.queries.results import ranking_of
from matchmaker.programmes.queries.reviews import totals_of

pytestmark = pytest.mark.usefixtures("session")

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
WHY = "把满分 10 分看成了 5 分。"


def curator() -> Account:
    return account("馆员", staff=StaffRole.CURATOR)


def scored(during: PhaseKind = PhaseKind.DECISION) -> tuple[Call, Review]:
    """Add a call with one reviewed submission, and its review."""
    made = call(during)
    given = review(submission(made, state=SubmissionState.ACCEPTED), reviewer(made), [9, 9])
    db.session.commit()
    return made, given


def hand_in(given: Review, *points: int) -> None:
    criteria = given.submission.call.criteria
    said = Written(
        {row.id: one for row, one in zip(criteria, points, strict=True)},
        {row.id: "有数据。" for row in criteria},
    )
    person = given.reviewer.account
    reviews.hand_in(given, said, seen_version=given.version, actor=person)
    db.session.commit()


def trail(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_a_score_is_corrected_only_where_staff_reopened_it_and_the_trail_keeps_both() -> None:
    made, given = scored()
    other = review(given.submission, reviewer(made), [6, 6])
    db.session.commit()
    for one in (given, other):
        with pytest.raises(ConflictError, match="截止"):
            hand_in(one, 10, 10)
    until, staff = clock.now() + DAY, curator()
    reviews.reopen(given, until, WHY, seen_version=given.version, actor=staff)
    hand_in(given, 5, 10)
    with pytest.raises(ConflictError):  # nobody else's is open
        hand_in(other, 10, 10)
    with clock.at(until), pytest.raises(ConflictError):
        hand_in(given, 10, 10)

    (reason,), (correction,) = trail("review.reopened"), trail("review.corrected")
    assert (reason.actor_id, reason.after["reopen_words"]) == (staff.id, WHY)
    assert correction.actor_id == given.reviewer.account_id
    points = [
        [row["points"] for row in side["scores"]] for side in (correction.before, correction.after)
    ]
    assert points == [[9, 9], [5, 10]]
    assert totals_of(made)[given.submission_id].value == (70 + 60) / 2


def test_what_is_handed_in_for_the_first_time_after_the_end_is_called_late() -> None:
    made, _given = scored()
    one = review(submission(made, state=SubmissionState.ACCEPTED), reviewer(made))
    reviews.reopen(one, clock.now() + DAY, "专家出差。", seen_version=one.version, actor=curator())
    hand_in(one, 7, 7)
    assert one.state is ReviewState.HANDED_IN
    assert len(trail("review.late")) == 1


def test_once_decided_nothing_is_corrected() -> None:
    made, given = scored()
    staff = curator()
    reviews.reopen(given, clock.now() + DAY, WHY, seen_version=given.version, actor=staff)
    propose_verdicts(made, "", actor=staff)
    apply_verdicts(made, ranking_of(made).digest, actor=staff)
    with pytest.raises(ConflictError, match="不在评审中"):
        hand_in(given, 5, 5)
    with pytest.raises(ConflictError, match="不在评审中"):
        reviews.reopen(given, clock.now() + DAY, WHY, seen_version=given.version, actor=staff)


def test_a_score_corrected_after_the_preview_or_a_late_veto_stops_the_verdicts() -> None:
    made, given = scored()
    staff = curator()
    propose_verdicts(made, "", actor=staff)
    seen = ranking_of(made).digest
    reviews.reopen(given, clock.now() + DAY, WHY, seen_version=given.version, actor=staff)
    hand_in(given, 9, 0)

    with pytest.raises(ConflictError, match="再看一遍"):
        apply_verdicts(made, seen, actor=staff)
    with pytest.raises(DomainError, match="被一票否决"):
        apply_verdicts(made, ranking_of(made).digest, actor=staff)
    assert given.submission.state is SubmissionState.ACCEPTED


def test_nothing_is_applied_while_scores_may_change() -> None:
    made, _given = scored()
    staff = curator()
    phases = {phase.kind: phase for phase in made.phases}
    ends = phases[PhaseKind.REVIEW].ends_at = clock.now() + DAY  # both run side by side
    propose_verdicts(made, "", actor=staff)

    with clock.at(ends - SECOND), pytest.raises(ConflictError, match="评审还没有结束"):
        apply_verdicts(made, ranking_of(made).digest, actor=staff)
    with clock.at(ends):
        assert apply_verdicts(made, ranking_of(made).digest, actor=staff) == 1
