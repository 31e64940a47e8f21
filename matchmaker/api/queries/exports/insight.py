"""Open data of the indicators of the plans and the table of key cities."""

from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from matchmaker.api.queries.exports.columns import Column, Kind, Rights, Table, selected
from matchmaker.api.queries.exports.shared import NAME_EN, NAME_ZH, SOURCE
from matchmaker.insight.models.cities import CityFigure, CityObservation
from matchmaker.insight.models.plans import Indicator, Observation
from matchmaker.insight.queries.cities import CITY_COLUMNS


def _indicators() -> Select[Any]:
    return select(Indicator).order_by(Indicator.plan, Indicator.position, Indicator.id)


def _observations() -> Select[Any]:
    statement = select(Observation).join(Observation.indicator)
    statement = statement.where(Observation.removed_at.is_(None))
    return statement.options(joinedload(Observation.indicator)).order_by(
        Indicator.slug, Observation.as_of, Observation.id
    )


def _cities() -> Select[Any]:
    statement = select(CityFigure).options(joinedload(CityFigure.region))
    return statement.order_by(CityFigure.as_of, CityFigure.position)


def _newer() -> Select[Any]:
    return select(CityObservation).order_by(CityObservation.as_of, CityObservation.id)


INDICATORS: Final = Table(
    "indicators", "规划指标", "Indicators", Rights.SOURCES, selected(_indicators),
    (
        Column("slug", Kind.CODE, "指标代码", "Code of the indicator"),
        Column("plan", Kind.CODE, "规划代码", "Code of the plan"),
        Column("plan_zh", Kind.TEXT, "规划名称", "Name of the plan"),
        NAME_ZH,
        NAME_EN,
        Column("unit", Kind.TEXT, "目标和数值的单位", "Unit of target and values"),
        Column("comparison", Kind.CODE, "目标的比较方式", "How the target compares",
               lambda row: row.op),
        Column("target", Kind.NUMBER, "目标值", "Target", unit="见 unit"),
        Column("target_max", Kind.NUMBER, "目标上限（规划给出区间时）",
               "Upper end, where the plan names a range", unit="见 unit"),
        Column("target_text", Kind.TEXT, "文字目标", "Target in words"),
        Column("target_year", Kind.INTEGER, "目标年份", "Year of the target"),
        Column("definition", Kind.TEXT, "口径", "What is counted"),
        SOURCE,
    ),
)  # fmt: skip
OBSERVATIONS: Final = Table(
    "observations", "指标数值", "Observations", Rights.SOURCES, selected(_observations),
    (
        Column("indicator", Kind.CODE, "指标代码", "Code of the indicator",
               lambda row: row.indicator.slug),
        Column("as_of", Kind.DATE, "数值的日期", "Day it holds for"),
        Column("comparison", Kind.CODE, "来源的说法：= 等于，> 超过，~ 约",
               "How the source words it: equal, more than, about", lambda row: row.op),
        Column("value", Kind.NUMBER, "数值", "Value", unit="见指标的 unit"),
        Column("is_official", Kind.BOOLEAN, "是否官方公布", "Whether it is official"),
        SOURCE,
    ),
)  # fmt: skip
CITIES: Final = Table(
    "cities", "重点城市", "Key cities", Rights.SOURCES, selected(_cities),
    (
        Column("region", Kind.CODE, "城市代码（GB/T 2260）", "City by GB/T 2260",
               lambda row: row.region_code),
        Column("name_zh", Kind.TEXT, "中文名称", "Name in Chinese",
               lambda row: row.region.name_zh),
        Column("name_en", Kind.TEXT, "英文名称", "Name in English",
               lambda row: row.region.name_en),
        Column("as_of", Kind.DATE, "数值的日期", "Day the figures hold for"),
        Column("position", Kind.INTEGER, "来源中的次序", "Place in the source"),
        Column("traffic_share_pct", Kind.NUMBER, "5G流量占比", "Share of traffic on 5G", unit="%"),
        Column("base_stations_per_10k", Kind.NUMBER, "每万人5G基站数",
               "5G base stations per 10,000 people", unit="个"),
        Column("iot_connections_10k", Kind.NUMBER, "物联网连接数", "Connected things", unit="万"),
        Column("bloom_cup_awards", Kind.INTEGER, "绽放杯获奖数", "Bloom Cup awards", unit="个"),
        Column("user_penetration_pct", Kind.NUMBER, "5G用户普及率", "Share of people on 5G",
               unit="%"),
        Column("education_penetration_pct", Kind.NUMBER, "教育行业渗透率",
               "Penetration in education", unit="%"),
        Column("hospital_penetration_pct", Kind.NUMBER, "医院渗透率",
               "Penetration in hospitals", unit="%"),
        SOURCE,
    ),
)  # fmt: skip
CITY_OBSERVATIONS: Final = Table(
    "city-observations", "重点城市的更新数值", "Later figures of key cities", Rights.SOURCES,
    selected(_newer),
    (
        Column("region", Kind.CODE, "城市代码（GB/T 2260）", "City by GB/T 2260",
               lambda row: row.region_code),
        Column("figure", Kind.CODE, "指标，与“重点城市”表的列同名",
               "Figure, named as the columns of the table of key cities",
               lambda row: CITY_COLUMNS[row.measure]),
        Column("as_of", Kind.DATE, "数值的日期", "Day it holds for"),
        Column("value", Kind.NUMBER, "数值，单位见“重点城市”表的列",
               "Value, in the unit of that column"),
        SOURCE,
    ),
)  # fmt: skip
