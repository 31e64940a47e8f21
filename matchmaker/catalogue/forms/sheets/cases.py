"""Cases as rows of a sheet.

Several figures or partners stand one a line (or with ；between), the parts of one with | between:
`kind | what | before → after unit | day`, without `before →` for what is new in itself, and
`name | role`.
"""

import re
from decimal import Decimal
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import ClientConsent, Effect, ImportKind
from matchmaker.catalogue.forms.sheets.columns import Column, Said, Sheet, line, prose
from matchmaker.catalogue.forms.sheets.subjects import REGION, SUBJECT_COLUMNS
from matchmaker.catalogue.forms.sheets.words import (
    NEXT_LINE,
    SheetWords,
    amount,
    day,
    items_in,
    parts_in,
    plain,
)
from matchmaker.catalogue.operations.case_content import CaseContent, FigureContent, PartnerContent
from matchmaker.catalogue.operations.imports import NUMBER
from matchmaker.catalogue.words import CONSENTS, EFFECTS
from matchmaker.errors import Words
from matchmaker.web.forms import clean_line

ARROW: Final = re.compile(r"→|->|=>")
FIGURE: Final = re.compile(r"([-+−]?[\d０-９][\d０-９,，.．]*)\s*(.*)")
SHOWN: Final = 40  # characters of what could not be read
FIGURE_PARTS: Final = 4
PARTNER_PARTS: Final = 2
SIGNED, UNSIGNED = _("署名"), _("不署名")
CONSENT_WORDS: Final = {
    ClientConsent.NAMED.value: SIGNED,
    ClientConsent.ANONYMOUS.value: UNSIGNED,
}


def _consent(words: SheetWords, text: str, _row: Said) -> ClientConsent:
    """A blank cell says what the form says before anybody chose."""
    found = words.member(text, ClientConsent, CONSENT_WORDS, CONSENTS)
    return found or ClientConsent.ANONYMOUS


def _figures(words: SheetWords, text: str, _row: Said) -> list[FigureContent]:
    return [_figure(words, item) for item in items_in(text)]


def _figure(words: SheetWords, item: str) -> FigureContent:
    parts = parts_in(item)
    if len(parts) != FIGURE_PARTS or not parts[1]:
        raise _refused(
            item, _("请写四段，用“|”隔开，例如“降成本 | 吨煤成本 | 12.5 → 10 元 | 2026-03-31”。")
        )
    kind = words.member(parts[0], Effect, EFFECTS)
    if kind is None:
        raise _refused(item, _("请在第一段写成效类别。"))
    before, after, unit = _from_to(item, parts[2])
    measured_on = day(parts[3])
    if measured_on is None:
        raise _refused(item, _("请写测量日期，例如 2026-03-31。"))
    return FigureContent(
        kind=kind, what=parts[1], before=before, after=after, unit=unit, measured_on=measured_on
    )


def _from_to(item: str, text: str) -> tuple[Decimal | None, Decimal, str]:
    """Read `from → to unit` or `to unit`; the unit may stand behind the first figure too."""
    before, after = ("", text) if not ARROW.search(text) else ARROW.split(text, maxsplit=1)
    was, its_unit = _value(item, before) if before.strip() else (None, "")
    now, unit = _value(item, after)
    if its_unit and unit and its_unit != unit:
        raise _refused(item, _("原来和现在的单位要相同。"))
    return was, now, unit or its_unit


def _value(item: str, text: str) -> tuple[Decimal, str]:
    found = FIGURE.fullmatch(text.strip())
    number = amount(found[1].replace("−", "-")) if found else None
    if found is None or number is None:
        raise _refused(item, _("请写数值和单位，例如“12 → 3 人”；原来没有的只写“3 人”。"))
    return number, clean_line(found[2])


def _partners(_words: SheetWords, text: str, _row: Said) -> list[PartnerContent]:
    return [_partner(item) for item in items_in(text)]


def _partner(item: str) -> PartnerContent:
    name, *role = parts_in(item)
    if not name or len(role) >= PARTNER_PARTS:
        raise _refused(item, _("请写“名称 | 角色”，每个单位一行。"))
    return PartnerContent(name=name, role="".join(role))


def _refused(item: str, words: Words) -> ValueError:
    return ValueError(f"{item[:SHOWN]}：{words}")


def _written_figures(content: CaseContent) -> str:
    return NEXT_LINE.join(
        " | ".join(
            (
                str(EFFECTS[one.kind.value]),
                one.what,
                f"{_from(one)}{plain(one.after)} {one.unit}".strip(),
                one.measured_on.isoformat(),
            )
        )
        for one in content.figures
    )


def _from(one: FigureContent) -> str:
    return "" if one.before is None else f"{plain(one.before)} → "


