"""Watches the site offers: what fits their own, for people who may edit an open demand or offering.

Once a day unless the person says otherwise: often enough for a demand to be answered in time,
and never more than one mail. The first digest says where it comes from and how to stop it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import exists
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account, Membership
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.watches.enums import OFFERED, Frequency, WatchKind
from matchmaker.watches.models import Watch
from matchmaker.watches.operations.queueing import queue_digests
from matchmaker.watches.operations.watching import pause_watch
from matchmaker.watches.queries.fits import speakers_with
from matchmaker.watches.queries.own_watches import watch_with_key
from matchmaker.watches.scoring.schedule import first_due

_CONCERNED = frozenset({"demand", "offering", "organisation"})


def offer_watches_for(rows: Sequence[OutboxRow]) -> None:
    """Offer watches where index rows say that something of their own became public."""
    if any(row.key.partition(":")[0] in _CONCERNED for row in rows):
        offer_watches()


def offer_watches() -> None:
    """Give a daily watch to everybody who may edit what it is about and has none. No commit."""
    for kind in sorted(OFFERED):
        has_one = exists().where(Watch.account_id == Membership.account_id, Watch.kind == kind)
        for account_id in db.session.scalars(speakers_with(kind).where(~has_one)).all():
            offered(account_id, kind)


def decline_offers(account: Account) -> None:
    """Keep the site from offering what the person stopped before it was offered."""
    for kind in _missing(account):
        row = offered(account.id, kind)
        if row is not None:
            pause_watch(row, actor=account)


def offered(account_id: int, kind: WatchKind) -> Watch | None:
    """Add an offered watch; None where another worker was faster."""
    now = clock.now()
    row = Watch(
        account_id=account_id,
        kind=kind,
        key=kind.value,
        frequency=Frequency.DAILY,
        started_at=now,
        looked_until=now,
        due_at=first_due(Frequency.DAILY, now),
    )
    try:
        with db.session.begin_nested():
            audit.created("watch.offered", row, actor=None)
    except IntegrityError:
        return None
    queue_digests(row.due_at)
    return row


def _missing(account: Account) -> Iterable[WatchKind]:
    return [kind for kind in sorted(OFFERED) if watch_with_key(account, kind.value) is None]
