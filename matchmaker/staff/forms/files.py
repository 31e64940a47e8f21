"""Files of taxonomy entries: lists as sheets that can be handed in again, and those handed in."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, request
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from wtforms import HiddenField

from matchmaker.catalogue.forms.sheets.words import SheetWords, clean_number
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.intake.files import rows_of_sheet
from matchmaker.staff.forms.sheets import (
    CELLS,
    KEY,
    VERSION,
    VERSION_LABEL,
    content_of,
    values_of,
)
from matchmaker.staff.operations.files import (
    MODELS,
    ROWS_MOST,
    Difference,
    Line,
    Tended,
    check_line,
)
from matchmaker.staff.queries.entries import KINDS
from matchmaker.staff.queries.naming import KEYS
from matchmaker.taxonomy.models import TaxonomyFile
from matchmaker.web.forms import BaseForm, clean_line
from matchmaker.web.language import in_each_language
from matchmaker.web.sheets import first_rows, list_file

TITLES: Final = {
    "scene": _("场景"),
    "standard": _("标准"),
    "capability": _("能力"),
    "sector": _("行业"),
}
LONGEST_CELL: Final = 20_000
LONGEST_KEY: Final = 80


class ApplyForm(BaseForm):
    """Writing a file: `seen` is the mark of the differences that were shown."""

    seen = HiddenField()


def entries_file(kind: str, found: Select[Any]) -> Response:
    """Send a list of entries as the sheet `uploaded_entries` reads."""
    rows, cells = first_rows(found), CELLS[kind]
    head = [str(cell.label) for cell in cells.values()]
    return list_file(
        f"taxonomy-{kind}",
        str(TITLES[kind]),
        [*head, str(VERSION_LABEL)],
        ([*written(kind, row).values(), str(row.version)] for row in rows.items),
        wide=[place for place, cell in enumerate(cells.values()) if cell.is_long],
        total=rows.total,
        conditions=(),
        address=request.url,
    )


def written(kind: str, entry: Tended) -> dict[str, str]:
    """Give the cells of an entry by column."""
    key = str(getattr(entry, _key(kind)))
    values = values_of(kind, entry)
    cells = {name: cell for name, cell in CELLS[kind].items() if name != KEY}
    return {KEY: key} | {name: cell.write(values[name]) for name, cell in cells.items()}


def uploaded_entries(kind: str) -> tuple[str, list[tuple[int, Mapping[str, str]]]]:
    """Give the name and the rows, each with its place, of the file that was sent.

    Raises DomainError (field `file`) for one that cannot be read, and for other headings.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise DomainError(_("请先选择文件。"), field="file")
    table = rows_of_sheet(sent.read(), most=ROWS_MOST + 2, field="file")
    names = _columns(kind, table[0] if table else ())
    rows: list[tuple[int, Mapping[str, str]]] = [
        (place, dict(zip(names, (cell[:LONGEST_CELL] for cell in cells), strict=False)))
        for place, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    return sent.filename, rows


def lines_of_file(taken: TaxonomyFile) -> list[Line]:
    """Hold the rows of a file against what is there now."""
    words, kind = SheetWords(), taken.kind
    rows = [(place, cells, clean_line(cells.get(KEY, ""))) for place, cells in taken.rows["rows"]]
    model: Any = MODELS[kind]
    name = getattr(model, _key(kind))
    wanted = {key for _place, _cells, key in rows}
    known = {getattr(row, _key(kind)): row for row in db.session.scalars(select(model)
             .where(name.in_(wanted)))}  # fmt: skip
    first: dict[str, int] = {}
    for place, _cells, key in rows:
        first.setdefault(key, place)
    return [
        _read(kind, place, cells, key, known.get(key), words)
        if first[key] == place
        else Line(
            place=place, key=key, faults=[str(_("这个编号在第 %(n)s 行已经出现。", n=first[key]))]
        )
        for place, cells, key in rows
    ]


def _read(
    kind: str,
    place: int,
    cells: Mapping[str, str],
    key: str,
    entry: Any | None,
    words: SheetWords,
) -> Line:
    before = written(kind, entry) if entry is not None else {}
    values, faults = values_of(kind, entry), []
    for name, cell in CELLS[kind].items():
        text = cells.get(name)
        if name == KEY or text is None or (entry is not None and text.strip() == before[name]):
            continue
        try:
            values[name] = cell.read(words, text)
        except ValueError as error:
            faults.append(str(_("%(name)s：%(problem)s", name=cell.label, problem=error)))
    after = {name: cell.write(values[name]) for name, cell in CELLS[kind].items() if name != KEY}
    changes = [
        Difference(str(CELLS[kind][name].label), before.get(name, ""), text)
        for name, text in after.items()
        if text != before.get(name, "")
    ]
    if not key or len(key) > LONGEST_KEY:
        faults.append(str(_("请写编号或代码，最多 %(n)s 个字。", n=LONGEST_KEY)))
    if entry is not None and changes:
        faults += _late(entry, cells)
    if kind == "scene" and values["sector"] is None:
        faults.append(str(_("请选择行业。")))
    if faults or (entry is not None and not changes):
        return Line(place=place, key=key, entry=entry, faults=faults)
    content = content_of(kind, key, values)
    try:
        check_line(kind, key, entry, content)
    except DomainError as error:
        faults.append(str(error.message))
    return Line(
        place=place, key=key, entry=entry, content=content, differences=changes, faults=faults
    )


def _late(entry: Any, cells: Mapping[str, str]) -> list[str]:
    """Say why an entry may not be changed by this row."""
    if entry.retired_at is not None:
        return [str(_("这一项已停用，不能再修改。可以先恢复使用。"))]
    seen = clean_number(cells.get(VERSION, ""))
    if seen and seen != str(entry.version):
        return [str(_("导出之后有人改过这一项。请重新导出，再改。"))]
    return []


def _columns(kind: str, head: Sequence[str]) -> list[str]:
    def said() -> dict[str, str]:
        labels = {_heading(str(cell.label)): name for name, cell in CELLS[kind].items()}
        return labels | {_heading(str(VERSION_LABEL)): VERSION}

    known = dict(ChainMap(*in_each_language(said)))
    written_heads = [cell for cell in head if cell.strip()]
    names = [known.get(_heading(cell), "") for cell in head[: len(written_heads)]]
    if KEY not in names or "" in names or len(set(names)) < len(names):
        listed = _("、").join(str(cell.label) for cell in CELLS[kind].values())
        raise DomainError(
            _("第一行要是导出的列名，每列一次：%(names)s。", names=listed), field="file"
        )
    return names


def _heading(text: str) -> str:
    return clean_number(text).casefold().replace(" ", "")


def _key(kind: str) -> str:
    return "slug" if kind == "scene" else KEYS[KINDS[kind]]
