"""The words cells are written in: names of the taxonomy, yes and no, amounts and days."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.taxonomy.forms import Subjects
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector
from matchmaker.taxonomy.queries import (
    capabilities_in_order,
    regions_for_choice,
    sectors_with_scenes,
)
from matchmaker.web.forms import LONGEST_NUMBER, clean_line
from matchmaker.web.language import in_each_language, localised

T = TypeVar("T")
EnumT = TypeVar("EnumT", bound=StrEnum)
BETWEEN: Final = re.compile(r"[；;\n]")
ALSO_BETWEEN: Final = re.compile(r"[、,，]")
BETWEEN_PARTS: Final = re.compile(r"[|｜]")
DAY: Final = re.compile(r"(\d{4})[^\d\s](\d{1,2})[^\d\s](\d{1,2})[^\d\s]?(?: 00:00:00)?")
SHOWN: Final = 20  # characters of what was not found
NAMED: Final = 5
JOINED: Final = "；"
NEXT_LINE: Final = "\n"
YES: Final = frozenset({"y", "true", "1", "√", "✓"})
NO: Final = frozenset({"", "n", "false", "0", "×"})
IS, IS_NOT = _("是"), _("否")


class SheetWords:
    """The words of the taxonomy as people write them, read once for many rows."""

    def __init__(self) -> None:
        sectors = sectors_with_scenes()
        self.sectors: dict[str, list[Sector]] = _named(
            (row, (row.code, row.name_zh, row.name_en, *row.aliases)) for row in sectors
        )
        self.scenes: dict[str, list[Scene]] = _named(
            (row, (row.slug, row.name_zh, row.name_en, *row.aliases))
            for sector in sectors
            for row in sector.scenes
        )
        self.capabilities: dict[str, list[Capability]] = _named(
            (row, (row.slug, row.name_zh, row.name_en, *row.aliases))
            for row in capabilities_in_order()
        )
        self.regions: dict[str, list[Region]] = _regions()
        self.subjects = Subjects()
        self._yes = YES | in_every_language(IS)
        self._no = NO | in_every_language(IS_NOT)
        self._enums: dict[type[StrEnum], dict[str, StrEnum]] = {}
        self._listed = sectors

    def is_said(self, text: str) -> bool:
        """Read yes or no; a blank cell is no. Raises ValueError."""
        word = _folded(clean_line(text))
        if word not in self._yes | self._no:
            raise ValueError(str(_("请写“是”或“否”。")))
        return word in self._yes

    def member(self, text: str, kind: type[EnumT], *labels: Mapping[str, Words]) -> EnumT | None:
        """Find a member of an enum by its label or value, None for a blank cell.

        Raises ValueError with the words that may be used: those of the first labels.
        """
        name = _folded(clean_line(text))
        if not name:
            return None
        known = self._enums.get(kind)
        if known is None:
            known = self._enums[kind] = {
                folded: kind(value)
                for table in labels
                for value, label in table.items()
                for folded in {*in_every_language(label), _folded(value)}
            }
        found = known.get(name)
        if found is None:
            listed = "、".join(map(str, labels[0].values()))
            raise ValueError(
                str(_("没有“%(name)s”，可以写：%(words)s。", name=text[:SHOWN], words=listed))
            )
        return kind(found)

    def one(self, text: str, known: Mapping[str, list[T]]) -> T | None:
        """Find the one thing of a name, None for a blank cell. Raises ValueError."""
        name = clean_line(text)
        if not name:
            return None
        found = known.get(_folded(name))
        if not found:
            raise ValueError(unknown([name]))
        return found[0]

    def several(self, text: str, known: Mapping[str, list[T]], sector: str = "") -> list[T]:
        """Find things by name; `sector` says whose are meant where several have it."""
        rows: dict[T, None] = {}
        strange = []
        for name in names_in(text, known):
            found = known.get(_folded(name))
            if found:
                rows[self._of_sector(found, sector)] = None
            else:
                strange.append(name)
        if strange:
            raise ValueError(unknown(strange))
        return list(rows)

    def _of_sector(self, found: list[T], sector: str) -> T:
        """Of things with the same name the one of the row's sector, else the first."""
        wanted = self.sectors.get(_folded(sector), []) if sector else []
        own = [row for row in found if getattr(row, "sector", None) in wanted]
        return (own or found)[0]

    def first_sector(self) -> str:
        """Give a sector as an example."""
        return "".join(self.sector_names()[:1])

    def first_scenes(self) -> str:
        """Give two scenes of that sector as an example."""
        scenes = next((row.scenes for row in self._listed), [])
        return JOINED.join(localised(row) for row in scenes[:2])

    def sector_names(self) -> list[str]:
        """Name the sectors in order."""
        return [localised(row) for row in self._listed]

    def scene_names(self) -> list[str]:
        """Name the scenes in order."""
        return [localised(scene) for row in self._listed for scene in row.scenes]


