"""Meetings: times are named, one is chosen, calendars hold it, the outcome is noted."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from factories.engagements import meeting_content, slots, talking
from factories.signing_in import sign_in
from flask import Flask
from icalendar import Calendar
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.engagements.enums.meetings import (
    MEETING_TRANSITIONS,
    ONGOING,
    TIMED,
    MeetingState,
)
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.operations import meetings
from matchmaker.engagements.operations.meetings import (
    accept_meeting,
    cancel_meeting,
    decline_meeting,
    note_meeting,
    propose_meeting,
    propose_other_times,
)
from matchmaker.engagements.policies.talks import may_have_calendar, may_note_meeting
from matchmaker.engagements.queries.meetings import coming_meetings
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.models import Notice


@pytest.mark.parametrize(("before", "after"), list(product(MeetingState, repeat=2)))
def test_only_listed_moves_are_made(before: MeetingState, after: MeetingState) -> None:
    meeting = Meeting(state=before, sequence=0)

    if after in MEETING_TRANSITIONS[before]:
        meetings._move(meeting, after)
        assert meeting.state is after
        assert meeting.sequence == (before is MeetingState.ACCEPTED)
    else:
        with pytest.raises(ConflictError):
            meetings._move(meeting, after)


def test_groups_of_states_belong_together() -> None:
    assert {MeetingState.ACCEPTED} == ONGOING & TIMED


@pytest.mark.usefixtures("session")
def test_the_other_side_chooses_a_time_and_both_note_what_came_of_it() -> None:
    engagement, sides = talking()
    meeting = propose_meeting(engagement, meeting_content(), actor=sides.buyer)
    chosen = meeting.slots[1]
    with pytest.raises(ConflictError):
        accept_meeting(meeting, chosen.id, actor=sides.buyer)
    with pytest.raises(DomainError, match="选一个时间"):
        accept_meeting(meeting, 0, actor=sides.seller)
    assert not may_have_calendar(sides.seller, meeting)

    accept_meeting(meeting, chosen.id, actor=sides.seller)
    db.session.commit()

    assert (meeting.state, meeting.starts_at) == (MeetingState.ACCEPTED, chosen.starts_at)
    assert coming_meetings(sides.buyer) == coming_meetings(sides.seller) == [meeting]
    assert not may_note_meeting(sides.buyer, meeting)
    with clock.at(chosen.starts_at + timedelta(hours=2)):
        assert coming_meetings(sides.buyer) == []
        with pytest.raises(DomainError, match="谈定了什么"):
            note_meeting(meeting, " ", is_held=True, actor=sides.seller)
        note_meeting(meeting, "下周现场勘察", is_held=True, actor=sides.seller)
        note_meeting(meeting, "对方没到", is_held=False, actor=sides.buyer)
    assert (meeting.state, meeting.note) == (MeetingState.MISSED, "对方没到")
    told = db.session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert [kind for kind in told if kind.startswith("meeting")] == [
        "meeting-proposed", "meeting-accepted", "meeting-noted", "meeting-noted",
    ]  # fmt: skip


@pytest.mark.usefixtures("session")
def test_other_times_turn_the_question_round() -> None:
    engagement, sides = talking()
    meeting = propose_meeting(engagement, meeting_content(2, 3), actor=sides.buyer)
    propose_other_times(meeting, meeting_content(3, 4), actor=sides.seller)

    assert meeting.is_by_provider
    with pytest.raises(ConflictError):
        accept_meeting(meeting, meeting.slots[0].id, actor=sides.seller)
    accept_meeting(meeting, meeting.slots[0].id, actor=sides.buyer)
    propose_other_times(meeting, meeting_content(5), actor=sides.buyer)
    db.session.commit()
    assert (meeting.state, meeting.starts_at) == (MeetingState.PROPOSED, None)
    assert meeting.sequence == 1
    decline_meeting(meeting, "下个月再约", actor=sides.seller)
    db.session.commit()
    assert (meeting.state, meeting.close_words) == (MeetingState.DECLINED, "下个月再约")
    with pytest.raises(ConflictError):
        propose_other_times(meeting, meeting_content(5), actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_what_cannot_be_arranged_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    engagement, sides = talking()
    faults: dict[str, dict[str, Any]] = {
        "主题": {"topic": " "},
        "地点": {"link": ""},
        "https": {"link": "http://meeting.example.com"},
        "https://": {"link": "https://me:secret@example.com"},
        "1 到 5": {"slots": []},
        "一样": {"slots": slots(2) * 2},
        "现在以后": {"slots": slots(-1)},
        "半年": {"slots": slots(200)},
        "1000": {"words": "长" * 1001},
    }
    for words, changes in faults.items():
        with pytest.raises(DomainError, match=words):
            propose_meeting(engagement, meeting_content(**changes), actor=sides.buyer)
    monkeypatch.setattr(meetings, "ONGOING_MOST", 0)
    with pytest.raises(DomainError, match="没开完"):
        propose_meeting(engagement, meeting_content(), actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_a_time_that_passed_meanwhile_is_not_chosen() -> None:
    engagement, sides = talking()
    meeting = propose_meeting(engagement, meeting_content(2), actor=sides.buyer)

    with clock.at(clock.now() + timedelta(days=3)), pytest.raises(DomainError, match="已经过了"):
        accept_meeting(meeting, meeting.slots[0].id, actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_a_meeting_is_called_off_only_before_it_begins() -> None:
    engagement, sides = talking()
    meeting = propose_meeting(engagement, meeting_content(2), actor=sides.buyer)
    accept_meeting(meeting, meeting.slots[0].id, actor=sides.seller)
    with clock.at(clock.now() + timedelta(days=3)), pytest.raises(ConflictError):
        cancel_meeting(meeting, "", actor=sides.seller)
    cancel_meeting(meeting, "人员出差", actor=sides.seller)
    db.session.commit()

    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 1)


def test_a_meeting_in_the_browser(app: Flask, client: PageClient) -> None:
    with app.app_context():
        engagement, sides = talking()
        number, buyer, seller = engagement.id, sides.buyer.id, sides.seller.id
        db.session.commit()
    new = f"/engagements/{number}/meetings/new"
    said = {"topic": "现场交流", "link": "https://meeting.example.com/1"}
    sign_in(app, client, buyer)
    half = client.submit(new, {**said, "slots-0-day": "2026-12-01", "slots-0-minutes": "60"})
    assert half.status_code == 422
    assert "请写开始时间" in half.get_data(as_text=True)
    odd = {"slots-0-day": "2026-12-01", "slots-0-hour": "25点", "slots-0-minutes": "60"}
    assert client.submit(new, {**said, **odd}).status_code == 422
    assert client.submit(new, said).status_code == 422
    rows = {f"slots-{row}-{name}": "" for row in range(5) for name in ("day", "hour")}
    lengths = {f"slots-{row}-minutes": "60" for row in range(5)}
    good = {**rows, **lengths, "slots-3-day": "2026-12-01", "slots-3-hour": "9:30"}
    made = client.submit(new, {**said, **good})
    assert made.status_code == 303
    there = made.headers["Location"]
    assert client.get(f"{there}/calendar").status_code == 404

    sign_in(app, client, seller)
    assert "2026-12-01 09:30" in client.get(there).get_data(as_text=True)
    none = client.submit(there, {}, to=f"{there}/accept")
    assert (none.status_code, "请选一个时间" in none.get_data(as_text=True)) == (422, True)
    with app.app_context():
        slot = db.session.query(Meeting).one().slots[0].id
    assert client.submit(there, {"slot": slot}, to=f"{there}/accept").status_code == 303
    file = client.get(f"{there}/calendar")
    assert file.mimetype == "text/calendar"
    event = Calendar.from_ical(file.data).events[0]
    assert (f"{event.start:%H}", event["sequence"]) == ("09", 0)
    assert client.submit(there, {"words": "改期"}, to=f"{there}/cancel").status_code == 303
    gone = Calendar.from_ical(client.get(f"{there}/calendar").data)
    assert (gone["method"], gone.events[0]["sequence"]) == ("CANCEL", 1)
    assert gone.events[0]["uid"] == event["uid"]


def test_a_time_nobody_offered_is_refused_however_long_its_number(app: Flask) -> None:
    with app.app_context():
        engagement, sides = talking()
        meeting = propose_meeting(engagement, meeting_content(), actor=sides.buyer)
        db.session.commit()
        number, seller = meeting.id, sides.seller.id
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sign_in(app, client, seller)

    for slot in ("9" * 5000, "0", "", "²"):
        answer = client.post(f"/meetings/{number}/accept", data={"slot": slot})
        assert answer.status_code == 422, slot
