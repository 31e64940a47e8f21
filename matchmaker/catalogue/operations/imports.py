"""Files of offerings: handed in, checked row by row, written row by row, left or ended at will."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from time import sleep
from typing import Any, Final, Protocol

import structlog
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import (
    IMPORT_TRANSITIONS,
    ImportState,
    OfferingState,
    RowOutcome,
)
from matchmaker.catalogue.models import ImportRow, Offering, OfferingImport, OfferingNumber
from matchmaker.catalogue.operations.content import OfferingContent, check_complete, check_content
from matchmaker.catalogue.operations.offerings import draft_offering, edit_offering
from matchmaker.catalogue.operations.writing import promised
from matchmaker.catalogue.policies import may_edit
from matchmaker.catalogue.queries.imports import numbered_offerings, outcomes
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_import
from matchmaker.web.language import in_language_of

log = structlog.get_logger()

ROWS_MOST: Final = 5_000
AT_ONCE: Final = 500  # rows of one stretch: the worker looks after quicker things in between
TOGETHER: Final = 50  # rows of one transaction: nobody else waits for it long
PAUSE_SECONDS: Final = 0.03  # SQLite has one writer: let those in who wait
ENDED: Final = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED})
KEPT: Final = timedelta(days=30)
_UNDER_WAY: Final = frozenset({ImportState.CHECKING, ImportState.WRITING})
NUMBER, ROW = "number", "row"  # columns faults are told at; ROW is the row as a whole
_LINKS: Final = frozenset({"scenes", "capabilities", "served_regions"})
BUSY = _("这个单位已经有一个文件在处理。请等它完成，或先取消它。")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a file as it is handed in: its place in the sheet, from 1, and cells by column."""

    place: int
    number: str
    cells: Mapping[str, str]


