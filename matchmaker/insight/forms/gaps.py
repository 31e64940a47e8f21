"""What visitors narrow the gap radar to, and what its charts and files hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.insight.enums import Area, Measure, Spot
from matchmaker.insight.forms.tables import Table
from matchmaker.insight.queries.gaps import GapPage, Slice, radar
from matchmaker.insight.scoring.gaps import SliceFigures, spot
from matchmaker.insight.words import AREA_LABELS, MEASURE_LABELS, SPOT_LABELS
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.taxonomy.queries import provinces_for_tiles, scene_named, sectors_in_order
from matchmaker.web.charts import (
    NOTHING,
    Heading,
    HeatChart,
    Province,
    Shown,
    TileChart,
    heat_chart,
    tile_chart,
)
from matchmaker.web.facets import LONGEST_VALUE, SHOWN_OF_UNKNOWN
from matchmaker.web.filters import figure
from matchmaker.web.forms import clean_line
from matchmaker.web.language import localised
from matchmaker.web.pagination import same_address
from matchmaker.web.sheets import Row

SPOTS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class WantedGaps:
    """What the address asks the radar for.

    `unknown` holds the values that mean nothing here; `slice` is what the figures are of.
    """

    sectors: Sequence[Sector]
    provinces: Sequence[Province]
    sector: Sector | None
    scene: Scene | None
    area: Area | None
    province: Province | None
    line: tuple[RequirementKind, str] | None
    measure: Measure
    unknown: tuple[str, ...]
    slice: Slice

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.sector or self.scene or self.area or self.province or self.line)

    @property
    def kept(self) -> dict[str, str]:
        """Give the values of the address that narrow it."""
        found = {
            "sector": self.sector.code if self.sector else "",
            "scene": self.scene.slug if self.scene else "",
            "area": self.area.value if self.area else "",
            "region": self.province.code if self.province else "",
            "line": f"{self.line[0].value}:{self.line[1]}" if self.line else "",
        }
        return {name: value for name, value in found.items() if value}

    def conditions(self) -> list[tuple[str, str]]:
        """Say in words what was chosen."""
        found = [
            (_("行业"), localised(self.sector) if self.sector else ""),
            (_("场景"), localised(self.scene) if self.scene else ""),
            (_("大区"), str(AREA_LABELS[self.area]) if self.area else ""),
            (_("地区"), self.province.name if self.province else ""),
        ]
        return [(label, words) for label, words in found if words]


def wanted_gaps(args: MultiDict[str, str]) -> WantedGaps:
    """Read the address of the radar; a value nobody knows is dropped and named."""
    sent = {
        name: clean_line(args.get(name, ""))[:LONGEST_VALUE]
        for name in ("sector", "scene", "area", "region", "line", "show")
    }
    sectors, provinces = sectors_in_order(), provinces_for_tiles()
    sector = next((row for row in sectors if row.code == sent["sector"]), None)
    scene = scene_named(sent["scene"]) if sent["scene"] else None
    area = Area(sent["area"]) if sent["area"] in set(Area) else None
    province = next((row for row in provinces if row.code == sent["region"]), None)
    line = _line(sent["line"])
    measure = Measure(sent["show"]) if sent["show"] in set(Measure) else None
    places = radar().provinces_of(area) if area and not province else None
    if province:
        places = frozenset({province.code})
    found = (sector, scene, area, province, line, measure)
    unknown = tuple(
        words[:SHOWN_OF_UNKNOWN]
        for words, known in zip(sent.values(), found, strict=True)
        if words and known is None
    )
    return WantedGaps(
        sectors=sectors,
        provinces=provinces,
        sector=sector,
        scene=scene,
        area=area,
        province=province,
        line=line,
        measure=measure or Measure.DEMANDS,
        unknown=unknown,
        slice=Slice(sector.id if sector else None, scene.id if scene else None, places),
    )


def _line(sent: str) -> tuple[RequirementKind, str] | None:
    kind, _colon, subject = sent.partition(":")
    return (RequirementKind(kind), subject) if kind in set(RequirementKind) else None


def percent(share: float | None) -> str:
    """Write a share to the whole per cent."""
    return "—" if share is None else f"{figure(round(share * 100))}%"


@dataclass(frozen=True, slots=True)
class ShownSpot:
    """A hot or cold cell: its sector, area, figures and the demands in it."""

    sector: str
    area: str
    figures: SliceFigures
    url: str
    offerings_url: str


@dataclass(frozen=True, slots=True)
class GapCharts:
    """The charts and lists of the radar's page."""

    heat: HeatChart
    tiles: TileChart
    hot: Sequence[ShownSpot]
    cold: Sequence[ShownSpot]


