"""Indicators of the plans, key cities, the gap radar and the funnel, for programs."""

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.api.forms.base import Asked, Listed
from matchmaker.api.forms.insight import (
    CellGap,
    CityNewer,
    CityTold,
    FiguresTold,
    FunnelTold,
    GapsAsked,
    GapsTold,
    IndicatorTold,
    ObservationTold,
    ProvinceGap,
    SceneGap,
    StepTold,
)
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import answers
from matchmaker.api.views.listing import listed_whole
from matchmaker.errors import DomainError, raise_all
from matchmaker.insight.forms.gaps import wanted_gaps
from matchmaker.insight.queries import gaps as radar
from matchmaker.insight.queries.cities import CITY_COLUMNS, CityRow, city_table
from matchmaker.insight.queries.funnel import funnel as counted_funnel
from matchmaker.insight.queries.open_funnel import LEAST, open_funnel
from matchmaker.insight.queries.plans import IndicatorLine, plan_tables
from matchmaker.insight.queries.scope import default_scope
from matchmaker.insight.scoring.gaps import SliceFigures, spot
from matchmaker.insight.words.funnel import STEP_LABELS
from matchmaker.web.access import public
from matchmaker.web.language import localised


@bp.get("/indicators")
@public
@answers(Listed[IndicatorTold], asks=Asked, tag="insight", summary=_("规划指标和观测"))
def indicators(asked: Asked) -> Listed[IndicatorTold]:
    lines = [line for table in plan_tables() for line in table.lines]
    return listed_whole(lines, asked, _indicator)


@bp.get("/cities")
@public
@answers(Listed[CityTold], asks=Asked, tag="insight", summary=_("重点城市的数据"))
def cities(asked: Asked) -> Listed[CityTold]:
    def told(city: CityRow) -> CityTold:
        row = city.figure
        return CityTold.of(
            row,
            code=row.region_code,
            name=localised(row.region),
            newer=[CityNewer.of(seen, figure=CITY_COLUMNS[seen.measure]) for seen in city.newer],
        )

    return listed_whole(city_table().rows, asked, told)


@bp.get("/insight/gaps")
@public
@answers(
    GapsTold,
    asks=GapsAsked,
    tag="insight",
    summary=_("供需缺口：公开需求对已发布的供给"),
    about=_("数字与网页“供需缺口”公开的相同；会暴露个别单位的不给。"),
    cost=3,
)
def gaps(asked: GapsAsked) -> GapsTold:
    words = {name: value for name, value in asked if value}
    wanted = wanted_gaps(MultiDict(words))
    raise_all(
        DomainError(
            _("没有找到“%(name)s”，请从列表中选择。", name=word),
            field=next(name for name, value in words.items() if value.startswith(word)),
        )
        for word in wanted.unknown
    )
    page, facts = radar.gap_page(wanted.slice), radar.radar()
    codes = {row.id: row.code for row in wanted.sectors}
    return GapsTold(
        whole=_figures(page.whole, is_told=not page.rest.is_masked),
        good_from=facts.good,
        ranked_at=facts.stood_at,
        cells=[
            CellGap(
                sector=codes[sector],
                area=area,
                spot=spot(row, page.whole),
                figures=_figures(row),
            )
            for (sector, area), row in sorted(page.cells.items())
            if sector in codes
        ],
        provinces=[
            ProvinceGap(region=code, figures=_figures(row))
            for code, row in sorted(page.provinces.items())
        ],
        scenes=[
            SceneGap(
                scene=scene.slug,
                sector=codes[scene.sector_id],
                figures=_figures(page.scenes[scene.id]),
            )
            for scene, _row in radar.scenes_by_need(page)
            if scene.sector_id in codes
        ],
    )


@bp.get("/insight/funnel")
@public
@answers(
    FunnelTold,
    tag="insight",
    summary=_("漏斗：需求与供应商走到哪一步"),
    about=_("最近四个季度发布的需求；数字与网页“漏斗”公开的相同。"),
    cost=3,
)
def funnel() -> FunnelTold:
    found = open_funnel(counted_funnel(default_scope()))
    return FunnelTold(
        since=found.scope.since,
        until=found.scope.until,
        demands=found.demands,
        least=LEAST,
        steps=[
            StepTold(step=step, name=str(STEP_LABELS[step]), pairs=number)
            for step, number in found.steps
        ],
    )


def _figures(row: SliceFigures, *, is_told: bool = True) -> FiguresTold:
    """Tell figures as files of the public page do."""
    return FiguresTold.of(
        row,
        good_share=None if row.good_share is None else round(row.good_share, 4),
        median_days=row.median_days if is_told and not row.is_masked else None,
    )


def _indicator(line: IndicatorLine) -> IndicatorTold:
    row = line.indicator
    return IndicatorTold.of(
        row,
        name=localised(row),
        progress=line.progress,
        is_met=line.is_met,
        observations=[ObservationTold.of(one) for one in line.observations],
    )
