"""Metrics, figures and places of the world in words: on pages, in forms, mails and files alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Protocol, TypeAlias

from babel import Locale
from flask import Flask, current_app, has_app_context
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.taxonomy.enums import (
    AREA_OF,
    COUNTRIES,
    CapabilityKind,
    Metric,
    Operator,
    WorldArea,
)
from matchmaker.web.filters import figure
from matchmaker.web.language import LOCALES, in_language, in_locale, language

_LABELS: Mapping[Metric, str] = {
    Metric.LATENCY: _("时延"),
    Metric.JITTER: _("抖动"),
    Metric.UL_RATE: _("上行速率"),
    Metric.DL_RATE: _("下行速率"),
    Metric.RATE: _("速率"),
    Metric.RELIABILITY: _("可靠性"),
    Metric.AVAILABILITY: _("可用性"),
    Metric.PACKET_LOSS: _("丢包率"),
    Metric.POSITIONING: _("定位精度"),
    Metric.CONNECTIONS: _("连接数"),
    Metric.DENSITY: _("连接密度"),
    Metric.MOBILITY: _("移动速度"),
    Metric.COVERAGE_AREA: _("覆盖面积"),
    Metric.COVERAGE_LENGTH: _("覆盖长度"),
    Metric.VIDEO_STREAMS: _("视频路数"),
    Metric.TEMPERATURE: _("工作温度"),
    Metric.IP_RATING: _("防护等级"),
    Metric.EXPLOSION_PROOF: _("防爆"),
    Metric.SECURITY_LEVEL: _("等保级别"),
    Metric.BATTERY_LIFE: _("续航时间"),
    Metric.SYNC: _("同步精度"),
}
_KEYS: Mapping[str, Metric] = {metric.value: metric for metric in Metric}
_OPERATORS: Mapping[Operator, str] = {
    Operator.AT_MOST: _("不高于"),
    Operator.BELOW: _("低于"),
    Operator.AT_LEAST: _("不低于"),
    Operator.ABOVE: _("高于"),
    Operator.EQUAL: _("等于"),
    Operator.RANGE: _("介于"),
}
_SIGNS: Mapping[Operator, str] = {
    Operator.AT_MOST: "≤ ",
    Operator.BELOW: "< ",
    Operator.AT_LEAST: "≥ ",
    Operator.ABOVE: "> ",
    Operator.EQUAL: "",
    Operator.RANGE: "",
}
STANDARD_LEVELS: Final[Mapping[str, Words]] = {
    "national": _("国家标准"),
    "industry": _("行业标准"),
    "industry-trial": _("行业标准（试行）"),
    "group": _("团体标准"),
    "alliance": _("产业联盟标准"),
    "local": _("地方标准"),
    "enterprise": _("企业标准"),
    "international": _("国际标准"),
    "3gpp": _("3GPP 规范"),
    "3gpp-tr": _("3GPP 技术报告"),
    "report": _("研究报告"),
    "draft": _("征求意见稿"),
}
CAPABILITY_KINDS: Final[Mapping[CapabilityKind, Words]] = {
    CapabilityKind.CATEGORY: _("供应链环节"),
    CapabilityKind.ITEM: _("产品与服务"),
    CapabilityKind.DEPLOYMENT: _("组网方式"),
    CapabilityKind.FEATURE: _("网络能力"),
    CapabilityKind.SECURITY: _("安全能力"),
}
WORLD_AREAS: Final[Mapping[WorldArea, Words]] = {
    WorldArea.GREATER_CHINA: _("港澳台"),
    WorldArea.EAST_ASIA: _("日韩蒙"),
    WorldArea.SOUTHEAST_ASIA: _("东南亚"),
    WorldArea.SOUTH_ASIA: _("南亚"),
    WorldArea.CENTRAL_ASIA: _("中亚"),
    WorldArea.MIDDLE_EAST: _("中东"),
    WorldArea.AFRICA: _("非洲"),
    WorldArea.EUROPE: _("欧洲"),
    WorldArea.NORTH_AMERICA: _("北美"),
    WorldArea.LATIN_AMERICA: _("拉丁美洲"),
    WorldArea.OCEANIA: _("大洋洲"),
}
_OWN_PLACES: Final[Mapping[str, Words]] = {
    "HK": _("中国香港"),
    "MO": _("中国澳门"),
    "TW": _("中国台湾"),
}
_LEVELS: Mapping[int, str] = {
    1: _("等保一级"),
    2: _("等保二级"),
    3: _("等保三级"),
    4: _("等保四级"),
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A unit to show figures from `least` on in, and how many of it make one of the metric's."""

    words: str
    least: float = 0
    per_unit: int = 1


