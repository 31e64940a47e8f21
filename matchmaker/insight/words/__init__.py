"""Insight in words."""

from collections.abc import Mapping
from typing import Final

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.insight.enums import Area, Bound, CityMeasure, Measure, NoDay, Spot
from matchmaker.taxonomy.enums import RequirementKind

BOUND_LABELS: Final[Mapping[Bound, Words]] = {
    Bound.EXACT: _("等于"),
    Bound.MORE: _("超过"),
    Bound.LEAST: _("不少于"),
    Bound.ABOUT: _("约"),
}
NO_DAY_LABELS: Final[Mapping[NoDay, Words]] = {
    NoDay.NO_TARGET: _("没有数字目标"),
    NoDay.MET: _("已达到"),
    NoDay.FEW: _("可用的观测不足，不推算"),
    NoDay.FALLING: _("最近没有上升，不推算"),
    NoDay.DISAGREE: _("来源之间不一致，不推算"),
    NoDay.FAR: _("照此速度十年内达不到"),
}
CITY_MEASURES: Final[Mapping[CityMeasure, Words]] = {
    CityMeasure.TRAFFIC: _("5G流量占比"),
    CityMeasure.STATIONS: _("每万人5G基站"),
    CityMeasure.IOT: _("5G物联网终端"),
    CityMeasure.AWARDS: _("“绽放杯”获奖"),
    CityMeasure.USERS: _("个人用户普及率"),
    CityMeasure.EDUCATION: _("教育渗透率"),
    CityMeasure.HOSPITALS: _("三甲医院渗透率"),
}
AREA_LABELS: Final[Mapping[Area, Words]] = {
    Area.NORTH: _("华北"),
    Area.NORTHEAST: _("东北"),
    Area.EAST: _("华东"),
    Area.CENTRAL: _("华中"),
    Area.SOUTH: _("华南"),
    Area.SOUTHWEST: _("西南"),
    Area.NORTHWEST: _("西北"),
    Area.ISLANDS: _("港澳台"),
}
MEASURE_LABELS: Final[Mapping[Measure, Words]] = {
    Measure.DEMANDS: _("公开需求数"),
    Measure.OFFERINGS: _("供给数"),
    Measure.GOOD: _("有好匹配的需求占比"),
}
LINE_LABELS: Final[Mapping[RequirementKind, Words]] = {
    RequirementKind.METRIC: _("指标"),
    RequirementKind.CAPABILITY: _("能力"),
    RequirementKind.STANDARD: _("标准"),
    RequirementKind.REGION: _("服务地区"),
    RequirementKind.BUDGET: _("预算"),
    RequirementKind.TIME: _("上线时间"),
}
SPOT_LABELS: Final[Mapping[Spot, Words]] = {
    Spot.HOT: _("需求多供给少"),
    Spot.COLD: _("供给多需求少"),
    Spot.NEITHER: "",
}


def install(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.filters["city_measure"] = CITY_MEASURES.__getitem__
    app.jinja_env.globals.update(
        bound_labels=BOUND_LABELS,
        no_day_labels=NO_DAY_LABELS,
        city_measures=CITY_MEASURES,
    )
