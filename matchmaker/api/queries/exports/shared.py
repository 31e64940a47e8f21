"""Columns that mean the same in every table that has them."""

from typing import Final

from matchmaker.api.queries.exports.columns import Column, Kind, names

WAN: Final = "万元"
ID: Final = Column("id", Kind.INTEGER, "本站编号", "Number on this site")
TITLE_ZH: Final = Column("title_zh", Kind.TEXT, "中文标题", "Title in Chinese")
TITLE_EN: Final = Column("title_en", Kind.TEXT, "英文标题", "Title in English")
NAME_ZH: Final = Column("name_zh", Kind.TEXT, "中文名称", "Name in Chinese")
NAME_EN: Final = Column("name_en", Kind.TEXT, "英文名称", "Name in English")
ALIASES: Final = Column("aliases", Kind.LIST, "别名", "Other names")
SECTOR: Final = Column(
    "sector", Kind.CODE, "行业代码", "Code of its sector",
    lambda row: row.sector.code if row.sector else None,
)  # fmt: skip
SCENES: Final = Column(
    "scenes", Kind.LIST, "场景代码", "Codes of its scenes", lambda row: names(row.scenes, "slug")
)
CAPABILITIES: Final = Column(
    "capabilities", Kind.LIST, "能力代码", "Codes of its capabilities",
    lambda row: names(row.capabilities, "slug"),
)  # fmt: skip
TOOK_PART: Final = Column(
    "providers", Kind.LIST, "参与的供应商", "Providers that took part",
    lambda row: [part.organisation.name for part in row.parts],
)  # fmt: skip
REGION: Final = Column(
    "region", Kind.CODE, "地区代码（GB/T 2260）", "Region by GB/T 2260",
    lambda row: row.region_code,
)  # fmt: skip
PUBLISHED_AT: Final = Column("published_at", Kind.INSTANT, "发布时间", "When it was published")
SOURCE: Final = Column("source", Kind.TEXT, "来源", "Source")
