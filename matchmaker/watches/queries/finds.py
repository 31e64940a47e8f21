"""What watches find: equal searches of all people are run once, everything else in a few questions.

Only reads. What is given may be seen by everybody, or is the person's own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.models import Demand
from matchmaker.search.port import Key
from matchmaker.watches.enums import OFFERED, Occasion, WatchKind
from matchmaker.watches.models import Watch
from matchmaker.watches.queries.fits import PUBLISHED, Came, Weighed, came_for, own_rows, weighed
from matchmaker.watches.queries.fresh import Published
from matchmaker.watches.scoring.searches import Search

# Looked at again: what was published by a transaction that ended a little later.
OVERLAP: Final = timedelta(minutes=10)
MOST_FINDS: Final = 200  # of one watch in one run, the newest
_CHANGES: Final = (
    "demand.edited",
    "demand.renewed",
    "demand.notice.changed",
    "offering.edited",
    "offering.changed",
)
_ENDS: Final = ("demand.closed", "demand.suspended", "offering.withdrawn")


@dataclass(frozen=True, slots=True)
class Find:
    """One thing a watch found: what, on which occasion, and for what fits, how well."""

    watch_id: int
    subject: Key
    occasion: Occasion
    about: int = 0
    own_id: int = 0
    weighed: Weighed | None = None

    @property
    def telling(self) -> tuple[str, int, str, int]:
        """What is told once to a person."""
        return (*self.subject, self.occasion.value, self.about)


Finds = dict[int, list[Find]]


def finds_of(watches: Sequence[Watch], published: Published, until: datetime) -> Finds:
    """Give what watches find that came after they looked last, by watch.

    `published` is what was since the one that looked longest ago: equal searches ask it once.
    Raises IndexUnavailableError: without the index nobody can say what answers a search.
    """
    found: Finds = defaultdict(list)
    for parts in (
        _searched([row for row in watches if row.kind is WatchKind.SEARCH], published),
        _changed([row for row in watches if row.kind in _ONE_ROW], until),
        *(_fitting([row for row in watches if row.kind is kind], kind, until) for kind in OFFERED),
    ):
        for find in parts:
            found[find.watch_id].append(find)
    return {number: finds[:MOST_FINDS] for number, finds in found.items()}


def since(watch: Watch) -> datetime:
    """Give the instant after which things are news to a watch."""
    return max(watch.started_at, watch.looked_until - OVERLAP)


def _searched(watches: Sequence[Watch], published: Published) -> Iterable[Find]:
    for watch in watches:
        after = since(watch)
        for key in published.answering(Search.from_data(watch.query)):
            if published.at[key] > after:
                yield Find(watch.id, key, Occasion.NEW)


def _changed(watches: Sequence[Watch], until: datetime) -> Iterable[Find]:
    """The latest event of each watched row; a change only of what may be seen now."""
    if not watches:
        return
    events: dict[Key, AuditEvent] = {}
    for kind, numbers in _by_kind(watches).items():
        statement = (
            select(AuditEvent)
            .where(
                AuditEvent.subject_kind == kind,
                AuditEvent.subject_id.in_([str(number) for number in numbers]),
                AuditEvent.action.in_((*_CHANGES, *_ENDS)),
                AuditEvent.at > _earliest(watches),
                AuditEvent.at <= until,
            )
            .order_by(AuditEvent.id)
        )
        events |= {(kind, int(row.subject_id)): row for row in db.session.scalars(statement)}
    public = _public(events)
    for watch in watches:
        key = _subject(watch)
        event = events.get(key)
        if event is None or event.at <= since(watch):
            continue
        is_end = event.action in _ENDS
        if is_end != (key in public):
            occasion = Occasion.GONE if is_end else Occasion.CHANGED
            yield Find(watch.id, key, occasion, event.id)


def _fitting(watches: Sequence[Watch], kind: WatchKind, until: datetime) -> Iterable[Find]:
    if not watches:
        return
    own = own_rows(kind, {watch.account_id for watch in watches})
    numbers = {number for rows in own.values() for number in rows}
    came = came_for(kind, numbers, _earliest(watches), until)
    pairs = [row for rows in came.values() for row in rows]
    fit = weighed(pairs)
    other = "offering" if kind is WatchKind.OWN_DEMANDS else "demand"
    for watch in watches:
        mine = own.get(watch.account_id, set())
        rows = [row for number in sorted(mine & came.keys()) for row in came[number]]
        for row in sorted(rows, key=lambda row: -row.tenths):
            weight = fit.get((row.demand_id, row.offering_id))
            if weight is not None and row.at > since(watch):
                yield _fit_find(watch, other, row, weight)


def _fit_find(watch: Watch, other: str, row: Came, weight: Weighed) -> Find:
    is_offering = other == "offering"
    number = row.offering_id if is_offering else row.demand_id
    own_id = row.demand_id if is_offering else row.offering_id
    if row.reason in PUBLISHED:
        return Find(watch.id, (other, number), Occasion.NEW, 0, own_id, weight)
    return Find(watch.id, (other, number), Occasion.FITS, own_id, own_id, weight)


_ONE_ROW: Final = frozenset({WatchKind.OFFERING, WatchKind.DEMAND})


def _earliest(watches: Sequence[Watch]) -> datetime:
    return min(map(since, watches))


def _subject(watch: Watch) -> Key:
    if watch.kind is WatchKind.OFFERING:
        return "offering", watch.offering_id or 0
    return "demand", watch.demand_id or 0


def _by_kind(watches: Sequence[Watch]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for kind, number in map(_subject, watches):
        found[kind].add(number)
    return found


def _public(keys: Collection[Key]) -> set[Key]:
    """Give those of offerings and demands that everybody may see."""
    offerings = published_offerings().with_only_columns(Offering.id)
    demands = public_demands().with_only_columns(Demand.id)
    named = defaultdict(set)
    for kind, number in keys:
        named[kind].add(number)
    seen = db.session.scalars(offerings.where(Offering.id.in_(named["offering"])))
    found = {("offering", number) for number in seen}
    seen = db.session.scalars(demands.where(Demand.id.in_(named["demand"])))
    return found | {("demand", number) for number in seen}
