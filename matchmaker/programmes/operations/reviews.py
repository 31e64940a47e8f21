"""Writing a review: saved, handed in, abstained from, reopened; and talking about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.reviews import AbstainReason, ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.reviews import Review, Reviewer, ReviewPost, ReviewScore
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.assigning import refill
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.operations.review_telling import tell
from matchmaker.programmes.operations.states import move_review
from matchmaker.programmes.policies.reviews import is_barred, is_reopened, sight_of
from matchmaker.web.forms import checked_words
from matchmaker.web.language import localised
from matchmaker.web.versions import OVERTAKEN

COMMENT_MAX: Final = 2000
WORDS_MAX: Final = 4000
POST_MAX: Final = 2000
REOPENED_MOST: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote: points and comments by the number of the criterion, and on the whole."""

    points: Mapping[int, int | None]
    comments: Mapping[int, str] = field(default_factory=dict)
    words: str = ""


def save_review(review: Review, written: Written, *, seen_version: int, actor: Account) -> None:
    """Keep a draft; points may be missing.

    Raises ConflictError when the phase does not run, or it was saved elsewhere since, or handed
    in; DomainError for points off the scale or a comment too long.
    """
    _check_writable(review, seen_version)
    if review.state is not ReviewState.OPEN:
        raise ConflictError(_("这份评审已经提交。要改分，请改好后再次提交。"))
    _check(review, written, is_whole=False)
    with audit.change("review.saved", review, actor=actor):
        _write(review, written)


def hand_in(review: Review, written: Written, *, seen_version: int, actor: Account) -> None:
    """Hand a review in, or in again with other points while the phase runs: the last one counts.

    Once the phase is over, scores are final: only what staff reopened, with a reason, is handed in
    again, and the trail calls that a correction.

    Raises DomainError where points are missing, off the scale, or a veto 0 has no reason;
    ConflictError as for `save_review`.
    """
    _check_writable(review, seen_version)
    if review.state not in {ReviewState.OPEN, ReviewState.HANDED_IN}:
        raise ConflictError(_("您已经回避或弃评，不能再提交。"))
    _check(review, written, is_whole=True)
    action = "review.changed" if review.state is ReviewState.HANDED_IN else "review.handed-in"
    if is_ended(review):
        action = "review.corrected" if review.state is ReviewState.HANDED_IN else "review.late"
    with audit.change(action, review, actor=actor):
        _write(review, written)
        if review.state is ReviewState.OPEN:
            move_review(review, ReviewState.HANDED_IN)
        else:
            review.handed_in_at = clock.now()


def abstain(review: Review, reason: AbstainReason | None, words: str, *, actor: Account) -> None:
    """Give a submission up, for good; somebody else gets it.

    Raises DomainError without a reason, or without words where the reason says nothing;
    ConflictError where it was handed in or reviewing is over.
    """
    said = checked_words(words, POST_MAX)
    if reason is None:
        raise DomainError(_("请选一个原因。"), field="reason")
    if reason is AbstainReason.OTHER and not said:
        raise DomainError(_("请写明原因。"), field="words")
    call = review.submission.call
    if call.state is not CallState.PUBLISHED or _is_over(review):
        raise ConflictError(_("评审已经截止，不能再弃评。"))
    with audit.change("review.abstained", review, actor=actor):
        move_review(review, ReviewState.ABSTAINED)
        review.abstain_reason, review.abstain_words = reason, said
    refill(call, [review.submission_id], actor=actor)


def reopen(
    review: Review, until: datetime | None, words: str, *, seen_version: int, actor: Account
) -> None:
    """Let one person write again, or still, up to an instant; what was handed in counts till then.

    Raises DomainError for an instant that is past or more than 30 days off, or without words;
    ConflictError for a review given up, a submission that is decided on, or one that changed since
    the person opened the page: a colleague reopened it, or it was handed in again.
    """
    said = checked_words(words, POST_MAX)
    if seen_version != review.version:
        raise ConflictError(OVERTAKEN)
    if review.submission.state is not SubmissionState.ACCEPTED:
        raise ConflictError(_("这份申报不在评审中，不能重新开放评审。"))
    if review.state not in {ReviewState.OPEN, ReviewState.HANDED_IN}:
        raise ConflictError(_("已经回避或弃评的评审不能重新开放。"))
    now, faults = clock.now(), []
    if until is None or not now < until <= now + REOPENED_MOST:
        faults.append(DomainError(_("请填一个以后的时间，最多 30 天。"), field="until"))
    if not said:
        faults.append(DomainError(_("请写明为什么重新开放，会记入审计。"), field="words"))
    raise_all(faults)
    with audit.change("review.reopened", review, actor=actor):
        review.reopened_at, review.reopened_until, review.reopen_words = now, until, said
    tell(
        review.reviewer.account,
        NoticeKind.REVIEW_REOPENED,
        review.submission.call,
        "programmes.review",
        {"review_id": review.id},
        facts={
            "number": review.submission.number or "",
            "until": clock.stamp(until),
            "words": said,
        },
    )


