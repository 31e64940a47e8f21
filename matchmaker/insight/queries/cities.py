"""Reading the table of key cities: ranks, one city, several side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from matchmaker.catalogue.queries.cases import cases
from matchmaker.catalogue.queries.offerings import offerings
from matchmaker.db import db
from matchmaker.demands.queries.lists import Show, listed_demands
from matchmaker.insight.enums import CityMeasure
from matchmaker.insight.models.cities import CityFigure, CityObservation
from matchmaker.insight.scoring.ranks import best, middle, ranks
from matchmaker.programmes.queries.showcases import showcases
from matchmaker.taxonomy.models import Region
from matchmaker.web.facets import Values

COMPARED_LEAST: Final = 2
COMPARED_MOST: Final = 4
_ADDED: Final = select(CityObservation).order_by(CityObservation.as_of, CityObservation.id)
NUMBER: Final = "number"  # the order of the published table
# What the city table can be sorted by: its own order, or a figure, the largest first.
CITY_ORDERS: Final = (NUMBER, *(measure.value for measure in CityMeasure))
# The columns of the published table.
CITY_COLUMNS: Final[Mapping[CityMeasure, str]] = {
    CityMeasure.TRAFFIC: "traffic_share_pct",
    CityMeasure.STATIONS: "base_stations_per_10k",
    CityMeasure.IOT: "iot_connections_10k",
    CityMeasure.AWARDS: "bloom_cup_awards",
    CityMeasure.USERS: "user_penetration_pct",
    CityMeasure.EDUCATION: "education_penetration_pct",
    CityMeasure.HOSPITALS: "hospital_penetration_pct",
}


@dataclass(frozen=True, slots=True)
class CitySeen:
    """A figure of a city on a day from a source; `number` is that of one staff added."""

    measure: CityMeasure
    value: float
    as_of: date
    source: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city's newest figures with their ranks; None for what was not published.

    `figure` is its row of the published table. Of a figure staff added a newer value of, that one
    is in `newest`, with a day and a source of its own.
    """

    figure: CityFigure
    newest: Mapping[CityMeasure, CitySeen]
    ranks: Mapping[CityMeasure, int | None]

    @property
    def values(self) -> Mapping[CityMeasure, float | None]:
        """The newest value of each figure."""
        return {
            measure: self.newest[measure].value if measure in self.newest else None
            for measure in CityMeasure
        }

    @property
    def newer(self) -> Sequence[CitySeen]:
        """The figures that are not those of the published table."""
        return [seen for seen in self.newest.values() if seen.number is not None]

    @property
    def region(self) -> Region:
        """The city."""
        return self.figure.region

    @property
    def unpublished(self) -> Sequence[CityMeasure]:
        """The figures nothing was published of."""
        return [measure for measure, value in self.values.items() if value is None]


@dataclass(frozen=True, slots=True)
class CityTable:
    """The newest table of key cities, in its own order.

    `best` and `middle` are the largest and the median of each figure, None where too few cities
    published it; `published` counts them.
    """

    rows: Sequence[CityRow]
    best: Mapping[CityMeasure, float | None]
    middle: Mapping[CityMeasure, float | None]
    published: Mapping[CityMeasure, int]

    def ordered(self, order: str) -> Sequence[CityRow]:
        """Give the rows in one of `CITY_ORDERS`; what is not published comes last."""
        if order == NUMBER:
            return self.rows
        measure = CityMeasure(order)
        return sorted(self.rows, key=lambda row: row.ranks[measure] or len(self.rows) + 1)

    def row_of(self, code: str) -> CityRow | None:
        """Find a city by its code."""
        return next((row for row in self.rows if row.figure.region_code == code), None)

    def leaders(self, measure: CityMeasure) -> Sequence[CityRow]:
        """Give the cities that hold the first rank of a figure."""
        return [row for row in self.rows if row.ranks[measure] == 1]


@dataclass(frozen=True, slots=True)
class Nearby:
    """How much of one kind the platform publishes of a city, and of its whole province.

    `in_province` is None for a municipality: it is a province itself.
    """

    kind: str
    in_city: int
    in_province: int | None


