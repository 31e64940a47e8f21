"""Reading meetings."""

from collections.abc import Sequence
from datetime import timedelta

from flask import current_app, url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums.meetings import ONGOING, MeetingState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.meetings import Meeting
from matchmaker.engagements.queries.rows import WITH_SIDES
from matchmaker.engagements.scoring.calendar import CalendarEntry

LISTED_MOST = 50
LONGEST = timedelta(hours=8)


def meeting_by_id(meeting_id: int) -> Meeting | None:
    """Find a meeting with its times and both sides of its engagement."""
    statement = (
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.engagement).options(*WITH_SIDES),
            joinedload(Meeting.proposer),
            joinedload(Meeting.noted_by),
            selectinload(Meeting.slots),
        )
    )
    return db.session.scalars(statement).first()


def meetings_of(engagement: Engagement) -> Sequence[Meeting]:
    """List the meetings of an engagement, the newest first."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.engagement_id == engagement.id)
        .options(selectinload(Meeting.slots))
        .order_by(Meeting.id.desc())
        .limit(LISTED_MOST)
    ).all()


def ongoing_meetings(engagement: Engagement) -> int:
    """Count the meetings of an engagement that are proposed or arranged."""
    statement = (
        select(func.count())
        .select_from(Meeting)
        .where(Meeting.engagement_id == engagement.id, Meeting.state.in_(ONGOING))
    )
    return db.session.scalar(statement) or 0


def coming_meetings(actor: Account) -> Sequence[Meeting]:
    """List the arranged meetings of a person's organisations that are not over, soonest first."""
    own = actor.organisation_ids
    rows = db.session.scalars(
        select(Meeting)
        .join(Meeting.engagement)
        .join(Engagement.demand)
        .where(
            Meeting.state == MeetingState.ACCEPTED,
            Meeting.starts_at > clock.now() - LONGEST,
            or_(Demand.organisation_id.in_(own), Engagement.provider_id.in_(own)),
        )
        .options(joinedload(Meeting.engagement).options(*WITH_SIDES))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(LISTED_MOST)
    ).all()
    return [row for row in rows if row.ends_at and row.ends_at > clock.now()]


def calendar_entry(meeting: Meeting) -> CalendarEntry | None:
    """Give what calendars need to know of a meeting; None for one without a time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    engagement = meeting.engagement
    _name, _sign, sender = current_app.extensions["settings"].mail.sender.rpartition("<")
    return CalendarEntry(
        uid=f"{meeting.uid}@matchmaker",
        sequence=meeting.sequence,
        changed_at=meeting.updated_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=meeting.topic,
        place=meeting.place,
        link=meeting.link,
        words=f"{engagement.demand.title} · {engagement.provider.name}",
        address=url_for("engagements.meeting", meeting_id=meeting.id, _external=True),
        organiser=sender.rstrip(">"),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
    )
