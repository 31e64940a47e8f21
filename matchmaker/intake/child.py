"""The process that opens one Office or PDF file: bytes in, one JSON object out.

It runs with a limit of memory and processor time of its own, so that a hostile file costs a few
seconds of one process and nothing else.
"""

import json
import logging
import resource
import sys
import warnings

from matchmaker.intake import limits
from matchmaker.intake.kinds import FileKind, Refusal, RefusedError
from matchmaker.intake.office import first_sheet_rows, sheet_text, word_text
from matchmaker.intake.pdf import pdf_text


def opened(kind: FileKind, data: bytes) -> dict[str, object]:
    """The text and the number of pages (0 where there are none), or why it is not read."""
    try:
        if kind is FileKind.PDF:
            text, pages = pdf_text(data)
        else:
            text, pages = (word_text if kind is FileKind.WORD else sheet_text)(data), 0
    except RefusedError as refused:
        return {"refused": refused.reason.value}
    except (MemoryError, RecursionError):
        return {"refused": Refusal.TOO_SLOW.value}
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file, it is broken
        return {"refused": Refusal.BROKEN.value}
    return {"text": text[: limits.CHARACTERS + 1], "pages": pages}


def rows(data: bytes, most: int) -> dict[str, object]:
    """The rows of the first sheet, or why they are not read."""
    try:
        return {"rows": first_sheet_rows(data, most)}
    except (MemoryError, RecursionError):
        return {"refused": Refusal.TOO_SLOW.value}
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file, it is broken
        return {"refused": Refusal.BROKEN.value}


def main() -> None:
    """Read a file of the kind named on the command line from standard input.

    With a number behind the kind, that many rows of its first sheet.
    """
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    seconds = limits.SHEET_SECONDS if sys.argv[2:] else limits.SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    warnings.simplefilter("ignore")
    kind, *most = sys.argv[1:]
    data = sys.stdin.buffer.read()
    answer = rows(data, int(most[0])) if most else opened(FileKind(kind), data)
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
