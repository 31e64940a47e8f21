"""Tables of insight as files, and the figures of former days as lines."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import itemgetter
from typing import Any, Final

from flask import Response, request
from flask_babel import gettext as _

from matchmaker.insight.forms.gaps import GapTable, percent
from matchmaker.web.charts import LineChart, Point, Shown, line_chart
from matchmaker.web.filters import figure
from matchmaker.web.sheets import MOST_ROWS, Columns, Row, csv_file, list_file

CSV: Final = "csv"
WIDE: Final = (0, 1)


def figures_file(table: GapTable, conditions: Iterable[tuple[str, str]]) -> Response:
    """Send a table as the address asks for it: .csv, or else .xlsx."""
    if request.args.get("format") == CSV:
        columns: Columns[Row] = {head: itemgetter(at) for at, head in enumerate(table.heads)}
        return csv_file(f"insight-{table.name}", columns, table.rows)
    return list_file(
        f"insight-{table.name}",
        table.title,
        table.heads,
        table.rows[:MOST_ROWS],
        wide=WIDE,
        total=len(table.rows),
        conditions=conditions,
        address=request.url,
    )


History = Iterable[tuple[date, Mapping[str, Any]]]


def history_lines(days: History) -> dict[str, LineChart]:
    """Give the figures of everything, day by day, as lines."""
    found = [(day, data["all"]) for day, data in days]
    return {
        "demands": _line((day, row["demands"]) for day, row in found),
        "offerings": _line((day, row["offerings"]) for day, row in found),
        "good": _line(((day, _share(row)) for day, row in found), words=percent, most=1.0),
    }


def history_table(days: History) -> GapTable:
    """Give the figures of everything, day by day, as a table."""
    heads = [
        _("日期"),
        _("公开需求"),
        _("供给"),
        _("有好匹配的需求"),
        _("有好匹配的占比"),
        _("最佳适配度中位数"),
    ]
    rows: list[Row] = []
    for day, data in days:
        row, share = data["all"], _share(data["all"])
        shown = None if share is None else round(share, 4)
        counts = (row["demands"], row["offerings"], row["good"], shown, row["median_fit"])
        rows.append([day.isoformat(), *counts])
    return GapTable("history", _("历史"), heads, rows)


def _share(row: Mapping[str, Any]) -> float | None:
    return row["good"] / row["ranked"] if row["ranked"] else None


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
