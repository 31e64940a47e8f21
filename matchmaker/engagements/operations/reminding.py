"""Reminding people of what waits for them: three times at most, then it is only listed."""

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import speakers_of
from matchmaker.db import db
from matchmaker.engagements.queries.steps import steps_to_remind_of
from matchmaker.engagements.words.outcomes import STEP_LABELS
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.web.language import in_language_of


def remind_of_steps() -> int:
    """Remind the people of each step that has waited as long as the table says; gives how many.

    Run again it tells nobody twice of the same reminder. The caller commits.
    """
    people: dict[int, list[Account]] = {}
    steps = steps_to_remind_of()
    for row in steps:
        if row.organisation_id not in people:
            organisation = db.session.get_one(Organisation, row.organisation_id)
            people[row.organisation_id] = speakers_of(organisation)
        for person in people[row.organisation_id]:
            with in_language_of(person):
                what = str(STEP_LABELS[row.step])
            notify(
                person,
                NoticeKind.STEP_DUE,
                facts={"step": what, "title": row.title, "other": row.other},
                endpoint=row.endpoint,
                values=row.values,
                once=f"step:{row.step}:{row.subject_id}:{row.since:%Y%m%d}:{row.reminder}",
            )
    return len(steps)
