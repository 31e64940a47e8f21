"""What feeds documents of people and organisations."""

from typing import Final

from matchmaker.accounts.models import Organisation
from matchmaker.jobs.feeds import Feed

ORGANISATION: Final = "organisation"

FEEDS: Final = (Feed(Organisation, ORGANISATION, unfed=frozenset({"memberships"})),)
