"""Plain text: UTF-8, UTF-16 or GB18030, told apart by content."""

import codecs
import unicodedata
from typing import Final

from matchmaker.intake.kinds import Refusal, RefusedError

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE: Final = 4_096
_MOSTLY: Final = 0.3
_STRANGE: Final = 0.02  # more characters that nobody types than this: no text


def decoded(data: bytes) -> str:
    """The text of a file. Raises RefusedError for bytes that are no text in any of the three."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise RefusedError(Refusal.UNKNOWN)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(_UTF16):
        return ("utf-16",)
    sample = data[:_SAMPLE]
    if sample[1::2].count(0) > _MOSTLY * len(sample) / 2:
        return ("utf-16-le",)
    if sample[::2].count(0) > _MOSTLY * len(sample) / 2:
        return ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _is_text(text: str) -> bool:
    strange = sum(
        unicodedata.category(character) in {"Cc", "Co", "Cn", "Cs"} and character not in "\t\r\n\f"
        for character in text
    )
    return strange <= _STRANGE * len(text)