# Largest first; the last one serves whatever is smaller. Stored units: `reading.metrics.METRICS`.
_UNITS: Mapping[Metric, tuple[_Shown, ...]] = {
    Metric.LATENCY: (_Shown(_("毫秒")),),
    Metric.JITTER: (_Shown(_("毫秒")),),
    Metric.UL_RATE: (_Shown("Mbps"),),
    Metric.DL_RATE: (_Shown("Mbps"),),
    Metric.RATE: (_Shown("Mbps"),),
    Metric.RELIABILITY: (_Shown("%"),),
    Metric.AVAILABILITY: (_Shown("%"),),
    Metric.PACKET_LOSS: (_Shown("%"),),
    Metric.POSITIONING: (
        _Shown(_("米"), 1),
        _Shown(_("厘米"), 0.01, 100),
        _Shown(_("毫米"), 0, 1000),
    ),
    Metric.CONNECTIONS: (_Shown(_("个终端")),),
    Metric.DENSITY: (_Shown(_("个/平方公里")),),
    Metric.MOBILITY: (_Shown(_("公里/小时")),),
    Metric.COVERAGE_AREA: (_Shown(_("平方公里"), 0.1), _Shown(_("平方米"), 0, 1_000_000)),
    Metric.COVERAGE_LENGTH: (_Shown(_("公里"), 1), _Shown(_("米"), 0, 1000)),
    Metric.VIDEO_STREAMS: (_Shown(_("路视频")),),
    Metric.TEMPERATURE: (_Shown("℃"),),
    Metric.BATTERY_LIFE: (_Shown(_("小时")),),
    Metric.SYNC: (_Shown(_("微秒")),),
}
CODES = frozenset({Metric.IP_RATING, Metric.EXPLOSION_PROOF, Metric.SECURITY_LEVEL})
IPX_BELOW = 10  # IPX7 is stored as 7


