"""Telling providers of qualifications that end, and letting those that ended no longer count."""

from datetime import timedelta
from typing import Final

from matchmaker import clock
from matchmaker.accounts.queries import speakers_of
from matchmaker.catalogue.documents import PROVIDER
from matchmaker.catalogue.models.profiles import SOON
from matchmaker.catalogue.queries.profiles import qualifications_ending
from matchmaker.jobs.outbox import queue_index
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all

LOOKED_BACK: Final = timedelta(days=5)  # less than the week a key of the outbox is kept


def remind_of_qualifications() -> None:
    """Tell the people of a provider once that a qualification ends within 30 days.

    The day after its last one the document of the provider is written anew, once. The caller
    commits.
    """
    today = clock.today()
    for row in qualifications_ending(today, today + SOON):
        organisation, until = row.profile.organisation, row.valid_until
        notify_all(
            speakers_of(organisation),
            NoticeKind.QUALIFICATION_ENDING,
            facts={"name": row.name, "organisation": organisation.name, "until": str(until)},
            endpoint="catalogue.edit_profile",
            values={"organisation_id": organisation.id},
            once=f"qualification-ending:{row.id}:{until}",
        )
    for row in qualifications_ending(today - LOOKED_BACK, today - timedelta(days=1)):
        once = f"qualification-ended:{row.id}:{row.valid_until}"
        queue_index(PROVIDER, row.profile.organisation_id, once=once)
