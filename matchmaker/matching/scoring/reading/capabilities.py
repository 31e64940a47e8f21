"""The network, edge, positioning, security and data-stay features a posting wants, as written."""

import re
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.clauses import clauses, fold
from matchmaker.matching.scoring.reading.standing import present_passages

_STAYS: Final = re.compile(
    r"[^，,。；;、:：的且并与和\s]{0,10}(?:数据|影像|视频|图纸|资料|信息|流量)[^，。；、]{0,6}?"
    r"(?:(?:不(?:得|能|可|允许|许|准)?|严禁|禁止)(?:传|流|外)?(?:出|离开)|(?:只|须|必须|应|要)?留(?:存)?在)"
    r"[^，。；、:：\s()（）]{1,8}"
)
_NAMED: Final = re.compile(
    r"(?i:redcap)|(?:5G|网络|端到端|行业)?切片|(?<![A-Za-z])MEC(?![A-Za-z])|边缘(?:计算|云|节点|部署)"
    r"|(?<![A-Za-z])UPF(?:下沉)?|北斗|(?<![A-Za-z])(?:UWB|RTK|TSN|FRER|CPE|VPN|VPDN|SD-WAN|NB-IoT|LoRa)(?![A-Za-z])"
    r"|(?i:5G[- ]?LAN)|(?i:urllc)|蓝牙AOA|本地(?:卸载|分流|处理|闭环|存储)|物理隔离|逻辑隔离"
    r"|(?:5G)?(?:混合|独立|虚拟|行业|企业|独享|园区)?专网|专用网络|专有网络|双域专网|国密(?:算法)?(?:SM\d)?"
    r"|(?<!国密)SM[2349](?!\d)|(?:纵向|端到端|传输|数据)加密|双(?:核心|机|链路|路由|活|卡|回路|电源|网)(?:热备|备份|冗余|互备)?"
    r"|(?:热备|冗余|主备(?:切换)?|异地容灾|容灾)|(?:光纤|卫星|4G|公网|无线|微波)(?:备用|备份|回传|兜底)"
    r"|Wi-?Fi ?[67]"
    r"|毫米波|载波聚合|通感一体|无源物联|高精度定位|上行增强|超级上行|双发选收|断网续传|断点续传|断网自治|零信任"
    r"|单向网闸|网闸|防火墙|二次认证|双向认证|身份认证|自组网|(?:卫星|低轨)通信|轻量化5G|4\.9GHz|700MHz?|下沉(?:式)?核心网|故障自愈|自愈"
)
_DECLINED: Final = re.compile(
    r"(?:不(?:需要?|考虑|采用|使用|用|要|涉及|允许使用|得使用|支持|再)|无需|无须|禁止使用?|严禁使用|没有|暂不|未|不要求)"
    r"[^，。；]{0,8}$"
)
_THERE: Final = re.compile(r"(?:已(?:有|建|具备|部署|开通|经)|现有|原有|具备了|已)[^，。；]{0,12}$")


@dataclass(frozen=True, slots=True)
class ReadCapability:
    """Words naming a wanted capability; they stand at [start, end) of the text."""

    words: str
    start: int
    end: int


def read_capabilities(text: str) -> tuple[ReadCapability, ...]:
    """Wanted capabilities, each wording once, in order; not what exists already or is declined."""
    folded = fold(text)
    present = present_passages(folded)
    found: dict[str, ReadCapability] = {}
    taken: list[tuple[int, int]] = []
    for clause in clauses(folded):
        for pattern in (_STAYS, _NAMED):
            for match in pattern.finditer(folded, clause.start, clause.end):
                start, end = match.span()
                before = folded[clause.start : start]
                is_there = any(first <= start < last for first, last in present)
                is_taken = any(first < end and start < last for first, last in taken)
                if is_there or is_taken or _DECLINED.search(before) or _THERE.search(before):
                    continue
                taken.append((start, end))
                words = text[start:end]
                found.setdefault(words, ReadCapability(words, start, end))
    return tuple(sorted(found.values(), key=lambda one: one.start))
