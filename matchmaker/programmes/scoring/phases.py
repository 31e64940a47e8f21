"""Which phase of a call runs: it follows from the clock alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from matchmaker.programmes.enums import PhaseKind


class Phase(Protocol):
    """A step with its instants; None never ends."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime | None


def is_running(phase: Phase, now: datetime) -> bool:
    """From the instant it starts; at the instant it ends it is over."""
    return phase.starts_at <= now and (phase.ends_at is None or now < phase.ends_at)


def running(phases: Iterable[Phase], now: datetime) -> frozenset[PhaseKind]:
    """Name the phases that run; steps may overlap."""
    return frozenset(phase.kind for phase in phases if is_running(phase, now))


def next_change(phases: Iterable[Phase], now: datetime) -> datetime | None:
    """Give the next instant at which a phase starts or ends, if any is left."""
    instants = (
        instant
        for phase in phases
        for instant in (phase.starts_at, phase.ends_at)
        if instant is not None and instant > now
    )
    return min(instants, default=None)
