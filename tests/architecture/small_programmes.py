"""One of everything the pages of programmes show."""

from datetime import timedelta
from typing import Any

from factories.programmes import appeal, call, entry, objection, renewal, submission
from factories.reviews import review, reviewer

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import db
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.results import EntryAct
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.results import EntryStep
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
    found = _results(mine, owner)
    return {
        **found,
        **_reviews(),
        "call_id": [announced.id, draft.id, *found["call_id"]],
        "submission_id": [sent.id, begun.id, *found["submission_id"]],
    }


def _results(mine: Organisation, owner: Account) -> dict[str, list[Any]]:
    """Add a call on public notice, with an objection, and one whose results are out."""
    noticed = call(during=PhaseKind.NOTICE, summary_zh="正在公示。")
    chosen = submission(noticed, mine, owner, state=SubmissionState.SELECTED)
    chosen.decided_at = noticed.phases[3].ends_at - timedelta(seconds=1)
    over = call(during=PhaseKind.RESULTS, summary_zh="结果已经公布。", results_at=clock.now())
    won = submission(over, mine, owner, state=SubmissionState.SELECTED, decided_at=clock.now())
    lost = submission(over, mine, owner, state=SubmissionState.NOT_SELECTED, decided_at=clock.now())
    lost.verdict_words = "佐证材料不足。"
    listed = entry(won)
    db.session.add(EntryStep(entry=listed, act=EntryAct.LISTED, words="列入名单。"))
    db.session.flush()
    return {
        "call_id": [noticed.id, over.id],
        "submission_id": [chosen.id, lost.id],
        "objection_id": [objection(chosen).id],
        "appeal_id": [appeal(lost, owner).id],
        "entry_id": [listed.id],
        "renewal_id": [renewal(listed, owner).id],
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
