"""Two rankings of one demand compared: who came, rose, fell, left, and why. Pure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from matchmaker.matching.enums import ChangeKind, ChangeReason


@dataclass(frozen=True, slots=True)
class Seat:
    """A place among the best: rank from 1, score in tenths of a point."""

    rank: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one offering; None for the side where it was not among the best."""

    offering: int
    kind: ChangeKind
    reason: ChangeReason
    before: Seat | None
    after: Seat | None


@dataclass(frozen=True, slots=True)
class Causes:
    """What is known to have changed: offerings by number, and what counts for all of them.

    `published` are among `changed`; `hidden` may no longer be seen.
    """

    changed: AbstractSet[int] = frozenset()
    published: AbstractSet[int] = frozenset()
    hidden: AbstractSet[int] = frozenset()
    whole: ChangeReason | None = None

    def reason(self, offering: int, kind: ChangeKind) -> ChangeReason:
        """Say why an offering moved: what happened to it comes before what happened to all."""
        if self.whole is ChangeReason.DEMAND_NEW:
            return self.whole
        if kind is ChangeKind.GONE and offering in self.hidden:
            return ChangeReason.OFFERING_WITHDRAWN
        if kind is ChangeKind.NEW and offering in self.published:
            return ChangeReason.OFFERING_NEW
        if offering in self.changed:
            return ChangeReason.OFFERING_CHANGED
        return self.whole or ChangeReason.OTHERS_MOVED


def moves(
    before: Mapping[int, Seat], after: Mapping[int, Seat], causes: Causes, limit: int
) -> list[Move]:
    """Name what changed between two rankings by offering, those that are there first, by rank.

    An offering whose score is the same has not moved, wherever the others put it; nor has one that
    only changed places with an equal at the end of a list of `limit`. Where nothing is known to
    have happened to it, a score that drifted without a change of rank is no move either.
    """
    last_before = _last(before, limit)
    last_after = _last(after, limit)
    found = []
    for offering in sorted(after, key=lambda key: after[key].rank):
        was, now = before.get(offering), after[offering]
        kind = _kind(was, now)
        reason = causes.reason(offering, kind)
        is_drift = reason is ChangeReason.OTHERS_MOVED
        if was is None:
            is_move = not (is_drift and now.tenths == last_before)
        else:
            is_move = was.tenths != now.tenths and not (is_drift and was.rank == now.rank)
        if is_move:
            found.append(Move(offering, kind, reason, was, now))
    for offering in sorted(before.keys() - after.keys(), key=lambda key: before[key].rank):
        reason = causes.reason(offering, ChangeKind.GONE)
        is_drift = reason is ChangeReason.OTHERS_MOVED
        if not (is_drift and before[offering].tenths == last_after):
            found.append(Move(offering, ChangeKind.GONE, reason, before[offering], None))
    return found


def _kind(was: Seat | None, now: Seat) -> ChangeKind:
    if was is None:
        return ChangeKind.NEW
    is_up = now.rank < was.rank or (now.rank == was.rank and now.tenths > was.tenths)
    return ChangeKind.UP if is_up else ChangeKind.DOWN


def _last(seats: Mapping[int, Seat], limit: int) -> int | None:
    """The lowest score of a full list."""
    if len(seats) < limit:
        return None
    return min((seat.tenths for seat in seats.values()), default=None)
