"""How long what was selected stands on public notice."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.scoring.phases import Phase

# Who is selected while the notice runs, or after it, is on notice at least this long; the
# platform's own rule.
OWN_NOTICE: Final = timedelta(days=5)


class Span(NamedTuple):
    """From an instant up to, but not at, another."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


def notice_span(phases: Iterable[Phase], decided_at: datetime) -> Span | None:
    """Say when a submission decided at an instant is on notice; None for a call without one."""
    phase = next((one for one in phases if one.kind is PhaseKind.NOTICE), None)
    if phase is None or phase.ends_at is None:
        return None
    if decided_at < phase.starts_at:
        return Span(phase.starts_at, phase.ends_at)
    return Span(decided_at, max(phase.ends_at, decided_at + OWN_NOTICE))


def has_begun(phases: Iterable[Phase], kind: PhaseKind, now: datetime) -> bool:
    """Whether a step has started, over or not."""
    return any(one.kind is kind and one.starts_at <= now for one in phases)
