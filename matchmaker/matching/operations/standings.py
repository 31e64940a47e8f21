"""Ranking demands anew when something changed, and noting what that changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, exists, insert, select

from matchmaker import clock
from matchmaker.accounts.documents import ORGANISATION
from matchmaker.catalogue.documents import CASE
from matchmaker.catalogue.documents import KIND as OFFERING
from matchmaker.db import Base, db, reading
from matchmaker.demands.documents import KIND as DEMAND
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX, queue_restand
from matchmaker.matching.enums import ChangeKind, ChangeReason
from matchmaker.matching.models import DemandStanding, StandingChange, StandingPlace
from matchmaker.matching.operations.models import KIND as MODEL
from matchmaker.matching.operations.pairs import pair_standings
from matchmaker.matching.queries.feed import (
    TAXONOMY,
    changed_offerings,
    ids_by_kind,
    is_other_words,
)
from matchmaker.matching.queries.many import asked_demands, ranked
from matchmaker.matching.queries.standings import (
    LISTED,
    OfferingFacts,
    Stood,
    in_portions,
    never_stood,
    offering_facts,
    stood_demands,
    stood_past,
)
from matchmaker.matching.scoring.moves import Causes, Move, Seat, moves
from matchmaker.taxonomy.documents import WORDS

KEPT: Final = timedelta(days=180)
LONGEST_WAIT: Final = timedelta(minutes=1)  # that a burst is waited for
CLOCK_SLACK: Final = timedelta(minutes=1)  # between publishing and queueing what follows
MOST_NAMED: Final = 5_000  # demands in one question; of more all are ranked
RANKED_BY: Final = frozenset({DEMAND, OFFERING, ORGANISATION, CASE, TAXONOMY, *WORDS, MODEL})


class StandingsMovedError(RuntimeError):
    """Somebody wrote standings while they were being ranked: rank again."""


@dataclass(frozen=True, slots=True)
class _Changed:
    """What index rows name, sorted out; `is_wide` where any demand may be touched."""

    demands: AbstractSet[int]
    offerings: AbstractSet[int]
    is_taxonomy: bool
    is_wide: bool
    since: datetime

    @classmethod
    def of(cls, keys: Iterable[str], since: datetime) -> "_Changed":
        by_kind = ids_by_kind(keys)
        offerings = changed_offerings(by_kind)
        is_taxonomy = is_other_words(by_kind)
        is_wide = bool(offerings) or is_taxonomy or MODEL in by_kind
        return cls(by_kind.get(DEMAND, set()), offerings, is_taxonomy, is_wide, since)


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """A demand whose standing differs from the stored one; `now` is None where it is gone."""

    demand_id: int
    stood: Stood | None
    now: Mapping[int, Seat] | None


def queue_standings(rows: Sequence[OutboxRow]) -> None:
    """Queue ranking anew for what index rows name. In the transaction that marks them done."""
    told = [row for row in rows if row.key.partition(":")[0] in RANKED_BY]
    if told:
        since = min(row.created_at for row in told)
        queue_restand((row.key for row in told), changed_from=since)


def restand_changed(rows: Sequence[OutboxRow]) -> None:
    """Rank anew, once for all the rows; a while later where index rows are still to be applied."""
    with reading():
        payloads = [row.payload for row in rows]
        keys = {key for payload in payloads for key in payload["keys"]}
        since = min(datetime.fromisoformat(payload["changed_from"]) for payload in payloads)
        waiting = min(datetime.fromisoformat(payload["waiting_from"]) for payload in payloads)
        is_burst = clock.now() - waiting < LONGEST_WAIT and _index_rows_due()
        db.session.rollback()  # a reading transaction must not be written to afterwards
    if is_burst:
        queue_restand(keys, changed_from=since, waiting_from=waiting)
    else:
        restand(keys, since=since)


def restand(keys: Collection[str], *, since: datetime, processes: int | None = None) -> int:
    """Rank the demands anew that changes touch, store what differs and note each change.

    `keys` (`kind:id`) name what changed, the first of it at `since`; demands of which nothing is on
    record are ranked too, and begin without a change where they are not named. Gives the number of
    changes noted; again gives 0 and writes nothing. For the worker: ranking forks and happens
    outside any transaction, writing is one, which the caller commits. Raises StandingsMovedError
    where somebody wrote in between: what was compared with no longer stands.
    """
    with reading():
        changed = _Changed.of(keys, since)
        touched = _touched(changed)
        stood = stood_demands(touched)
        asked = asked_demands(touched)
        db.session.rollback()
    model = asked.ranker.model.number
    now = {
        demand_id: {
            key: Seat(rank, round(points * 10))
            for rank, (key, points) in enumerate(zip(best.keys, best.points, strict=True), start=1)
        }
        for demand_id, best in ranked(asked, LISTED, processes)
    }
    rewritten = _rewritten(stood, now, model)
    if not rewritten:
        return 0
    _claim(rewritten)
    facts = offering_facts({key for row in rewritten for key in _offerings_of(row)})
    causes = _causes(changed, facts)
    noted = [
        (row.demand_id, move) for row in rewritten for move in _moves(row, changed, model, causes)
    ]
    _write(rewritten, model)
    _note(noted, model, facts)
    return len(noted)


def heal_standings() -> None:
    """Queue ranking the public demands of which nothing is on record, and those past their day.

    The caller commits.
    """
    past = [f"{DEMAND}:{number}" for number in stood_past()]
    if past or never_stood():
        queue_restand(past, changed_from=clock.now())


def purge_changes() -> None:
    """Drop changes noted long ago. The caller commits."""
    horizon = clock.now() - KEPT
    db.session.execute(delete(StandingChange).where(StandingChange.changed_at < horizon))


def _touched(changed: _Changed) -> set[int] | None:
    """Name the demands to rank; None for all."""
    if changed.is_wide:
        return None
    named = {*changed.demands, *never_stood()}
    return named if len(named) <= MOST_NAMED else None


def _index_rows_due() -> bool:
    is_open = OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None)
    due = exists().where(OutboxRow.kind == INDEX, OutboxRow.run_at <= clock.now(), *is_open)
    return bool(db.session.scalar(select(due)))


def _rewritten(
    stood: Mapping[int, Stood], now: Mapping[int, Mapping[int, Seat]], model: int
) -> list[_Rewritten]:
    differing = (
        _Rewritten(number, stood.get(number), seats)
        for number, seats in now.items()
        if number not in stood
        or (stood[number].seats, stood[number].model_number) != (seats, model)
    )
    gone = (_Rewritten(number, stood[number], None) for number in stood.keys() - now.keys())
    return sorted([*differing, *gone], key=lambda row: row.demand_id)


def _claim(rewritten: Sequence[_Rewritten]) -> None:
    """Lock what is to be rewritten. Raises StandingsMovedError where it is not what was read."""
    found: dict[int, tuple[int, datetime]] = {}
    for some in in_portions([row.demand_id for row in rewritten]):
        heads = (
            select(DemandStanding.demand_id, DemandStanding.version, DemandStanding.stood_at)
            .where(DemandStanding.demand_id.in_(some))
            .order_by(DemandStanding.demand_id)
            .with_for_update()
        )
        found |= {row[0]: (row[1], row[2]) for row in db.session.execute(heads)}
    if found != {row.demand_id: row.stood.mark for row in rewritten if row.stood}:
        raise StandingsMovedError


def _offerings_of(row: _Rewritten) -> set[int]:
    return {*(row.stood.seats if row.stood else ()), *(row.now or ())}


def _causes(changed: _Changed, facts: Mapping[int, OfferingFacts]) -> Causes:
    fresh = changed.since - CLOCK_SLACK
    public = {key: fact.published_at for key, fact in facts.items() if fact.published_at}
    return Causes(
        changed=changed.offerings,
        published={key for key in changed.offerings & public.keys() if public[key] > fresh},
        hidden=facts.keys() - public.keys(),
    )


def _moves(row: _Rewritten, changed: _Changed, model: int, causes: Causes) -> list[Move]:
    whole = _whole(row, changed, model)
    if row.stood is None and whole is not ChangeReason.DEMAND_NEW:
        return []
    before = row.stood.seats if row.stood else {}
    if row.now is None:
        return [
            Move(key, ChangeKind.GONE, ChangeReason.DEMAND_WITHDRAWN, seat, None)
            for key, seat in before.items()
        ]
    return moves(before, row.now, replace(causes, whole=whole), LISTED)


def _whole(row: _Rewritten, changed: _Changed, model: int) -> ChangeReason | None:
    """What happened to all offerings of a demand alike."""
    is_named = row.demand_id in changed.demands
    if row.stood is None:
        return ChangeReason.DEMAND_NEW if is_named else None
    if is_named:
        return ChangeReason.DEMAND_CHANGED
    if row.stood.model_number != model:
        return ChangeReason.MODEL_CHANGED
    return ChangeReason.TAXONOMY_CHANGED if changed.is_taxonomy else None


def _write(rewritten: Sequence[_Rewritten], model: int) -> None:
    """Put the new standings in the place of the stored ones."""
    for some in in_portions([row.demand_id for row in rewritten if row.stood]):
        # The places go with them.
        db.session.execute(delete(DemandStanding).where(DemandStanding.demand_id.in_(some)))
    heads = [
        {
            "demand_id": row.demand_id,
            "model_number": model,
            "version": row.stood.mark[0] + 1 if row.stood else 1,
            "stood_at": clock.now(),
        }
        for row in rewritten
        if row.now is not None
    ]
    places = [
        {"demand_id": row.demand_id, "offering_id": key, "rank": seat.rank, "tenths": seat.tenths}
        for row in rewritten
        for key, seat in (row.now or {}).items()
    ]
    _insert(DemandStanding, heads)
    _insert(StandingPlace, places)
    pair_standings([row.demand_id for row in rewritten if row.now])


def _note(
    noted: Sequence[tuple[int, Move]], model: int, facts: Mapping[int, OfferingFacts]
) -> None:
    rows = [
        {
            "demand_id": demand_id,
            "offering_id": move.offering,
            "offering_title": facts[move.offering].title,
            "kind": move.kind,
            "reason": move.reason,
            "rank_before": move.before and move.before.rank,
            "rank_after": move.after and move.after.rank,
            "tenths_before": move.before and move.before.tenths,
            "tenths_after": move.after and move.after.tenths,
            "model_number": model,
            "changed_at": clock.now(),
        }
        for demand_id, move in noted
    ]
    _insert(StandingChange, rows)


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)
