"""How much anybody may ask in a time: a bucket that fills steadily, kept in memory.

The rule is GCRA: every unit of work moves a key's clock forward by `period ÷ quota`; who is more
than `period` ahead waits. One number a key is kept, by every server process for itself, so a
site of several processes lets through a multiple: these limits keep automation from starving
others; what must hold exactly is counted in the database.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil, floor
from threading import Lock
from typing import Final

from matchmaker import clock

MOST_KEYS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """A named quota: units of work within any period."""

    name: str
    quota: int
    period: timedelta

    @property
    def policy(self) -> str:
        """The allowance as `RateLimit-Policy` says it: name, quota, window in seconds."""
        return f'"{self.name}";q={self.quota};w={int(self.period.total_seconds())}'


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of an allowance; `wait` seconds until the same may be asked again, 0 for now."""

    allowance: Allowance
    left: int
    resets: int  # seconds until the whole allowance is there again
    wait: int = 0

    @property
    def said(self) -> str:
        """The standing as `RateLimit` says it: name, what is left, seconds until it is full."""
        return f'"{self.allowance.name}";r={self.left};t={self.resets}'


@dataclass(slots=True)
class Limits:
    """The clocks of all keys of a process."""

    _ahead: dict[tuple[str, str], float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, allowance: Allowance, key: str, cost: int = 1) -> Standing:
        """Use up `cost` units of a key's allowance; nothing where it does not have them."""
        now = clock.now().timestamp()
        period = allowance.period.total_seconds()
        unit = period / allowance.quota
        with self._lock:
            name = (allowance.name, key)
            was = max(self._ahead.get(name, now), now)
            then = was + cost * unit
            if then > now + period + unit / 1000:  # what rounding leaves is no refusal
                left = max(0, floor((now + period - was) / unit + 1e-6))
                return Standing(allowance, left, ceil(was - now), max(1, ceil(then - now - period)))
            self._forget(now)
            self._ahead[name] = then
        left = max(0, floor((now + period - then) / unit + 1e-6))
        return Standing(allowance, left, ceil(then - now))

    def _forget(self, now: float) -> None:
        if len(self._ahead) >= MOST_KEYS:
            late = [k for k, at in self._ahead.items() if at <= now]
            for key in late or list(self._ahead)[: MOST_KEYS // 2]:
                del self._ahead[key]
