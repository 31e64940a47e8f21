"""Reviewers and reviews as rows, for tests that are about something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from factories.people import account
from factories.programmes import call, submission
from factories.uploads import upload
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations import keep_attachment
from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind, QuestionKind
from matchmaker.programmes.enums.reviews import AbstainReason, ReviewerState, ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallQuestion
from matchmaker.programmes.models.reviews import (
    Review,
    ReviewConflict,
    Reviewer,
    ReviewPost,
    ReviewScore,
)
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.taxonomy.models import Sector


def reviewer(of: Call, person: Account | None = None, **values: Any) -> Reviewer:
    """Add a person who agreed to review submissions of a call."""
    state = values.pop("state", ReviewerState.AGREED)
    row = Reviewer(
        call=of,
        account=person or account("评审专家"),
        inviter=values.pop("inviter", None) or account("馆员", staff=StaffRole.CURATOR),
        state=state,
        answered_at=None if state is ReviewerState.INVITED else clock.now(),
        removed_at=clock.now() if state is ReviewerState.REMOVED else None,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def review(
    of: Submission, by: Reviewer, points: Sequence[int] | None = None, **values: Any
) -> Review:
    """Add the review of a submission; handed in where its points are given, in order."""
    row = Review(
        submission=of,
        reviewer=by,
        state=ReviewState.HANDED_IN if points else ReviewState.OPEN,
        assigned_at=clock.now(),
        handed_in_at=clock.now() if points else None,
        scores=[
            ReviewScore(criterion_id=criterion.id, points=given, comment="材料翔实。")
            for criterion, given in zip(of.call.criteria, points or (), strict=False)
        ],
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


@dataclass
class Reviewing:
    """A call in review: what one person has, a colleague, and a file that was handed in."""

    call: Call
    person: Reviewer
    other: Reviewer
    reviews: list[Review]
    file: SubmissionAnswer


def reviewing(person: Account) -> Reviewing:
    """Add a call in which somebody has one review to read, one to write, one given up."""
    row = call(PhaseKind.REVIEW, title_zh="2026年5G矿山领航者评审", reviews_wanted=2)
    asked = {"kind": QuestionKind.FILE, "label_zh": "验收报告", "label_en": "Acceptance report"}
    row.questions.append(CallQuestion(position=3, key="report", **asked))
    own, other = reviewer(row, person), reviewer(row, account("陈教授"))
    other.sectors = list(db.session.scalars(select(Sector)))
    entrants = [submission(row, state=SubmissionState.ACCEPTED) for _ in range(3)]
    first, second, third = entrants
    kept = keep_attachment(upload(), purpose=Purpose.EVIDENCE, actor=first.author)
    answer = SubmissionAnswer(question=row.questions[-1], attachment=kept)
    first.answers = [
        SubmissionAnswer(question=row.questions[0], text="专网已覆盖采场。\n排土场在建。"),
        SubmissionAnswer(question=row.questions[1], number=98.5),
        answer,
    ]
    reviews = [review(first, own, [8, 7]), review(first, other, [3, 4]), review(second, own)]
    given_up = review(third, own)
    given_up.state, given_up.abstained_at = ReviewState.ABSTAINED, clock.now()
    given_up.abstain_reason, given_up.abstain_words = AbstainReason.OTHER, "已评过同一项目。"
    now = clock.now()
    reviews[0].words = "成效好，安全上再核实。"
    reviews[0].reopen_words = "材料补齐后补评。"
    said = {"author": person, "words": "成效数据是否核实过？", "written_at": now}
    declared = {"author": other.account, "words": "曾任顾问。", "declared_at": now}
    db.session.add(ReviewPost(submission=first, **said))
    db.session.add(ReviewConflict(reviewer=other, organisation=second.organisation, **declared))
    db.session.flush()
    return Reviewing(row, own, other, [*reviews, given_up], answer)
