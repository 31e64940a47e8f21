"""Open data of the taxonomy."""

from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.api.queries.exports.columns import Column, Kind, Rights, Table, names, selected
from matchmaker.api.queries.exports.shared import ALIASES, ID, NAME_EN, NAME_ZH, SOURCE
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.models import Capability, Scene, Sector, Standard
from matchmaker.web.addresses import site_url


def _sectors() -> Select[Any]:
    return select(Sector).where(in_use(Sector)).order_by(Sector.position, Sector.id)


def _scenes() -> Select[Any]:
    statement = select(Scene).where(in_use()).options(joinedload(Scene.sector))
    return statement.options(selectinload(Scene.capabilities)).order_by(Scene.id)


def _capabilities() -> Select[Any]:
    statement = select(Capability).where(in_use(Capability))
    return statement.options(joinedload(Capability.parent)).order_by(Capability.id)


def _standards() -> Select[Any]:
    statement = select(Standard).where(Standard.merged_into_id.is_(None))
    return statement.options(
        joinedload(Standard.replaced_by),
        selectinload(Standard.sectors),
        selectinload(Standard.scenes),
    ).order_by(Standard.code)


SECTORS: Final = Table(
    "sectors", "行业", "Sectors", Rights.SITE, selected(_sectors),
    (
        Column("code", Kind.CODE, "行业代码", "Code of the sector"),
        NAME_ZH,
        NAME_EN,
        ALIASES,
        Column("industries", Kind.LIST, "对应的国民经济行业大类代码（GB/T 4754—2017）",
               "Divisions of GB/T 4754-2017 it stands for"),
        Column("sources", Kind.LIST, "列出该行业的文件", "Documents that name it"),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("taxonomy.sector", code=row.code)),
    ),
)  # fmt: skip
SCENES: Final = Table(
    "scenes", "应用场景", "Scenes", Rights.SITE, selected(_scenes),
    (
        Column("slug", Kind.CODE, "场景代码", "Code of the scene"),
        Column("sector", Kind.CODE, "所属行业代码", "Code of its sector",
               lambda row: row.sector.code),
        NAME_ZH,
        NAME_EN,
        ALIASES,
        Column("description", Kind.TEXT, "说明", "What it is"),
        Column("capabilities", Kind.LIST, "常用能力代码", "Capabilities it usually needs",
               lambda row: names(row.capabilities, "slug")),
        Column("is_sourced", Kind.BOOLEAN, "是否见于官方文件",
               "Whether an official document names it"),
        Column("sources", Kind.LIST, "列出该场景的文件", "Documents that name it"),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("taxonomy.scene", slug=row.slug)),
    ),
)  # fmt: skip
CAPABILITIES: Final = Table(
    "capabilities", "能力", "Capabilities", Rights.SITE, selected(_capabilities),
    (
        Column("slug", Kind.CODE, "能力代码", "Code of the capability"),
        Column("kind", Kind.CODE,
               "类别：category 产品大类、item 产品、deployment 组网、feature 功能、security 安全",
               "What sort: category, item, deployment, feature or security"),
        Column("parent", Kind.CODE, "上级能力代码", "Code of what it belongs to",
               lambda row: row.parent.slug if row.parent else None),
        NAME_ZH,
        NAME_EN,
        ALIASES,
        Column("description", Kind.TEXT, "说明", "What it is"),
        SOURCE,
    ),
)  # fmt: skip
STANDARDS: Final = Table(
    "standards", "标准目录", "Standards", Rights.SOURCES, selected(_standards),
    (
        ID,
        Column("code", Kind.CODE, "标准号", "Number of the standard"),
        Column("title", Kind.TEXT, "标准名称", "Title"),
        Column("level", Kind.CODE, "标准级别", "Level"),
        Column("year", Kind.INTEGER, "发布年份", "Year of publication"),
        Column("is_general", Kind.BOOLEAN, "是否适用于所有行业", "Whether it is for all sectors"),
        Column("replaced_by", Kind.CODE, "替代它的标准号", "Number of what replaced it",
               lambda row: row.replaced_by.code if row.replaced_by else None),
        Column("sectors", Kind.LIST, "相关行业代码", "Codes of its sectors",
               lambda row: names(row.sectors, "code")),
        Column("scenes", Kind.LIST, "相关场景代码", "Codes of its scenes",
               lambda row: names(row.scenes, "slug")),
        SOURCE,
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("taxonomy.standard", standard_id=row.id)),
    ),
)  # fmt: skip
