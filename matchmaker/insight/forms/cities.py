"""The table of key cities as a file, and which cities are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from matchmaker.insight.enums import CityMeasure
from matchmaker.insight.forms.observations import SourcedForm
from matchmaker.insight.operations.cities import CityContent
from matchmaker.insight.queries.cities import COMPARED_LEAST, COMPARED_MOST, CityRow, CityTable
from matchmaker.insight.scoring.units import CITY_UNITS, quantity, with_unit
from matchmaker.insight.words import CITY_MEASURES
from matchmaker.web.charts import NOTHING, BarChart, Heading, Shown, bar_chart
from matchmaker.web.language import localised
from matchmaker.web.sheets import Cell, Columns, Rows, csv_file, table_file


@dataclass(frozen=True, slots=True)
class CitiesCompared:
    """The cities to compare in the order they were named, and what was wrong with the question.

    `unknown` counts codes of no key city; `has_more` says that some beyond four were left out.
    """

    rows: Sequence[CityRow]
    unknown: int
    has_more: bool

    @property
    def is_enough(self) -> bool:
        """Whether there are two at least."""
        return len(self.rows) >= COMPARED_LEAST


def cities_compared(table: CityTable, codes: Sequence[str]) -> CitiesCompared:
    """Read which cities were named: each once, four at most, in their order."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    found = [row for code in wanted if (row := table.row_of(code)) is not None]
    return CitiesCompared(
        found[:COMPARED_MOST], len(wanted) - len(found), len(found) > COMPARED_MOST
    )


class CityFigureForm(SourcedForm):
    """What a source says of a key city on a day."""

    measure = SelectField(_("指标"), choices=list)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.measure.choices = [
            (measure.value, with_unit(str(words), CITY_UNITS[measure]))
            for measure, words in CITY_MEASURES.items()
        ]

    def content(self) -> CityContent:
        """Give what was typed, once the form is valid."""
        if self.as_of.data is None or self.value.data is None:
            raise TypeError("a form that is not valid has no content")
        return CityContent(
            measure=CityMeasure(self.measure.data),
            as_of=self.as_of.data,
            value=float(self.value.data),
            source=self.source.data or "",
        )


def shown_value(measure: CityMeasure, value: float | None) -> str:
    """Write a figure of a city with its unit; a dash for what was not published."""
    return "—" if value is None else quantity(value, CITY_UNITS[measure])


def comparison_charts(rows: Sequence[CityRow]) -> dict[CityMeasure, BarChart]:
    """Lay out bars for each figure that all the cities published."""
    return {
        measure: bar_chart(
            (
                Heading(
                    localised(row.region),
                    url_for("insight.city", city=row.figure.region_code),
                ),
                [_shown(measure, row.values[measure])],
            )
            for row in rows
        )
        for measure in CityMeasure
        if all(row.values[measure] is not None for row in rows)
    }


def _shown(measure: CityMeasure, value: float | None) -> Shown:
    return NOTHING if value is None else Shown(value, shown_value(measure, value))


def cities_file(rows: Sequence[CityRow], *, as_csv: bool) -> Response:
    """Send the table as an .xlsx or .csv file: figures, ranks, date and source; empty is empty."""
    columns: dict[str, object] = {
        gettext("代码"): lambda row: row.figure.region_code,
        gettext("城市"): lambda row: localised(row.region),
    }
    for measure, words in CITY_MEASURES.items():
        columns[with_unit(str(words), CITY_UNITS[measure])] = _value_of(measure)
        columns[gettext("%(name)s排名", name=str(words))] = _rank_of(measure)
    columns[gettext("截至日期")] = lambda row: row.figure.as_of.isoformat()
    columns[gettext("来源")] = lambda row: row.figure.source
    if any(row.newer for row in rows):
        columns[gettext("其中更新的数字")] = _newer
    table = cast("Columns[CityRow]", columns)
    if as_csv:
        return csv_file("cities", table, rows)
    return table_file("cities", gettext("重点城市"), table, Rows(rows, len(rows)), wide=())


def _newer(row: CityRow) -> str:
    """Say which figures of a row have a day and a source of their own."""
    return gettext("；").join(
        f"{CITY_MEASURES[seen.measure]} {seen.as_of.isoformat()} {seen.source}"
        for seen in row.newer
    )


def _value_of(measure: CityMeasure) -> object:
    def value(row: CityRow) -> Cell:
        return row.values[measure]

    return value


def _rank_of(measure: CityMeasure) -> object:
    def rank(row: CityRow) -> Cell:
        return row.ranks[measure]

    return rank