def post_as_reviewer(review: Review, words: str, *, actor: Account) -> ReviewPost:
    """Say something to the others about a submission one has reviewed.

    Raises ConflictError before one's own review is handed in, and once the notice begins.
    """
    if not sight_of(review, clock.now()).talks:
        raise ConflictError(_("交了自己的评审以后、公示开始以前，才能参加讨论。"))
    return _post(review.submission, words, actor)


def post_as_staff(submission: Submission, words: str, *, actor: Account) -> ReviewPost:
    """Say something to the reviewers of a submission."""
    return _post(submission, words, actor)


def _post(submission: Submission, words: str, actor: Account) -> ReviewPost:
    said = checked_words(words, POST_MAX)
    if not said:
        raise DomainError(_("请写要说的话。"), field="words")
    row = ReviewPost(
        submission_id=submission.id, author_id=actor.id, words=said, written_at=clock.now()
    )
    audit.created("review.discussed", row, actor=actor)
    statement = (
        select(Review)
        .join(Review.reviewer)
        .where(
            Review.submission_id == submission.id,
            Review.state == ReviewState.HANDED_IN,
            Reviewer.account_id != actor.id,
        )
        .options(joinedload(Review.reviewer).joinedload(Reviewer.account))
    )
    for review in db.session.scalars(statement):
        if sight_of(review, clock.now()).talks:
            tell(
                review.reviewer.account,
                NoticeKind.REVIEW_DISCUSSED,
                submission.call,
                "programmes.review",
                {"review_id": review.id},
                facts={"number": submission.number or ""},
                once=f"review-discussed:{review.id}:{clock.today()}",
            )
    return row


def is_ended(review: Review) -> bool:
    """Whether the phase of reviewing is over, so that scores are final."""
    phase = next(
        (row for row in review.submission.call.phases if row.kind is PhaseKind.REVIEW), None
    )
    return phase is None or (phase.ends_at is not None and phase.ends_at <= clock.now())


def _is_over(review: Review) -> bool:
    return is_ended(review) and not is_reopened(review, clock.now())


def _check_writable(review: Review, seen_version: int) -> None:
    call = review.submission.call
    if is_barred(review.reviewer, review.submission):
        raise ConflictError(_("您与申报单位有利益关系，不能评审。"))
    if not (call.state is CallState.PUBLISHED and is_reopened(review, clock.now())):
        check_running(call, PhaseKind.REVIEW)
    if review.submission.state is not SubmissionState.ACCEPTED:
        raise ConflictError(_("这份申报不在评审中了，不用再评。"))
    if seen_version != review.version:
        raise ConflictError(OVERTAKEN)


def _check(review: Review, written: Written, *, is_whole: bool) -> None:
    faults = []
    for row in review.submission.call.criteria:
        points, comment = written.points.get(row.id), written.comments.get(row.id, "")
        name = localised(row, "label")
        if points is None and is_whole:
            words = _("请给“%(name)s”打分。", name=name)
            faults.append(DomainError(words, field=f"points-{row.id}"))
        elif points is not None and not 0 <= points <= row.most:
            words = _("“%(name)s”请打 0 到 %(most)s 分。", name=name, most=row.most)
            faults.append(DomainError(words, field=f"points-{row.id}"))
        elif points == 0 and row.is_veto and is_whole and not comment.strip():
            words = _("“%(name)s”打 0 分会使申报暂缓，请写明理由。", name=name)
            faults.append(DomainError(words, field=f"comment-{row.id}"))
        checked_words(comment, COMMENT_MAX)
    checked_words(written.words, WORDS_MAX, field="words")
    raise_all(faults)


def _write(review: Review, written: Written) -> None:
    known = {row.criterion_id: row for row in review.scores}
    for criterion in review.submission.call.criteria:
        row = known.get(criterion.id)
        if row is None:
            row = ReviewScore(criterion_id=criterion.id)
            review.scores.append(row)
        row.points = written.points.get(criterion.id)
        row.comment = checked_words(written.comments.get(criterion.id, ""), COMMENT_MAX)
    review.words = checked_words(written.words, WORDS_MAX, field="words")
    review.updated_at = clock.now()
