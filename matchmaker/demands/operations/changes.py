"""What was changed of a demand after it was published: kept in words, for all its readers."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands.enums import PUBLISHED_ONCE, ChangedField, DemandState
from matchmaker.demands.models import Demand, DemandChange, DemandGoal, Requirement
from matchmaker.demands.operations.telling import tell_guests
from matchmaker.demands.words import (
    CHANGED_FIELDS,
    GOAL_KINDS,
    PHASES,
    PRIORITIES,
    VISIBILITY_MARKS,
)
from matchmaker.notices.enums import NoticeKind
from matchmaker.taxonomy.words import metric_line
from matchmaker.web.filters import figure, money_wan
from matchmaker.web.language import Later, in_locale


@contextmanager
def changes_told(demand: Demand) -> Iterator[None]:
    """Keep what the block changes of a demand that was published; of others nothing is kept."""
    if demand.state not in PUBLISHED_ONCE:
        yield
        return
    before = said(demand)
    yield
    after = said(demand)
    changed = [field for field in ChangedField if before[field] != after[field]]
    for field in changed:
        db.session.add(
            DemandChange(
                demand_id=demand.id,
                field=field,
                before=before[field],
                after=after[field],
                at=clock.now(),
            )
        )
    if changed and demand.state is DemandState.OPEN:
        what = Later(lambda: "、".join(str(CHANGED_FIELDS[field]) for field in changed))
        tell_guests(demand, NoticeKind.DEMAND_CHANGED, what=what)


def said(demand: Demand) -> dict[ChangedField, str]:
    """Give what a demand tells its readers, in Chinese, without whose it is."""
    with in_locale("zh"):
        region = demand.region.name_zh if demand.region else ""
        place = gettext("境外") if demand.is_abroad else region
        days = [str(day) if day else "" for day in (demand.starts_on, demand.ends_on)]
        budget = (demand.budget_min_wan, demand.budget_max_wan)
        lines = [_line(row) for row in demand.requirements if not row.is_declined]
        return {
            ChangedField.TITLE: demand.title,
            ChangedField.TEXT: demand.text,
            ChangedField.SECTOR: demand.sector.name_zh if demand.sector else "",
            ChangedField.SCENES: "、".join(sorted(scene.name_zh for scene in demand.scenes)),
            ChangedField.PLACE: _must(place, demand.is_region_must),
            ChangedField.BUDGET: _must(money_wan(*budget), demand.is_budget_must),
            ChangedField.TIME: _must(" – ".join(days).strip(" –"), demand.is_time_must),
            ChangedField.CLOSES_ON: str(demand.closes_on or ""),
            ChangedField.REQUIREMENTS: "\n".join(lines),
            ChangedField.GOALS: "\n".join(map(goal_words, demand.goals)),
            ChangedField.PRIORITY: str(PRIORITIES[demand.priority]) if demand.priority else "",
            ChangedField.PHASE: str(PHASES[demand.phase]) if demand.phase else "",
            ChangedField.VISIBILITY: str(VISIBILITY_MARKS[demand.visibility]),
        }


def goal_words(goal: DemandGoal) -> str:
    """Say a goal in one line: its kind, its words, from which figure to which."""
    figures = " → ".join(
        f"{figure(number)}{goal.unit}"
        for number in (goal.from_figure, goal.to_figure)
        if number is not None
    )
    return " ".join(filter(None, [f"{GOAL_KINDS[goal.kind]}：", goal.words, figures]))


def _line(row: Requirement) -> str:
    if row.metric and row.op and row.value is not None:
        words = metric_line(row.metric, row.op, row.value, row.value2)
    elif row.capability:
        words = row.capability.name_zh
    else:
        words = f"{row.standard.code} {row.standard.title}" if row.standard else ""
    return _must(words, row.is_must)


def _must(words: str, is_must: bool) -> str:  # noqa: FBT001 - what the word says
    return gettext("%(words)s（必须）", words=words) if words and is_must else words
