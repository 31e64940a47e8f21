"""Offerings as rows of a sheet."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import ImportKind, PriceModel
from matchmaker.catalogue.forms.promises import EXAMPLES, REFUSED_FIGURES, typed_figure
from matchmaker.catalogue.forms.sheets.columns import Column, Said, Sheet, line, prose
from matchmaker.catalogue.forms.sheets.subjects import REGION, SUBJECT_COLUMNS
from matchmaker.catalogue.forms.sheets.words import (
    IS,
    IS_NOT,
    JOINED,
    SheetWords,
    amount,
    items_in,
    plain,
    region_names,
    unknown,
    whole_number,
)
from matchmaker.catalogue.operations.content import OfferingContent, PromiseContent
from matchmaker.catalogue.operations.imports import NUMBER
from matchmaker.catalogue.words import PRICE_MODELS
from matchmaker.matching.scoring.reading.typed import FigureError, read_figure
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.forms import Subject, subject_of
from matchmaker.taxonomy.words import unit_label

YES_OR_NO = _("写“是”或“否”。")
WHOLE_PROJECT = _("一个完整项目的价格。")
FROM_ORDER = _("从下单到上线，整数。")


def _promises(words: SheetWords, text: str, row: Said) -> list[PromiseContent]:
    return [_promise(words, item, row.present.promises) for item in items_in(text)]


def _promise(words: SheetWords, text: str, kept: Sequence[PromiseContent]) -> PromiseContent:
    """Read one promise; one that says the same as before keeps its evidence."""
    subject, typed = _subject(words, text)
    said: dict[str, Any] = {}
    if subject.metric is not None:
        try:
            figure = read_figure(subject.metric, typed)
        except FigureError as error:
            example = EXAMPLES.get(subject.metric) or f"20 {unit_label(subject.metric)}"
            refused = str(REFUSED_FIGURES[error.code]) % {"example": example}
            raise ValueError(f"{text[:40]}：{refused}") from error
        said = {"op": figure.op, "value": figure.value, "value2": figure.value2}
    elif typed:
        raise ValueError(str(_("“%(name)s”：能力和标准不用写数值。", name=text[:40])))
    read = PromiseContent(
        kind=subject.kind,
        metric=subject.metric,
        capability=subject.capability,
        standard=subject.standard,
        **said,
    )
    return next((row for row in kept if _says(row) == _says(read)), read)


def _subject(words: SheetWords, text: str) -> tuple[Subject, str]:
    whole = words.subjects.find(text)
    if whole:
        return whole, ""
    places = [match.start() for match in re.finditer("[：:]", text)]
    for place in reversed(places):
        found = words.subjects.find(text[:place])
        if found:
            return found, text[place + 1 :].strip()
    raise ValueError(unknown([re.split("[：:]", text)[0]]))


def _written(content: OfferingContent) -> Iterator[str]:
    for promise in content.promises:
        name = subject_of(promise.metric, promise.capability, promise.standard).name
        is_figure = promise.kind is RequirementKind.METRIC
        yield f"{name}：{typed_figure(promise)}" if is_figure else name


def _says(row: PromiseContent) -> tuple[object, ...]:
    return row.kind, row.subject, row.op, row.value, row.value2


def _flag(name: str) -> dict[str, Any]:
    """A column of yes or no."""
    return {
        "hint": YES_OR_NO,
        "read": lambda words, text, _row: words.is_said(text),
        "write": lambda content: str(IS if getattr(content, name) else IS_NOT),
        "choices": lambda _words: [str(IS), str(IS_NOT)],
        "is_one": True,
    }


def _number(name: str, read: Any) -> dict[str, Any]:
    """A column of a number."""
    return {
        "read": lambda _words, text, _row: read(text),
        "write": lambda content: plain(getattr(content, name)),
    }


OFFERINGS: Final = Sheet(
    kind=ImportKind.OFFERINGS,
    title=_("方案"),
    columns={
        NUMBER: Column(
            label=_("编号"),
            hint=_("必填。本单位自己的编号；再次导入时，编号相同就是同一个方案。"),
            example="A-001",
        ),
        "title": Column(
            label=_("标题"),
            hint=_("必填，4 到 60 个字。"),
            example=_("露天矿无人驾驶矿卡系统"),
            is_long=True,
            **line("title"),
        ),
        "summary": Column(
            label=_("方案介绍"),
            hint=_("最多 4000 个字；发布前至少 20 个字。"),
            example=_("为露天矿山改造矿用卡车，实现无人驾驶运输和远程接管。"),
            **prose("summary"),
        ),
        **SUBJECT_COLUMNS,
        "region": Column(label=_("主要服务地区"), **REGION),
        "served_regions": Column(
            label=_("其他服务地区"),
            hint=_("用“、”隔开。"),
            example=lambda words: "、".join(region_names(words)[1:3]),
            read=lambda words, text, _row: words.several(text, words.regions),
            write=lambda content: "、".join(row.name_zh for row in content.served_regions),
        ),
        "is_nationwide": Column(label=_("服务全国"), example=IS, **_flag("is_nationwide")),
        "serves_abroad": Column(label=_("服务境外"), example=IS_NOT, **_flag("serves_abroad")),
        "title_en": Column(
            label=_("英文标题"),
            hint=_("给境外读者看，最多 120 个字符。"),
            example=lambda _words: "Driverless haul trucks for open pits",
            **line("title_en"),
        ),
        "summary_en": Column(
            label=_("英文介绍"),
            hint=_("给境外读者看，最多 2000 个字符。"),
            example=lambda _words: "We convert haul trucks of open pits to driverless operation.",
            **prose("summary_en"),
        ),
        "price_min_wan": Column(
            label=_("价格下限（万元）"),
            hint=WHOLE_PROJECT,
            example="50",
            **_number("price_min_wan", amount),
        ),
        "price_max_wan": Column(
            label=_("价格上限（万元）"),
            hint=WHOLE_PROJECT,
            example="120.5",
            **_number("price_max_wan", amount),
        ),
        "price_model": Column(
            label=_("计价方式"),
            hint=_("一个，从“可用的词”中选。"),
            example=PRICE_MODELS[PriceModel.ONE_OFF.value],
            read=lambda words, text, _row: words.member(text, PriceModel, PRICE_MODELS),
            write=lambda content: (
                str(PRICE_MODELS[content.price_model.value]) if content.price_model else ""
            ),
            choices=lambda _words: [str(label) for label in PRICE_MODELS.values()],
            is_one=True,
        ),
        "lead_days_min": Column(
            label=_("最快交付（天）"),
            hint=FROM_ORDER,
            example="60",
            **_number("lead_days_min", whole_number),
        ),
        "lead_days_max": Column(
            label=_("最迟交付（天）"),
            hint=FROM_ORDER,
            example="90",
            **_number("lead_days_max", whole_number),
        ),
        "promises": Column(
            label=_("承诺"),
            hint=_("每项一行，或用“；”隔开。指标写“名称：数值”，能力和标准只写名称。"),
            example=_("时延：≤ 20 毫秒；上行速率：≥ 100 Mbps"),
            more=(_("可用性：≥ 99.9%"),),
            read=_promises,
            write=lambda content: JOINED.join(_written(content)),
            choices=lambda words: [subject.name for subject in words.subjects.all],
            is_long=True,
        ),
    },
    rules=(_("新方案存为草稿，佐证、图片和资料在方案页上补充，再逐个提交审核。"),),
)
