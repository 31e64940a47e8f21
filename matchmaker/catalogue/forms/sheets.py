"""A row of a spreadsheet as an offering, and an offering as a row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.forms.promises import EXAMPLES, REFUSED_FIGURES, typed_figure
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations.content import OfferingContent, PromiseContent
from matchmaker.catalogue.operations.imports import NUMBER, RowError
from matchmaker.errors import Words
from matchmaker.matching.scoring.reading.typed import FigureError, read_figure
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.forms import Subject, Subjects, subject_of
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector
from matchmaker.taxonomy.queries import (
    capabilities_in_order,
    regions_for_choice,
    sectors_with_scenes,
)
from matchmaker.taxonomy.words import unit_label
from matchmaker.web.forms import LONGEST_NUMBER, clean_line, clean_prose
from matchmaker.web.language import in_each_language, localised

T = TypeVar("T")
BETWEEN: Final = re.compile(r"[；;\n]")
ALSO_BETWEEN: Final = re.compile(r"[、,，]")
SHOWN: Final = 20  # characters of what was not found
NAMED: Final = 5
JOINED: Final = "；"
YES: Final = frozenset({"y", "true", "1", "√", "✓"})
NO: Final = frozenset({"", "n", "false", "0", "×"})
IS, IS_NOT = _("是"), _("否")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its heading, what to write in it, an example."""

    label: Words
    hint: Words
    example: Words


COLUMNS: Final[Mapping[str, Column]] = {
    NUMBER: Column(
        _("编号"), _("必填。本单位自己的编号；再次导入时，编号相同就是同一个方案。"), "A-001"
    ),
    "title": Column(_("标题"), _("必填，4 到 60 个字。"), _("露天矿无人驾驶矿卡系统")),
    "summary": Column(
        _("方案介绍"),
        _("最多 4000 个字；发布前至少 20 个字。"),
        _("为露天矿山改造矿用卡车，实现无人驾驶运输和远程接管。"),
    ),
    "sector": Column(_("行业"), _("一个，从“可用的词”中选。"), ""),
    "scenes": Column(_("场景"), _("最多 12 个，用“；”隔开。"), ""),
    "capabilities": Column(_("能力"), _("用“；”隔开。"), ""),
    "region": Column(_("主要服务地区"), _("一个省或地级市。"), ""),
    "served_regions": Column(_("其他服务地区"), _("用“、”隔开。"), ""),
    "is_nationwide": Column(_("服务全国"), _("写“是”或“否”。"), _("是")),
    "serves_abroad": Column(_("服务境外"), _("写“是”或“否”。"), _("否")),
    "price_min_wan": Column(_("价格下限（万元）"), _("一个完整项目的价格。"), "50"),
    "price_max_wan": Column(_("价格上限（万元）"), _("一个完整项目的价格。"), "120.5"),
    "lead_days_min": Column(_("最快交付（天）"), _("从下单到上线，整数。"), "60"),
    "lead_days_max": Column(_("最迟交付（天）"), _("从下单到上线，整数。"), "90"),
    "promises": Column(
        _("承诺"),
        _("指标写“名称：数值”，能力和标准只写名称；用“；”隔开。"),
        _("时延：≤ 20 毫秒；上行速率：≥ 100 Mbps"),
    ),
}
NEEDED: Final = (NUMBER, "title")


