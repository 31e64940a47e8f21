"""Arranging meetings: one side names times, the other chooses one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.engagements.enums import Side
from matchmaker.engagements.enums.meetings import MEETING_TRANSITIONS, MeetingState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting, MeetingSlot
from matchmaker.engagements.operations.talks import checked_side
from matchmaker.engagements.operations.telling import other_side, tell_side
from matchmaker.engagements.policies.talks import (
    may_answer_meeting,
    may_change_meeting,
    may_note_meeting,
    speaking_side,
)
from matchmaker.engagements.queries.meetings import ongoing_meetings
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.forms import checked_words, clean_line

SLOTS_MOST: Final = 5
MINUTES: Final = range(15, 8 * 60 + 1)
AHEAD_MOST: Final = timedelta(days=180)
ONGOING_MOST: Final = 10  # meetings of one engagement that are not over
TOPIC_MAX: Final = 80
PLACE_MAX: Final = 200
LINK_MAX: Final = 1_000
WORDS_MAX: Final = 1_000
NOTE_MAX: Final = 4_000
CHANGED_WORDS: Final = _("这场会议刚刚有变化，请刷新页面查看。")


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that is named for a meeting."""

    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class MeetingContent:
    """What is said of a meeting that is proposed; a place or a link, or both."""

    topic: str
    place: str
    link: str
    words: str
    slots: Sequence[Slot]


def propose_meeting(engagement: Engagement, content: MeetingContent, *, actor: Account) -> Meeting:
    """Name up to five times for a meeting; the other side chooses one.

    Raises ConflictError where the two do not talk, DomainError for what cannot be arranged and
    while ten meetings are not over.
    """
    side = checked_side(engagement, actor)
    if ongoing_meetings(engagement) >= ONGOING_MOST:
        raise DomainError(_("已有 %(n)s 场会议还没开完，请先处理它们。", n=ONGOING_MOST))
    said = _checked(content)
    meeting = Meeting(
        engagement=engagement,
        is_by_provider=side is Side.PROVIDER,
        proposer=actor,
        topic=said.topic,
        place=said.place,
        link=said.link,
        words=said.words,
        proposed_at=clock.now(),
        slots=[MeetingSlot(starts_at=one.starts_at, minutes=one.minutes) for one in said.slots],
    )
    audit.created("meeting.proposed", meeting, actor=actor)
    _tell(meeting, other_side(side), NoticeKind.MEETING_PROPOSED)
    return meeting


def propose_other_times(meeting: Meeting, content: MeetingContent, *, actor: Account) -> None:
    """Name other times in place of those named or agreed; then the other side is to choose.

    Raises ConflictError for a meeting that is over or called off, DomainError as for a new one.
    """
    side = _changing_side(meeting, actor)
    said = _checked(content)
    with audit.change("meeting.moved", meeting, actor=actor):
        _move(meeting, MeetingState.PROPOSED)
        meeting.is_by_provider = side is Side.PROVIDER
        meeting.proposer = actor
        meeting.proposed_at = clock.now()
        meeting.topic, meeting.place, meeting.link = said.topic, said.place, said.link
        meeting.words = said.words
        meeting.starts_at = meeting.minutes = meeting.accepted_at = None
        kept = {slot.starts_at: slot for slot in meeting.slots}
        meeting.slots = [_slot(one, kept.get(one.starts_at)) for one in said.slots]
    _tell(meeting, other_side(side), NoticeKind.MEETING_PROPOSED)


def accept_meeting(meeting: Meeting, slot_id: int | None, *, actor: Account) -> None:
    """Choose one of the times that were named.

    Raises ConflictError for a meeting nobody asks this side about, DomainError for no time or one
    that is past.
    """
    if not may_answer_meeting(actor, meeting):
        raise ConflictError(CHANGED_WORDS)
    slot = next((one for one in meeting.slots if one.id == slot_id), None)
    if slot is None:
        raise DomainError(_("请选一个时间。"), field="slot")
    if slot.starts_at <= clock.now():
        raise DomainError(_("这个时间已经过了，请选别的时间，或另提时间。"), field="slot")
    with audit.change("meeting.accepted", meeting, actor=actor):
        _move(meeting, MeetingState.ACCEPTED)
        meeting.starts_at, meeting.minutes = slot.starts_at, slot.minutes
        meeting.accepted_at = clock.now()
    _tell(meeting, _proposing_side(meeting), NoticeKind.MEETING_ACCEPTED)


def decline_meeting(meeting: Meeting, words: str, *, actor: Account) -> None:
    """Say that none of the times will do, and none other is named."""
    if not may_answer_meeting(actor, meeting):
        raise ConflictError(CHANGED_WORDS)
    with audit.change("meeting.declined", meeting, actor=actor):
        _move(meeting, MeetingState.DECLINED)
        meeting.close_words = checked_words(words, WORDS_MAX)
    _tell(meeting, _proposing_side(meeting), NoticeKind.MEETING_DECLINED, meeting.close_words)


