"""Keeping a file: what it is must be allowed, agree with its name, and fit."""

import unicodedata
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePosixPath
from secrets import token_hex
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from matchmaker import clock
from matchmaker.attachments.enums import (
    ALLOWED,
    EXTENSIONS,
    MB,
    MEDIA_TYPES,
    PICTURES,
    Allowance,
    Content,
    Purpose,
    Scan,
)
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations import contents, storage
from matchmaker.attachments.operations.contents import MOST_PIXELS, Picture, PictureError
from matchmaker.attachments.words import REFUSALS
from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.db import db
from matchmaker.errors import DomainError, TooManyAttemptsError
from matchmaker.intake.kinds import RefusedError
from matchmaker.jobs.outbox import queue_scan
from matchmaker.web.forms import clean_line

NAME_MAX: Final = 120
PER_DAY: Final = 100  # files one person may hand in within a day
BYTES_PER_DAY: Final = 300 * MB
FIELD: Final = "file"
_DAY: Final = timedelta(days=1)


def keep_attachment(upload: FileStorage, *, purpose: Purpose, actor: HasId) -> Attachment:
    """Keep a file somebody hands in: the bytes on disk, then the row, flushed and audited.

    Its content decides what it is, and the ending of its name must agree. Pictures are written
    anew as WebP, without metadata, large ones in a small version too. Raises DomainError (field
    "file") with what to do instead; TooManyAttemptsError beyond 100 files or 300 MB a person and
    day. Without a virus scanner it is clean at once, else a scan is queued.
    """
    allowance = ALLOWED[purpose]
    data = upload.stream.read(allowance.most_bytes + 1)
    name = clean_name(upload.filename or "")
    if len(data) > allowance.most_bytes:
        raise _refused(
            _("文件超过 %(limit)s MB。请压缩或分开后再上传。", limit=allowance.megabytes)
        )
    content = _checked_content(data, name, allowance)
    picture = _as_picture(data, content) if content in PICTURES else None
    if picture:
        data, content = picture.data, picture.content
        name = f"{_stem(name)}{EXTENSIONS[content][0]}"
    _check_day(actor, len(data))
    row = Attachment(
        key=token_hex(16),
        name=name,
        purpose=purpose.value,
        content_type=MEDIA_TYPES[content],
        size=len(data),
        sha256=sha256(data).hexdigest(),
        uploader_id=actor.id,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
    )
    if not current_app.extensions["settings"].clamd_address:
        row.scan, row.scanned_at = Scan.CLEAN, clock.now()
    try:
        if picture and picture.small:
            storage.write(storage.small_key(row.key), picture.small)
        storage.write(row.key, data)
    except OSError as error:
        raise _refused(_("文件暂时存不下来。请稍后再试，或联系运营人员。")) from error
    audit.created("attachment.kept", row, actor=actor)
    if row.scan is Scan.PENDING:
        queue_scan(clock.now())
    return row


def drop_attachment(row: Attachment, *, actor: HasId | None) -> None:
    """Delete the row of a file nothing names any more; its bytes go with the next clearing."""
    audit.happened("attachment.dropped", row, actor=actor, facts={"name": row.name})
    db.session.delete(row)


def clean_name(typed: str) -> str:
    """Give a name to show: no folders, no invisible characters, at most 120 characters."""
    last = PurePosixPath(typed.replace("\\", "/")).name
    visible = "".join(one for one in last if unicodedata.category(one) not in {"Cf", "Co", "Cn"})
    name = clean_line(visible).replace('"', "'").strip(". ")
    if not name:
        return str(_("文件"))
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= max(len(one) for ones in EXTENSIONS.values() for one in ones):
        return f"{stem[: NAME_MAX - len(ending) - 1]}.{ending.lower()}"
    return name[:NAME_MAX]


def _checked_content(data: bytes, name: str, allowance: Allowance) -> Content:
    try:
        content = contents.content_of(data)
    except RefusedError as refused:
        raise _refused(REFUSALS[refused.reason]) from refused
    if content is None or content not in allowance.contents:
        raise _refused(
            _("这里不能用这种文件。可以上传：%(kinds)s。", kinds="、".join(allowance.extensions))
        )
    if not name.endswith(EXTENSIONS[content]):
        raise _refused(
            _(
                "文件名的后缀和内容不一致：内容是 %(kind)s。请用原来的软件另存一份再上传。",
                kind=EXTENSIONS[content][0],
            )
        )
    return content


def _as_picture(data: bytes, content: Content) -> Picture:
    try:
        return contents.rewritten(data, content)
    except PictureError as error:
        if error.is_too_large:
            raise _refused(
                _("图片太大，最多 %(n)s 像素。请缩小后再上传。", n=f"{MOST_PIXELS:,}")
            ) from error
        raise _refused(_("图片已损坏或太小，打不开。请重新导出后再上传。")) from error


def _check_day(actor: HasId, size: int) -> None:
    mine = Attachment.uploader_id == actor.id, Attachment.created_at > clock.now() - _DAY
    count, total = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(*mine)
    ).one()
    if count >= PER_DAY or total + size > BYTES_PER_DAY:
        raise TooManyAttemptsError(
            _(
                "一天最多上传 %(files)s 个文件、共 %(mb)s MB。请明天再上传，或联系运营人员。",
                files=PER_DAY,
                mb=BYTES_PER_DAY // MB,
            ),
            field=FIELD,
        )


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _refused(message: object) -> DomainError:
    return DomainError(str(message), field=FIELD)
