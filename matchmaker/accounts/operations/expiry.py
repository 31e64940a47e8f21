"""Deleting what is kept for a time only. The audit trail keeps that it happened."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_

from matchmaker import clock
from matchmaker.accounts.models import Attempt, OneTimeLink, SignInSession
from matchmaker.accounts.queries import PEOPLE_LIMITS
from matchmaker.audit import operations as audit
from matchmaker.db import db

LINKS_KEPT = timedelta(days=7)  # after they expired
ATTEMPTS_KEPT = timedelta(days=2)  # longer than any throttle looks back
ENDED_KEPT = timedelta(days=7)
# The log of signing in; everything else in the trail stays.
SIGN_IN_LOG = ("account.signed_in", "account.signed_out", "account.sign_in_refused")


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


def purge_sign_in_log() -> None:
    """Delete who signed in when, from where, after the days the settings name: never under 190.

    Network logs are kept at least six months (网络安全法, art. 23(3) since 2026), and personal data
    no longer than needed (个人信息保护法, art. 19).
    """
    days = current_app.extensions["settings"].sign_in_log_days
    audit.purge(SIGN_IN_LOG, before=clock.now() - timedelta(days=days))
