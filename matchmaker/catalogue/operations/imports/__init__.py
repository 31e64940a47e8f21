"""Files of offerings or cases: handed in, checked and written row by row, left or ended at will."""

from matchmaker.catalogue.operations.imports.files import (
    BUSY,
    KEPT,
    NUMBER,
    ROW,
    ROWS_MOST,
    SheetRow,
    cancel_import,
    confirm_import,
    purge_imports,
    take_file,
)
from matchmaker.catalogue.operations.imports.kinds import WAYS, Ways
from matchmaker.catalogue.operations.imports.stretches import (
    RowError,
    RowReader,
    perform_imports,
)

__all__ = [
    "BUSY",
    "KEPT",
    "NUMBER",
    "ROW",
    "ROWS_MOST",
    "WAYS",
    "RowError",
    "RowReader",
    "SheetRow",
    "Ways",
    "cancel_import",
    "confirm_import",
    "perform_imports",
    "purge_imports",
    "take_file",
]
