"""What programs are told of indicators, key cities, gaps and the funnel."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.api.forms.base import Given, Line, Told, told
from matchmaker.insight.enums import Area, FunnelStep, Spot

LONGEST_CODE: Final = 80
Code = Annotated[Line, Field(max_length=LONGEST_CODE)]
InArea: Any = Literal[("", *(area.value for area in Area))]


class ObservationTold(Told):
    """A value of an indicator on a day."""

    as_of: Annotated[date, told(_("数据截至的日期"))]
    value: Annotated[float, told(_("数值"))]
    op: Annotated[str, told(_("来源的说法：等于、超过、约"), examples=["="])]
    is_official: Annotated[bool, told(_("来源是否官方"))]
    source: Annotated[str, told(_("来源"))]


class IndicatorTold(Told):
    """An indicator of a national plan."""

    slug: Annotated[str, told(_("指标代码"))]
    plan: Annotated[str, told(_("规划；空表示只观测、没有目标"))]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    unit: Annotated[str, told(_("单位"))]
    target: Annotated[float | None, told(_("目标；范围时为下限"))]
    target_year: Annotated[int | None, told(_("目标年份"))]
    progress: Annotated[float | None, told(_("最近的观测除以目标；缺一则为 null"))]
    is_met: Annotated[bool, told(_("是否已达到目标"))]
    source: Annotated[str, told(_("来源"))]
    observations: Annotated[list[ObservationTold], told(_("观测，按日期"))]


class CityNewer(Told):
    """A figure of a key city that is newer than the table."""

    figure: Annotated[str, told(_("指标，与表中的字段同名"))]
    value: Annotated[float, told(_("数值"))]
    as_of: Annotated[date, told(_("数据截至的日期"))]
    source: Annotated[str, told(_("来源"))]


class CityTold(Told):
    """A key city and its figures."""

    code: Annotated[str, told(_("行政区划代码"))]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    as_of: Annotated[date, told(_("数据截至的日期"))]
    traffic_share_pct: Annotated[float, told(_("5G 流量占比，%"))]
    base_stations_per_10k: Annotated[float, told(_("每万人 5G 基站数"))]
    iot_connections_10k: Annotated[float, told(_("物联网连接数，万"))]
    bloom_cup_awards: Annotated[int, told(_("“绽放杯”获奖数"))]
    user_penetration_pct: Annotated[float | None, told(_("5G 用户普及率，%"))]
    source: Annotated[str, told(_("来源"))]
    newer: Annotated[list[CityNewer], told(_("比表里更新的数字，各有日期和来源"))]


class GapsAsked(Given):
    """What the gap radar is narrowed to."""

    sector: Code = told(_("行业代码"), default="", examples=["mining"])
    scene: Code = told(_("场景的代码（slug）"), default="")
    area: InArea = told(_("大区"), default="")
    region: Code = told(_("省的行政区划代码"), default="", examples=["150000"])


class FiguresTold(Told):
    """Public demands against published offerings, of one slice."""

    demands: Annotated[int, told(_("公开需求"))]
    offerings: Annotated[int, told(_("供给"))]
    good: Annotated[int, told(_("有好匹配的需求"))]
    good_share: Annotated[float | None, told(_("有好匹配的占比，0–1；都没排过名时为 null"))]
    median_fit: Annotated[float | None, told(_("最佳适配度的中位数，分"))]
    median_days: Annotated[
        float | None, told(_("首次应答天数的中位数；不足三家单位时为 null，不公开"))
    ]


class CellGap(Told):
    """The figures of a sector in an area."""

    sector: Annotated[str, told(_("行业代码"))]
    area: Annotated[Area, told(_("大区"))]
    spot: Annotated[Spot, told(_("hot：需求多供给少；cold：供给多需求少；neither：都不是"))]
    figures: Annotated[FiguresTold, told(_("数字"))]


class ProvinceGap(Told):
    """The figures of a province."""

    region: Annotated[str, told(_("行政区划代码"))]
    figures: Annotated[FiguresTold, told(_("数字"))]


class SceneGap(Told):
    """The figures of a scene."""

    scene: Annotated[str, told(_("场景的代码（slug）"))]
    sector: Annotated[str, told(_("行业代码"))]
    figures: Annotated[FiguresTold, told(_("数字"))]


class GapsTold(Told):
    """Demand against supply: of what was asked for, and of everything inside it."""

    whole: Annotated[FiguresTold, told(_("所选范围的数字"))]
    good_from: Annotated[float, told(_("多少分起算好匹配"))]
    ranked_at: Annotated[datetime | None, told(_("最近一次排名的时间"))]
    cells: Annotated[list[CellGap], told(_("行业与大区"))]
    provinces: Annotated[list[ProvinceGap], told(_("各省"))]
    scenes: Annotated[list[SceneGap], told(_("各场景"))]


class StepTold(Told):
    """A step of the funnel."""

    step: Annotated[FunnelStep, told(_("步骤"))]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    pairs: Annotated[int | None, told(_("走到这一步或更远的需求与供应商；太少时为 null，不公开"))]


class FunnelTold(Told):
    """How far demands and providers come together: the last four quarters."""

    since: Annotated[date, told(_("从哪一天起发布的需求"))]
    until: Annotated[date, told(_("到哪一天"))]
    demands: Annotated[int | None, told(_("需求数；太少时为 null，什么都不公开"))]
    least: Annotated[int, told(_("少于这个数的数字不公开"))]
    steps: Annotated[list[StepTold], told(_("各步骤，依次"))]
