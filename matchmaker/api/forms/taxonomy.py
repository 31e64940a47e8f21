"""What programs are told of the taxonomy."""

from typing import Annotated

from flask_babel import lazy_gettext as _

from matchmaker.api.forms.base import Told, told


class SectorTold(Told):
    """A sector."""

    code: Annotated[str, told(_("行业代码，用于地址和筛选"), examples=["mining"])]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    name_zh: Annotated[str, told(_("中文名称"))]
    name_en: Annotated[str, told(_("英文名称"))]
    aliases: Annotated[list[str], told(_("别名"))]
    scenes: Annotated[int, told(_("其中的场景数"))]
    sources: Annotated[list[str], told(_("提到它的文件"))]
    url: Annotated[str, told(_("网页地址"))]


class NeedTold(Told):
    """A figure a scene usually asks for."""

    metric: Annotated[str, told(_("指标"), examples=["latency"])]
    op: Annotated[str, told(_("比较方式"), examples=["<="])]
    value: Annotated[float, told(_("数值；范围时为下限"))]
    value2: Annotated[float | None, told(_("范围的上限"))]
    unit: Annotated[str, told(_("单位"))]
    is_official: Annotated[bool, told(_("是否官方数值；否则为平台建议值"))]
    trust: Annotated[str, told(_("可信程度"))]
    source: Annotated[str, told(_("来源"))]


class SceneTold(Told):
    """A scene: one use of 5G inside a sector."""

    slug: Annotated[str, told(_("场景代码，用于地址和筛选"))]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    name_zh: Annotated[str, told(_("中文名称"))]
    name_en: Annotated[str, told(_("英文名称"))]
    sector: Annotated[str, told(_("所属行业的代码"))]
    aliases: Annotated[list[str], told(_("别名"))]
    description: Annotated[str, told(_("说明"))]
    is_sourced: Annotated[bool, told(_("官方文件中是否有这个名称"))]
    sources: Annotated[list[str], told(_("提到它的文件"))]
    typical_needs: Annotated[list[NeedTold], told(_("通常要求的数值，各有来源"))]
    url: Annotated[str, told(_("网页地址"))]


class CapabilityTold(Told):
    """A capability: a product, a network feature, a way of deployment, security."""

    slug: Annotated[str, told(_("能力代码，用于地址和筛选"))]
    kind: Annotated[str, told(_("能力的种类"))]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    aliases: Annotated[list[str], told(_("别名"))]
    description: Annotated[str, told(_("说明"))]
    source: Annotated[str, told(_("来源"))]


class MetricTold(Told):
    """A metric requirements and promises speak of."""

    key: Annotated[str, told(_("指标代码"), examples=["latency"])]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    hint: Annotated[str, told(_("说明"))]
    unit: Annotated[str, told(_("单位"))]


class StandardTold(Told):
    """A published standard."""

    id: Annotated[int, told(_("编号"))]
    code: Annotated[str, told(_("标准号"))]
    title: Annotated[str, told(_("标题"))]
    level: Annotated[str, told(_("标准的级别"))]
    year: Annotated[int | None, told(_("年份"))]
    source: Annotated[str, told(_("来源"))]
    url: Annotated[str, told(_("网页地址"))]


class RegionTold(Told):
    """A province or prefecture of GB/T 2260."""

    code: Annotated[str, told(_("行政区划代码"), examples=["440000"])]
    level: Annotated[str, told(_("级别"))]
    name: Annotated[str, told(_("名称，按请求的语言"))]
    name_zh: Annotated[str, told(_("中文名称"))]
    name_en: Annotated[str, told(_("英文名称"))]
    parent: Annotated[str | None, told(_("上级的代码"))]