def cancel_meeting(meeting: Meeting, words: str, *, actor: Account) -> None:
    """Call a meeting off before it begins; calendars that hold it are told by its file."""
    side = _changing_side(meeting, actor)
    with audit.change("meeting.cancelled", meeting, actor=actor):
        _move(meeting, MeetingState.CANCELLED)
        meeting.close_words = checked_words(words, WORDS_MAX)
    _tell(meeting, other_side(side), NoticeKind.MEETING_CANCELLED, meeting.close_words)


def note_meeting(meeting: Meeting, note: str, *, is_held: bool, actor: Account) -> None:
    """Say whether a meeting was held and what came of it; both sides read and may mend it.

    Raises ConflictError before it began, DomainError for a held one of which nothing is said.
    """
    side = speaking_side(actor, meeting.engagement)
    if side is None or not may_note_meeting(actor, meeting):
        raise ConflictError(CHANGED_WORDS)
    said = checked_words(note, NOTE_MAX, field="note")
    if is_held and not said:
        raise DomainError(_("请写下会议谈定了什么、下一步做什么。"), field="note")
    with audit.change("meeting.noted", meeting, actor=actor):
        _move(meeting, MeetingState.HELD if is_held else MeetingState.MISSED)
        meeting.note = said
        meeting.noted_at = clock.now()
        meeting.noted_by = actor
    _tell(meeting, other_side(side), NoticeKind.MEETING_NOTED, said)


def _checked(content: MeetingContent) -> MeetingContent:
    topic, place, link = (clean_line(one) for one in (content.topic, content.place, content.link))
    if not topic or len(topic) > TOPIC_MAX:
        raise DomainError(_("请写会议主题，最多 %(n)s 个字。", n=TOPIC_MAX), field="topic")
    if not place and not link:
        raise DomainError(_("请写会议地点，或线上会议的链接。"), field="place")
    if len(place) > PLACE_MAX:
        raise DomainError(_("最多 %(limit)s 个字，请缩短。", limit=PLACE_MAX), field="place")
    if link and not _is_safe_link(link):
        raise DomainError(_("链接要以 https:// 开头，最多 1000 个字符。"), field="link")
    return MeetingContent(
        topic, place, link, checked_words(content.words, WORDS_MAX), _checked_slots(content.slots)
    )


def _checked_slots(slots: Sequence[Slot]) -> list[Slot]:
    now = clock.now()
    if not 0 < len(slots) <= SLOTS_MOST:
        raise DomainError(_("请提 1 到 %(n)s 个时间。", n=SLOTS_MOST), field="slots")
    if len({one.starts_at for one in slots}) < len(slots):
        raise DomainError(_("有两个时间是一样的，请改一个。"), field="slots")
    if any(one.starts_at <= now for one in slots):
        raise DomainError(_("时间要在现在以后。"), field="slots")
    if any(one.starts_at > now + AHEAD_MOST for one in slots):
        raise DomainError(_("最多提前半年约会议。"), field="slots")
    if any(one.minutes not in MINUTES for one in slots):
        raise DomainError(_("会议时长在 15 分钟到 8 小时之间。"), field="slots")
    return sorted(slots, key=lambda one: one.starts_at)


def _slot(wanted: Slot, known: MeetingSlot | None) -> MeetingSlot:
    if known is None:
        return MeetingSlot(starts_at=wanted.starts_at, minutes=wanted.minutes)
    known.minutes = wanted.minutes
    return known


def _is_safe_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and not parts.username
        and " " not in link
        and len(link) <= LINK_MAX
    )


def _changing_side(meeting: Meeting, actor: Account) -> Side:
    side = speaking_side(actor, meeting.engagement)
    if side is None or not may_change_meeting(actor, meeting):
        raise ConflictError(CHANGED_WORDS)
    return side


def _proposing_side(meeting: Meeting) -> Side:
    return Side.PROVIDER if meeting.is_by_provider else Side.ENTERPRISE


def _move(meeting: Meeting, target: MeetingState) -> None:
    if target not in MEETING_TRANSITIONS[meeting.state]:
        raise ConflictError(CHANGED_WORDS)
    if meeting.state is MeetingState.ACCEPTED:
        meeting.sequence += 1  # calendars hold what was agreed
    meeting.state = target
    if target in {MeetingState.DECLINED, MeetingState.CANCELLED}:
        meeting.closed_at = clock.now()


def _tell(meeting: Meeting, side: Side, kind: NoticeKind, words: str = "") -> None:
    facts = {"topic": meeting.topic, "words": words}
    if meeting.starts_at is not None:
        facts["when"] = clock.stamp(meeting.starts_at)
    tell_side(
        meeting.engagement,
        side,
        kind,
        "engagements.meeting",
        {"meeting_id": meeting.id},
        facts=facts,
    )
