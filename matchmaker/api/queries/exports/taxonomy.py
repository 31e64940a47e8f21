"""Open data of the taxonomy."""

from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.api.queries.exports.columns import Column, Kind, Rights, Table, names
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
    "sectors", "行业", "Sectors", Rights.SITE, _sectors,
    (
        Column("code", Kind.CODE, "行业代码", "Code of the sector", lambda row: row.code),
        Column("name_zh", Kind.TEXT, "中文名称", "Name in Chinese", lambda row: row.name_zh),
        Column("name_en", Kind.TEXT, "英文名称", "Name in English", lambda row: row.name_en),
        Column("aliases", Kind.LIST, "别名", "Other names", lambda row: row.aliases),
        Column("industries", Kind.LIST, "对应的国民经济行业大类代码（GB/T 4754—2017）",
               "Divisions of GB/T 4754-2017 it stands for", lambda row: row.industries),
        Column("sources", Kind.LIST, "列出该行业的文件", "Documents that name it",
               lambda row: row.sources),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("taxonomy.sector", code=row.code)),
    ),
)  # fmt: skip
SCENES: Final = Table(
    "scenes", "应用场景", "Scenes", Rights.SITE, _scenes,
    (
        Column("slug", Kind.CODE, "场景代码", "Code of the scene", lambda row: row.slug),
        Column("sector", Kind.CODE, "所属行业代码", "Code of its sector",
               lambda row: row.sector.code),
        Column("name_zh", Kind.TEXT, "中文名称", "Name in Chinese", lambda row: row.name_zh),
        Column("name_en", Kind.TEXT, "英文名称", "Name in English", lambda row: row.name_en),
        Column("aliases", Kind.LIST, "别名", "Other names", lambda row: row.aliases),
        Column("description", Kind.TEXT, "说明", "What it is", lambda row: row.description),
        Column("capabilities", Kind.LIST, "常用能力代码", "Capabilities it usually needs",
               lambda row: names(row.capabilities, "slug")),
        Column("is_sourced", Kind.BOOLEAN, "是否见于官方文件",
               "Whether an official document names it", lambda row: row.is_sourced),
        Column("sources", Kind.LIST, "列出该场景的文件", "Documents that name it",
               lambda row: row.sources),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("taxonomy.scene", slug=row.slug)),
    ),
)  # fmt: skip
CAPABILITIES: Final = Table(
    "capabilities", "能力", "Capabilities", Rights.SITE, _capabilities,
    (
        Column("slug", Kind.CODE, "能力代码", "Code of the capability", lambda row: row.slug),
        Column("kind", Kind.CODE,
               "类别：category 产品大类、item 产品、deployment 组网、feature 功能、security 安全",
               "What sort: category, item, deployment, feature or security",
               lambda row: row.kind),
        Column("parent", Kind.CODE, "上级能力代码", "Code of what it belongs to",
               lambda row: row.parent.slug if row.parent else None),
        Column("name_zh", Kind.TEXT, "中文名称", "Name in Chinese", lambda row: row.name_zh),
        Column("name_en", Kind.TEXT, "英文名称", "Name in English", lambda row: row.name_en),
        Column("aliases", Kind.LIST, "别名", "Other names", lambda row: row.aliases),
        Column("description", Kind.TEXT, "说明", "What it is", lambda row: row.description),
        Column("source", Kind.TEXT, "来源", "Source", lambda row: row.source),
    ),
)  # fmt: skip
STANDARDS: Final = Table(
    "standards", "标准目录", "Standards", Rights.SOURCES, _standards,
    (
        Column("id", Kind.INTEGER, "本站编号", "Number on this site", lambda row: row.id),
        Column("code", Kind.CODE, "标准号", "Number of the standard", lambda row: row.code),
        Column("title", Kind.TEXT, "标准名称", "Title", lambda row: row.title),
        Column("level", Kind.CODE, "标准级别", "Level", lambda row: row.level),
        Column("year", Kind.INTEGER, "发布年份", "Year of publication", lambda row: row.year),
        Column("is_general", Kind.BOOLEAN, "是否适用于所有行业", "Whether it is for all sectors",
               lambda row: row.is_general),
        Column("replaced_by", Kind.CODE, "替代它的标准号", "Number of what replaced it",
               lambda row: row.replaced_by.code if row.replaced_by else None),
        Column("sectors", Kind.LIST, "相关行业代码", "Codes of its sectors",
               lambda row: names(row.sectors, "code")),
        Column("scenes", Kind.LIST, "相关场景代码", "Codes of its scenes",
               lambda row: names(row.scenes, "slug")),
        Column("source", Kind.TEXT, "来源", "Source", lambda row: row.source),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("taxonomy.standard", standard_id=row.id)),
    ),
)  # fmt: skip
