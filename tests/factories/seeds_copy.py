"""A copy of the data files that a test may break."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from seeds.files import SEEDS

_DATA = ("taxonomy", "insight", "catalogue", "demands", "mapping")


@dataclass(frozen=True)
class SeedsCopy:
    """The data files in a folder of their own."""

    root: Path

    @classmethod
    def into(cls, folder: Path) -> Self:
        for name in _DATA:
            shutil.copytree(SEEDS / name, folder / name)
        return cls(folder)

    def replace(self, file: str, old: str, new: str) -> int:
        """Replace the first occurrence and give the line it stands in."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def append(self, file: str, row: str) -> int:
        """Add a row at the end and give its line."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}{row}\n", encoding="utf-8")
        return text.count("\n") + 1
