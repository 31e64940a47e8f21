"""An uploaded file as plain text, or a message that says what to do instead."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _

from matchmaker.errors import DomainError, Words
from matchmaker.intake import limits
from matchmaker.intake.kinds import FileKind, Refusal, RefusedError, kind_of
from matchmaker.intake.plain import decoded

ACCEPT: Final = ".txt,.docx,.xlsx,.pdf"  # for the file field of a form

_SAYS: Final[dict[Refusal, Words]] = {
    Refusal.EMPTY: _("文件是空的。请选有内容的文件，或把文字直接贴进来。"),
    Refusal.TOO_LARGE: _(
        "文件超过 %(limit)s MB。请只留下描述需求的部分，或把文字直接贴进来。",
        limit=limits.FILE_BYTES // limits.MB,
    ),
    Refusal.BOMB: _("文件解压后太大，没有打开。请去掉图片和附件，或把文字直接贴进来。"),
    Refusal.OLD_OFFICE: _(
        "这是旧版 Office 文件，或带有密码。请去掉密码，另存为 .docx 或 .xlsx 后再试。"
    ),
    Refusal.MACROS: _("文件带有宏，没有打开。请另存为不带宏的 .docx 或 .xlsx 后再试。"),
    Refusal.ARCHIVE: _("压缩包读不了。请解压后上传其中的 .docx、.xlsx、.pdf 或 .txt 文件。"),
    Refusal.UNKNOWN: _("读不了这种文件。可以用 .txt、.docx、.xlsx 或 .pdf，或把文字直接贴进来。"),
    Refusal.ENCRYPTED: _("文件带有密码。请去掉密码后再试，或把文字直接贴进来。"),
    Refusal.BROKEN: _("文件已损坏，打不开。请重新导出或另存一份后再试。"),
    Refusal.SCANNED: _("PDF 里只有图片，没有文字。请用带文字的 PDF，或把文字直接贴进来。"),
    Refusal.NO_TEXT: _("文件里没有文字。请选有文字的文件，或把文字直接贴进来。"),
    Refusal.TOO_SLOW: _("文件太复杂，没能在限定时间内读完。请把描述需求的文字直接贴进来。"),
}


_SHEETS_ONLY: Final = _("请上传 .xlsx 文件，最好用下载的模板填写。")
_TOO_MUCH: Final = _("表格太大或太复杂，没有读完。请删去图片和格式，或分成几个文件。")
_SHEET_SAYS: Final[dict[Refusal, Words]] = {
    Refusal.EMPTY: _("文件是空的。请选填好的表格。"),
    Refusal.TOO_LARGE: _TOO_MUCH,
    Refusal.BOMB: _TOO_MUCH,
    Refusal.TOO_SLOW: _TOO_MUCH,
    Refusal.ENCRYPTED: _("文件带有密码。请去掉密码后再试。"),
    Refusal.BROKEN: _("文件已损坏，打不开。请重新导出或另存一份后再试。"),
    Refusal.MACROS: _("文件带有宏，没有打开。请另存为不带宏的 .xlsx 后再试。"),
    Refusal.OLD_OFFICE: _("这是旧版 Excel 文件，或带有密码。请去掉密码，另存为 .xlsx 后再试。"),
}


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file; `note` tells the person what was left out, "" where nothing was."""

    text: str
    kind: FileKind
    note: Words = ""


def text_of_file(data: bytes, *, field: str | None = None) -> FileText:
    """Turn a file into text: plain text (UTF-8, UTF-16, GB18030), .docx, .xlsx or .pdf.

    The content decides, never the name. Office and PDF files are opened in a process of their own
    with limits of time and memory. Of a PDF the first 50 pages are read, of any text the first
    200,000 characters; `note` says so then.

    Raises DomainError, with `field`, for everything that cannot be read; its message says what to
    do.
    """
    try:
        kind = kind_of(data)
        text, pages = (_said(decoded(data)), 0) if kind is FileKind.TEXT else _opened(kind, data)
    except RefusedError as refused:
        raise DomainError(_SAYS[refused.reason], field=field) from refused
    return FileText(_tidy(text[: limits.CHARACTERS]), kind, _note(text, pages))


def rows_of_sheet(data: bytes, *, most: int, field: str | None = None) -> list[list[str]]:
    """Give the rows of the first visible sheet of an .xlsx as text, `most` at most.

    Raises DomainError, with `field`, for everything that is no such file or cannot be read.
    """
    try:
        if kind_of(data) is not FileKind.SHEET:
            raise DomainError(_SHEETS_ONLY, field=field)
        rows: list[list[str]] = _answer(FileKind.SHEET, data, str(most))["rows"]
    except RefusedError as refused:
        message = _SHEET_SAYS.get(refused.reason, _SHEETS_ONLY)
        raise DomainError(message, field=field) from refused
    return rows


def _opened(kind: FileKind, data: bytes) -> tuple[str, int]:
    answer = _answer(kind, data)
    return _said(answer["text"]), answer["pages"]


def _answer(kind: FileKind, data: bytes, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", "matchmaker.intake.child", kind.value, *more]
    seconds = limits.SHEET_SECONDS if more else limits.SECONDS
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            command, input=data, capture_output=True, timeout=seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(Refusal.TOO_SLOW) from error
    if done.returncode:
        raise RefusedError(Refusal.TOO_SLOW)  # its limits ended it
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise RefusedError(Refusal(answer["refused"]))
    return answer


def _said(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise RefusedError(Refusal.NO_TEXT)
    return text


def _note(text: str, pages: int) -> Words:
    if pages > limits.PAGES:
        return _("PDF 有 %(pages)s 页，只读了前 %(limit)s 页。", pages=pages, limit=limits.PAGES)
    if len(text) > limits.CHARACTERS:
        return _("文件太长，只读了前 %(limit)s 个字。", limit=limits.CHARACTERS)
    return ""


def _tidy(text: str) -> str:
    """Without empty lines in a row and trailing blanks; one kind of line end."""
    lines = [line.rstrip() for line in text.replace("\f", "\n").splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
