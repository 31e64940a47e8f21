"""Everything that changes a demand as a whole."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.enums import (
    PUBLISHED_ONCE,
    WIDER,
    DemandState,
    GoalKind,
    Phase,
    Priority,
    Visibility,
)
from matchmaker.demands.models import Demand, DemandGoal
from matchmaker.demands.operations.changes import changes_told
from matchmaker.demands.operations.lines import LineContent, check_lines, lines_of, write_lines
from matchmaker.demands.operations.states import check_complete, check_speaker, move
from matchmaker.demands.queries import access_hash, pasted_need
from matchmaker.errors import ConflictError, DomainError
from matchmaker.taxonomy.models import Region, Scene, Sector

PASTED_KEPT = timedelta(days=30)
TEXT_MIN = 4
TEXT_MAX = 10_000
BUDGET_MOST_WAN = Decimal(10_000_000)  # a hundred thousand million yuan: beyond is a slip
SCENES_MOST = 8
GOAL_WORDS_MAX = 80
GOAL_UNIT_MAX = 20
HORIZON_YEARS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalContent:
    """One goal as a person left it; the figures are in `unit`."""

    kind: GoalKind
    words: str = ""
    from_figure: Decimal | None = None
    to_figure: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandContent:
    """What a person writes in the form."""

    text: str
    title: str = ""
    sector: Sector | None = None
    scenes: Sequence[Scene] = field(default_factory=tuple)
    region: Region | None = None
    budget_min_wan: Decimal | None = None
    budget_max_wan: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_abroad: bool = False
    is_region_must: bool = False
    is_budget_must: bool = False
    is_time_must: bool = False
    lines: Sequence[LineContent] = field(default_factory=tuple)
    declined_readings: Sequence[str] = field(default_factory=tuple)
    goals: Sequence[GoalContent] = field(default_factory=tuple)
    priority: Priority | None = None
    phase: Phase | None = None
    visibility: Visibility = Visibility.PUBLIC
    closes_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContent:
    """A demand published elsewhere, as its source tells it."""

    key: str
    title: str
    text: str
    issuer: str
    notice_kind: str
    notice_terms: str
    notice_year: int | None
    source_url: str
    sector: Sector | None
    scenes: Sequence[Scene]
    region: Region | None


def check_need_text(text: str) -> str:
    """Give the text to match, or raise DomainError saying what to write instead."""
    said = text.strip()
    if not said:
        raise DomainError(
            _("请写一段话描述需求，例如要做什么、在哪里、希望达到什么效果。"), field="text"
        )
    if len(said) > TEXT_MAX:
        raise DomainError(
            _(
                "需求最多 %(limit)s 个字，现在有 %(length)s 个。请留下最重要的部分再提交。",
                limit=TEXT_MAX,
                length=len(said),
            ),
            field="text",
        )
    letters = sum(1 for character in said if unicodedata.category(character)[0] in "LN")
    if letters < TEXT_MIN:
        raise DomainError(
            _("内容太短，看不出需求。请至少写一句话，例如“露天矿山需要无人驾驶矿卡”。"),
            field="text",
        )
    return said


def check_content(content: DemandContent) -> None:
    """Raise DomainError for what no demand can say, draft or not."""
    check_need_text(content.text)
    _check_scenes(content.scenes)
    check_lines(content.lines)
    _check_goals(content.goals)
    low, high = content.budget_min_wan, content.budget_max_wan
    for name, amount in (("budget_min_wan", low), ("budget_max_wan", high)):
        if amount is not None and not 0 <= amount <= BUDGET_MOST_WAN:
            raise DomainError(_("预算请填 0 到 1000 万万元之间的数，单位是万元。"), field=name)
    if low is not None and high is not None and low > high:
        raise DomainError(_("预算下限高于上限，请对调或改正。"), field="budget_max_wan")
    first, last = content.starts_on, content.ends_on
    if first and last and first > last:
        raise DomainError(_("希望完成的日期早于开始日期，请改正。"), field="ends_on")
    latest = clock.today().replace(month=12, day=31)
    if last and last.year > latest.year + HORIZON_YEARS:
        raise DomainError(_("希望完成的日期太远，请填十年以内的日期。"), field="ends_on")


def paste_need(text: str, *, actor: Account | None, secret: str = "") -> tuple[Demand, str]:
    """Keep a text to be matched; gives the need and the key that opens it.

    `secret` is what a sending of the form alone has: sent twice it gives the same need, as it was
    kept the first time.
    """
    said, token = check_need_text(text), secret or secrets.token_urlsafe(18)
    known = pasted_need(token) if secret else None
    if known is not None:
        return known, token
    need = Demand(text=said, state=DemandState.PASTED, access_hash=access_hash(token))
    try:
        with db.session.begin_nested():
            audit.created("demand.pasted", need, actor=actor)
    except IntegrityError:  # the other of two clicks was faster
        known = pasted_need(token)
        if known is None:
            raise
        return known, token
    return need, token


def purge_pasted() -> int:
    """Delete pasted needs nobody took over in time; gives how many. Only their number is kept."""
    old = clock.now() - PASTED_KEPT
    rows = db.session.scalars(
        select(Demand).where(Demand.state == DemandState.PASTED, Demand.updated_at < old)
    ).all()
    for need in rows:
        audit.forget(need)
        audit.happened("demand.pasted_purged", need, actor=None)
        db.session.delete(need)
    return len(rows)


def refine_pasted(demand: Demand, content: DemandContent, *, actor: Account | None) -> None:
    """Change what a pasted need says; it keeps the title and start it has, if any."""
    kept = replace(content, title=demand.title, starts_on=demand.starts_on, goals=goals_of(demand))
    check_content(kept)
    with audit.change("demand.refined", demand, actor=actor):
        _write(demand, kept)


def fill_pasted(demand: Demand, content: DemandContent, *, actor: Account | None) -> None:
    """Write all that is known already of a need into it, goals and title too; the person edits."""
    check_content(content)
    with audit.change("demand.filled", demand, actor=actor):
        _write(demand, content)


def imagined_demand(content: DemandContent, *, title: str) -> Demand:
    """Give a demand as somebody tries it out: it is ranked and shown, never stored or checked."""
    demand = Demand(state=DemandState.PASTED, declined_readings=[], requirements=[])
    _write(demand, replace(content, title=title))
    demand.region_code = content.region.code if content.region else None
    return demand


def adopt_pasted(
    demand: Demand, content: DemandContent, *, organisation: Organisation | None, actor: Account
) -> Demand:
    """Make a pasted need the draft of the person who signed in with it; its key stops working."""
    with audit.change("demand.adopted", demand, actor=actor):
        move(demand, DemandState.DRAFT)
        demand.access_hash = None
        demand.author = actor
    return edit_demand(
        demand, content, organisation=organisation, seen_version=demand.version, actor=actor
    )


def draft_demand(
    content: DemandContent, *, organisation: Organisation | None, actor: Account
) -> Demand:
    """Start a demand; only its own people see it until it is published."""
    check_content(content)
    check_speaker(organisation, actor)
    demand = Demand(state=DemandState.DRAFT, author=actor, organisation=organisation, text="")
    _write(demand, content)
    audit.created("demand.drafted", demand, actor=actor)
    return demand


def edit_demand(
    demand: Demand,
    content: DemandContent,
    *,
    organisation: Organisation | None,
    seen_version: int,
    actor: Account,
) -> Demand:
    """Change a demand. One that was published stays complete and keeps its organisation.

    What readers then see otherwise is kept for them. Raises ConflictError when it was changed since
    the person opened it (`seen_version`), DomainError where readers would lose sight of it.
    """
    if seen_version != demand.version:
        raise ConflictError(
            _(
                "您打开页面之后，这条需求已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。"
            )
        )
    check_content(content)
    is_published = demand.state in PUBLISHED_ONCE
    if is_published:
        content = _kept_open(demand, content)
    with changes_told(demand), audit.change("demand.edited", demand, actor=actor):
        _write(demand, content)
        if demand.state is DemandState.DRAFT and organisation is not None:
            check_speaker(organisation, actor)
            demand.organisation = organisation
    if is_published:
        check_complete(demand)
    return demand


def demand_content_of(demand: Demand) -> DemandContent:
    """Give what a demand says, as a form would hand it in."""
    names = {one.name for one in fields(DemandContent)} - {"lines", "goals"}
    said = {name: getattr(demand, name) for name in names}
    return DemandContent(**said, lines=lines_of(demand), goals=goals_of(demand))


def goals_of(demand: Demand) -> list[GoalContent]:
    """Give what a demand wants to reach, so that its outcome can be held against it."""
    return [
        GoalContent(
            kind=row.kind,
            words=row.words,
            from_figure=row.from_figure,
            to_figure=row.to_figure,
            unit=row.unit,
        )
        for row in demand.goals
    ]


def record_notice(content: NoticeContent, *, existing: Demand | None = None) -> Demand:
    """Add or bring up to date a demand published elsewhere, known by its key."""
    demand = existing or Demand(key=content.key, state=DemandState.NOTICE)
    values = {
        name: getattr(content, name)
        for name in (
            "title", "text", "issuer", "notice_kind", "notice_terms", "notice_year",
            "source_url", "sector", "region",
        )
    }  # fmt: skip
    audit.put("demand.notice", demand, values, actor=None, links={"scenes": content.scenes})
    return demand


def _write(demand: Demand, content: DemandContent) -> None:
    demand.title = content.title
    demand.text = content.text.strip()
    demand.sector = content.sector
    demand.scenes = list(content.scenes)
    demand.region = content.region
    demand.budget_min_wan = content.budget_min_wan
    demand.budget_max_wan = content.budget_max_wan
    demand.starts_on = content.starts_on
    demand.ends_on = content.ends_on
    demand.is_abroad = content.is_abroad and content.region is None
    demand.is_region_must = content.is_region_must
    demand.is_budget_must = content.is_budget_must
    demand.is_time_must = content.is_time_must
    demand.declined_readings = list(content.declined_readings)
    demand.priority = content.priority
    demand.phase = content.phase
    demand.visibility = content.visibility
    demand.closes_on = content.closes_on
    write_lines(demand, content.lines)
    _write_goals(demand, content.goals)


def _write_goals(demand: Demand, goals: Sequence[GoalContent]) -> None:
    if goals_of(demand) == list(goals):
        return
    rows = {row.kind: row for row in demand.goals}
    demand.goals = [rows.get(goal.kind) or DemandGoal(kind=goal.kind) for goal in goals]
    for position, (row, goal) in enumerate(zip(demand.goals, goals, strict=True)):
        row.position, row.words, row.unit = position, goal.words, goal.unit
        row.from_figure, row.to_figure = goal.from_figure, goal.to_figure
    demand.updated_at = clock.now()


def _kept_open(demand: Demand, content: DemandContent) -> DemandContent:
    """Let an open demand keep its last day, and nobody who reads it lose sight of it."""
    if content.visibility is not demand.visibility and (
        content.visibility not in WIDER[demand.visibility]
    ):
        raise DomainError(_("已发布的需求只能让更多人看到，不能收窄可见范围。"), field="visibility")
    return replace(content, closes_on=content.closes_on or demand.closes_on)


def _check_goals(goals: Sequence[GoalContent]) -> None:
    if len({goal.kind for goal in goals}) != len(goals):
        raise DomainError(_("每种目标只写一行，请合并。"), field="goals")
    for goal in goals:
        if not goal.words and goal.to_figure is None:
            raise DomainError(_("每个目标请写一句话，或写要达到的数。"), field="goals")
        if goal.from_figure is not None and goal.to_figure is None:
            raise DomainError(_("目标写了现在的数，请再写要达到的数。"), field="goals")
        if len(goal.words) > GOAL_WORDS_MAX or len(goal.unit) > GOAL_UNIT_MAX:
            raise DomainError(
                _(
                    "目标最多 %(words)s 个字，单位最多 %(unit)s 个字。",
                    words=GOAL_WORDS_MAX,
                    unit=GOAL_UNIT_MAX,
                ),
                field="goals",
            )


def _check_scenes(scenes: Sequence[Scene]) -> None:
    if len(scenes) > SCENES_MOST:
        raise DomainError(
            _("场景最多选 %(limit)s 个，请留下最重要的。", limit=SCENES_MOST), field="scenes"
        )
