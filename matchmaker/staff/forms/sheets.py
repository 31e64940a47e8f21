"""Entries of the taxonomy as rows of a sheet, and rows as entries: one format both ways.

Rows are known by code. A cell that names several things has one a line; a typical need is
`metric | comparison | figure | trust | official or not | source`, a range `20~60`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.forms.sheets.words import (
    IS,
    IS_NOT,
    NEXT_LINE,
    SheetWords,
    in_every_language,
    plain,
    whole_number,
)
from matchmaker.errors import Words
from matchmaker.staff.forms.taxonomy import TRUSTS, lines_of
from matchmaker.staff.operations.entries import EntryContent
from matchmaker.staff.operations.scenes import NEED_UNITS, NeedContent, SceneContent
from matchmaker.taxonomy.enums import CapabilityKind, Operator, Trust
from matchmaker.taxonomy.words import CAPABILITY_KINDS, STANDARD_LEVELS
from matchmaker.web.filters import figure
from matchmaker.web.forms import clean_line, clean_prose

KEY, VERSION = "key", "version"
OFFICIAL, OWN = _("官方指标"), _("平台建议值")
NEED_PARTS: Final = 6
NEED_EXAMPLE: Final = _("latency | <= | 20 | 有出处 | 官方指标 | YD/T 3973-2021 表 2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A column: its heading, how its text is read (ValueError with words) and written."""

    label: Words
    read: Callable[[SheetWords, str], Any]
    write: Callable[[Any], str]
    is_long: bool = False


def _line(label: Words) -> Cell:
    return Cell(label=label, read=lambda _words, text: clean_line(text), write=str)


def _prose(label: Words) -> Cell:
    return Cell(label=label, read=lambda _words, text: clean_prose(text), write=str, is_long=True)


def _lines(label: Words) -> Cell:
    return Cell(
        label=label,
        read=lambda _words, text: lines_of(text),
        write=NEXT_LINE.join,
        is_long=True,
    )


def _number(label: Words) -> Cell:
    return Cell(label=label, read=lambda _words, text: whole_number(text), write=plain)


def _several(label: Words, known: str, key: str) -> Cell:
    return Cell(
        label=label,
        read=lambda words, text: words.several(text, getattr(words, known)),
        write=lambda rows: NEXT_LINE.join(getattr(row, key) for row in rows),
        is_long=True,
    )


def _one(label: Words, known: str, key: str) -> Cell:
    return Cell(
        label=label,
        read=lambda words, text: words.one(text, getattr(words, known)),
        write=lambda row: getattr(row, key) if row else "",
    )


def _chosen(label: Words, labels: Mapping[str, Words], kind: Callable[[str], Any] = str) -> Cell:
    return Cell(
        label=label,
        read=lambda _words, text: kind(_member(text, labels)),
        write=lambda value: str(labels.get(str(value), value)),
    )


def _member(text: str, labels: Mapping[str, Words]) -> str:
    typed = clean_line(text).casefold().replace(" ", "")
    for value, label in labels.items():
        if typed == value or typed in in_every_language(label):
            return value
    listed = _("、").join(map(str, labels.values()))
    raise ValueError(str(_("没有“%(name)s”，可以写：%(words)s。", name=text[:20], words=listed)))


def _needs(_words: SheetWords, text: str) -> list[NeedContent]:
    return [_need(line) for line in lines_of(text)]


def _need(text: str) -> NeedContent:
    parts = [part.strip() for part in text.replace("｜", "|").split("|", NEED_PARTS - 1)]
    if len(parts) != NEED_PARTS or parts[0] not in NEED_UNITS:
        raise ValueError(
            str(_("“%(row)s”：请写成“%(example)s”。", row=text[:40], example=NEED_EXAMPLE))
        )
    metric, op, figures, trust, official, source = parts
    low, is_range, high = figures.replace(",", "").partition("~")
    try:
        value, value2 = float(low), float(high) if is_range else None
        operator = Operator(op)
    except ValueError as error:
        words = _(
            "“%(row)s”：比较写 <=、>=、= 或 range，数值写数字，范围写成 20~60。", row=text[:40]
        )
        raise ValueError(str(words)) from error
    if not all(abs(one) < 10**12 for one in (value, value2 or 0.0)):
        raise ValueError(str(_("请写数字，例如 20 或 99.99。")))
    return NeedContent(
        metric=metric,
        op=operator,
        value=value,
        value2=value2,
        source=source,
        trust=Trust(_member(trust, {one.value: words for one, words in TRUSTS.items()})),
        is_official=_member(official, {"official": OFFICIAL, "own": OWN}) == "official",
    )