def gap_charts(page: GapPage, wanted: WantedGaps) -> GapCharts:
    """Lay out the charts of a page."""
    sectors = {row.id: row for row in wanted.sectors}
    shows_share = wanted.measure is Measure.GOOD
    most = 1.0 if shows_share else None
    places = [area for area in Area if any(cell[1] is area for cell in page.cells)]
    used = {cell[0] for cell in page.cells}
    heat = heat_chart(
        [Heading(str(AREA_LABELS[area]), _address(wanted, area=area)) for area in places],
        (
            (
                Heading(localised(row), _address(wanted, sector=row.code)),
                [
                    _shown(page.cells.get((row.id, area)), wanted, sector=row.code, area=area)
                    for area in places
                ],
            )
            for row in wanted.sectors
            if row.id in used
        ),
        most=most,
        words=percent if shows_share else figure,
        is_whole=not shows_share,
    )
    tiles = tile_chart(
        wanted.provinces,
        {code: _shown(row, wanted, region=code) for code, row in page.provinces.items()},
        most=most,
        words=percent if shows_share else figure,
        is_whole=not shows_share,
    )

    def listed(kind: Spot) -> list[ShownSpot]:
        found = [one for one in page.spots(kind) if one[0][0] in sectors]
        return [
            ShownSpot(
                localised(sectors[sector]),
                str(AREA_LABELS[area]),
                row,
                _postings(wanted, sector=sectors[sector].code, area=area.value),
                url_for("catalogue.offerings", sector=sectors[sector].code),
            )
            for (sector, area), row in found[:SPOTS_SHOWN]
        ]

    return GapCharts(heat, tiles, listed(Spot.HOT), listed(Spot.COLD))


def measured(row: SliceFigures, measure: Measure) -> tuple[float | None, str]:
    """Give what a measure says of a slice, and how it is written."""
    if measure is Measure.GOOD:
        return row.good_share, percent(row.good_share)
    count = row.demands if measure is Measure.DEMANDS else row.offerings
    return count, figure(count)


def _shown(row: SliceFigures | None, wanted: WantedGaps, **narrowed: str) -> Shown:
    if row is None:
        return NOTHING
    value, words = measured(row, wanted.measure)
    return Shown(value, words, _postings(wanted, **narrowed) if row.demands else "")


def _address(wanted: WantedGaps, **narrowed: str) -> str:
    show = {"show": wanted.measure.value} if wanted.measure is not Measure.DEMANDS else {}
    return same_address({**_kept(wanted, narrowed), **show}, "insight.gaps")


def _postings(wanted: WantedGaps, **narrowed: str) -> str:
    return same_address(_kept(wanted, narrowed), "insight.gap_demands")


def _kept(wanted: WantedGaps, narrowed: Mapping[str, str]) -> dict[str, str]:
    """Keep what narrows the page; a province chosen goes before the area it lies in."""
    kept = {**wanted.kept, **{name: str(value) for name, value in narrowed.items()}}
    if "region" in kept:
        kept.pop("area", None)
    return kept


FIGURE_COLUMNS: Final[Mapping[str, Callable[[SliceFigures, bool], str | float | None]]] = {
    "demands": lambda row, _told: row.demands,
    "offerings": lambda row, _told: row.offerings,
    "good": lambda row, _told: row.good,
    "share": lambda row, _told: None if row.good_share is None else round(row.good_share, 4),
    "fit": lambda row, _told: row.median_fit,
    "days": lambda row, told: row.median_days if told or not row.is_masked else _("少于 3 家"),
}


def figure_heads() -> list[str]:
    """Name the columns of figures in files."""
    return [
        _("公开需求"),
        _("供给"),
        _("有好匹配的需求"),
        _("有好匹配的占比"),
        _("最佳适配度中位数"),
        _("首次应答天数中位数"),
    ]


def figure_cells(row: SliceFigures, *, is_told: bool) -> list[str | float | None]:
    """Give the cells of figures in files; what is masked says so, unless told to staff."""
    return [cell(row, is_told) for cell in FIGURE_COLUMNS.values()]


def gap_tables(
    page: GapPage, wanted: WantedGaps, scenes: Sequence[Scene], *, is_told: bool
) -> dict[str, Table]:
    """Give the tables of the radar by the name in their address."""
    sectors = {row.id: localised(row) for row in wanted.sectors}
    heads = figure_heads()

    def cells() -> Iterator[Row]:
        for (sector, area), row in sorted(page.cells.items()):
            if sector in sectors:
                kind = str(SPOT_LABELS[spot(row, page.whole)])
                place = str(AREA_LABELS[area])
                yield [sectors[sector], place, *figure_cells(row, is_told=is_told), kind]

    provinces = [
        [place.name, *figure_cells(page.provinces[place.code], is_told=is_told)]
        for place in wanted.provinces
        if place.code in page.provinces
    ]
    inside = [
        [sectors[scene.sector_id], localised(scene), *figure_cells(row, is_told=is_told)]
        for scene in scenes
        if (row := page.scenes.get(scene.id)) and scene.sector_id in sectors
    ]
    return {
        "cells": Table(_("行业与大区"), [_("行业"), _("大区"), *heads, _("冷热")], list(cells())),
        "provinces": Table(_("各省"), [_("地区"), *heads], provinces),
        "scenes": Table(_("各场景"), [_("行业"), _("场景"), *heads], inside),
    }


def measure_links(wanted: WantedGaps) -> list[tuple[str, str, bool]]:
    """Give the measures as links: words, address, whether it is shown."""
    return [
        (
            str(words),
            same_address({**wanted.kept, "show": measure.value}, "insight.gaps"),
            measure is wanted.measure,
        )
        for measure, words in MEASURE_LABELS.items()
    ]
