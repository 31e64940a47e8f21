"""Places of delivery a posting names, from the regions of GB/T 2260."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchmaker.matching.scoring.reading.clauses import Clause
from matchmaker.matching.scoring.reading.prepared import Prepared, prepare
from matchmaker.matching.scoring.records import ABROAD
from matchmaker.matching.scoring.regions import RegionEntry, Regions

_COUNTRIES_WORDS: Final = """
印度尼西亚 印尼 越南 老挝 柬埔寨 泰国 缅甸 马来西亚 新加坡 菲律宾 文莱
孟加拉国 巴基斯坦 印度 斯里兰卡 哈萨克斯坦 乌兹别克斯坦 吉尔吉斯斯坦 塔吉克斯坦
土库曼斯坦 蒙古国 俄罗斯 日本 韩国 沙特阿拉伯 沙特 阿联酋 卡塔尔 科威特 阿曼
巴林 伊拉克 伊朗 土耳其 以色列 埃及 南非 肯尼亚 尼日利亚 埃塞俄比亚 坦桑尼亚
赞比亚 津巴布韦 刚果（金） 刚果(金) 刚果 几内亚 加纳 安哥拉 摩洛哥 阿尔及利亚
塞尔维亚 匈牙利 希腊 德国 法国 英国 意大利 西班牙 葡萄牙 波兰 荷兰 瑞典 芬兰
美国 加拿大 墨西哥 巴西 智利 秘鲁 阿根廷 厄瓜多尔 哥伦比亚 委内瑞拉 澳大利亚
新西兰 巴布亚新几内亚 海外 境外
"""
_COUNTRIES: Final = tuple(_COUNTRIES_WORDS.split())
# Short names that are also everyday words, goods or parts of other names.
_EVERYDAY_WORDS: Final = """
东方 双河 新星 北屯 白杨 仙桃 天门 白银 日照 大同 安康 吴忠 海东 海西 海北
黄南 九江 和田 普洱 朝阳 白山 白沙 金昌 中山 三明 平凉 本溪 河池 资阳 玉树
玉林 内江 来宾 北海 临沧 保定 白城 定安 安庆 黑河 红河 文山 怒江 大理 东营
昆玉 信阳 金华 伊春 泰安 济源 潜江 吉安 清远 宜春 怀化
"""
_EVERYDAY: Final = frozenset(_EVERYDAY_WORDS.split())
_PLACED: Final = re.compile(
    r"(?:位于|地处|地点[是为在:]{0,2}|坐落(?:于|在)?|实施地[点]?[:为]?|交付地[点]?[:为]?"
    r"|项目所在地[:为]?|所在地区?[:为]?"
    r"|地址[:为]?|在|于|我们?是?|本?项目地[:为]?|【地点】|【地区】|地区[:为]|区域[:为]|面向"
    r"|服务于|支持单位[是为]?)\s?$"
)
_FIRM: Final = re.compile(
    r"[^，。；、\s某的在\d(]{0,8}?(?:大学|学院|研究院|设计院|电气|集团|股份|有限公司"
    r"|公司(?!.{0,4}(?:位于|地处))|移动(?!通信)|联通"
    r"|电信(?!网)|铁塔|广电|银行|证券|重工|理工|科技|电网|能源集团|控股|协和)"
    r"|(?:三甲医院)?(?:专家|医生|粉丝|游客|客户|市场|消费者|标准|用户)|号|籍|菜|大街|路|时间|话"
    r"|产|式"
)
_ELSEWHERE: Final = re.compile(
    r"总部|注册(?:地|于)|办事处|发往|发货|销往|出口|来自|供货商|厂家|籍|参观|考察|借鉴|参考|参照"
    r"|案例|同行|样板|标杆"
    r"|友商|业绩|分公司|毕业|产于|分校|原产"
)
_COUNTY: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,8}?(?:自治县|自治旗|新区|县|区|市|旗))(?![域内场政])"
    r"|(?P<short>[\u4e00-\u9fff]{2,3})(?=某)"
)
_NO_COUNTY: Final = re.compile(
    r"(?:[园矿厂库林港景社校灌院山牧小片辖流地郊老]|作业|装置|开发|高新|示范|保税|度假|核心"
    r"|试验|洞庭湖|鄱阳湖|太湖)区$"
    r"|[全本该各某我][区市县]$"
    r"|[某的在和与及、等]|[东西南北中][部方]|沿海|地区|境内|农村|山区|民营|国有|省内|草原|城区"
    r"|老牌|知名|大型"
    r"|[矿厂港场业企校]$"
)
_WIDEST: Final = 8


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A place of delivery as written, at [start, end) of the text.

    `code` is its GB/T 2260 code, `ABROAD` outside China, None for a county the table lacks.
    """

    words: str
    code: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    words: str
    code: str
    is_full: bool


