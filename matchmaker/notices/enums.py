"""Kinds of notices, the groups people choose mail for, and how mail comes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class NoticeGroup(StrEnum):
    """What people choose together; `security` cannot be switched off."""

    SECURITY = "security"
    ORGANISATION = "organisation"  # verification, members, claims
    REVIEW = "review"  # what staff decided on demands, offerings, cases
    ENGAGEMENT = "engagement"  # invitations, responses, awards, outcomes
    MESSAGES = "messages"  # what others wrote to one
    REMINDERS = "reminders"  # what is about to end or waits for one
    STAFF = "staff"  # for those who run the programme


class MailChoice(StrEnum):
    """How notices of a group come by mail; the page has them in any case."""

    AT_ONCE = "at-once"
    DAILY = "daily"  # one mail a day for all that is new
    NEVER = "never"


DEFAULT_CHOICE: Final[Mapping[NoticeGroup, MailChoice]] = {
    NoticeGroup.SECURITY: MailChoice.AT_ONCE,
    NoticeGroup.ORGANISATION: MailChoice.AT_ONCE,
    NoticeGroup.REVIEW: MailChoice.AT_ONCE,
    NoticeGroup.ENGAGEMENT: MailChoice.AT_ONCE,
    NoticeGroup.MESSAGES: MailChoice.AT_ONCE,
    NoticeGroup.REMINDERS: MailChoice.AT_ONCE,
    NoticeGroup.STAFF: MailChoice.DAILY,
}
FIXED: Final = frozenset({NoticeGroup.SECURITY})


class NoticeKind(StrEnum):
    """What happened. Each kind has its group below and its words in `words.py`."""

    FILE_INFECTED = "file-infected"


GROUP_OF: Final[Mapping[NoticeKind, NoticeGroup]] = {
    NoticeKind.FILE_INFECTED: NoticeGroup.SECURITY,
}
