"""A report of a scope: the tables of the pages, put together for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.insight.enums import Spot
from matchmaker.insight.forms.tables import (
    DASH,
    Table,
    bin_table,
    loss_table,
    percent,
    ratio,
    share_table,
    step_table,
)
from matchmaker.insight.queries.calibration import Calibrated, calibrated
from matchmaker.insight.queries.calls import CallLine, calls_of
from matchmaker.insight.queries.fairness import Fairness, fairness
from matchmaker.insight.queries.funnel import Funnel, funnel
from matchmaker.insight.queries.gaps import gap_page
from matchmaker.insight.queries.names import Names
from matchmaker.insight.queries.plans import plan_tables
from matchmaker.insight.queries.scope import Scope
from matchmaker.insight.queries.supply import published
from matchmaker.insight.queries.unseen import unseen_counts
from matchmaker.insight.scoring.calibration import LEAST_EACH, LEAST_SETTLED, Calibration, Says
from matchmaker.insight.words.funnel import STEP_LABELS, STEP_RULES, UNSEEN_LABELS
from matchmaker.web.filters import day, figure
from matchmaker.web.language import localised
from matchmaker.web.sheets import Row

SPOTS_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a drawing: its name, length in [0, 1], and the figure beside it."""

    name: str
    length: float
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a sentence or two, bars with the page that has their file, tables."""

    title: str
    notes: Sequence[str] = ()
    bars: Sequence[Bar] = ()
    bars_of: str = ""
    tables: Sequence[Table] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what it is about, when its figures were read, and its parts."""

    title: str
    conditions: Sequence[tuple[str, str]]
    as_of: datetime
    sections: Sequence[Section]


def report_of(scope: Scope, known: Names, conditions: Sequence[tuple[str, str]]) -> Report:
    """Put a report together from the queries the pages show."""
    found, fit, fair = funnel(scope), calibrated(scope), fairness(scope)
    sections = [
        _overview(scope, found.demands),
        _funnel(found),
        Section(_("没有走下去的原因"), tables=[loss_table(found)])
        if found.losses
        else Section(_("没有走下去的原因"), [_("这个范围里还没有结束的对接。")]),
        Section(
            _("适配度校准"),
            [calibration_sentence(fit.calibration)],
            _bins(fit),
            "insight.calibration",
            [bin_table(fit)],
        ),
        _fairness(fair),
        _gaps(known),
        _calls(scope),
        *_indicators(),
        _definitions(),
    ]
    return Report(_("供需对接报告"), conditions, clock.now(), sections)


def calibration_sentence(found: Calibration) -> str:
    """Say what fit against outcome comes to, or that there is too little to say."""
    if found.says is Says.TOO_FEW or found.auc is None:
        return _(
            "结果还太少，说不准：有结果的 %(n)s 对，其中达成 %(won)s 对；"
            "至少要 %(least)s 对，达成和没有达成各 %(each)s 对。",
            n=found.settled, won=found.awarded, least=LEAST_SETTLED, each=LEAST_EACH,
        )  # fmt: skip
    low, high = found.interval or (0.0, 1.0)
    words = {
        Says.MORE: _("适配度高的更常达成。"),
        Says.LESS: _("适配度高的反而更少达成，排名需要检查。"),
        Says.NOTHING: _("看不出适配度高低和达成有关系。"),
    }[found.says]
    measure = _(
        "AUC %(auc)s（95%% 区间 %(low)s–%(high)s），有结果的 %(n)s 对，其中达成 %(won)s 对。",
        auc=ratio(found.auc), low=ratio(low), high=ratio(high), n=found.settled, won=found.awarded,
    )  # fmt: skip
    return f"{words} {measure}"


def _overview(scope: Scope, demands: int) -> Section:
    counted = published(scope)
    rows: list[Row] = [
        [_("期间发布的需求"), demands],
        [_("期间公开、现在仍公开的方案"), counted.offerings],
        [_("期间发布的领航者"), counted.showcases],
    ]
    return Section(_("供给与需求"), tables=[Table(_("数量"), [_("项目"), _("数量")], rows)])


def _funnel(found: Funnel) -> Section:
    most = max(found.pairs, 1)
    bars = [
        Bar(str(STEP_LABELS[line.step]), line.passed / most, figure(line.passed))
        for line in found.lines
    ]
    note = _(
        "这段时间发布的需求 %(demands)s 条，和供应商组成 %(pairs)s 对。",
        demands=figure(found.demands), pairs=figure(found.pairs),
    )  # fmt: skip
    return Section(_("转化漏斗"), [note], bars, "insight.staff_funnel", [step_table(found)])


