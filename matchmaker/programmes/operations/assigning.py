"""Giving submissions to reviewers: all together after a preview, one by hand, or to fill a gap."""

from collections import Counter
from collections.abc import Collection, Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.reviews import ASSIGNABLE, ReviewState, SightStage
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.review_telling import tell
from matchmaker.programmes.policies.reviews import is_barred
from matchmaker.programmes.queries.assigning import proposal_of
from matchmaker.programmes.scoring.sight import stage_of_reviews

OPEN_STAGES = frozenset({SightStage.BEFORE, SightStage.SCORING})
CHANGED = _("打开页面之后，评审专家或申报有了变化。请核对新的分配后再确认。")


def apply_proposal(call: Call, seal: str, *, actor: Account) -> list[Review]:
    """Assign what was previewed, all of it or nothing.

    Raises ConflictError where the proposal would be another one by now, as a colleague assigned
    or a reviewer declared a conflict; DomainError where there is nothing to assign.
    """
    _hold(call)
    check_assignable(call)
    proposal = proposal_of(call)
    if proposal.seal != seal:
        raise ConflictError(CHANGED)
    if not proposal.plan.pairs:
        raise DomainError(_("没有可以分配的申报：每份都够了，或者没有合适的评审专家。"))
    pairs = [(pair.submission_id, pair.reviewer_id) for pair in proposal.plan.pairs]
    made = _assign(pairs, actor=actor)
    _tell_assigned(call, proposal.reviewers.values(), made)
    return made


def assign_one(submission: Submission, reviewer: Reviewer, *, actor: Account) -> Review:
    """Give one submission to one person by hand, whatever their sectors and load.

    Raises DomainError for a conflict of interest or their own organisation's submission;
    ConflictError where they have it already, gave it up, or it is not in review.
    """
    call = submission.call
    _hold(call)
    check_assignable(call)
    if submission.state is not SubmissionState.ACCEPTED:
        raise ConflictError(_("只有已受理的申报才能分配评审专家。"))
    if reviewer.call_id != call.id or reviewer.state not in ASSIGNABLE:
        raise ConflictError(_("这位评审专家不在本次征集的名单里，或已经退出。"))
    if is_barred(reviewer, submission):
        raise DomainError(_("这位评审专家与申报单位有利益关系，不能评审。"), field="reviewer")
    made = _assign([(submission.id, reviewer.id)], actor=actor)
    _tell_assigned(call, [reviewer], made)
    return made[0]


def unassign(review: Review, *, actor: Account) -> None:
    """Take a submission back from somebody who has not handed in; their draft goes.

    Raises ConflictError for a review that was handed in or given up.
    """
    check_assignable(review.submission.call)
    if review.state is not ReviewState.OPEN:
        raise ConflictError(_("已经提交或回避的评审不能收回。"))
    drop(review, actor=actor)


def drop(review: Review, *, actor: Account | None) -> None:
    """Delete an open review; the trail keeps whose it was."""
    facts = {"submission_id": review.submission_id, "reviewer_id": review.reviewer_id}
    audit.happened("review.unassigned", review, actor=actor, facts=facts)
    db.session.delete(review)
    db.session.flush()


def refill(call: Call, submissions: Collection[int], *, actor: Account | None) -> None:
    """Find somebody else for submissions that lost a reviewer; tell staff where nobody fits."""
    if call.state is not CallState.PUBLISHED or not submissions:
        return
    if stage_of_reviews(call.phases, clock.now()) not in OPEN_STAGES:
        return
    db.session.flush()
    proposal = proposal_of(call, only=submissions)
    pairs = [(pair.submission_id, pair.reviewer_id) for pair in proposal.plan.pairs]
    made = _assign(pairs, actor=actor)
    _tell_assigned(call, proposal.reviewers.values(), made)
    inviters = _inviters(call) if proposal.plan.missing else []
    for number in sorted(proposal.plan.missing):
        submission = proposal.submissions[number]
        for person in inviters:
            tell(
                person,
                NoticeKind.REVIEWS_LACKING,
                call,
                "programmes.submission_reviews",
                {"submission_id": number},
                facts={"number": submission.number or ""},
                once=f"reviews-lacking:{number}:{clock.today()}",
            )


def check_assignable(call: Call) -> None:
    """Raise ConflictError where reviewing is over, or the call does not run."""
    if call.state is not CallState.PUBLISHED:
        raise ConflictError(_("征集没有发布或已经取消，不能安排评审。"))
    if stage_of_reviews(call.phases, clock.now()) not in OPEN_STAGES:
        raise ConflictError(_("评审已经结束，不能再改动评审安排。"))


def _assign(pairs: Iterable[tuple[int, int]], *, actor: Account | None) -> list[Review]:
    now = clock.now()
    rows = [
        Review(submission_id=one, reviewer_id=other, assigned_at=now, state=ReviewState.OPEN)
        for one, other in pairs
    ]
    try:
        with db.session.begin_nested():  # a colleague may be doing the same
            audit.created_together("review.assigned", rows, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("这位评审专家已经有这份申报，或者已经回避、弃评。")) from error
    return rows


def _tell_assigned(call: Call, reviewers: Iterable[Reviewer], made: Iterable[Review]) -> None:
    counts = Counter(row.reviewer_id for row in made)
    for reviewer in reviewers:
        if counts[reviewer.id]:
            tell(
                reviewer.account,
                NoticeKind.REVIEWS_ASSIGNED,
                call,
                "programmes.reviews",
                facts={"n": str(counts[reviewer.id])},
            )


def _inviters(call: Call) -> list[Account]:
    asked = select(Reviewer.inviter_id).where(Reviewer.call_id == call.id)
    return list(db.session.scalars(select(Account).where(Account.id.in_(asked))))


def _hold(call: Call) -> None:
    """Wait for whoever else assigns for the call, until the end of the transaction."""
    held = select(Call.id).where(Call.id == call.id).with_for_update(key_share=True)
    db.session.execute(held)
