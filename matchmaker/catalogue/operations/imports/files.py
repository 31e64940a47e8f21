"""Taking a file in, starting to write it, ending it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import IMPORT_TRANSITIONS, ImportKind, ImportState, RowOutcome
from matchmaker.catalogue.models import ImportRow, SheetImport
from matchmaker.catalogue.queries.imports import outcomes
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_import

ROWS_MOST: Final = 5_000
ENDED: Final = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED})
UNDER_WAY: Final = frozenset({ImportState.CHECKING, ImportState.WRITING})
KEPT: Final = timedelta(days=30)
NUMBER, ROW = "number", "row"  # columns faults are told at; ROW is the row as a whole
BUSY = _("这个单位已经有一个文件在处理。请等它完成，或先取消它。")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a file as it is handed in: its place in the sheet, from 1, and cells by column."""

    place: int
    number: str
    cells: Mapping[str, str]


def take_file(
    kind: ImportKind,
    organisation: Organisation,
    name: str,
    columns: Sequence[str],
    rows: Sequence[SheetRow],
    *,
    actor: Account,
) -> SheetImport:
    """Keep the rows of a file and queue checking them. Nothing of it is written yet.

    Raises DomainError for nothing or too much in it, ConflictError while another is under way.
    """
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"))
    if not rows:
        raise DomainError(_("文件里没有内容。请从标题行下面开始，每行写一个。"), field="file")
    if len(rows) > ROWS_MOST:
        raise DomainError(
            _("一个文件最多 %(most)s 行，请分成几个文件。", most=f"{ROWS_MOST:,}"), field="file"
        )
    taken = SheetImport(
        kind=kind,
        organisation=organisation,
        actor=actor,
        name=name[:200],
        columns=list(columns),
        total=len(rows),
        state=ImportState.CHECKING,
    )
    _queue_alone(lambda: audit.created("sheet_import.taken", taken, actor=actor))
    db.session.execute(
        insert(ImportRow),
        [
            {
                "import_id": taken.id,
                "place": row.place,
                "number": row.number,
                "cells": dict(row.cells),
            }
            for row in rows
        ],
    )
    queue_import(taken.id)
    return taken


def confirm_import(taken: SheetImport, *, actor: Account) -> None:
    """Queue writing the rows that are new or changed; bad ones stay out."""
    counts = outcomes(taken)
    writable = counts[RowOutcome.NEW] + counts[RowOutcome.CHANGED]
    if not writable:
        raise DomainError(_("没有要写入的行：没有新的，也没有变化。"))

    def begin() -> None:
        with audit.change("sheet_import.confirmed", taken, actor=actor):
            move(taken, ImportState.WRITING)
            taken.done, taken.total = 0, writable

    _queue_alone(begin)
    queue_import(taken.id)


def cancel_import(taken: SheetImport, *, actor: Account) -> None:
    """End an import; what was written before stays as it is."""
    with audit.change("sheet_import.cancelled", taken, actor=actor):
        move(taken, ImportState.CANCELLED)


def purge_imports() -> None:
    """Delete files handed in long ago, with their rows. The caller commits."""
    before = clock.now() - KEPT
    old = SheetImport.created_at < before, SheetImport.state.not_in(UNDER_WAY)
    db.session.execute(delete(SheetImport).where(*old))


def _queue_alone(begin: Callable[[], None]) -> None:
    try:
        with db.session.begin_nested():  # one under way at a time, whoever asks at once
            begin()
            db.session.flush()
    except IntegrityError as error:
        raise ConflictError(BUSY) from error


def move(taken: SheetImport, target: ImportState) -> None:
    """Change the state of an import. Raises ConflictError where it does not follow."""
    if target not in IMPORT_TRANSITIONS[taken.state]:
        raise ConflictError(_("这次导入的状态已经变了，请刷新页面查看。"))
    taken.state = target
    if target in ENDED:
        taken.ended_at = clock.now()
