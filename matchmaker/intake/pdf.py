"""Text of PDF files: the first pages, with the lines a page width broke joined again."""

import re
from io import BytesIO
from itertools import islice
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError

from matchmaker.intake import limits
from matchmaker.intake.kinds import Refusal, RefusedError

_ENDS: Final = re.compile(r"[。；;!！?？:：]\s*$")
_BEGINS: Final = re.compile(
    r"\s*(?:[①-⑳•●■◆▲★\-–—*]|[(（]?(?:\d{1,2}"
    r"|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3})[)）、.．]"
    r"|\u7b2c.{1,3}[\u7ae0\u8282\u6761]|[\u3010])"
)
_FULL: Final = 0.8  # a line at least this share of the longest was broken by the page's width
_HAN: Final = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def pdf_text(data: bytes) -> tuple[str, int]:
    """The text of the first pages and how many pages there are.

    Raises RefusedError for a file that needs a password, and for one of pictures only.
    """
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        _open(reader)
    pages = len(reader.pages)
    texts = [page.extract_text() for page in islice(reader.pages, limits.PAGES)]
    text = "\n".join(unwrapped(page) for page in texts)
    if not text.strip():
        raise RefusedError(Refusal.SCANNED if pages else Refusal.BROKEN)
    return text, pages


def _open(reader: PdfReader) -> None:
    """Many files only forbid printing: they open with the empty password."""
    try:
        is_open = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise RefusedError(Refusal.ENCRYPTED) from error
    if not is_open:
        raise RefusedError(Refusal.ENCRYPTED)


def unwrapped(page: str) -> str:
    """A page with each paragraph on one line again; lists, headings and tables stay apart."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    longest = max((len(line) for line in lines), default=0)
    joined: list[str] = []
    is_broken = False
    for line in lines:
        if is_broken and not _BEGINS.match(line):
            glue = "" if _HAN.search(joined[-1][-1] + line[0]) else " "
            joined[-1] += glue + line
        else:
            joined.append(line)
        is_broken = len(line) >= _FULL * longest and not _ENDS.search(line)
    return "\n".join(joined)
