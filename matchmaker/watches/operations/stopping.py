"""Stopping from a mail: the key in it is the permission, whoever holds it."""

from collections.abc import Sequence

from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.watches.enums import WatchState
from matchmaker.watches.models import Watch
from matchmaker.watches.operations.offers import decline_offers
from matchmaker.watches.operations.watching import pause_watch
from matchmaker.watches.queries.keys import StopKey, Stops


def stop(key: StopKey) -> None:
    """Pause what a key names; again changes nothing."""
    for row in stopped_by(key):
        if row.state is WatchState.ACTIVE:
            pause_watch(row, actor=None)
    if key.stops is Stops.ALL:
        account = db.session.get(Account, key.number)
        if account is not None:
            decline_offers(account)


def stopped_by(key: StopKey) -> Sequence[Watch]:
    """Give the watches a key stops; none where they are deleted."""
    column = Watch.id if key.stops is Stops.ONE else Watch.account_id
    return db.session.scalars(select(Watch).where(column == key.number).order_by(Watch.id)).all()
