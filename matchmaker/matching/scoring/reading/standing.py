"""What a passage speaks of: the wanted state, or the present one, another project, a refusal."""

import re
from collections.abc import Iterable
from typing import Final

from matchmaker.matching.scoring.reading.clauses import Clause

_HEADING: Final = re.compile(
    r"(?:【|^[ \d一二三四五六七八九十、.()（）]*)[^【】:：，。；]{0,6}"
    r"(?:现状|背景|概况|痛点|问题|简介|基本情况)[^【】:：，。；]{0,4}(?:】|[:：])",
    re.MULTILINE,
)
_SECTION_END: Final = re.compile(r"【|\n")
_PRESENT: Final = re.compile(
    r"(?i:currently|existing|at present)|现有|4G(?=下|网络|信号|只|仅|带宽|时延|上行|延迟)"
    r"|现在(?!需|要|想|计划|拟|希望)|目前|当前"
    r"|现状|实测|现网|如今|已有|已建|已具备|原有"
    r"|原来|原先|此前|之前(?=[^，]*\d)|去年|20\d\d年(?:已|签约|建成|投产|完成|投运|实施)的?"
    r"|常年|曾|以往|改造前|历史|已达|已通过|已取得|已完成|已覆盖|已部署|已上线|已投[用运产]"
    r"|已运行|已接入|已开通|已实现|已优于|平时|眼下"
    r"|现阶段"
    r"|最近(?:一次)?测|测得|测试结果|复测"
)
_WANTED: Final = re.compile(
    r"(?i:\bneeds?\b|requir|shall|must|should)|改造后|目标|必须|须|要求|需(?!求)|希望|提升[至到]"
    r"|提高[至到]|降[至到低]|整改后|建成后|本期"
    r"|本次|此次"
    r"|拟|计划|想|最好|(?<![供响对相适反感效])应(?![用急答标力变聘收付])|不得|期望|升级[至到为]"
    r"|扩[至到]"
    r"|未来|后续|优选|优先|新建|这次|力争|争取|改造为|才行|才够"
)
_OTHERS: Final = re.compile(
    r"参考(?:了)?(?:某|同类|类似|其他|案例)|参照|借鉴|类似项目|同类项目|同行|友商|兄弟(?:单位|矿"
    r"|厂)"
    r"|隔壁|邻近(?:厂|矿)|业绩|注册资[本金]|资格(?:要求|条件)|成功案例|某(?:兄弟|同类)|其他项目"
    r"|另一(?:个)?项目"
    r"|质保期|标杆项目|样板"
)
_REFUSED: Final = re.compile(
    r"不要求|无需|无须|不需要|不必|不用|不强求|没要求|没有要求|不考虑|不采用|不使用|不做要求|不纳入"
)
_ONLY: Final = re.compile(r"(?:仅有|仅为|仅能到?|仅|只有|才有|才|不到|只能到)\s?(?:约|有|达)?$")


def present_passages(folded: str, clauses: Iterable[Clause]) -> tuple[tuple[int, int], ...]:
    """Passages about how things are now or elsewhere, so that their figures are not wanted."""
    found = []
    for heading in _HEADING.finditer(folded):
        end = _SECTION_END.search(folded, heading.end())
        found.append((heading.start(), end.start() if end else len(folded)))
    by_sentence: dict[int, bool] = {}
    for clause in clauses:
        bounds = clause.sentence
        now = _PRESENT.search(folded, clause.start, clause.end)
        wanted = _WANTED.search(folded, clause.start, clause.end)
        elsewhere = _OTHERS.search(folded, clause.sentence_start, clause.end)
        if elsewhere:
            found.append((clause.start, clause.end))
        elif now and not (wanted and wanted.start() > now.start()):
            by_sentence[bounds] = True
            found.append((clause.start, clause.end))
        elif wanted:
            by_sentence[bounds] = False
        elif by_sentence.get(bounds):
            found.append((clause.start, clause.end))
    return tuple(found)


def is_set_aside(folded: str, clause: Clause, start: int) -> bool:
    """Whether the clause declines what follows, or calls the figure at `start` too little."""
    before = folded[clause.start : start]
    return bool(_REFUSED.search(before) or _ONLY.search(before))