class OfferingRows:
    """Reads rows with the words of the taxonomy, read once."""

    def __init__(self) -> None:
        sectors = sectors_with_scenes()
        self._sectors: dict[str, list[Sector]] = _named(
            (row, (row.code, row.name_zh, row.name_en, *row.aliases)) for row in sectors
        )
        self._scenes: dict[str, list[Scene]] = _named(
            (row, (row.slug, row.name_zh, row.name_en, *row.aliases))
            for sector in sectors
            for row in sector.scenes
        )
        self._capabilities: dict[str, list[Capability]] = _named(
            (row, (row.slug, row.name_zh, row.name_en, *row.aliases))
            for row in capabilities_in_order()
        )
        self._regions: dict[str, list[Region]] = _regions()
        self._subjects = Subjects()
        self._yes = YES | in_every_language(IS)
        self._no = NO | in_every_language(IS_NOT)

    def content(self, cells: Mapping[str, str], present: OfferingContent | None) -> OfferingContent:
        """Give what a row says; columns it lacks stay as they are. Raises RowError."""
        faults: dict[str, str] = {}
        said: dict[str, Any] = {}
        readers: Mapping[str, Callable[[str], Any]] = {
            "title": clean_line,
            "summary": clean_prose,
            "sector": lambda text: self._one(text, self._sectors),
            "scenes": lambda text: self._several(text, self._scenes, cells.get("sector", "")),
            "capabilities": lambda text: self._several(text, self._capabilities),
            "region": lambda text: self._one(text, self._regions),
            "served_regions": lambda text: self._several(text, self._regions),
            "is_nationwide": self._is_said,
            "serves_abroad": self._is_said,
            "price_min_wan": _amount,
            "price_max_wan": _amount,
            "lead_days_min": _days,
            "lead_days_max": _days,
            "promises": lambda text: self._promises(text, present),
        }
        for column, read in readers.items():
            if column in cells:
                try:
                    said[column] = read(cells[column])
                except ValueError as error:
                    faults[column] = str(error)
        if faults:
            raise RowError(faults)
        return replace(present or OfferingContent(title="", summary=""), **said)

    def _is_said(self, text: str) -> bool:
        word = _folded(clean_line(text))
        if word not in self._yes | self._no:
            raise ValueError(str(_("请写“是”或“否”。")))
        return word in self._yes

    def _one(self, text: str, known: Mapping[str, list[T]]) -> T | None:
        name = clean_line(text)
        if not name:
            return None
        found = known.get(_folded(name))
        if not found:
            raise ValueError(_unknown([name]))
        return found[0]

    def _several(self, text: str, known: Mapping[str, list[T]], sector: str = "") -> list[T]:
        rows: dict[T, None] = {}
        unknown = []
        for name in _pieces(text, known):
            found = known.get(_folded(name))
            if found:
                rows[self._of_sector(found, sector)] = None
            else:
                unknown.append(name)
        if unknown:
            raise ValueError(_unknown(unknown))
        return list(rows)

    def _of_sector(self, found: list[T], sector: str) -> T:
        """Of things with the same name the one of the row's sector, else the first."""
        wanted = self._sectors.get(_folded(sector), []) if sector else []
        own = [row for row in found if getattr(row, "sector", None) in wanted]
        return (own or found)[0]

    def _promises(self, text: str, present: OfferingContent | None) -> list[PromiseContent]:
        kept = list(present.promises) if present else []
        return [self._promise(part, kept) for part in map(clean_line, BETWEEN.split(text)) if part]

    def _promise(self, text: str, kept: Sequence[PromiseContent]) -> PromiseContent:
        """Read one promise; one that says the same as before keeps its evidence."""
        subject, typed = self._subject(text)
        said: dict[str, Any] = {}
        if subject.metric is not None:
            try:
                figure = read_figure(subject.metric, typed)
            except FigureError as error:
                example = EXAMPLES.get(subject.metric) or f"20 {unit_label(subject.metric)}"
                words = str(REFUSED_FIGURES[error.code]) % {"example": example}
                raise ValueError(f"{text[:40]}：{words}") from error
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

    def _subject(self, text: str) -> tuple[Subject, str]:
        whole = self._subjects.find(text)
        if whole:
            return whole, ""
        places = [match.start() for match in re.finditer("[：:]", text)]
        for place in reversed(places):
            found = self._subjects.find(text[:place])
            if found:
                return found, text[place + 1 :].strip()
        raise ValueError(_unknown([re.split("[：:]", text)[0]]))