def _written_needs(needs: list[NeedContent]) -> str:
    return NEXT_LINE.join(
        " | ".join(
            (
                need.metric,
                need.op.value,
                _figure(need.value) + ("" if need.value2 is None else f"~{_figure(need.value2)}"),
                str(TRUSTS[need.trust]),
                str(OFFICIAL if need.is_official else OWN),
                need.source,
            )
        )
        for need in needs
    )


def _figure(value: float) -> str:
    return figure(value).replace(",", "")


_NAMES: Final = {
    "name_zh": _line(_("中文名称")),
    "name_en": _line(_("英文名称")),
    "aliases": _lines(_("别名")),
}
CELLS: Final[Mapping[str, Mapping[str, Cell]]] = {
    "scene": {
        KEY: _line(_("代码")),
        "sector": _one(_("行业"), "sectors", "code"),
        **_NAMES,
        "description": _prose(_("说明")),
        "sources": _lines(_("来源")),
        "capabilities": _several(_("能力"), "capabilities", "slug"),
        "needs": Cell(label=_("典型需求"), read=_needs, write=_written_needs, is_long=True),
    },
    "standard": {
        KEY: _line(_("编号")),
        "title": _line(_("名称")),
        "level": _chosen(_("级别"), STANDARD_LEVELS),
        "year": _number(_("年份")),
        "is_general": Cell(
            label=_("各行业通用"),
            read=lambda words, text: words.is_said(text),
            write=lambda value: str(IS if value else IS_NOT),
        ),
        "sectors": _several(_("行业"), "sectors", "code"),
        "scenes": _several(_("场景"), "scenes", "slug"),
        "capabilities": _several(_("能力"), "capabilities", "slug"),
        "source": _line(_("来源")),
    },
    "capability": {
        KEY: _line(_("代码")),
        "kind": _chosen(
            _("种类"), {one.value: words for one, words in CAPABILITY_KINDS.items()}, CapabilityKind
        ),
        "parent": _one(_("所属的供应链环节"), "capabilities", "slug"),
        **_NAMES,
        "description": _prose(_("说明")),
        "source": _line(_("来源")),
    },
    "sector": {
        KEY: _line(_("代码")),
        **_NAMES,
        "position": _number(_("次序")),
        "sources": _lines(_("来源")),
    },
}
VERSION_LABEL: Final = _("版本")
LINKS: Final = frozenset({"sectors", "scenes", "capabilities"})
_BLANK: Final[Mapping[str, Any]] = {
    "level": "industry", "year": None, "is_general": False, "parent": None, "sector": None,
    "kind": CapabilityKind.FEATURE, "aliases": [], "sources": [], "sectors": [], "scenes": [],
    "capabilities": [], "needs": [],
}  # fmt: skip


def values_of(kind: str, entry: Any | None) -> dict[str, Any]:
    """Give what an entry says by column; what a new one says before anything is written."""
    names = [name for name in CELLS[kind] if name != KEY]
    if entry is None:
        given = {name: _BLANK.get(name, "") for name in names}
        return given | ({"position": None} if "position" in names else {})
    found = {name: getattr(entry, name) for name in names if name != "needs"}
    if kind == "scene":
        found["needs"] = [
            NeedContent(
                metric=need.metric,
                op=Operator(need.op),
                value=need.value,
                value2=need.value2,
                source=need.source,
                trust=need.trust,
                is_official=need.is_official,
            )
            for need in entry.typical_needs
        ]
    return found


def content_of(kind: str, key: str, values: Mapping[str, Any]) -> SceneContent | EntryContent:
    """Give what the operations that write an entry take."""
    if kind == "scene":
        return SceneContent(slug=key, **values)
    links = {name: values[name] for name in values if name in LINKS}
    own = {name: value for name, value in values.items() if name not in links}
    if own.get("position", 0) is None:
        del own["position"]
    if kind == "capability":
        own["is_sourced"] = bool(own["source"])
    return EntryContent(values=own, links=links)