def _written_partners(content: CaseContent) -> str:
    return NEXT_LINE.join(
        f"{one.name} | {one.role}" if one.role else one.name for one in content.partners
    )


def _day(name: str) -> dict[str, Any]:
    """A column of a day."""
    return {
        "read": lambda _words, text, _row: day(text),
        "write": lambda content: (
            getattr(content, name).isoformat() if getattr(content, name) else ""
        ),
    }


CASES: Final = Sheet(
    kind=ImportKind.CASES,
    title=_("案例"),
    columns={
        NUMBER: Column(
            label=_("编号"),
            hint=_("必填。本单位自己的编号；再次导入时，编号相同就是同一个案例。"),
            example="C-001",
        ),
        "title": Column(
            label=_("标题"),
            hint=_("必填，4 到 80 个字：为谁做了什么。"),
            example=_("某露天煤矿 40 台矿卡无人驾驶"),
            is_long=True,
            **line("title"),
        ),
        "consent": Column(
            label=_("客户署名"),
            hint=_(
                "写“署名”或“不署名”，留空就是不署名。署名的案例提交前要在案例页上传客户同意书。"
            ),
            example=UNSIGNED,
            read=_consent,
            write=lambda content: str(CONSENT_WORDS[content.consent.value]),
            choices=lambda _words: [str(label) for label in CONSENT_WORDS.values()],
            is_one=True,
        ),
        "client": Column(
            label=_("客户（公开显示）"),
            hint=_("署名时写客户名称；不署名时以“某”开头。"),
            example=_("某露天煤矿"),
            **line("client"),
        ),
        "client_name": Column(
            label=_("客户全称（不公开）"),
            hint=_("不署名时，提交前必填；只给审核人员核实。"),
            example=_("（客户的全称）"),
            **line("client_name"),
        ),
        **SUBJECT_COLUMNS,
        "region": Column(label=_("项目地区"), **REGION),
        "started_on": Column(
            label=_("开始日期"),
            hint=_("写成 2025-03-01。"),
            example="2025-03-01",
            **_day("started_on"),
        ),
        "finished_on": Column(
            label=_("完成日期"),
            hint=_("还没有完成请留空。"),
            example="2026-03-31",
            **_day("finished_on"),
        ),
        "problem": Column(
            label=_("问题"),
            hint=_("客户原来遇到什么问题。提交前至少 20 个字。"),
            example=_("矿区夜间运输视线差，司机疲劳，每年都有擦碰，招工也越来越难。"),
            **prose("problem"),
        ),
        "solution": Column(
            label=_("做法"),
            hint=_("用了什么网络、产品和平台，怎么做的。提交前至少 20 个字。"),
            example=_(
                "建设 5G 专网和边缘计算，矿卡加装车载终端，由调度平台统一派车，必要时远程接管。"
            ),
            **prose("solution"),
        ),
        "effects": Column(
            label=_("成效"),
            hint=_("一两句话，列表和匹配理由里显示。提交前至少 10 个字。"),
            example=_("单班司机由 12 人减到 3 人，夜间也能连续运输。"),
            **prose("effects"),
        ),
        "figures": Column(
            label=_("成效的数值"),
            hint=_(
                "每项一行，四段用“|”隔开：成效类别 | 指标 | 原来 → 现在 单位 | 测量日期。"
                "原来没有的只写现在。最多 12 项，提交前至少一项。"
            ),
            example=_("少人、换岗 | 单班司机 | 12 → 3 人 | 2026-03-31"),
            more=(
                _("降成本 | 吨煤运输成本 | 12.5 → 10 元 | 2026-03-31"),
                _("规模应用 | 无人矿卡 | 40 台 | 2026-03-31"),
                _("提效率 | 每小时运量 | 850 -> 1,020 吨 | 2026/3/31"),
            ),
            read=_figures,
            write=_written_figures,
            choices=lambda _words: [str(label) for label in EFFECTS.values()],
            is_long=True,
        ),
        "role": Column(
            label=_("本单位的角色"), hint=_("最多 100 个字。"), example=_("总集成"), **line("role")
        ),
        "partners": Column(
            label=_("合作单位"),
            hint=_("每个单位一行：名称 | 角色。没有角色的只写名称。最多 12 个。"),
            example=_("某通信运营商 | 5G 专网建设"),
            more=(_("某矿卡制造商 | 车辆线控改造"),),
            read=_partners,
            write=_written_partners,
            is_long=True,
        ),
        "source_url": Column(
            label=_("公开报道的网址"),
            hint=_("以 https:// 或 http:// 开头，没有请留空。"),
            **line("source_url"),
        ),
    },
    rules=(_("新案例存为草稿，再逐个提交审核；署名的案例先在案例页上传客户同意书。"),),
)
