"""Open data of demands, calls with what they selected, and showcases."""

from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.api.queries.exports.columns import (
    Column,
    Kind,
    Rights,
    Table,
    names,
    selected,
    without_contacts,
)
from matchmaker.api.queries.exports.shared import (
    CAPABILITIES,
    ID,
    PUBLISHED_AT,
    REGION,
    SCENES,
    SECTOR,
    TITLE_EN,
    TITLE_ZH,
    TOOK_PART,
    WAN,
)
from matchmaker.demands.documents import public_demands
from matchmaker.demands.models import Demand
from matchmaker.demands.queries.rows import SHOWN
from matchmaker.programmes.documents import public_showcases
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.results import EntryState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import Showcase, ShowcasePart
from matchmaker.web.addresses import site_url


def _demands() -> Select[Any]:
    return public_demands().options(*SHOWN).order_by(Demand.id)


def _showcases() -> Select[Any]:
    return (
        public_showcases()
        .options(
            joinedload(Showcase.sector),
            selectinload(Showcase.scenes),
            selectinload(Showcase.capabilities),
            selectinload(Showcase.standards),
            selectinload(Showcase.parts).joinedload(ShowcasePart.organisation),
        )
        .order_by(Showcase.id)
    )


def _calls() -> Select[Any]:
    statement = select(Call).where(Call.state != CallState.DRAFT)
    return statement.options(selectinload(Call.phases), selectinload(Call.sectors)).order_by(
        Call.id
    )


def _entries() -> Select[Any]:
    statement = select(Entry).where(Entry.state != EntryState.REMOVED)
    return statement.options(joinedload(Entry.call), joinedload(Entry.organisation)).order_by(
        Entry.id
    )


def _end_of_submission(call: Call) -> Any:
    return next((row.ends_at for row in call.phases if row.kind is PhaseKind.SUBMISSION), None)


DEMANDS: Final = Table(
    "demands", "公开需求", "Public demands", Rights.MEMBERS, selected(_demands),
    (
        ID,
        Column("state", Kind.CODE, "状态：open 正在征集应答，notice 别处发布的公告",
               "State: open, or a notice published elsewhere"),
        Column("title", Kind.TEXT, "标题", "Title"),
        Column("text", Kind.TEXT, "内容", "What is wanted",
               lambda row: without_contacts(row.text)),
        Column("organisation", Kind.TEXT, "发布单位（匿名需求为空）",
               "Who posts it; empty where it is anonymous", lambda row: row.public_name),
        SECTOR,
        SCENES,
        REGION,
        Column("is_abroad", Kind.BOOLEAN, "是否在境外交付", "Whether it is to be delivered abroad"),
        Column("budget_min_wan", Kind.NUMBER, "预算下限", "Lowest budget", unit=WAN),
        Column("budget_max_wan", Kind.NUMBER, "预算上限", "Highest budget", unit=WAN),
        Column("ends_on", Kind.DATE, "期望完成日期", "Wanted by"),
        PUBLISHED_AT,
        Column("closes_on", Kind.DATE, "应答截止日期", "Last day for responses"),
        Column("source", Kind.ADDRESS, "公告来源网址", "Where the notice was published",
               lambda row: row.source_url),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("demands.show", demand_id=row.id)),
    ),
)  # fmt: skip
SHOWCASES: Final = Table(
    "showcases", "5G应用领航者案例", "Showcases", Rights.MEMBERS, selected(_showcases),
    (
        ID,
        Column("subject_type", Kind.CODE, "主体类型", "Subject type"),
        TITLE_ZH,
        TITLE_EN,
        Column("owner_zh", Kind.TEXT, "单位（公开的写法）", "Owner, as the public reads it"),
        Column("owner_en", Kind.TEXT, "单位英文名称", "Owner in English"),
        SECTOR,
        SCENES,
        CAPABILITIES,
        Column("standards", Kind.LIST, "标准号", "Numbers of its standards",
               lambda row: names(row.standards, "code")),
        TOOK_PART,
        REGION,
        Column("live_year", Kind.INTEGER, "上线年份", "Year it went live"),
        Column("cost_min_wan", Kind.NUMBER, "投入下限", "Lowest cost", unit=WAN),
        Column("cost_max_wan", Kind.NUMBER, "投入上限", "Highest cost", unit=WAN),
        Column("problem_zh", Kind.TEXT, "要解决的问题", "The problem, in Chinese",
               lambda row: without_contacts(row.problem_zh)),
        Column("problem_en", Kind.TEXT, "要解决的问题（英文）", "The problem, in English",
               lambda row: without_contacts(row.problem_en)),
        Column("solution_zh", Kind.TEXT, "做法", "The solution, in Chinese",
               lambda row: without_contacts(row.solution_zh)),
        Column("solution_en", Kind.TEXT, "做法（英文）", "The solution, in English",
               lambda row: without_contacts(row.solution_en)),
        Column("source_name", Kind.TEXT, "首次发布者", "Who published it first"),
        Column("source", Kind.ADDRESS, "首次发布的网址", "Where it was published first",
               lambda row: row.source_url),
        Column("published_at", Kind.INSTANT, "本站发布时间", "When it was published here"),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("programmes.showcase", showcase_id=row.id)),
    ),
)  # fmt: skip
CALLS: Final = Table(
    "calls", "征集", "Calls", Rights.SITE, selected(_calls),
    (
        ID,
        Column("kind", Kind.CODE, "类型", "Kind"),
        Column("state", Kind.CODE, "状态：published 已发布，cancelled 已取消",
               "State: published or cancelled"),
        TITLE_ZH,
        TITLE_EN,
        Column("summary_zh", Kind.TEXT, "中文摘要", "Summary in Chinese",
               lambda row: without_contacts(row.summary_zh)),
        Column("summary_en", Kind.TEXT, "英文摘要", "Summary in English",
               lambda row: without_contacts(row.summary_en)),
        Column("sectors", Kind.LIST, "限定的行业代码（空为不限）",
               "Codes of the sectors it is for; empty for all",
               lambda row: names(row.sectors, "code")),
        Column("regions", Kind.LIST, "限定的省级地区代码（空为不限）",
               "Codes of the provinces it is for; empty for all"),
        Column("submissions_until", Kind.INSTANT, "申报截止时间", "End of submission",
               _end_of_submission),
        PUBLISHED_AT,
        Column("results_at", Kind.INSTANT, "公布结果的时间", "When the results were given"),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("programmes.call", call_id=row.id)),
    ),
)  # fmt: skip
ENTRIES: Final = Table(
    "entries", "入选", "Entries", Rights.SITE, selected(_entries),
    (
        Column("number", Kind.CODE, "证书编号", "Number of the certificate"),
        Column("call_id", Kind.INTEGER, "征集的本站编号", "Number of the call"),
        Column("call", Kind.TEXT, "征集", "The call", lambda row: row.call.title_zh),
        Column("organisation", Kind.TEXT, "入选单位", "Who was selected",
               lambda row: row.organisation.name),
        Column("level", Kind.TEXT, "等级", "Level"),
        Column("valid_from", Kind.DATE, "有效期第一天", "First day it holds"),
        Column("valid_until", Kind.DATE, "有效期最后一天", "Last day it holds"),
    ),
)  # fmt: skip
