"""Tables of insight as files."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

from flask import Response, request

from matchmaker.insight.forms.tables import Table
from matchmaker.web.sheets import MOST_ROWS, Columns, Row, csv_file, list_file

CSV: Final = "csv"
WIDE: Final = (0, 1)


def figures_file(
    name: str,
    table: Table,
    conditions: Iterable[tuple[str, str]] = (),
    *,
    wide: Sequence[int] = WIDE,
) -> Response:
    """Send a table as the address asks for it: .csv, or else .xlsx."""
    if request.args.get("format") == CSV:
        columns: Columns[Row] = {head: itemgetter(at) for at, head in enumerate(table.head)}
        return csv_file(name, columns, table.rows)
    return list_file(
        name,
        table.title,
        table.head,
        table.rows[:MOST_ROWS],
        wide=wide,
        total=len(table.rows),
        conditions=conditions,
        address=request.url,
    )