class RowError(Exception):
    """What a row says cannot be read; `faults` are messages by column."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(faults)
        self.faults = dict(faults)


class RowReader(Protocol):
    """Reads cells with the words of the taxonomy; made once for a stretch of rows."""

    def content(self, cells: Mapping[str, str], present: OfferingContent | None) -> OfferingContent:
        """Give what a row says; columns it lacks stay as they are. Raises RowError."""
        ...


def take_file(
    organisation: Organisation,
    name: str,
    columns: Sequence[str],
    rows: Sequence[SheetRow],
    *,
    actor: Account,
) -> OfferingImport:
    """Keep the rows of a file and queue checking them. Nothing of it is an offering yet.

    Raises DomainError for nothing or too much in it, ConflictError while another is under way.
    """
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"))
    if not rows:
        raise DomainError(_("文件里没有方案。请从标题行下面开始，每行写一个方案。"), field="file")
    if len(rows) > ROWS_MOST:
        raise DomainError(
            _("一个文件最多 %(most)s 个方案，请分成几个文件。", most=f"{ROWS_MOST:,}"), field="file"
        )
    taken = OfferingImport(
        organisation=organisation,
        actor=actor,
        name=name[:200],
        columns=list(columns),
        total=len(rows),
        state=ImportState.CHECKING,
    )
    _queue_alone(lambda: audit.created("offering_import.taken", taken, actor=actor))
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


def confirm_import(taken: OfferingImport, *, actor: Account) -> None:
    """Queue writing the rows that are new or changed; bad ones stay out."""
    counts = outcomes(taken)
    writable = counts[RowOutcome.NEW] + counts[RowOutcome.CHANGED]
    if not writable:
        raise DomainError(_("没有要写入的行：没有新的，也没有变化。"))

    def begin() -> None:
        with audit.change("offering_import.confirmed", taken, actor=actor):
            _move(taken, ImportState.WRITING)
            taken.done, taken.total = 0, writable

    _queue_alone(begin)
    queue_import(taken.id)


def cancel_import(taken: OfferingImport, *, actor: Account) -> None:
    """End an import; offerings written before stay as they are."""
    with audit.change("offering_import.cancelled", taken, actor=actor):
        _move(taken, ImportState.CANCELLED)


def perform_imports(rows: Sequence[OutboxRow], make_reader: Callable[[], RowReader]) -> None:
    """Do the next stretch of each import outbox rows name; what fails is told in the import."""
    for row in rows:
        number = int(row.key.partition(":")[2])
        try:
            with _kept_rows():
                _continue(number, make_reader)
        except Exception:  # whatever it was, its people must see that the import ended
            log.exception("import_failure", number=number)
            db.session.rollback()
            _fail(number)
            db.session.commit()


def purge_imports() -> None:
    """Delete files handed in long ago, with their rows. The caller commits."""
    before = clock.now() - KEPT
    old = OfferingImport.created_at < before, OfferingImport.state.not_in(_UNDER_WAY)
    db.session.execute(delete(OfferingImport).where(*old))


def content_of(offering: Offering) -> OfferingContent:
    """Give what an offering says, as its people would write it."""
    names = {one.name for one in fields(OfferingContent)} - {"promises", "cases"}
    said: dict[str, Any] = {name: getattr(offering, name) for name in names}
    return OfferingContent(**said, promises=promised(offering))


def _continue(number: int, make_reader: Callable[[], RowReader]) -> None:
    taken = db.session.get(OfferingImport, number)
    if taken is None or taken.state not in _UNDER_WAY:
        return
    is_check = taken.state is ImportState.CHECKING
    with in_language_of(taken.actor):
        reader = make_reader()
        waiting = _waiting(taken, is_check=is_check)
        doubled = _first_places(taken)
        for at in range(0, len(waiting), TOGETHER):
            some = waiting[at : at + TOGETHER]
            known = numbered_offerings(taken.organisation, [row.number for row in some])
            for row in some:
                if is_check:
                    _check_row(taken, row, known.get(row.number), reader, doubled)
                else:
                    _write_row(taken, row, known.get(row.number), reader)
            taken.done += len(some)
            db.session.commit()
            sleep(PAUSE_SECONDS)
            db.session.refresh(taken)
            if taken.state in ENDED:
                return
    if len(waiting) < AT_ONCE:
        _move(taken, ImportState.CHECKED if is_check else ImportState.DONE)
    else:
        queue_import(taken.id)
    db.session.commit()


def _waiting(taken: OfferingImport, *, is_check: bool) -> Sequence[ImportRow]:
    statement = select(ImportRow).where(ImportRow.import_id == taken.id)
    if is_check:
        statement = statement.where(ImportRow.outcome == RowOutcome.UNREAD)
    else:
        wanted = (RowOutcome.NEW, RowOutcome.CHANGED)
        statement = statement.where(ImportRow.outcome.in_(wanted), ImportRow.written_at.is_(None))
    return db.session.scalars(statement.order_by(ImportRow.place).limit(AT_ONCE)).all()


def _first_places(taken: OfferingImport) -> Mapping[str, int]:
    """Where each number that stands twice in a file stands first."""
    twice = (
        select(ImportRow.number, func.min(ImportRow.place))
        .where(ImportRow.import_id == taken.id, ImportRow.number != "")
        .group_by(ImportRow.number)
        .having(func.count() > 1)
    )
    return dict(db.session.execute(twice).all())


def _check_row(
    taken: OfferingImport,
    row: ImportRow,
    offering: Offering | None,
    reader: RowReader,
    doubled: Mapping[str, int],
) -> None:
    row.offering_id = offering.id if offering else None
    row.seen_version = offering.version if offering else None
    try:
        _check_number(row, doubled)
        content, changes = _read(taken, row, offering, reader)
        check_content(content)
        if offering is not None and offering.state is OfferingState.PUBLISHED:
            check_complete(content)  # type: ignore[arg-type]  # it says what an offering says
    except RowError as error:
        row.outcome, row.faults = RowOutcome.BAD, error.faults
        return
    except DomainError as error:
        row.outcome, row.faults = RowOutcome.BAD, {error.field or ROW: str(error.message)}
        return
    row.changes = changes
    if offering is None:
        row.outcome = RowOutcome.NEW
    else:
        row.outcome = RowOutcome.CHANGED if changes else RowOutcome.SAME


def _check_number(row: ImportRow, doubled: Mapping[str, int]) -> None:
    if not row.number:
        raise RowError(
            {NUMBER: str(_("请写编号，最多 60 个字。合并的单元格请先取消合并，每行都要有编号。"))}
        )
    first = doubled.get(row.number, row.place)
    if first != row.place:
        raise RowError({NUMBER: str(_("这个编号在第 %(n)s 行已经出现。", n=first))})


def _read(
    taken: OfferingImport, row: ImportRow, offering: Offering | None, reader: RowReader
) -> tuple[OfferingContent, list[str]]:
    if offering is None:
        if row.number.startswith("#"):
            raise RowError({NUMBER: str(_("没有这个平台编号的方案；新方案请写自己的编号。"))})
        return reader.content(row.cells, None), []
    if not may_edit(taken.actor, offering):
        raise RowError({ROW: str(_("这个方案现在不能修改。"))})
    present = content_of(offering)
    content = reader.content(row.cells, present)
    names = [one.name for one in fields(OfferingContent)]
    return content, [name for name in names if not _same(name, present, content)]


def _same(name: str, present: OfferingContent, content: OfferingContent) -> bool:
    was, becomes = getattr(present, name), getattr(content, name)
    if name in _LINKS:
        return set(was) == set(becomes)
    return list(was) == list(becomes) if name == "promises" else bool(was == becomes)


def _write_row(
    taken: OfferingImport, row: ImportRow, offering: Offering | None, reader: RowReader
) -> None:
    """Write a row through the operations people use; a row already written changes nothing."""
    if (offering.version if offering else None) != row.seen_version:
        row.outcome = RowOutcome.BAD
        row.faults = {ROW: str(_("检查之后这个方案被改动过。请下载有错误的行，核对后再导入。"))}
        return
    try:
        with db.session.begin_nested():
            content, changes = _read(taken, row, offering, reader)
            if offering is None:
                made = draft_offering(taken.organisation, content, actor=taken.actor)
                db.session.add(
                    OfferingNumber(
                        offering_id=made.id,
                        organisation_id=taken.organisation_id,
                        number=row.number,
                    )
                )
                row.offering_id = made.id
            elif changes:
                edit_offering(offering, content, seen_version=offering.version, actor=taken.actor)
    except RowError as error:
        row.outcome, row.faults = RowOutcome.BAD, error.faults
    except DomainError as error:
        row.outcome, row.faults = RowOutcome.BAD, {error.field or ROW: str(error.message)}
    except (IntegrityError, StaleDataError):
        row.outcome = RowOutcome.BAD
        row.faults = {ROW: str(_("写入时别人正在改同一个方案。请再导入这一行。"))}
    else:
        row.written_at = clock.now()


def _queue_alone(begin: Callable[[], None]) -> None:
    try:
        with db.session.begin_nested():  # one under way at a time, whoever asks at once
            begin()
            db.session.flush()
    except IntegrityError as error:
        raise ConflictError(BUSY) from error


def _move(taken: OfferingImport, target: ImportState) -> None:
    if target not in IMPORT_TRANSITIONS[taken.state]:
        raise ConflictError(_("这次导入的状态已经变了，请刷新页面查看。"))
    taken.state = target
    if target in ENDED:
        taken.ended_at = clock.now()


def _fail(number: int) -> None:
    taken = db.session.get(OfferingImport, number)
    if taken is not None and taken.state in _UNDER_WAY:
        taken.error = str(_("处理时出了错，已经停下。已写入的方案保留；请稍后再导入一次。"))
        _move(taken, ImportState.FAILED)


@contextmanager
def _kept_rows() -> Iterator[None]:
    """Keep what was read across commits: the words of the taxonomy are read once a stretch."""
    session = db.session
    was, session.expire_on_commit = session.expire_on_commit, False
    try:
        yield
    finally:
        session.expire_on_commit = was
        session.expire_all()
