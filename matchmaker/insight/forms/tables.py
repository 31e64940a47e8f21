"""Figures as tables: the same rows for a page, a file and a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from matchmaker.accounts.words import size_label
from matchmaker.insight.models.unseen import UnseenOffering
from matchmaker.insight.queries.calibration import Calibrated
from matchmaker.insight.queries.fairness import Fairness, Share
from matchmaker.insight.queries.funnel import Funnel, StepLine
from matchmaker.insight.queries.names import Names
from matchmaker.insight.queries.open_funnel import LEAST, OpenFunnel
from matchmaker.insight.words.funnel import (
    DIMENSION_LABELS,
    GROUP_LABELS,
    STEP_LABELS,
    UNSEEN_LABELS,
    UNSTATED,
    loss_label,
    share_label,
)
from matchmaker.web.sheets import Columns, Row

DASH: Final = "—"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; what is no word is a figure, None where there is none."""

    title: str
    head: Sequence[str]
    rows: Sequence[Row]


def percent(share: float | None) -> str:
    """Write a share of one in per cent, to a tenth."""
    return DASH if share is None else f"{share * 100:.1f}%"


def ratio(value: float | None) -> str:
    """Write a measure between 0 and 1."""
    return DASH if value is None else f"{value:.2f}"


def step_table(found: Funnel) -> Table:
    """Give the steps of a funnel."""
    head = [_("步骤"), _("到过这一步或更远"), _("其中有记录"), _("占第一步"), _("占上一步")]
    rows: list[Row] = [
        [str(STEP_LABELS[line.step]), line.passed, line.reached,
         percent(line.of_first), percent(line.of_previous)]
        for line in found.lines
    ]  # fmt: skip
    return Table(_("每一步的对数"), head, rows)


def open_table(found: OpenFunnel) -> Table:
    """Give the steps of a funnel as everybody may know them."""
    rows: list[Row] = [
        [str(STEP_LABELS[step]), too_few() if number is None else number]
        for step, number in found.steps
    ]
    return Table(_("每一步的对数"), [_("步骤"), _("到过这一步或更远")], rows)


def too_few() -> str:
    """Say that a number is too small to be told."""
    return _("不足 %(n)s", n=LEAST)


def loss_table(found: Funnel) -> Table:
    """Give why pairs went no further."""
    head = [_("停在哪一步"), _("原因"), _("对数"), _("占这一步")]
    rows: list[Row] = [
        [str(STEP_LABELS[loss.step]), loss_label(loss.reason), loss.count, percent(loss.share)]
        for loss in found.losses
    ]
    return Table(_("没有走下去的原因"), head, rows)


def group_tables(found: Funnel, names: Names) -> list[Table]:
    """Give the funnel by each of its dimensions."""
    steps = [str(STEP_LABELS[line.step]) for line in found.lines]
    return [
        Table(
            str(DIMENSION_LABELS[dimension]),
            [str(DIMENSION_LABELS[dimension]), *steps],
            [[names.group(dimension, one.key), *_passed(one.lines)] for one in groups],
        )
        for dimension, groups in found.groups.items()
    ]


def funnel_rows(found: Funnel, names: Names) -> Table:
    """Give the whole funnel as one table for a file: all pairs, then each group."""
    steps = [str(STEP_LABELS[line.step]) for line in found.lines]
    rows: list[Row] = [[_("全部"), "", *_passed(found.lines)]]
    for dimension, groups in found.groups.items():
        label = str(DIMENSION_LABELS[dimension])
        rows += [[label, names.group(dimension, one.key), *_passed(one.lines)] for one in groups]
    return Table(_("转化漏斗"), [_("划分"), _("组"), *steps], rows)


def bin_table(found: Calibrated) -> Table:
    """Give the share of awards by fit."""
    head = [_("适配度"), _("已有结果的对数"), _("达成"), _("达成的比例"), _("95% 区间")]
    rows: list[Row] = [
        [f"{one.low}–{one.high}", one.settled, one.awarded, percent(one.share),
         _interval(one.interval)]
        for one in found.calibration.bins
    ]  # fmt: skip
    return Table(_("适配度与达成"), head, rows)


def share_table(group: str, found: Fairness) -> Table:
    """Give who fares how, by the key of a way to group providers."""
    head = [_("组"), _("供应商"), _("方案"), _("占方案"), _("展示"), _("占展示"), _("首位"),
            _("占首位"), _("被联系"), _("占联系"), _("达成"), _("占达成"),
            _("从未展示")]  # fmt: skip
    rows = [_share(group, one) for one in found.groups[group]]
    return Table(str(GROUP_LABELS[group]), head, rows)


def exposure_rows(found: Fairness) -> Iterator[Row]:
    """Give each offering with how often it was shown, for a file."""
    for row in found.rows:
        published = row.published_at.date().isoformat() if row.published_at else ""
        size = size_label(row.size) if row.size else str(UNSTATED)
        cells = (row.id, row.title, row.provider, row.area or "", size, published)
        yield [*cells, *found.counts[row.id]]


def exposure_head() -> list[str]:
    """Give the head of `exposure_rows`."""
    return [_("方案编号"), _("方案"), _("供应商"), _("地区"), _("规模"), _("发布时间"),
            _("展示次数"), _("首位次数")]  # fmt: skip


def unseen_columns() -> Columns[UnseenOffering]:
    """Give what a file says of each offering nobody was shown."""
    return {
        _("方案编号"): lambda row: row.offering_id,
        _("方案"): lambda row: row.offering.title,
        _("供应商"): lambda row: row.offering.organisation.name,
        _("原因"): lambda row: str(UNSEEN_LABELS[row.reason]),
        _("最接近的需求"): lambda row: row.demand.title if row.demand else "",
        _("适配度"): lambda row: None if row.tenths is None else row.tenths / 10,
        _("门槛"): lambda row: None if row.floor_tenths is None else row.floor_tenths / 10,
        _("名次"): lambda row: row.rank,
        _("达到门槛的需求"): lambda row: row.fitting,
        _("因必须的要求被排除的需求"): lambda row: row.barred,
    }


def _interval(found: tuple[float, float] | None) -> str:
    return DASH if found is None else f"{percent(found[0])} – {percent(found[1])}"


def _passed(lines: Sequence[StepLine]) -> list[int]:
    return [line.passed for line in lines]


def _share(group: str, one: Share) -> Row:
    return [
        share_label(group, one.key), one.providers, one.offerings, percent(one.shares["offerings"]),
        one.shown, percent(one.shares["shown"]), one.first, percent(one.shares["first"]),
        one.contacts, percent(one.shares["contacts"]), one.awards, percent(one.shares["awards"]),
        one.never,
    ]  # fmt: skip
