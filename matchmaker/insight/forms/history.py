"""The figures of former days, as they were written down: lines to draw, tables for files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from matchmaker.insight.enums import FunnelStep
from matchmaker.insight.forms.gaps import percent
from matchmaker.insight.forms.tables import Table, ratio
from matchmaker.insight.words.funnel import STEP_LABELS
from matchmaker.web.charts import LineChart, Point, Shown, line_chart
from matchmaker.web.filters import figure
from matchmaker.web.sheets import Row

DRAWN: Final = (FunnelStep.MATCHED, FunnelStep.CONTACTED, FunnelStep.AWARDED)

History = Sequence[tuple[date, Mapping[str, Any]]]


def gap_lines(days: History) -> dict[str, LineChart]:
    """Give demand against supply, day by day, as lines; titles first."""
    found = [(day, data["all"]) for day, data in days]
    return {
        _("公开需求数"): _line((day, row["demands"]) for day, row in found),
        _("供给数"): _line((day, row["offerings"]) for day, row in found),
        _("有好匹配的需求占比"): _line(
            ((day, _good(row)) for day, row in found), words=percent, most=1.0
        ),
    }


def gap_history(days: History) -> Table:
    """Give demand against supply, day by day, as a table."""
    heads = [_("公开需求"), _("供给"), _("有好匹配的需求"), _("有好匹配的占比"),
             _("最佳适配度中位数")]  # fmt: skip
    rows: list[Row] = []
    for day, data in days:
        row, share = data["all"], _good(data["all"])
        shown = None if share is None else round(share, 4)
        counts = (row["demands"], row["offerings"], row["good"], shown, row["median_fit"])
        rows.append([day.isoformat(), *counts])
    return _table(heads, rows)


def funnel_lines(days: History) -> dict[str, LineChart]:
    """Give how many pairs came as far as some steps, day by day, as lines; titles first."""
    return {
        str(STEP_LABELS[step]): _line((day, data["steps"][step.value][0]) for day, data in days)
        for step in DRAWN
    }


def funnel_history(days: History) -> Table:
    """Give the funnel of the last four quarters as it was on each day."""
    heads = [_("需求"), *(str(STEP_LABELS[step]) for step in FunnelStep)]
    return _table(
        heads,
        [
            [day.isoformat(), data["demands"], *(data["steps"][step][0] for step in FunnelStep)]
            for day, data in days
        ],
    )


def fairness_lines(days: History) -> dict[str, LineChart]:
    """Give how much is held by few, and what part is never shown, day by day; titles first."""
    return {
        _("展示的基尼系数，按供应商"): _line(
            ((day, data["gini"]["shown"]) for day, data in days), words=ratio, most=1.0
        ),
        _("从未展示的方案占比"): _line(
            ((day, _never(data)) for day, data in days), words=percent, most=1.0
        ),
    }


def fairness_history(days: History) -> Table:
    """Give who fared how in the last four quarters as it was on each day."""
    heads = [_("方案"), _("展示"), _("联系"), _("达成"), _("从未展示"),
             _("展示的基尼系数，按方案"), _("展示的基尼系数，按供应商"),
             _("联系的基尼系数，按供应商"), _("达成的基尼系数，按供应商")]  # fmt: skip
    counted = ("offerings", "showings", "contacts", "awards", "never")
    measured = ("offerings", "shown", "contacts", "awards")
    return _table(
        heads,
        [
            [
                day.isoformat(),
                *(data[name] for name in counted),
                *(_short(data["gini"][name]) for name in measured),
            ]
            for day, data in days
        ],
    )


def _table(heads: Sequence[str], rows: Sequence[Row]) -> Table:
    return Table(_("历史"), [_("日期"), *heads], rows)


def _good(row: Mapping[str, Any]) -> float | None:
    return row["good"] / row["ranked"] if row["ranked"] else None


def _never(row: Mapping[str, Any]) -> float | None:
    return row["never"] / row["offerings"] if row["offerings"] else None


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _line(
    points: Iterable[tuple[date, float | None]],
    words: Callable[[float], str] = figure,
    most: float | None = None,
) -> LineChart:
    return line_chart(
        (Point(day, Shown(value, "" if value is None else words(value))) for day, value in points),
        words=words,
        most=most,
    )
