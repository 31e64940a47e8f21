"""Requirements written as codes or words, without a figure and unit: IP67, 等保三级, 防爆."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.quantities import read_number

_IP: Final = re.compile(r"(?<![A-Za-z])IP\s?(?P<code>[0-6X][0-9X]K?)(?![\dA-Za-z.])")
_LEVEL_DIGIT: Final = r"(?P<level>[一二三四五1-5])"
_SECURITY: Final = (
    re.compile(rf"等保(?:2\.0)?(?:[^，。；\d一二三四五]{{0,6}})?第?{_LEVEL_DIGIT}级"),
    re.compile(rf"等级保护(?:2\.0)?(?:[^，。；\d一二三四五]{{0,8}})?第?{_LEVEL_DIGIT}级"),
    re.compile(rf"{_LEVEL_DIGIT}级(?:等保|(?:网络安全|信息安全)?等级保护)"),
    re.compile(r"等保(?P<level>[1-5一二三四五])(?!\.0)"),
)
_EXPLOSION: Final = re.compile(
    r"隔爆(?:型|兼本安|兼本质安全)*|本安型?|本质安全型?|(?<![A-Za-z])Ex\s?(?:d|i[abc]|e|n|p|m)\b"
    r"|(?<![非])防爆(?![区墙门柜间毯])"
)
_NOT_WANTED: Final = re.compile(r"(?:不|无|非|未)(?:需|须|要求?|必|涉及|考虑|属于)?.{0,4}$")
_DENIED_AFTER: Final = re.compile(r".{0,6}(?:不作?要求|无要求|没要求|不需要|不涉及)")


@dataclass(frozen=True, slots=True)
class Code:
    """A metric with its code, level or True, at [start, end) of the text."""

    metric: str
    value: str | float | bool
    start: int
    end: int
    figure: int | None = None  # where the level itself stands, if not at the start


def find_codes(folded: str, own: Mapping[str, str] | None = None) -> Iterator[Code]:
    """All codes of a folded text, grouped by metric; `own` are patterns of more words for them."""
    own = own or {}
    for match in _IP.finditer(folded):
        yield Code("ip_rating", "IP" + match["code"], match.start(), match.end())
    for pattern in (*_SECURITY, *_own_levels(own.get("security_level"))):
        for match in pattern.finditer(folded):
            level = match["level"]
            value = float(level) if level.isdigit() else read_number(level)
            yield Code("security_level", value, match.start(), match.end(), match.start("level"))
    proofs = [_EXPLOSION]
    if "explosion_proof" in own:
        proofs.append(re.compile(own["explosion_proof"]))
    for match in (match for pattern in proofs for match in pattern.finditer(folded)):
        before, after = folded[max(0, match.start() - 8) : match.start()], folded[match.end() :]
        if not _NOT_WANTED.search(before) and not _DENIED_AFTER.match(after):
            yield Code("explosion_proof", value=True, start=match.start(), end=match.end())


def _own_levels(words: str | None) -> Iterator[re.Pattern[str]]:
    if words:
        between = r"(?:[^，。；\d一二三四五]{0,6})?"
        yield re.compile(rf"(?:{words}){between}第?{_LEVEL_DIGIT}级")
