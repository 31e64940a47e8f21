"""The people who review a call: asked, agreeing, taken off, and what bars them."""

from collections.abc import Collection, Sequence
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations.emails import email_key
from matchmaker.accounts.queries import account_by_email
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, ReviewConflict, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.assigning import check_assignable, drop, refill
from matchmaker.programmes.operations.review_telling import tell
from matchmaker.programmes.operations.states import move_review, move_reviewer
from matchmaker.programmes.policies.reviews import entrants_of
from matchmaker.taxonomy.models import Sector
from matchmaker.web.forms import checked_words
from matchmaker.web.versions import OVERTAKEN

MOST: Final = 500  # submissions for one person
WORDS_MAX: Final = 1000


def invite_reviewer(
    call: Call, email: str, *, sectors: Sequence[Sector], most: int, actor: Account
) -> Reviewer:
    """Ask the person of an account to review; whoever declined or was taken off may be asked again.

    Raises DomainError for an address without an active account or a number out of bounds;
    ConflictError for somebody who is asked already.
    """
    check_assignable(call)
    _check_most(most)
    person = account_by_email(email_key(email))
    if person is None or not person.is_active:
        raise DomainError(_("这个邮箱没有可用的账号。请让对方先注册，再来邀请。"), field="email")
    known = select(Reviewer).where(Reviewer.call_id == call.id, Reviewer.account_id == person.id)
    reviewer = db.session.scalars(known).first()
    if reviewer is None:
        reviewer = Reviewer(call=call, account=person, inviter=actor, state=ReviewerState.INVITED)
        reviewer.most, reviewer.sectors = most, list(sectors)
        try:
            with db.session.begin_nested():  # a colleague may be inviting the same person
                audit.created("reviewer.invited", reviewer, actor=actor)
        except IntegrityError as error:
            raise ConflictError(_("同事刚刚邀请了这位专家。"), field="email") from error
    elif reviewer.state in {ReviewerState.INVITED, ReviewerState.AGREED}:
        raise ConflictError(_("这位专家已经在名单里。"), field="email")
    else:
        with audit.change("reviewer.invited", reviewer, actor=actor):
            move_reviewer(reviewer, ReviewerState.INVITED)
            reviewer.most, reviewer.sectors = most, list(sectors)
            reviewer.inviter_id = actor.id
    tell(person, NoticeKind.REVIEWER_INVITED, call, "programmes.reviews")
    return reviewer


def answer_invitation(reviewer: Reviewer, *, agrees: bool, actor: Account) -> None:
    """Agree to review by the rules, or decline; then others get what was meant for them."""
    check_assignable(reviewer.call)
    target = ReviewerState.AGREED if agrees else ReviewerState.DECLINED
    with audit.change(f"reviewer.{target}", reviewer, actor=actor):
        move_reviewer(reviewer, target)
    if not agrees:
        _give_back(reviewer, actor=actor)


def change_reviewer(
    reviewer: Reviewer, *, sectors: Sequence[Sector], most: int, seen_version: int, actor: Account
) -> None:
    """Change in which sectors somebody reviews, and how many at most.

    Raises ConflictError when they were changed since; DomainError for a number out of bounds.
    """
    if seen_version != reviewer.version:
        raise ConflictError(OVERTAKEN)
    _check_most(most)
    with audit.change("reviewer.changed", reviewer, actor=actor):
        reviewer.most, reviewer.sectors = most, list(sectors)
        reviewer.updated_at = clock.now()


def remove_reviewer(reviewer: Reviewer, *, actor: Account) -> None:
    """Take somebody off: what they handed in stays, what they have not goes to others."""
    check_assignable(reviewer.call)
    with audit.change("reviewer.removed", reviewer, actor=actor):
        move_reviewer(reviewer, ReviewerState.REMOVED)
    _give_back(reviewer, actor=actor)


def declare_conflict(
    reviewer: Reviewer, organisation: Organisation, words: str, *, actor: Account
) -> None:
    """Keep that somebody must not review an organisation; what they have of it goes to others.

    What they handed in about it counts no more. Declared again, it changes nothing. Raises
    DomainError without words.
    """
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写明是什么关系，例如“曾任该单位顾问”。"), field="words")
    row = ReviewConflict(
        reviewer_id=reviewer.id,
        organisation_id=organisation.id,
        author_id=actor.id,
        words=said,
        declared_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            audit.created("reviewer.conflict-declared", row, actor=actor)
    except IntegrityError:
        return  # known already
    db.session.expire(reviewer, ["conflicts"])
    lost = []
    for review in _reviews_of(reviewer, organisation):
        with audit.change("review.conflicted", review, actor=actor):
            move_review(review, ReviewState.CONFLICTED)
        lost.append(review.submission_id)
    refill(reviewer.call, lost, actor=actor)


def declare_on(review: Review, words: str, *, actor: Account) -> None:
    """Let a reviewer declare a conflict with whoever submits what they were given."""
    declare_conflict(review.reviewer, review.submission.organisation, words, actor=actor)


def _give_back(reviewer: Reviewer, *, actor: Account) -> None:
    statement = select(Review).where(
        Review.reviewer_id == reviewer.id, Review.state == ReviewState.OPEN
    )
    given: Collection[Review] = db.session.scalars(statement).all()
    numbers = [row.submission_id for row in given]
    for row in given:
        drop(row, actor=actor)
    refill(reviewer.call, numbers, actor=actor)


def _reviews_of(reviewer: Reviewer, organisation: Organisation) -> list[Review]:
    statement = (
        select(Review)
        .join(Review.submission)
        .where(Review.reviewer_id == reviewer.id, Review.state != ReviewState.CONFLICTED)
        .options(joinedload(Review.submission).selectinload(Submission.partners))
        .options(selectinload(Review.scores))
    )
    found = db.session.scalars(statement)
    return [row for row in found if organisation.id in entrants_of(row.submission)]


def _check_most(most: int) -> None:
    if not 1 <= most <= MOST:
        raise DomainError(_("最多评审的份数请填 1 到 %(most)s。", most=MOST), field="most")
