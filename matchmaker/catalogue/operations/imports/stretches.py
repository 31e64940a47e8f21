"""The worker's part: the rows of a file checked and written, some together, stretch by stretch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from time import sleep
from typing import Any, Final, Protocol

import structlog
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker import clock
from matchmaker.catalogue.enums import ImportKind, ImportState, RowOutcome
from matchmaker.catalogue.models import ImportRow, SheetImport
from matchmaker.catalogue.operations.imports.files import ENDED, NUMBER, ROW, UNDER_WAY, move
from matchmaker.catalogue.operations.imports.kinds import WAYS
from matchmaker.catalogue.queries.imports import OWN, numbered_things
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_import
from matchmaker.web.language import in_language_of

log = structlog.get_logger()

AT_ONCE: Final = 500  # rows of one stretch: the worker looks after quicker things in between
TOGETHER: Final = 50  # rows of one transaction: nobody else waits for it long
PAUSE_SECONDS: Final = 0.03  # SQLite has one writer: let those in who wait
_UNORDERED: Final = frozenset({"scenes", "capabilities", "served_regions"})


class RowError(Exception):
    """What a row says cannot be read; `faults` are messages by column."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(faults)
        self.faults = dict(faults)


class RowReader(Protocol):
    """Reads cells with the words of the taxonomy; made once for a stretch of rows."""

    def content(self, cells: Mapping[str, str], present: Any, *, is_new: bool) -> Any:
        """Give `present` as a row changes it; columns it lacks stay as they are. Raises RowError.

        Cells that say what is there in the words of an export leave it as it is to the letter.
        """
        ...


def perform_imports(
    rows: Sequence[OutboxRow], make_reader: Callable[[ImportKind], RowReader]
) -> None:
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


def _continue(number: int, make_reader: Callable[[ImportKind], RowReader]) -> None:
    taken = db.session.get(SheetImport, number)
    if taken is None or taken.state not in UNDER_WAY:
        return
    is_check = taken.state is ImportState.CHECKING
    with in_language_of(taken.actor):
        reader = make_reader(taken.kind)
        waiting = _waiting(taken, is_check=is_check)
        doubled = _first_places(taken)
        for at in range(0, len(waiting), TOGETHER):
            some = waiting[at : at + TOGETHER]
            numbers = [row.number for row in some]
            known = numbered_things(taken.kind, taken.organisation, numbers)
            if is_check:
                for row in some:
                    _check_row(taken, row, known.get(row.number), reader, doubled)
            else:
                _write_rows(taken, some, known, reader)
            taken.done += len(some)
            db.session.commit()
            sleep(PAUSE_SECONDS)
            db.session.refresh(taken)
            if taken.state in ENDED:
                return
    if len(waiting) < AT_ONCE:
        move(taken, ImportState.CHECKED if is_check else ImportState.DONE)
    else:
        queue_import(taken.id)
    db.session.commit()


def _waiting(taken: SheetImport, *, is_check: bool) -> Sequence[ImportRow]:
    statement = select(ImportRow).where(ImportRow.import_id == taken.id)
    if is_check:
        statement = statement.where(ImportRow.outcome == RowOutcome.UNREAD)
    else:
        wanted = (RowOutcome.NEW, RowOutcome.CHANGED)
        statement = statement.where(ImportRow.outcome.in_(wanted), ImportRow.written_at.is_(None))
    return db.session.scalars(statement.order_by(ImportRow.place).limit(AT_ONCE)).all()


def _first_places(taken: SheetImport) -> Mapping[str, int]:
    """Where each number that stands twice in a file stands first."""
    twice = (
        select(ImportRow.number, func.min(ImportRow.place))
        .where(ImportRow.import_id == taken.id, ImportRow.number != "")
        .group_by(ImportRow.number)
        .having(func.count() > 1)
    )
    return dict(db.session.execute(twice).all())


