"""House-keeping of files: bytes without a row, rows without bytes, files nobody names."""

from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import ColumnElement, delete, exists, select

from matchmaker import clock
from matchmaker.attachments.enums import Scan
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations import storage
from matchmaker.db import Base, db

log = structlog.get_logger()

ROWLESS_KEPT: Final = timedelta(days=1)  # the transaction that writes the row may still be open
UNNAMED_KEPT: Final = timedelta(days=7)
_PORTION: Final = 500


def clear_attachments() -> None:
    """Delete files no row names for a week and bytes without a row for a day; note lost bytes.

    The caller commits; bytes of rows deleted now go with the next clearing, so that a rollback
    loses nothing.
    """
    _delete_unnamed()
    keys = _delete_rowless()
    kept = select(Attachment).where(Attachment.scan != Scan.INFECTED, Attachment.lost_at.is_(None))
    for row in db.session.scalars(kept.execution_options(yield_per=_PORTION)):
        if row.key not in keys and not storage.path_of(row.key).exists():
            row.lost_at = clock.now()
            log.error("attachment_lost", attachment=row.id)


def _delete_unnamed() -> None:
    """Delete rows that no foreign key of any table names."""
    is_old = Attachment.created_at < clock.now() - UNNAMED_KEPT
    named: list[ColumnElement[bool]] = [
        exists().where(column == Attachment.id)
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column is Attachment.__table__.c.id
    ]
    unnamed = delete(Attachment).where(is_old, *(~one for one in named))
    db.session.execute(unnamed.execution_options(synchronize_session=False))


def _delete_rowless() -> set[str]:
    """Delete old bytes without a row, and what a crash left unfinished; give the keys there are."""
    paths = {path.name: path for path in storage.stored()}
    names = sorted(paths)
    known: set[str] = set()
    for start in range(0, len(names), _PORTION):
        some = names[start : start + _PORTION]
        keys = {storage.key_of(name) for name in some}
        known |= set(db.session.scalars(select(Attachment.key).where(Attachment.key.in_(keys))))
    horizon = clock.now() - ROWLESS_KEPT
    for name in names:
        if storage.key_of(name) in known:
            continue
        written_at = datetime.fromtimestamp(paths[name].stat().st_mtime, UTC)
        if written_at < horizon:
            paths[name].unlink(missing_ok=True)
            log.info("file_without_row_deleted", name=name)
    return known
