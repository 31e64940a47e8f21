"""How large a file may be, packed and unpacked, and how long and how wide reading it may get."""

from typing import Final

MB: Final = 1024 * 1024

FILE_BYTES: Final = 5 * MB
UNPACKED_BYTES: Final = 64 * MB  # of a whole .docx or .xlsx, pictures included
MARKUP_BYTES: Final = 16 * MB  # of its XML parts, the only ones that are parsed
ENTRIES: Final = 2_000
PAGES: Final = 50  # of a PDF; the text says that the rest was not read
SHEETS: Final = 20
ROWS: Final = 5_000  # of a sheet, empty ones included
COLUMNS: Final = 60
CHARACTERS: Final = 200_000

SECONDS: Final = 10  # of the child process, by the clock
SHEET_SECONDS: Final = 40  # of reading thousands of rows on a busy machine
MEMORY_BYTES: Final = 768 * MB  # of its address space
