"""Everything that changes a demand as a whole."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations import check_publisher
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.enums import DEMAND_TRANSITIONS, DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations.lines import LineContent, check_lines, write_lines
from matchmaker.demands.queries import access_hash
from matchmaker.errors import ConflictError, DomainError
from matchmaker.taxonomy.models import Region, Scene, Sector

PASTED_KEPT = timedelta(days=30)
TEXT_MIN = 4
TEXT_MAX = 10_000
POSTED_TEXT_MIN = 20
TITLE_MIN = 4
TITLE_MAX = 80
BUDGET_MOST_WAN = Decimal(10_000_000)  # a hundred thousand million yuan: beyond is a slip
SCENES_MOST = 8
HORIZON_YEARS = 10


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


def paste_need(text: str, *, actor: Account | None) -> tuple[Demand, str]:
    """Keep a text to be matched; gives the need and the key that opens it."""
    token = secrets.token_urlsafe(18)
    need = Demand(
        text=check_need_text(text), state=DemandState.PASTED, access_hash=access_hash(token)
    )
    audit.created("demand.pasted", need, actor=actor)
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
    kept = replace(content, title=demand.title, starts_on=demand.starts_on)
    check_content(kept)
    with audit.change("demand.refined", demand, actor=actor):
        _write(demand, kept)


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
        _move(demand, DemandState.DRAFT)
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
    _check_speaker(organisation, actor)
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
    """Change a demand. A public one must stay complete and keeps its organisation.

    Raises ConflictError when it was changed since the person opened it (`seen_version`).
    """
    if seen_version != demand.version:
        raise ConflictError(
            _(
                "您打开页面之后，这条需求已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。"
            )
        )
    check_content(content)
    with audit.change("demand.edited", demand, actor=actor):
        _write(demand, content)
        if demand.state is DemandState.DRAFT and organisation is not None:
            _check_speaker(organisation, actor)
            demand.organisation = organisation
    if demand.state is DemandState.OPEN:
        _check_complete(demand)
    return demand


def publish_demand(demand: Demand, *, actor: Account) -> None:
    """Make a complete demand of a verified organisation public."""
    check_publisher(_check_complete(demand), actor)
    with audit.change("demand.published", demand, actor=actor):
        _move(demand, DemandState.OPEN)
        demand.published_at = clock.now()
        demand.withdrawn_at = None


def withdraw_demand(demand: Demand, *, actor: Account) -> None:
    """Take a public demand back; its people can publish it again."""
    with audit.change("demand.withdrawn", demand, actor=actor):
        _move(demand, DemandState.WITHDRAWN)
        demand.withdrawn_at = clock.now()


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
    write_lines(demand, content.lines)


def _check_scenes(scenes: Sequence[Scene]) -> None:
    if len(scenes) > SCENES_MOST:
        raise DomainError(
            _("场景最多选 %(limit)s 个，请留下最重要的。", limit=SCENES_MOST), field="scenes"
        )


def _check_complete(demand: Demand) -> Organisation:
    if not TITLE_MIN <= len(demand.title) <= TITLE_MAX:
        raise DomainError(
            _("发布前请写标题，%(low)s 到 %(high)s 个字。", low=TITLE_MIN, high=TITLE_MAX),
            field="title",
        )
    if len(demand.text) < POSTED_TEXT_MIN:
        raise DomainError(
            _("发布前请把需求写得更具体，至少 %(low)s 个字。", low=POSTED_TEXT_MIN), field="text"
        )
    if demand.sector is None:
        raise DomainError(_("发布前请选择行业。"), field="sector")
    if demand.organisation is None:
        raise DomainError(_("发布前请选择代表哪个单位发布。"), field="organisation")
    if demand.ends_on and demand.ends_on < clock.today():
        raise DomainError(_("希望完成的日期已经过去，请改成以后的日期。"), field="ends_on")
    return demand.organisation


def _check_speaker(organisation: Organisation | None, actor: Account) -> None:
    if organisation is not None and not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")


def _move(demand: Demand, target: DemandState) -> None:
    if target not in DEMAND_TRANSITIONS[demand.state]:
        raise ConflictError(_("这条需求现在的状态不允许这样做，请刷新页面查看。"))
    demand.state = target
