"""Who may read and write messages, see contacts and arrange meetings."""

from datetime import timedelta
from typing import Final

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.engagements.enums import CONNECTED, Side
from matchmaker.engagements.enums.meetings import ONGOING, TIMED, MeetingState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.models.talks import Contact, Message, MessageFile
from matchmaker.engagements.policies import (
    is_enterprise_side,
    is_provider_side,
    speaks_as,
)

TAKEN_BACK_WITHIN: Final = timedelta(minutes=10)


def speaking_side(actor: Account | None, engagement: Engagement) -> Side | None:
    """Say for which side a person speaks; None for neither."""
    return next((side for side in Side if speaks_as(actor, engagement, side)), None)


def is_insider(actor: Account | None, engagement: Engagement) -> bool:
    """Everybody of both sides; not staff, who have no business in what two sides write."""
    return is_enterprise_side(actor, engagement) or is_provider_side(actor, engagement)


def may_read_messages(actor: Account | None, engagement: Engagement) -> bool:
    """Everybody of both sides, once both accepted; also after it was closed."""
    return engagement.accepted_at is not None and is_insider(actor, engagement)


def may_write(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of both sides, while both want to talk."""
    return engagement.state in CONNECTED and speaking_side(actor, engagement) is not None


def may_take_back(actor: Account | None, message: Message) -> bool:
    """Whoever wrote it, for ten minutes, while the engagement goes on."""
    return (
        actor is not None
        and message.author_id == actor.id
        and message.taken_back_at is None
        and may_write(actor, message.engagement)
        and clock.now() - message.created_at <= TAKEN_BACK_WITHIN
    )


def may_read_file(actor: Account | None, file: MessageFile) -> bool:
    """Whoever may read the message it came with."""
    return may_read_messages(actor, file.message.engagement)


def may_report_message(actor: Account | None, message: Message) -> bool:
    """Whoever may read it and did not write it, while it stands."""
    return (
        actor is not None
        and message.author_id != actor.id
        and message.taken_back_at is None
        and may_read_messages(actor, message.engagement)
    )


def may_see_contacts(actor: Account | None, engagement: Engagement) -> bool:
    """Everybody of both sides, while both want to talk."""
    return engagement.state in CONNECTED and is_insider(actor, engagement)


def may_agree_contact(actor: Account | None, contact: Contact) -> bool:
    """Whoever was named and has not agreed yet, while both sides want to talk."""
    return (
        actor is not None
        and contact.account_id == actor.id
        and contact.agreed_at is None
        and may_see_contacts(actor, contact.engagement)
    )


def may_see_meeting(actor: Account | None, meeting: Meeting) -> bool:
    """Everybody of both sides."""
    return may_read_messages(actor, meeting.engagement)


def may_answer_meeting(actor: Account | None, meeting: Meeting) -> bool:
    """Choose a time or say no: the side that did not name the times."""
    other = Side.ENTERPRISE if meeting.is_by_provider else Side.PROVIDER
    return (
        meeting.state is MeetingState.PROPOSED
        and meeting.engagement.state in CONNECTED
        and speaks_as(actor, meeting.engagement, other)
    )


def may_change_meeting(actor: Account | None, meeting: Meeting) -> bool:
    """Name other times or call it off: both sides, before it begins."""
    has_begun = meeting.starts_at is not None and meeting.starts_at <= clock.now()
    return meeting.state in ONGOING and not has_begun and may_write(actor, meeting.engagement)


def may_note_meeting(actor: Account | None, meeting: Meeting) -> bool:
    """Say what came of it: both sides, from when it began."""
    return (
        meeting.state in TIMED
        and meeting.starts_at is not None
        and meeting.starts_at <= clock.now()
        and speaking_side(actor, meeting.engagement) is not None
    )


def may_have_calendar(actor: Account | None, meeting: Meeting) -> bool:
    """Both sides, for a meeting that has, or had, its time."""
    return meeting.starts_at is not None and may_see_meeting(actor, meeting)