def _bins(found: Calibrated) -> list[Bar]:
    return [
        Bar(f"{one.low}–{one.high}", one.share, f"{one.share * 100:.0f}%")
        for one in found.calibration.bins
        if one.share is not None
    ]


def _fairness(found: Fairness) -> Section:
    measures = Table(
        _("集中在少数吗：基尼系数"),
        [_("项目"), _("基尼系数")],
        [
            [_("展示，按方案"), ratio(found.gini_offerings)],
            [_("展示，按供应商"), ratio(found.gini_shown)],
            [_("联系，按供应商"), ratio(found.gini_contacts)],
            [_("达成，按供应商"), ratio(found.gini_awards)],
        ],
    )
    groups = [share_table(name, found) for name in found.groups]
    unseen: list[Row] = [
        [str(UNSEEN_LABELS[reason]), number] for reason, number in unseen_counts().items()
    ]
    never = [Table(_("从未展示的方案"), [_("原因"), _("方案")], unseen)] if unseen else []
    return Section(_("展示与公平"), tables=[measures, *groups, *never])


def _gaps(known: Names) -> Section:
    page = gap_page()
    kinds = ((Spot.HOT, _("需求多、供给少")), (Spot.COLD, _("供给多、需求少")))
    rows: list[Row] = [
        [known.by_number.get(sector, DASH), area, words, row.demands, row.offerings,
         percent(row.good_share)]
        for kind, words in kinds
        for (sector, area), row in page.spots(kind)[:SPOTS_MOST]
    ]  # fmt: skip
    head = [_("行业"), _("地区"), _("情况"), _("需求"), _("方案"), _("有好匹配的需求")]
    note = _("现在公开的全部需求和方案，不随期间变。")
    tables = [Table(_("供需缺口"), head, rows)] if rows else []
    return Section(_("供需缺口"), [note] if rows else [_("现在没有明显的缺口。")], tables=tables)


def _calls(scope: Scope) -> Section:
    found = calls_of(scope)
    if not found.lines:
        return Section(_("征集"), [_("这段时间没有征集接受申报，也没有公布结果。")])
    note = _(
        "这段时间开始申报的征集 %(opened)s 个，截止申报的 %(closed)s 个，"
        "公布结果的 %(results)s 个；收到申报 %(sent)s 份，入选 %(selected)s 个。"
        "申报和入选按申报自己的行业和省份统计。",
        opened=found.opened, closed=found.closed, results=found.gave_results,
        sent=figure(found.sent), selected=figure(found.selected),
    )  # fmt: skip
    head = [_("征集"), _("开始申报"), _("截止申报"), _("公布结果"), _("期间申报"), _("期间入选")]
    table = Table(_("期间的征集"), head, [_call(line) for line in found.lines])
    return Section(_("征集"), [note], tables=[table])


def _call(line: CallLine) -> Row:
    days = (_day(line.opens_at), _day(line.closes_at), _day(line.call.results_at))
    return [localised(line.call, "title"), *days, line.sent, line.selected]


def _day(moment: datetime | None) -> str:
    return DASH if moment is None else day(moment.astimezone(clock.CHINA).date())


def _indicators() -> list[Section]:
    head = [_("指标"), _("最近公布"), _("单位"), _("日期"), _("进度")]
    found = []
    for plan in plan_tables():
        rows: list[Row] = [
            [localised(line.indicator), line.latest.value, line.indicator.unit,
             day(line.latest.as_of), percent(line.progress)]
            for line in plan.lines
            if line.latest is not None
        ]  # fmt: skip
        if rows:
            title = plan.name_zh or _("其他观测数字")
            found.append(Section(_("国家指标"), tables=[Table(title, head, rows)]))
    return found


def _definitions() -> Section:
    rows: list[Row] = [[str(STEP_LABELS[step]), str(rule)] for step, rule in STEP_RULES.items()]
    return Section(
        _("每一步怎么算"),
        [
            _(
                "一对是一条需求和一家供应商。数的是期间里发布的需求，不管它后来怎样；步骤可以跳过，走到后面的也算走过前面的。"
            )
        ],
        tables=[Table(_("每一步怎么算"), [_("步骤"), _("怎样算到过")], rows)],
    )
