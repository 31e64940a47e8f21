"""What the people of a demand, and those who take part in it, are told."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.db import db
from matchmaker.demands.enums import DemandState, ReturnReason
from matchmaker.demands.models import Demand
from matchmaker.demands.words import RETURN_REASONS
from matchmaker.errors import Words
from matchmaker.moderation.words import decision_words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all

REMINDED_DAYS: Final = (14, 3)  # before the last day for responses


def tell_owners(
    demand: Demand,
    kind: NoticeKind,
    *,
    reasons: Sequence[ReturnReason] = (),
    words: str = "",
    once: str | None = None,
    more: Mapping[str, Words] = MappingProxyType({}),
) -> None:
    """Tell those who write for a demand; reasons and words stand below as what was said.

    `more` are facts the words of the kind need besides.
    """
    said = decision_words(reasons, RETURN_REASONS, words)
    day = demand.closes_on.isoformat() if demand.closes_on else ""
    facts = {"title": demand.title, "day": day, "words": said, **more}
    _tell(_owners(demand), demand, kind, facts, once)


def tell_guests(demand: Demand, kind: NoticeKind, **facts: Words) -> None:
    """Tell the providers that take part in a demand."""
    people = [person for guest in demand.guests for person in speakers_of(guest.organisation)]
    _tell(people, demand, kind, {"title": demand.title, **facts}, None)


def remind_of_expiry() -> None:
    """Remind of demands about to expire, 14 and 3 days before, each once. The caller commits."""
    today = clock.today()
    soon = today + timedelta(days=max(REMINDED_DAYS))
    statement = (
        select(Demand)
        .where(Demand.state == DemandState.OPEN, Demand.closes_on.between(today, soon))
        .options(joinedload(Demand.organisation))
    )
    for demand in db.session.scalars(statement):
        if demand.closes_on is None:
            continue
        left = (demand.closes_on - today).days
        ahead = min(days for days in REMINDED_DAYS if left <= days)
        once = f"demand-expiring:{demand.id}:{demand.closes_on}:{ahead}"
        tell_owners(demand, NoticeKind.DEMAND_EXPIRING, once=once)


def _owners(demand: Demand) -> list[Account]:
    if demand.organisation is not None:
        return speakers_of(demand.organisation)
    return [demand.author] if demand.author else []


def _tell(
    people: Sequence[Account],
    demand: Demand,
    kind: NoticeKind,
    facts: Mapping[str, Words],
    once: str | None,
) -> None:
    notify_all(
        people,
        kind,
        facts=facts,
        endpoint="demands.show",
        values={"demand_id": demand.id},
        once=once,
    )
