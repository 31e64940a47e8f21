"""What a file is, told by its first bytes and, for Office files, by what the archive declares."""

import zipfile
from enum import StrEnum
from io import BytesIO
from typing import Final

from matchmaker.intake import limits

ZIP_MARK: Final = b"PK\x03\x04"
OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF: Final = b"%PDF-"
_PDF_HEAD: Final = 1024  # readers accept rubbish before the mark up to here
_TYPES: Final = "[Content_Types].xml"
WORD_TYPE: Final = b"wordprocessingml.document.main+xml"
SHEET_TYPE: Final = b"spreadsheetml.sheet.main+xml"
_MACROS: Final = b"macroEnabled"
_ENCRYPTED: Final = 0x1
_TYPES_BYTES: Final = limits.MB
_MARKUP: Final = (".xml", ".rels", ".vml")


class FileKind(StrEnum):
    """Kinds of files that are read."""

    TEXT = "text"
    WORD = "docx"
    SHEET = "xlsx"
    PDF = "pdf"


class Refusal(StrEnum):
    """Why a file is not read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    BOMB = "bomb"
    OLD_OFFICE = "old-office"
    MACROS = "macros"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    SCANNED = "scanned"
    NO_TEXT = "no-text"
    TOO_SLOW = "too-slow"


class RefusedError(Exception):
    """A file that is not read, and why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def kind_of(data: bytes) -> FileKind:
    """What the content is; anything that is none of the others may still be plain text.

    Raises RefusedError for what is empty, too large, an archive that is no Office file or unpacks
    to too much, and an old, encrypted or macro-carrying Office file.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise RefusedError(Refusal.EMPTY)
    if len(data) > limits.FILE_BYTES:
        raise RefusedError(Refusal.TOO_LARGE)
    if data.startswith(OLE_MARK):
        raise RefusedError(Refusal.OLD_OFFICE)
    if data.startswith(ZIP_MARK):
        return _office_kind(data)
    if _PDF in data[:_PDF_HEAD]:
        return FileKind.PDF
    return FileKind.TEXT


def declared_content(data: bytes) -> bytes:
    """Give what an Office file declares its parts to be; nothing but that is unpacked.

    Raises RefusedError for an archive that is no Office file, unpacks to too much, is encrypted,
    damaged or carries macros.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_size(entries)
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise RefusedError(Refusal.ENCRYPTED)
            if _TYPES not in archive.namelist():
                raise RefusedError(Refusal.ARCHIVE)
            with archive.open(_TYPES) as stream:
                declared = stream.read(_TYPES_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise RefusedError(Refusal.BROKEN) from error
    if _MACROS in declared:
        raise RefusedError(Refusal.MACROS)
    return declared


def _office_kind(data: bytes) -> FileKind:
    declared = declared_content(data)
    if WORD_TYPE in declared:
        return FileKind.WORD
    if SHEET_TYPE in declared:
        return FileKind.SHEET
    raise RefusedError(Refusal.ARCHIVE)


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    """Entries cannot unpack to more than they declare: the reader stops there."""
    markup = sum(e.file_size for e in entries if e.filename.lower().endswith(_MARKUP))
    if (
        len(entries) > limits.ENTRIES
        or sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES
        or markup > limits.MARKUP_BYTES
    ):
        raise RefusedError(Refusal.BOMB)
