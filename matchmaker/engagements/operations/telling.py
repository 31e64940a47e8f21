"""Telling the people of a side what the other did."""

from collections.abc import Mapping

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import speakers_of
from matchmaker.engagements.enums import Side
from matchmaker.engagements.models import Engagement
from matchmaker.errors import Words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify


def other_side(side: Side) -> Side:
    """Give the side that a side talks with."""
    return Side.ENTERPRISE if side is Side.PROVIDER else Side.PROVIDER


def organisation_of(engagement: Engagement, side: Side) -> Organisation | None:
    """Give the organisation of a side; a demand may have lost its own."""
    return engagement.provider if side is Side.PROVIDER else engagement.demand.organisation


def name_of(engagement: Engagement, side: Side) -> str:
    """Give the name of a side's organisation."""
    organisation = organisation_of(engagement, side)
    return organisation.name if organisation else ""


def tell_side(  # noqa: PLR0913 - whom, what, with which words, and where it leads
    engagement: Engagement,
    side: Side,
    kind: NoticeKind,
    endpoint: str,
    values: dict[str, int | str],
    *,
    facts: Mapping[str, Words] | None = None,
    once: str | None = None,
    but: Account | None = None,
) -> None:
    """Tell the owners and editors of a side, but the one who did it.

    Facts that every notice has: `title` of the demand, `other`, the organisation across.
    """
    organisation = organisation_of(engagement, side)
    if organisation is None:
        return
    said: dict[str, Words] = {
        "title": engagement.demand.title,
        "other": name_of(engagement, other_side(side)),
        **(facts or {}),
    }
    for person in speakers_of(organisation):
        if but is None or person.id != but.id:
            notify(person, kind, facts=said, endpoint=endpoint, values=values, once=once)
