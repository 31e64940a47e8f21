"""What people add to a query to say which kind of thing they look for: 华为 案例, 煤矿 标准."""

from collections.abc import Mapping
from typing import Final

KIND_WORDS: Final[Mapping[str, str]] = {
    "offering": "方案 产品 服务",
    "provider": "供应商 厂商",
    "demand": "需求 招标 采购",
    "case": "案例 项目",
    "showcase": "领航者 标杆 示范",
    "scene": "场景 应用",
    "sector": "行业 领域",
    "capability": "能力",
    "standard": "标准 规范",
}
