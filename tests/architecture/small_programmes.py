"""One of everything the pages of programmes show."""

from typing import Any

from factories.programmes import call, submission
from factories.reviews import review, reviewer

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import db
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.reviews import ReviewConflict, ReviewPost
from matchmaker.programmes.models.submissions import SubmissionAnswer, SubmissionPartner


def programmes(mine: Organisation, owner: Account) -> dict[str, list[Any]]:
    """Add what the pages show and give the values for the parts of their addresses."""
    announced = call(summary_zh="征集5G矿山。")
    draft = call(state=CallState.DRAFT, published_at=None)
    sent = submission(announced, mine, owner)
    begun = submission(announced, mine, owner, state=SubmissionState.DRAFT)
    first, _second = announced.questions
    for row in (sent, begun):
        row.answers = [SubmissionAnswer(question=first, text="专网已经建成。")]
        row.partners = [SubmissionPartner(name="某设备厂", role="终端")]
    db.session.flush()
    return {
        "call_id": [announced.id, draft.id],
        "submission_id": [sent.id, begun.id],
        **_reviews(),
    }


def _reviews() -> dict[str, list[Any]]:
    """Add a call in review: somebody with a review to write and one to read, and a conflict."""
    reviewed = call(during=PhaseKind.REVIEW, summary_zh="正在评审。")
    person, other = reviewer(reviewed), reviewer(reviewed)
    first, second = (submission(reviewed, state=SubmissionState.ACCEPTED) for _ in range(2))
    rows = [review(first, person, [8, 7]), review(first, other, [3, 4]), review(second, person)]
    now = clock.now()
    db.session.add(
        ReviewPost(submission=first, author=person.account, words="成效", written_at=now)
    )
    declared = {"author": other.account, "words": "曾任顾问", "declared_at": now}
    db.session.add(ReviewConflict(reviewer=other, organisation=second.organisation, **declared))
    db.session.flush()
    return {"review_id": [row.id for row in rows], "reviewer_id": [person.id, other.id]}
