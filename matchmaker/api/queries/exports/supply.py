"""Open data of providers, what they offer, and delivered projects."""

from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.api.queries.exports.columns import (
    Column,
    Kind,
    Rights,
    Table,
    names,
    selected,
    without_contacts,
)
from matchmaker.api.queries.exports.shared import (
    CAPABILITIES,
    ID,
    PUBLISHED_AT,
    REGION,
    SCENES,
    SECTOR,
    TOOK_PART,
    WAN,
)
from matchmaker.catalogue.documents import public_providers, published_cases, published_offerings
from matchmaker.catalogue.models import Case, CasePart, Offering, ProviderProfile
from matchmaker.web.addresses import site_url


def _providers() -> Select[Any]:
    statement = public_providers().add_columns(ProviderProfile).order_by(Organisation.id)
    return statement.options(
        selectinload(ProviderProfile.sectors), selectinload(ProviderProfile.served_regions)
    )


def _offerings() -> Select[Any]:
    return (
        published_offerings()
        .options(
            contains_eager(Offering.organisation),
            joinedload(Offering.sector),
            selectinload(Offering.scenes),
            selectinload(Offering.capabilities),
            selectinload(Offering.served_regions),
        )
        .order_by(Offering.id)
    )


def _cases() -> Select[Any]:
    return (
        published_cases()
        .options(
            joinedload(Case.sector),
            selectinload(Case.scenes),
            selectinload(Case.capabilities),
            selectinload(Case.parts).joinedload(CasePart.organisation),
        )
        .order_by(Case.id)
    )


def _of_profile(attribute: str) -> Any:
    return lambda row: getattr(row[1], attribute) if row[1] else None


PROVIDERS: Final = Table(
    "providers", "供应商", "Providers", Rights.MEMBERS, selected(_providers),
    (
        Column("id", Kind.INTEGER, "本站编号", "Number on this site", lambda row: row[0].id),
        Column("name", Kind.TEXT, "名称", "Name", lambda row: row[0].name),
        Column("name_en", Kind.TEXT, "英文名称", "Name in English", lambda row: row[0].name_en),
        Column("aliases", Kind.LIST, "别名", "Other names", lambda row: row[0].aliases),
        Column("region", Kind.CODE, "所在地区代码（GB/T 2260）", "Region by GB/T 2260",
               lambda row: row[0].region_code),
        Column("is_verified", Kind.BOOLEAN, "本站是否已认证", "Whether this site verified it",
               lambda row: row[0].is_verified),
        Column("is_claimed", Kind.BOOLEAN, "档案是否由本单位维护",
               "Whether its own people keep the profile", lambda row: row[0].state != "unclaimed"),
        Column("type", Kind.CODE, "供应商类型", "Type of provider", _of_profile("type")),
        Column("summary", Kind.TEXT, "简介", "Summary",
               lambda row: without_contacts(row[1].summary) if row[1] else None),
        Column("sectors", Kind.LIST, "服务行业代码", "Codes of the sectors it serves",
               lambda row: names(row[1].sectors, "code") if row[1] else []),
        Column("served_regions", Kind.LIST, "服务地区代码", "Codes of the regions it serves",
               lambda row: names(row[1].served_regions, "code") if row[1] else []),
        Column("is_nationwide", Kind.BOOLEAN, "是否服务全国", "Whether it serves all of China",
               _of_profile("is_nationwide")),
        Column("serves_abroad", Kind.BOOLEAN, "是否服务境外", "Whether it serves abroad",
               _of_profile("serves_abroad")),
        Column("sources", Kind.LIST, "档案来源网址", "Where the profile was published",
               _of_profile("source_urls")),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("catalogue.provider", organisation_id=row[0].id)),
    ),
)  # fmt: skip
OFFERINGS: Final = Table(
    "offerings", "方案", "Offerings", Rights.MEMBERS, selected(_offerings),
    (
        ID,
        Column("title", Kind.TEXT, "名称", "Title"),
        Column("provider_id", Kind.INTEGER, "供应商的本站编号", "Number of its provider",
               lambda row: row.organisation_id),
        Column("provider", Kind.TEXT, "供应商", "Provider", lambda row: row.organisation.name),
        Column("summary", Kind.TEXT, "介绍", "What it is",
               lambda row: without_contacts(row.summary)),
        SECTOR,
        SCENES,
        CAPABILITIES,
        Column("region", Kind.CODE, "所在地区代码（GB/T 2260）", "Region by GB/T 2260",
               lambda row: row.region_code),
        Column("served_regions", Kind.LIST, "服务地区代码", "Codes of the regions it serves",
               lambda row: names(row.served_regions, "code")),
        Column("is_nationwide", Kind.BOOLEAN, "是否服务全国", "Whether it serves all of China"),
        Column("serves_abroad", Kind.BOOLEAN, "是否服务境外", "Whether it serves abroad"),
        Column("is_light", Kind.BOOLEAN, "是否小快轻准", "Whether it is small, quick and precise"),
        Column("price_min_wan", Kind.NUMBER, "价格下限", "Lowest price", unit=WAN),
        Column("price_max_wan", Kind.NUMBER, "价格上限", "Highest price", unit=WAN),
        Column("lead_days_min", Kind.INTEGER, "最短交付时间", "Shortest time to going live",
               unit="天"),
        Column("lead_days_max", Kind.INTEGER, "最长交付时间", "Longest time to going live",
               unit="天"),
        PUBLISHED_AT,
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("catalogue.offering", offering_id=row.id)),
    ),
)  # fmt: skip
CASES: Final = Table(
    "cases", "案例", "Cases", Rights.SOURCES, selected(_cases),
    (
        ID,
        Column("title", Kind.TEXT, "名称", "Title"),
        Column("client", Kind.TEXT, "客户（公开的写法）", "Client, as the public reads it"),
        TOOK_PART,
        SECTOR,
        SCENES,
        CAPABILITIES,
        REGION,
        Column("year_from", Kind.INTEGER, "开始年份", "First year"),
        Column("year_to", Kind.INTEGER, "完成年份", "Last year"),
        Column("problem", Kind.TEXT, "问题", "What was wanted",
               lambda row: without_contacts(row.problem)),
        Column("solution", Kind.TEXT, "做法", "What was done",
               lambda row: without_contacts(row.solution)),
        Column("effects", Kind.TEXT, "成效", "What came of it",
               lambda row: without_contacts(row.effects)),
        Column("awards", Kind.TEXT, "获奖", "Awards"),
        Column("source", Kind.ADDRESS, "来源网址", "Where it was published",
               lambda row: row.source_url),
        Column("page", Kind.ADDRESS, "页面", "Page",
               lambda row: site_url("catalogue.case", case_id=row.id)),
    ),
)  # fmt: skip