class _Gazetteer:
    """Names of regions by their first two characters, longest first."""

    def __init__(self, entries: tuple[RegionEntry, ...]) -> None:
        self._openings: dict[str, list[_Name]] = {}
        for entry in entries:
            for words in dict.fromkeys(_forms(entry)):
                name = _Name(words, entry.code, is_full=words != entry.short_name)
                self._openings.setdefault(words[:2], []).append(name)
        for country in _COUNTRIES:
            name = _Name(country, ABROAD, is_full=True)
            self._openings.setdefault(country[:2], []).append(name)
        for names in self._openings.values():
            names.sort(key=lambda name: (-len(name.words), not name.code.endswith("0000")))
        initials = "".join(sorted({opening[0] for opening in self._openings}))
        self._initials = re.compile(f"[{re.escape(initials)}]")

    def starts(self, folded: str, at: int) -> bool:
        """Whether the name of a region stands here."""
        names = self._openings.get(folded[at : at + 2], ())
        return any(folded.startswith(name.words, at) for name in names)

    def found(self, folded: str) -> Iterator[tuple[int, tuple[_Name, ...]]]:
        """Places of the text and the names of the same, longest, wording that stand there."""
        upto = 0
        for match in self._initials.finditer(folded):
            at = match.start()
            names = self._openings.get(folded[at : at + 2])
            if names is None or at < upto:
                continue
            here = [name for name in names if folded.startswith(name.words, at)]
            if here:
                longest = len(here[0].words)
                upto = at + longest
                yield at, tuple(name for name in here if len(name.words) == longest)


def _forms(entry: RegionEntry) -> Iterator[str]:
    yield entry.name
    yield entry.short_name
    if entry.name.endswith("自治州"):
        yield entry.short_name + "州"


@lru_cache(maxsize=4)
def _gazetteer(regions: Regions) -> _Gazetteer:
    return _Gazetteer(regions.entries)


def read_places(text: str, regions: Regions) -> tuple[ReadPlace, ...]:
    """Places of delivery, each once, as written: province, prefecture and county where said.

    Left out: other projects, firms and schools named after a place, seats of firms, and short names
    that are everyday words unless their province stands before them.
    """
    page = prepare(text)
    found: dict[str, ReadPlace] = {}
    last: ReadPlace | None = None
    gazetteer = _gazetteer(regions)
    for start, names in gazetteer.found(page.folded):
        clause = page.clause_at(start)
        if clause is None or (last is not None and start < last.end):
            continue
        follows = last is not None and _follows(page.folded, last, start)
        name = _meant(names, last if follows else None)
        end = start + len(name.words)
        if not follows and not _is_delivery(page, clause, name, start):
            last = None
            continue
        last = ReadPlace(text[start:end], name.code, start, end)
        found.setdefault(last.words, last)
        county = _COUNTY.match(page.folded, end, min(clause.end, end + _WIDEST + 2))
        if gazetteer.starts(page.folded, end):
            continue
        if county and name.code != ABROAD and not _NO_COUNTY.search(county.group()):
            last = ReadPlace(text[end : county.end()], None, end, county.end())
            found.setdefault(last.words, last)
    return tuple(found.values())


def _follows(folded: str, last: ReadPlace, start: int) -> bool:
    return folded[last.end : start].strip(" ·-/") == ""


def _meant(names: tuple[_Name, ...], parent: ReadPlace | None) -> _Name:
    """Of names alike the one inside the place said before it; without one the widest."""
    if parent is not None and parent.code and parent.code != ABROAD:
        inside = [n for n in names if n.code[:2] == parent.code[:2] and n.code != parent.code]
        if inside:
            return inside[0]
    return names[0]


def _is_delivery(page: Prepared, clause: Clause, name: _Name, start: int) -> bool:
    folded, end = page.folded, start + len(name.words)
    before = folded[clause.start : start]
    if page.is_present(start) and _ELSEWHERE.search(folded, clause.sentence_start, clause.end):
        return False
    if _ELSEWHERE.search(before) or _FIRM.match(folded, end, clause.end):
        return False
    if name.words in _EVERYDAY and not name.is_full:
        return bool(_PLACED.search(before))
    return True
