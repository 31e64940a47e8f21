"""What everybody may know of the funnel: totals of the last four quarters, small ones not told.

Below five demands nothing is told, and of each step not a number below five: who knows one demand
of few could tell from it what became of it. Nothing is divided any further.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.insight.enums import FunnelStep
from matchmaker.insight.queries.funnel import Funnel
from matchmaker.insight.queries.scope import Scope

LEAST: Final = 5


@dataclass(frozen=True, slots=True)
class OpenFunnel:
    """The steps with their numbers (`passed`); None for what is not told."""

    scope: Scope
    demands: int | None
    steps: Sequence[tuple[FunnelStep, int | None]]

    @property
    def is_told(self) -> bool:
        """Whether there is anything to be told."""
        return self.demands is not None


def open_funnel(found: Funnel) -> OpenFunnel:
    """Leave out of a funnel what is not told."""
    is_told = found.demands >= LEAST
    return OpenFunnel(
        found.scope,
        found.demands if is_told else None,
        [(line.step, line.passed if is_told and line.passed >= LEAST else None)
         for line in found.lines],
    )  # fmt: skip
