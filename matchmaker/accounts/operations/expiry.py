"""Deleting what is kept for a time only. The audit trail keeps that it happened."""

from datetime import timedelta

from sqlalchemy import delete, or_

from matchmaker import clock
from matchmaker.accounts.models import Attempt, OneTimeLink, SignInSession
from matchmaker.accounts.queries import PEOPLE_LIMITS
from matchmaker.db import db

LINKS_KEPT = timedelta(days=7)  # after they expired
ATTEMPTS_KEPT = timedelta(days=2)  # longer than any throttle looks back
ENDED_KEPT = timedelta(days=7)


def purge_expired() -> None:
    """Delete sessions that are over, links nobody can use and tries no throttle counts."""
    now = clock.now()
    over = or_(
        SignInSession.ended_at < now - ENDED_KEPT,
        SignInSession.created_at < now - PEOPLE_LIMITS.absolute,
    )
    db.session.execute(delete(SignInSession).where(over))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now - LINKS_KEPT))
    db.session.execute(delete(Attempt).where(Attempt.at < now - ATTEMPTS_KEPT))
