"""Telling people in time that the verification of their organisation runs out."""

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.queries import speakers_of
from matchmaker.db import db
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all

REMINDED: Final = (30, 14, 0)  # days before the end
ENDED: Final = -1


def remind_of_verifications() -> int:
    """Tell the people of organisations whose verification ends soon; gives how many were told.

    Each is told once 30, 14 and 0 days before. One that has ended is only noted: that change of
    its row brings the documents that show the mark up to date.
    """
    today = clock.today()
    rows = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.verified_until <= today + timedelta(days=REMINDED[0]),
            or_(Organisation.reminded_days.is_(None), Organisation.reminded_days > ENDED),
        )
        .order_by(Organisation.verified_until, Organisation.id)
    ).all()
    return sum(_remind(row) for row in rows)


def _remind(organisation: Organisation) -> bool:
    until = organisation.verified_until
    if until is None:
        return False
    left = (until - clock.today()).days
    due = min((days for days in REMINDED if left <= days), default=None) if left >= 0 else ENDED
    if due is None or (
        organisation.reminded_days is not None and organisation.reminded_days <= due
    ):
        return False
    organisation.reminded_days = due
    if due == ENDED:
        return False
    notify_all(
        speakers_of(organisation),
        NoticeKind.VERIFICATION_ENDING,
        facts={"organisation": organisation.name, "until": until.isoformat()},
        endpoint="accounts.verification",
        values={"organisation_id": organisation.id},
        once=f"verification-ending:{organisation.id}:{until}:{due}",
    )
    return True
