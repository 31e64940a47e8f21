"""Sending a file. No routes here: each slice has its own, with its policy, and answers so."""

from typing import Final
from urllib.parse import quote

from flask import Response, request, send_file
from flask_babel import lazy_gettext as _

from matchmaker.attachments import policies
from matchmaker.attachments.enums import WAITING, Scan
from matchmaker.attachments.models import Attachment
from matchmaker.attachments.operations.storage import path_of, small_key
from matchmaker.errors import ConflictError, NotFoundError
from matchmaker.web.access import current_actor

SANDBOX: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"
_ASCII_NAME: Final = "file"


def sent(attachment: Attachment) -> Response:
    """Answer with a file to save, never to be opened within the site.

    Call it after the route's policy. Raises ConflictError while it is being scanned and the
    reader did not hand it in, NotFoundError where it was infected or its bytes are lost.
    """
    response = _bytes_of(attachment)
    response.headers["Content-Disposition"] = disposition(attachment.name)
    response.cache_control.no_store = True
    return response


def shown(attachment: Attachment) -> Response:
    """Answer with a picture for a page; raises NotFoundError for anything else and as `sent`.

    `?size=small` asks for its small version; what has none is shown as it is.
    """
    if not attachment.is_picture:
        raise NotFoundError(_("没有找到这个文件。"))
    response = _bytes_of(attachment, is_small=request.args.get("size") == "small")
    response.headers["Content-Disposition"] = "inline"
    return response


def disposition(name: str) -> str:
    """Write the header that saves under a name (RFC 6266, RFC 8187)."""
    ending = name.rpartition(".")[2]
    plain = f"{_ASCII_NAME}.{ending}" if ending.isascii() and ending.isalnum() else _ASCII_NAME
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _bytes_of(attachment: Attachment, *, is_small: bool = False) -> Response:
    if not policies.may_receive(current_actor(), attachment):
        raise _withheld(attachment)
    path, tag = path_of(attachment.key), attachment.sha256
    small = path_of(small_key(attachment.key))
    if is_small and small.exists():
        path, tag = small, f"{tag}-small"
    try:
        response = send_file(path, mimetype=attachment.content_type, etag=tag)
    except FileNotFoundError:
        raise NotFoundError(_("这个文件找不到了。"), hint=_("请联系上传的人或运营人员。")) from None
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _withheld(attachment: Attachment) -> Exception:
    if attachment.scan in WAITING:
        return ConflictError(_("这个文件还在检查病毒。"), hint=_("请过几分钟再打开。"))
    if attachment.scan is Scan.INFECTED:
        return NotFoundError(
            _("这个文件含有病毒，已经删除。"), hint=_("请联系上传的人换一个文件。")
        )
    return NotFoundError(_("这个文件找不到了。"), hint=_("请联系上传的人或运营人员。"))
