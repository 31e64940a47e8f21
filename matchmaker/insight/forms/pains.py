"""The tables of pain points as charts and files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flask_babel import gettext as _

from matchmaker.insight.enums import PainTable
from matchmaker.insight.forms.tables import Table
from matchmaker.insight.queries.pains import Pain, Pains
from matchmaker.insight.words import LINE_LABELS
from matchmaker.web.charts import BarChart, Heading, Shown, bar_chart
from matchmaker.web.filters import figure
from matchmaker.web.pagination import same_address

CHARTED: Final = 10
COUNTED: Final[Mapping[PainTable, Callable[[Pain], int]]] = {
    PainTable.UNMET: lambda row: row.demands,
    PainTable.OPEN: lambda row: row.open,
    PainTable.UNLOCK: lambda row: row.unlocked,
}


def pain_chart(rows: Sequence[Pain], table: PainTable, kept: Mapping[str, str]) -> BarChart:
    """Lay out the first lines of a table as bars that lead to their demands."""
    count = COUNTED[table]
    return bar_chart(
        (
            Heading(row.label, same_address({**kept, "line": row.key}, "insight.gap_demands")),
            [Shown(count(row), figure(count(row)))],
        )
        for row in rows[:CHARTED]
    )


def pain_files(table: PainTable, kept: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name the files of a table, with their addresses."""
    named = {**kept, "pain": table.value}
    return [
        (words, same_address({**named, "format": code}, "insight.pains_file"))
        for words, code in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


def pain_tables(found: Pains) -> dict[str, Table]:
    """Give the tables of pain points by the name in their address."""
    heads = [
        _("要求"),
        _("类别"),
        _("需求数"),
        _("没有候选满足"),
        _("其中有候选不满足"),
        _("其中只是没有说明"),
        _("补上后有好匹配"),
        _("单独排除了候选"),
    ]
    titles = {
        PainTable.UNMET: (_("没有供给满足的要求"), found.unmet),
        PainTable.OPEN: (_("最常悬着的要求"), found.open),
        PainTable.UNLOCK: (_("补上哪一项帮到最多需求"), found.unlock),
    }
    return {
        table.value: Table(title, heads, [_cells(row) for row in rows])
        for table, (title, rows) in titles.items()
    }


def _cells(row: Pain) -> list[str | int]:
    counts = (row.demands, row.open, row.missed, row.unknown, row.unlocked, row.alone)
    return [row.label, str(LINE_LABELS[row.kind]), *counts]
