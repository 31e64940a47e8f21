"""What a day's snapshots hold of the funnel and of fairness: the figures pages show that day."""

from collections.abc import Sequence
from typing import Any

from matchmaker.insight.queries.fairness import fairness
from matchmaker.insight.queries.funnel import StepLine, funnel
from matchmaker.insight.queries.scope import Scope, default_scope
from matchmaker.insight.queries.unseen import unseen_counts


def funnel_totals() -> dict[str, Any]:
    """Give the funnel of the last four quarters: all pairs, each group, losses."""
    found = funnel(default_scope())
    return {
        **_period(found.scope),
        "demands": found.demands,
        "steps": _steps(found.lines),
        "groups": {
            name.value: {group.key: _steps(group.lines) for group in groups}
            for name, groups in found.groups.items()
        },
        "losses": [
            [loss.step.value, loss.reason.value if loss.reason else None, loss.count]
            for loss in found.losses
        ],
    }


def fairness_totals() -> dict[str, Any]:
    """Give who fared how in the last four quarters, and why offerings were not shown."""
    found = fairness(default_scope())
    return {
        **_period(found.scope),
        "offerings": found.offerings,
        "rankings": found.rankings,
        "showings": found.showings,
        "contacts": found.contacts,
        "awards": found.awards,
        "never": found.never,
        "gini": {
            "offerings": found.gini_offerings,
            "shown": found.gini_shown,
            "contacts": found.gini_contacts,
            "awards": found.gini_awards,
        },
        "groups": {
            name: {one.key: dict(one.shares) for one in shares}
            for name, shares in found.groups.items()
        },
        "unseen": {reason.value: number for reason, number in unseen_counts().items()},
    }


def _period(scope: Scope) -> dict[str, str]:
    return {"since": scope.since.isoformat(), "until": scope.until.isoformat()}


def _steps(lines: Sequence[StepLine]) -> dict[str, list[int]]:
    return {line.step.value: [line.passed, line.reached] for line in lines}
