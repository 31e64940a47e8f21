"""One of everything the pages of programmes show."""

from typing import Any

from factories.programmes import call, submission

from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import db
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.submissions import SubmissionState
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
    return {"call_id": [announced.id, draft.id], "submission_id": [sent.id, begun.id]}