def _check_row(
    taken: SheetImport,
    row: ImportRow,
    thing: Any | None,
    reader: RowReader,
    doubled: Mapping[str, int],
) -> None:
    setattr(row, WAYS[taken.kind].link, thing.id if thing else None)
    row.seen_version = thing.version if thing else None
    with _told(row):
        _check_number(row, doubled)
        content, changes = _read(taken, row, thing, reader)
        if thing is None or changes:
            WAYS[taken.kind].check(content, thing)
        row.changes = changes
        if thing is None:
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
    taken: SheetImport, row: ImportRow, thing: Any | None, reader: RowReader
) -> tuple[Any, list[str]]:
    """Give what a row makes of a thing, and the columns that change; what cannot may stay."""
    ways = WAYS[taken.kind]
    if thing is None:
        if row.number.startswith(OWN):
            raise RowError({NUMBER: str(_("没有这个平台编号；新的一行请写自己的编号。"))})
        return reader.content(row.cells, ways.blank(), is_new=True), []
    present = ways.content_of(thing)
    content = reader.content(row.cells, present, is_new=False)
    names = [one.name for one in fields(present)]
    changes = [name for name in names if not _same(name, present, content)]
    if changes and not ways.may_edit(taken.actor, thing):
        raise RowError({ROW: str(ways.closed)})
    return content, changes


def _same(name: str, present: Any, content: Any) -> bool:
    was, becomes = getattr(present, name), getattr(content, name)
    if name in _UNORDERED:
        return set(was) == set(becomes)
    return list(was) == list(becomes) if isinstance(was, list | tuple) else bool(was == becomes)


def _write_rows(
    taken: SheetImport, rows: Sequence[ImportRow], known: Mapping[str, Any], reader: RowReader
) -> None:
    """Write rows through the operations people use; a row already written changes nothing."""
    new: dict[ImportRow, Any] = {}
    for row in rows:
        thing = known.get(row.number)
        with _told(row):
            if (thing.version if thing else None) != row.seen_version:
                words = _("检查之后这一行的内容在网页上被改动过。请下载有错误的行，核对后再导入。")
                raise RowError({ROW: str(words)})
            content, changes = _read(taken, row, thing, reader)
            if thing is None:
                new[row] = content
                continue
            if changes:
                _edit(taken, thing, content)
            row.written_at = clock.now()
    try:
        with db.session.begin_nested():
            _draft(taken, new)
    except (DomainError, IntegrityError):  # one of them, so each by itself
        for row, content in new.items():
            with _told(row), db.session.begin_nested():
                _draft(taken, {row: content})


def _edit(taken: SheetImport, thing: Any, content: Any) -> None:
    with db.session.begin_nested():
        WAYS[taken.kind].edit(thing, content, seen_version=thing.version, actor=taken.actor)


def _draft(taken: SheetImport, new: Mapping[ImportRow, Any]) -> None:
    ways = WAYS[taken.kind]
    made = ways.draft(taken.organisation, list(new.values()), actor=taken.actor)
    for row, thing in zip(new, made, strict=True):
        named = {ways.link: thing.id}
        db.session.add(
            ways.number(**named, organisation_id=taken.organisation_id, number=row.number)
        )
        setattr(row, ways.link, thing.id)
        row.written_at = clock.now()


@contextmanager
def _told(row: ImportRow) -> Iterator[None]:
    """Tell what stands against a row in the row."""
    try:
        yield
    except RowError as error:
        row.outcome, row.faults = RowOutcome.BAD, error.faults
    except DomainError as error:
        row.outcome, row.faults = RowOutcome.BAD, {error.field or ROW: str(error.message)}
    except (IntegrityError, StaleDataError):
        row.outcome = RowOutcome.BAD
        row.faults = {ROW: str(_("写入时别人正在改同一内容。请再导入这一行。"))}


def _fail(number: int) -> None:
    taken = db.session.get(SheetImport, number)
    if taken is not None and taken.state in UNDER_WAY:
        taken.error = str(_("处理时出了错，已经停下。已写入的内容保留；请稍后再导入一次。"))
        move(taken, ImportState.FAILED)


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