def offering_cells(number: str, offering: Offering) -> dict[str, str]:
    """Write an offering as a row that reads back as the same."""
    return {
        NUMBER: number,
        "title": offering.title,
        "summary": offering.summary,
        "sector": localised(offering.sector) if offering.sector else "",
        "scenes": JOINED.join(map(localised, offering.scenes)),
        "capabilities": JOINED.join(map(localised, offering.capabilities)),
        "region": offering.region.name_zh if offering.region else "",
        "served_regions": "、".join(region.name_zh for region in offering.served_regions),
        "is_nationwide": str(IS if offering.is_nationwide else IS_NOT),
        "serves_abroad": str(IS if offering.serves_abroad else IS_NOT),
        "price_min_wan": _plain(offering.price_min_wan),
        "price_max_wan": _plain(offering.price_max_wan),
        "lead_days_min": _plain(offering.lead_days_min),
        "lead_days_max": _plain(offering.lead_days_max),
        "promises": JOINED.join(_written(offering)),
    }


def in_every_language(words: Words) -> frozenset[str]:
    """Give words as every language of the site writes them, folded."""
    return frozenset(map(_folded, in_each_language(lambda: str(words))))


def clean_number(text: str) -> str:
    """Tidy a number: one line, full-width digits and letters as plain ones."""
    return unicodedata.normalize("NFKC", clean_line(text))


def _written(offering: Offering) -> Iterator[str]:
    for promise in offering.promises:
        name = subject_of(promise.metric, promise.capability, promise.standard).name
        is_figure = promise.kind is RequirementKind.METRIC
        yield f"{name}：{typed_figure(promise)}" if is_figure else name


def _says(row: PromiseContent) -> tuple[object, ...]:
    return row.kind, row.subject, row.op, row.value, row.value2


def _named(rows: Iterable[tuple[T, Iterable[str]]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row, names in rows:
        for name in dict.fromkeys(map(_folded, filter(None, names))):
            found.setdefault(name, []).append(row)
    return found


def _regions() -> dict[str, list[Region]]:
    """Regions by code, full and short name, and after the name of their province."""
    rows = regions_for_choice()
    provinces = {row.code: row for row in rows if row.parent_code is None}
    named: list[tuple[Region, list[str]]] = []
    for row in sorted(rows, key=lambda one: one.parent_code is not None):
        names = [row.name_zh, row.short_zh]
        above = provinces.get(row.parent_code or "")
        heads = [above.name_zh, above.short_zh] if above else []
        both = [f"{head}{name}" for head in heads for name in names]
        named.append((row, [row.code, *names, *both]))
    return _named(named)


def _pieces(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """Cut a list of names; a comma cuts only what no name has it in."""
    for piece in filter(None, map(clean_line, BETWEEN.split(text))):
        if _folded(piece) in known:
            yield piece
        else:
            yield from filter(None, map(clean_line, ALSO_BETWEEN.split(piece)))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")


def _unknown(names: Sequence[str]) -> str:
    listed = "、".join(name[:SHOWN] for name in names[:NAMED])
    return str(_("没有找到“%(name)s”，请从“可用的词”中选。", name=listed))


def _amount(text: str) -> Decimal | None:
    typed = _digits(text)
    if not typed:
        return None
    try:
        amount = Decimal(typed)
    except InvalidOperation as error:
        raise ValueError(str(_("请写数字，例如 50 或 37.5。"))) from error
    if not amount.is_finite() or abs(amount) >= 10**LONGEST_NUMBER:
        raise ValueError(str(_("请写数字，例如 50 或 37.5。")))
    return round(amount, 2)


def _days(text: str) -> int | None:
    typed = _digits(text)
    if not typed:
        return None
    if not typed.removeprefix("-").isdecimal() or len(typed) > LONGEST_NUMBER:
        raise ValueError(str(_("请写整数，例如 30。")))
    return int(typed)


def _digits(text: str) -> str:
    return unicodedata.normalize("NFKC", clean_line(text)).replace(",", "").replace(" ", "")


def _plain(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    written = str(value)
    return written.rstrip("0").rstrip(".") if "." in written else written
