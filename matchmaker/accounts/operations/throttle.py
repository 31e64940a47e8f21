"""Throttles: tries are counted in the database, in a transaction of their own."""

import hashlib
import ipaddress
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matchmaker import clock
from matchmaker.accounts.models import Attempt
from matchmaker.db import own_transaction
from matchmaker.errors import TooManyAttemptsError
from matchmaker.web.context import request_facts

HOUR = timedelta(hours=1)
MAILS_PER_ADDRESS = 5
MAILS_PER_NETWORK = 20
EXPORTS_PER_NETWORK = 60
MISSES_PER_NETWORK = 30
IPV6_PREFIX = 64  # what one subscriber usually has; single addresses are free to them


def check_throttle(kind: str, key: str, limit: int, per: timedelta) -> None:
    """Count one try of `kind` by `key`: at most `limit` within any period `per`.

    Raises TooManyAttemptsError, naming the minutes to wait, for a try over the limit; a refused
    try is not counted. Call it before anything changes: it ends the transaction in hand, so
    that the count stays when the operation is refused. One kind always uses the same `per`.
    """
    now = clock.now()
    hashed = _stored_key(key)
    same = (Attempt.kind == kind, Attempt.key == hashed)
    with own_transaction() as session:
        _hold(session, f"{kind}:{hashed}")
        session.execute(delete(Attempt).where(Attempt.kind == kind, Attempt.at <= now - per))
        # The try that must grow old before another one is let in.
        decisive = session.scalar(
            select(Attempt.at).where(*same).order_by(Attempt.at.desc()).offset(limit - 1).limit(1)
        )
        if decisive is None:
            session.add(Attempt(kind=kind, key=hashed, at=now))
            return
    minutes = max(1, -(-int((decisive + per - now).total_seconds()) // 60))
    raise TooManyAttemptsError(_("操作太频繁。请在 %(minutes)s 分钟后再试。", minutes=minutes))


def check_mail_throttle(address: str) -> None:
    """Count a mail somebody asks for, by address and by where the request comes from.

    Counted for unknown addresses too: the answer must not tell them apart.
    """
    check_throttle("mail-network", network(), MAILS_PER_NETWORK, HOUR)
    check_throttle("mail-address", address, MAILS_PER_ADDRESS, HOUR)


def check_export_throttle() -> None:
    """Count a list somebody takes away as a file, by where the request comes from.

    A file holds at most 2,000 rows; raises TooManyAttemptsError beyond 60 files an hour.
    """
    check_throttle("export", network(), EXPORTS_PER_NETWORK, HOUR)


def check_missed_link() -> None:
    """Count a link of a mail that leads nowhere, by where it is opened from.

    Keys of 256 bits are not guessed, but nobody has to be let try. Raises TooManyAttemptsError
    beyond 30 an hour; links that work are not counted.
    """
    check_throttle("missed-link", network(), MISSES_PER_NETWORK, HOUR)


def network() -> str:
    """Give where the request in hand comes from: an IPv4 address, or an IPv6 /64."""
    ip = request_facts().ip
    if ":" not in ip:
        return ip
    return str(ipaddress.IPv6Network((ip.partition("%")[0], IPV6_PREFIX), strict=False))


def _stored_key(key: str) -> str:
    # People type passwords into the wrong box: what was typed is not kept in clear.
    return hashlib.sha256(key.encode()).hexdigest()


def _hold(session: Session, name: str) -> None:
    # SQLite has one writer anyway; on PostgreSQL two tries at once would both be the last.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