class OwnWords(Protocol):
    """What the site calls a metric; an empty name is the built-in one."""

    @property
    def name_zh(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def hint_zh(self) -> str: ...
    @property
    def hint_en(self) -> str: ...


Called: TypeAlias = Callable[[], Mapping[Metric, OwnWords]]
OWN_WORDS: Final = "metric_words"  # the extension that gives what the site calls its metrics


def metric_label(metric: Metric) -> str:
    """Name a metric, as the site calls it in the reader's language, else as built in: 时延."""
    own = _own(metric)
    name = (own.name_en if language() == "en" else own.name_zh) if own else ""
    return name or built_in_label(metric)


def built_in_label(metric: Metric) -> str:
    """Name a metric as the program does."""
    return str(_LABELS[metric])


def metric_hint(metric: Metric) -> str:
    """Say what a metric means, in the reader's language; nothing where nobody wrote it."""
    own = _own(metric)
    return in_language(own.hint_zh, own.hint_en) if own else ""


def named_metric(key: str) -> str:
    """Name what may be a metric by its key; nothing for any other figure of a scene."""
    return metric_label(_KEYS[key]) if key in _KEYS else ""


def place_name(place: str) -> str:
    """Name a country or an area of the world in the reader's language.

    `place` is a code of ISO 3166-1 or the value of a WorldArea; raises KeyError for another.
    """
    if place in _OWN_PLACES:
        return str(_OWN_PLACES[place])
    if place == AREA_OF[place].value:
        return str(WORLD_AREAS[AREA_OF[place]])
    return str(Locale.parse(LOCALES[language()]).territories[place])


def place_named(name: str) -> str | None:
    """Find a country or an area by its name in either language, or by its code."""
    return _places_by_name().get(_folded(name))


@cache
def _places_by_name() -> Mapping[str, str]:
    codes = [code for codes in COUNTRIES.values() for code in codes]
    found = {_folded(place): place for place in (*codes, *WorldArea)}
    for key in LOCALES:
        with in_locale(key):
            found |= {_folded(place_name(place)): str(place) for place in (*codes, *WorldArea)}
    return found


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _own(metric: Metric) -> OwnWords | None:
    if not has_app_context() or OWN_WORDS not in current_app.extensions:
        return None
    called: Called = current_app.extensions[OWN_WORDS]
    return called().get(metric)


def operator_label(op: Operator) -> str:
    """Say how a figure binds, for a list to choose from: 不高于."""
    return str(_OPERATORS[op])


def unit_label(metric: Metric) -> str:
    """Give the unit figures of a metric are stored in, as it is shown; nothing for a code."""
    if metric in CODES:
        return ""
    return str(next(unit.words for unit in _UNITS[metric] if unit.per_unit == 1))


def metric_figure(metric: Metric, op: Operator, value: float, value2: float | None = None) -> str:
    """Write a figure in the unit of the metric with its comparison and unit.

    ≤ 20 毫秒, 20–60 Mbps, 等保三级, IP67. Figures are never rounded; short lengths are shown in
    centimetres and the like.
    """
    if metric in CODES:
        return _code(metric, op, value)
    shown = _shown(metric, value if value2 is None else value2)
    words = _number(value, shown)
    if value2 is not None:
        high = _number(value2, shown)
        words = (
            f"{words}–{high}"
            if value >= 0
            else gettext("%(low)s 到 %(high)s", low=words, high=high)
        )
    return f"{_SIGNS[op]}{words}{'' if shown.words == '%' else ' '}{shown.words}"


def metric_line(metric: Metric, op: Operator, value: float, value2: float | None = None) -> str:
    """Write a figure after the name of its metric: 时延 ≤ 20 毫秒; a code names itself: IP67."""
    words = metric_figure(metric, op, value, value2)
    return words if metric in CODES else f"{metric_label(metric)} {words}"


def _code(metric: Metric, op: Operator, value: float) -> str:
    if metric is Metric.EXPLOSION_PROOF:
        return gettext("防爆") if value else gettext("非防爆")
    whole = int(value)
    if metric is Metric.IP_RATING:
        words = f"IPX{whole}" if whole < IPX_BELOW else f"IP{whole}"
    else:
        words = str(_LEVELS.get(whole, whole))
    if op is Operator.AT_LEAST:
        return gettext("%(figure)s及以上", figure=words)
    return f"{_SIGNS[op]}{words}"


def _shown(metric: Metric, value: float) -> _Shown:
    units = _UNITS[metric]
    return next((unit for unit in units if abs(value) >= unit.least), units[-1])


def _number(value: float, shown: _Shown) -> str:
    return figure(Decimal(str(value)) * shown.per_unit)


def standard_level_label(level: str) -> str:
    """Name the level of a standard: 行业标准; one nobody knows by its own name."""
    return str(STANDARD_LEVELS.get(level, level))


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        metric_hint=metric_hint,
        metric_label=metric_label,
        named_metric=named_metric,
        metric_figure=metric_figure,
        metric_line=metric_line,
        operator_label=operator_label,
        standard_level_label=standard_level_label,
        unit_label=unit_label,
    )
    app.jinja_env.filters["place_name"] = place_name
