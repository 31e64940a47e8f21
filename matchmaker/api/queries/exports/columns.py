"""What open data say: tables of columns, from which files and the data dictionary are made."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from sqlalchemy import Select

from matchmaker.db import db

Value: TypeAlias = str | int | float | bool | list[str] | None
BATCH: Final = 500
# What somebody typed into a text that everybody reads is not collected by the thousand.
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
HIDDEN: Final = "[…]"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CODE = "code"  # a word or number that names something and never changes its meaning
    LIST = "list"  # in CSV and Excel parted by a semicolon
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"  # 2026-11-20
    INSTANT = "instant"  # 2026-11-20T04:00:00+00:00
    ADDRESS = "address"  # of a page


class Rights(StrEnum):
    """Whose what a table holds is."""

    SITE = "site"  # compiled here
    MEMBERS = "members"  # told by organisations about themselves
    SOURCES = "sources"  # taken from what others published, each row with its source


# Units that are words; the others are written alike in both languages.
UNITS_EN: Final = {
    "万元": "CNY 10,000",
    "万": "10,000",
    "天": "days",
    "见 unit": "see unit",
    "见指标的 unit": "unit of the indicator",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, what it holds, in which unit, and what it means."""

    name: str
    kind: Kind
    zh: str
    en: str
    read: Callable[[Any], Any] | None = None  # None: the attribute of the row that has its name
    unit: str = ""

    @property
    def unit_en(self) -> str:
        """The unit in English."""
        return UNITS_EN.get(self.unit, self.unit)

    def value(self, row: Any) -> Value:
        """Give what a row says, as JSON has it."""
        return _plain(self.read(row) if self.read else getattr(row, self.name))


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of public things: its name in files, its titles, whose it is, and its columns."""

    name: str
    zh: str
    en: str
    rights: Rights
    rows: Callable[[], Iterable[Any]]  # everything public, in an order that stays
    columns: Sequence[Column]

    def read(self) -> Iterator[list[Value]]:
        """Give what the columns say of each row."""
        for row in self.rows():
            yield [column.value(row) for column in self.columns]


def selected(statement: Callable[[], Select[Any]]) -> Callable[[], Iterator[Any]]:
    """Read the rows of a select, a batch in memory at a time; those of several columns whole."""

    def rows() -> Iterator[Any]:
        for row in db.session.execute(statement().execution_options(yield_per=BATCH)):
            yield row[0] if len(row) == 1 else row

    return rows


def without_contacts(text: str) -> str:
    """Hide mail addresses and telephone numbers somebody wrote into a text.

    >>> without_contacts("请联系 li@example.com 或 13800000000，带宽 100Mbps")
    '请联系 […] 或 […]，带宽 100Mbps'
    """
    return _PHONE.sub(HIDDEN, _MAIL.sub(HIDDEN, text))


def names(things: Sequence[Any], attribute: str) -> list[str]:
    """Give one attribute of several things."""
    return [str(getattr(thing, attribute)) for thing in things]


def dictionary_table(tables: Sequence[Table]) -> Table:
    """Make the data dictionary, which is a table as well: every column of every table."""
    lines = [(table, column) for table in tables for column in table.columns]

    def of(attribute: str) -> Callable[[tuple[Table, Column]], str]:
        return lambda line: getattr(line[1], attribute)

    columns = (
        Column("table", Kind.CODE, "表", "Table", lambda line: line[0].name),
        Column("field", Kind.CODE, "字段", "Field", of("name")),
        Column("type", Kind.CODE, "类型", "Type", of("kind")),
        Column("unit", Kind.TEXT, "单位", "Unit", of("unit")),
        Column("meaning_zh", Kind.TEXT, "含义（中文）", "Meaning, in Chinese", of("zh")),
        Column("meaning_en", Kind.TEXT, "含义（英文）", "Meaning, in English", of("en")),
    )
    return Table("dictionary", "数据字典", "Data dictionary", Rights.SITE, lambda: lines, columns)


def _plain(value: Any) -> Value:
    match value:
        case StrEnum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case list() | tuple():
            return [str(one) for one in value]
        case "":
            return None
        case _:
            found: Value = value
            return found
