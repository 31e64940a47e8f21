"""Demands as the API gives them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.api.forms.base import Told, told
from matchmaker.api.forms.parts import (
    Figure,
    Money,
    OrganisationRef,
    RegionRef,
    SceneRef,
    SectorRef,
    StandardRef,
    figure_of,
    money,
    number,
    organisation_ref,
    page,
    region_ref,
    scene_refs,
    sector_ref,
)
from matchmaker.catalogue.queries.standards import ToMeet
from matchmaker.demands import policies
from matchmaker.demands.enums import (
    ChangedField,
    CloseReason,
    DemandState,
    GoalKind,
    Phase,
    Priority,
    RequirementSource,
    Visibility,
)
from matchmaker.demands.models import Demand, DemandChange, DemandGoal, Requirement

EXCERPT = 300


class DemandLine(Told):
    """A demand as a list shows it."""

    id: int
    url: str = told(_("网页地址"))
    title: str
    text: str = told(_("正文的前 300 个字"))
    state: DemandState
    is_expired: bool = told(_("开放中，但应答截止日期已过"))
    visibility: Visibility
    organisation: OrganisationRef | None = told(_("不能知道是谁时为 null"))
    issuer: str = told(_("公告的发布单位，按来源"))
    sector: SectorRef | None
    scenes: list[SceneRef]
    region: RegionRef | None
    is_abroad: bool
    budget: Money | None
    closes_on: date | None = told(_("应答截止的日期"))
    ends_on: date | None = told(_("希望完成的日期"))
    source_url: str = told(_("公告的来源"))
    published_at: datetime | None
    updated_at: datetime


class RequirementOut(Figure):
    """One checkable line; a must excludes what does not meet it."""

    must: bool
    source: RequirementSource


class Goal(Told):
    """What a demand wants to reach, from which figure to which."""

    kind: GoalKind
    words: str
    from_figure: float | None
    to_figure: float | None
    unit: str


class StandardToMeet(StandardRef):
    """A standard that applies, and how many published offerings state compliance."""

    offerings: int


class DemandChanged(Told):
    """What was changed after publishing, in the words readers saw."""

    field: ChangedField
    before: str
    after: str
    at: datetime


class DemandOut(DemandLine):
    """A demand with all its page shows; `actions` are the moves open to the caller."""

    version: int
    requirements: list[RequirementOut]
    goals: list[Goal]
    starts_on: date | None
    is_region_must: bool
    is_budget_must: bool
    is_time_must: bool
    priority: Priority | None
    phase: Phase | None
    close_reason: CloseReason | None
    close_words: str
    closed_at: datetime | None
    submitted_at: datetime | None
    notice_kind: str
    notice_terms: str
    notice_year: int | None
    standards: list[StandardToMeet]
    changes: list[DemandChanged] = told(_("发布后的改动，新的在前，最多 20 条"))
    actions: list[str]


def _may_renew(actor: Account | None, row: Demand) -> bool:
    return policies.may_renew(actor, row) and row.is_renewable


ACTIONS = {
    "edit": policies.may_edit,
    "submit": policies.may_submit,
    "take-back": policies.may_take_back,
    "close": policies.may_close,
    "reopen": policies.may_reopen,
    "renew": _may_renew,
}


def demand_line(row: Demand, actor: Account | None) -> DemandLine:
    """Give a demand as a list shows it the caller."""
    return DemandLine.of(row, **_line(row, actor, row.text[:EXCERPT]))


def demand_out(
    row: Demand,
    actor: Account | None,
    *,
    standards: Sequence[ToMeet],
    changes: Sequence[DemandChange],
) -> DemandOut:
    """Give a demand with all its page shows the caller."""
    return DemandOut.of(
        row,
        **_line(row, actor, row.text),
        requirements=[_requirement(one) for one in row.requirements if not one.is_declined],
        goals=[_goal(one) for one in row.goals],
        standards=[
            StandardToMeet(
                code=one.standard.code, title=one.standard.title, offerings=one.offerings
            )
            for one in standards
        ],
        changes=[DemandChanged.of(one) for one in changes],
        actions=[name for name, may in ACTIONS.items() if may(actor, row)],
    )


def _line(row: Demand, actor: Account | None, text: str) -> dict[str, Any]:
    named = row.organisation if policies.may_see_name(actor, row) else None
    return {
        "url": page("demands.show", demand_id=row.id),
        "text": text,
        "organisation": organisation_ref(named) if named else None,
        "sector": sector_ref(row.sector),
        "scenes": scene_refs(row.scenes),
        "region": region_ref(row.region),
        "budget": money(row.budget_min_wan, row.budget_max_wan),
    }


def _requirement(row: Requirement) -> RequirementOut:
    return RequirementOut(**dict(figure_of(row)), must=row.is_must, source=row.source)


def _goal(row: DemandGoal) -> Goal:
    return Goal.of(row, from_figure=number(row.from_figure), to_figure=number(row.to_figure))