@dataclass(frozen=True, slots=True)
class CityPage:
    """One city in the table, all that was published of it, and what the platform holds of it.

    `history` is newest first.
    """

    table: CityTable
    row: CityRow
    province_code: str
    nearby: Sequence[Nearby]
    history: Sequence[CitySeen]

    @property
    def is_municipality(self) -> bool:
        """Whether the city is a province itself."""
        return self.province_code == self.row.figure.region_code


def city_table() -> CityTable:
    """Read the key cities with the newest of each figure, and the ranks these give."""
    figures = _newest()
    known = {row.region_code: {seen.measure: seen for seen in _told(row)} for row in figures}
    for row in db.session.scalars(_ADDED.where(CityObservation.region_code.in_(known))):
        _put(known[row.region_code], _added(row))
    by_measure = {
        measure: {
            code: newest[measure].value if measure in newest else None
            for code, newest in known.items()
        }
        for measure in CityMeasure
    }
    ranked = {measure: ranks(values) for measure, values in by_measure.items()}
    return CityTable(
        rows=[
            CityRow(
                row,
                known[row.region_code],
                {measure: ranked[measure][row.region_code] for measure in CityMeasure},
            )
            for row in figures
        ],
        best={measure: best(list(values.values())) for measure, values in by_measure.items()},
        middle={measure: middle(list(values.values())) for measure, values in by_measure.items()},
        published={
            measure: sum(value is not None for value in values.values())
            for measure, values in by_measure.items()
        },
    )


def city_page(city: str) -> CityPage | None:
    """Read one city of the newest table by its code; None for a city that is not in it."""
    table = city_table()
    row = table.row_of(city)
    if row is None:
        return None
    province = f"{city[:2]}0000"
    nearby = [_nearby(kind, city, province) for kind in _KINDS]
    return CityPage(table, row, province, nearby, _history(city))


def key_city(city: str) -> CityRow | None:
    """Read the row of a key city by its code; None for a city that is not in the table."""
    return city_table().row_of(city)


def city_figure_by_id(figure_id: int) -> CityObservation | None:
    """Find a figure staff added."""
    return db.session.get(CityObservation, figure_id)


def _history(city: str) -> list[CitySeen]:
    published = select(CityFigure).where(CityFigure.region_code == city)
    added = _ADDED.where(CityObservation.region_code == city)
    found = [seen for row in db.session.scalars(published) for seen in _told(row)]
    found += map(_added, db.session.scalars(added))
    order = list(CityMeasure)
    return sorted(found, key=lambda seen: (-seen.as_of.toordinal(), order.index(seen.measure)))


def _told(row: CityFigure) -> Iterator[CitySeen]:
    """Give what a row of the published table says."""
    for measure, column in CITY_COLUMNS.items():
        value = getattr(row, column)
        if value is not None:
            yield CitySeen(measure, value, row.as_of, row.source)


def _added(row: CityObservation) -> CitySeen:
    return CitySeen(row.measure, row.value, row.as_of, row.source, row.id)


def _put(newest: dict[CityMeasure, CitySeen], seen: CitySeen) -> None:
    """Let a figure stand unless a newer one does; of one day the one added last stands."""
    other = newest.get(seen.measure)
    if other is None or other.as_of <= seen.as_of:
        newest[seen.measure] = seen


def _newest() -> Sequence[CityFigure]:
    newest = select(func.max(CityFigure.as_of)).scalar_subquery()
    return db.session.scalars(
        select(CityFigure)
        .where(CityFigure.as_of == newest)
        .options(joinedload(CityFigure.region).joinedload(Region.parent))
        .order_by(CityFigure.position, CityFigure.region_code)
    ).all()


# What a region has here, each by the select of its list page.
_KINDS: Final[Mapping[str, Callable[[Values], Select[Any]]]] = {
    "demands": partial(listed_demands, Show.OPEN),
    "offerings": offerings,
    "cases": cases,
    "showcases": showcases,
}


def _nearby(kind: str, city: str, province: str) -> Nearby:
    """Count what a list page shows for a region, by the select of that page."""
    within = None if city == province else _count(_KINDS[kind]({"region": (province,)}))
    return Nearby(kind, _count(_KINDS[kind]({"region": (city,)})), within)


def _count(found: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
