"""Words for network, edge, positioning, security, data-stay and resilience features."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from matchmaker.matching.scoring.reading.clauses import fold
from matchmaker.matching.scoring.vocabulary import Vocabulary

_STAYS: Final = re.compile(
    r"(?=[数影视图资信流严禁不])(?:"
    r"(?:数据|影像|视频|图纸|资料|信息|流量)[^，。；、]{0,6}?"
    r"(?:(?:不(?:得|能|可|允许|许|准)?|严禁|禁止)(?:传|流|外)?(?:出|离开)"
    r"|(?:只|须|必须|应|要)?留(?:存)?在)[^，。；、:：\s()（）]{1,8}"
    r"|(?:严禁|禁止|不得|不允许)[^，。；、]{0,6}?(?:数据|影像|图纸|资料)(?:传|流"
    r"|外)*出[^，。；、\s]{1,8})"
)
_OWNER: Final = re.compile(r"[^，,。；;、:：的且并与和\s]{0,10}$")  # 校园数据, 核心工艺数据

# Each pattern with the slug it means; the first that matches at a place wins.
_FEATURES: Final = (
    ("redcap", r"(?i:redcap)|轻量化5G"),
    ("slice", r"(?:5G|网络|端到端|行业|独立|专属|专用)?(?:硬|软)?切片|(?i:(?:network )?slicing)"),
    ("mec", r"(?<![A-Za-z])MEC(?![A-Za-z])|边缘(?:计算|云|节点|部署|服务器|侧|处理)"),
    ("mec", (
        r"(?<![A-Za-z])UPF(?:下沉)?|下沉(?:式)?(?:UPF|核心网|用户面)|本地(?:卸载|分流|处理|闭环"
        r"|存储)"
    )),
    ("beidou", r"北斗|(?<![A-Za-z])RTK(?![A-Za-z])"),
    ("hpos", r"(?<![A-Za-z])UWB(?![A-Za-z])|蓝牙AOA|高精度?定位|室内定位|融合定位"),
    ("tsn", r"(?<![A-Za-z])(?:TSN|FRER)(?![A-Za-z])|时间敏感网络|确定性网络"),
    ("5glan", r"(?i:5G[- ]?LAN)|二层透传"),
    ("urllc", r"(?i:urllc)"),
    ("sec-vpn-encryption", (
        r"(?<![A-Za-z])(?:VPN|VPDN|SD-WAN|IPsec)(?![A-Za-z])|(?:纵向|端到端|传输|数据|链路)加密"
    )),
    ("nbiot", r"(?<![A-Za-z])(?:NB-IoT|LoRa|Cat\.?1)(?![A-Za-z])"),
    ("vpn-dedicated", r"(?:5G)?独立专网|物理隔离|物理专网"),
    ("vpn-hybrid", r"(?:5G)?混合专网"),
    ("vpn-shared", r"(?:5G)?(?:行业)?虚拟专网|逻辑隔离"),
    ("dual-domain", r"(?:5G)?双域专网"),
    ("private-network", (
        r"(?:5G)?(?:行业|企业|独享|园区|无线|随行)?专网|专用网络|专有网络|专用无线网络"
    )),
    ("sec-commercial-crypto", r"国密(?:算法)?(?:SM\d)?|商用密码|(?<![A-Za-z])SM[2349](?!\d)"),
    ("sec-inertia", (
        r"(?:主备)?双(?:核心|机|链路|路由|活|卡|回路|电源|网|上联|通道|节点)(?:热备|备份|冗余"
        r"|互备|备用"
        r"|保护)?"
    )),
    ("sec-inertia", (
        r"热备|冗余|主备(?:切换)?|异地容灾|容灾|断网续传|断点续传|断网自治|故障自愈|自愈"
        r"|断网(?:续|不停)"
    )),
    ("ntn", r"(?:卫星|低轨|天通)(?:通信|备用|备份|回传|兜底|链路|电话)"),
    ("", r"(?:光纤|4G|公网|无线|微波|有线)(?:备用|备份|兜底|冗余)"),
    ("", r"Wi-?Fi ?[67]E?"),
    ("", r"备用(?:光纤|链路|光缆|通道|专线)"),
    ("exposure", r"(?:网络|API)?能力开放"),
    ("mmwave", r"毫米波"),
    ("ulenh", r"载波聚合|上行增强|超级上行|大上行"),
    ("isac", r"通感一体(?:化)?"),
    ("aiot", r"无源物联(?:网)?"),
    ("pc5", r"(?<![A-Za-z])(?:C-V2X|LTE-V2X|PC5)(?![A-Za-z])"),
    ("sec-zero-trust", r"零信任"),
    ("sec-n6-boundary", r"单向网闸|网闸|防火墙"),
    ("sec-dual-auth", r"二次(?:认证|鉴权)"),
    ("sec-sim-binding", r"机卡绑定|一机一卡|机卡分离检测"),
    ("", r"双向认证|身份认证|双发选收|4\.9 ?GHz|700 ?MHz?|自组网|(?i:mesh)(?:组网)?"),
    ("sec-data-desens", r"(?:数据|隐私|影像)?脱敏"),
    ("sec-log-audit", r"(?:日志|安全|操作)审计|日志留存"),
    ("sec-situation", r"安全态势感知"),
    ("5ga", r"5G-A(?![A-Za-z])|5\.5G|5G-Advanced"),
    ("nrbc", r"5G(?: NR)?广播"),
    ("newcall", r"5G新通话|VoNR"),
    ("5gmsg", r"5G消息"),
    ("ipv6", r"(?i:ipv6)|SRv6"),
)  # fmt: skip
_SLUGS: Final = tuple(slug for slug, _ in _FEATURES)
# The characters a feature can begin with: most places of a text are passed over at once.
_OPENINGS: Final = (
    "RrMmUuTtFfVvSsIiNnLlCcPpWw4578"
    "轻网端行独专硬软切边下本北蓝高室融时确二纵传数链物混虚逻双企园无随国商热冗主异容断故自卫低天光公微有毫载"
    "上超大通零单防机一身隐影脱日安操新备能A"
)
FEATURE: Final = re.compile(
    f"(?=[{_OPENINGS}])(?:"
    + "|".join(f"(?P<f{n}>{pattern})" for n, (_, pattern) in enumerate(_FEATURES))
    + ")"
)
_OWNER_MAX: Final = 10
_KINDS: Final = frozenset({"deployment", "feature", "security"})
# Names of the taxonomy that say something else, or nothing checkable, in a running text.
_LOOSE_WORDS: Final = """
低时延 高可靠 万兆 超宽带 授时 l2 大模型 智能体 网络智能 白名单 重要数据
数据资产 应急演练 亚米级 连接管理 异常卡 区域限定 安全大脑 优享 专享 尊享
脆弱性 密评 信令防护 5g语音 定位 高精定位 5g+ai 操作审计 评测认证 攻防演练
移动物联网 天通 等保2.0 关基
"""
_LOOSE: Final = frozenset(_LOOSE_WORDS.split())


def find_features(folded: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str | None]]:
    """Start, end and slug (None where the taxonomy has none) of the features a text names.

    They may overlap; those listed here come before those only the taxonomy names.
    """
    for match in _STAYS.finditer(folded):
        start = match.start()
        owner = _OWNER.search(folded[max(0, start - _OWNER_MAX) : start])
        yield (
            start - len(owner[0] if owner else ""),
            match.end(),
            _known("sec-upf-local", vocabulary),
        )
    for match in FEATURE.finditer(folded):
        slug = _SLUGS[int((match.lastgroup or "f0")[1:])]
        yield match.start(), match.end(), _known(slug, vocabulary)
    pattern, slugs = _named(vocabulary)
    for match in pattern.finditer(folded.lower()):
        yield match.start(), match.end(), slugs[match.group()]


def _known(slug: str, vocabulary: Vocabulary) -> str | None:
    return slug if slug in vocabulary.capabilities else None


@lru_cache(maxsize=4)
def _named(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names and aliases of the taxonomy, each with its slug."""
    slugs: dict[str, str] = {}
    for entry in vocabulary.capabilities.values():
        if entry.kind in _KINDS:
            names = (fold(name).lower() for name in (entry.name, *entry.aliases))
            for name in names:
                if len(name) > 1 and name not in _LOOSE:
                    slugs.setdefault(name, entry.slug)
    words = "|".join(
        re.escape(name) if not name.isascii() else rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])"
        for name in sorted(slugs, key=len, reverse=True)
    )
    openings = "".join(sorted({re.escape(name[0]) for name in slugs}))
    return re.compile(f"(?=[{openings}])(?:{words})" if words else r"(?!)"), slugs