def capability_names(_words: SheetWords) -> list[str]:
    """Name the capabilities in order."""
    return [localised(row) for row in capabilities_in_order()]


def region_names(_words: SheetWords) -> list[str]:
    """Name the regions in order."""
    return [row.name_zh for row in regions_for_choice()]


def in_every_language(words: Words) -> frozenset[str]:
    """Give words as every language of the site writes them, folded."""
    return frozenset(map(_folded, in_each_language(lambda: str(words))))


def clean_number(text: str) -> str:
    """Tidy a number: one line, full-width digits and letters as plain ones."""
    return unicodedata.normalize("NFKC", clean_line(text))


def items_in(text: str) -> list[str]:
    """Cut a cell that says several things, one a line or with ； between."""
    return [item for item in map(clean_line, BETWEEN.split(text)) if item]


def parts_in(item: str) -> list[str]:
    """Cut one thing into what | separates."""
    return [part.strip() for part in BETWEEN_PARTS.split(item)]


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


def names_in(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """Cut a list of names; a comma cuts only what no name has it in."""
    for piece in filter(None, map(clean_line, BETWEEN.split(text))):
        if _folded(piece) in known:
            yield piece
        else:
            yield from filter(None, map(clean_line, ALSO_BETWEEN.split(piece)))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")


def unknown(names: Iterable[str]) -> str:
    """Say that nothing goes by these names."""
    listed = "、".join(name[:SHOWN] for name in list(names)[:NAMED])
    return str(_("没有找到“%(name)s”，请从“可用的词”中选。", name=listed))


def amount(text: str) -> Decimal | None:
    """Read an amount with at most two decimals, None for a blank cell. Raises ValueError."""
    typed = _digits(text)
    if not typed:
        return None
    try:
        number = Decimal(typed)
    except InvalidOperation as error:
        raise ValueError(str(_("请写数字，例如 50 或 37.5。"))) from error
    if not number.is_finite() or abs(number) >= 10**LONGEST_NUMBER:
        raise ValueError(str(_("请写数字，例如 50 或 37.5。")))
    return round(number, 2)


def whole_number(text: str) -> int | None:
    """Read a whole number, None for a blank cell. Raises ValueError."""
    typed = _digits(text)
    if not typed:
        return None
    if not typed.removeprefix("-").isdecimal() or len(typed) > LONGEST_NUMBER:
        raise ValueError(str(_("请写整数，例如 30。")))
    return int(typed)


def _digits(text: str) -> str:
    return unicodedata.normalize("NFKC", clean_line(text)).replace(",", "").replace(" ", "")


def day(text: str) -> date | None:
    """Read a day, None for a blank cell. Raises ValueError."""
    typed = unicodedata.normalize("NFKC", clean_line(text))
    if not typed:
        return None
    found = DAY.fullmatch(typed)
    try:
        return date(*map(int, found.groups())) if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise ValueError(str(_("请写日期，例如 2026-03-31。")))


def plain(value: Decimal | int | None) -> str:
    """Write a number without needless decimals."""
    if value is None:
        return ""
    written = str(value)
    return written.rstrip("0").rstrip(".") if "." in written else written
