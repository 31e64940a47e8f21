"""What can be watched, how often a person is told, and the states of a watch."""

from enum import StrEnum


class WatchKind(StrEnum):
    """What a watch looks at; the last two are offered to those who may edit what they serve."""

    SEARCH = "search"
    OFFERING = "offering"  # changes of one offering
    DEMAND = "demand"  # changes of one demand
    OWN_DEMANDS = "own-demands"  # new offerings for the open demands of one's organisations
    OWN_OFFERINGS = "own-offerings"  # new demands for the offerings of one's organisations


OFFERED = frozenset({WatchKind.OWN_DEMANDS, WatchKind.OWN_OFFERINGS})


class Frequency(StrEnum):
    """How often a watch tells what is new."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class WatchState(StrEnum):
    """Whether a watch tells anything."""

    ACTIVE = "active"
    PAUSED = "paused"


WATCH_TRANSITIONS: dict[WatchState, frozenset[WatchState]] = {
    WatchState.ACTIVE: frozenset({WatchState.PAUSED}),
    WatchState.PAUSED: frozenset({WatchState.ACTIVE}),
}


class Occasion(StrEnum):
    """Why a thing is told."""

    NEW = "new"  # published
    FITS = "fits"  # changed, and fits since then
    CHANGED = "changed"
    GONE = "gone"  # no longer public
