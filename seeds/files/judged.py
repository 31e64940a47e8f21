"""The judged development sets that come with the program."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from seeds.files.records import SEEDS

_PARTS = ("", "_full")


@dataclass(frozen=True, slots=True)
class JudgedFiles:
    """The three files of a judged set; `name` says which: texts alone, or with title and so on."""

    name: str
    docs: Path
    queries: Path
    qrels: Path

    def digest(self) -> str:
        """Tell these very judgements from any others."""
        parts = (path.read_bytes() for path in (self.docs, self.queries, self.qrels))
        return sha256(b"\0".join(parts)).hexdigest()[:12]


def judged_files(root: Path = SEEDS) -> tuple[JudgedFiles, ...]:
    """Give the development set: texts alone, and with title, sector and region."""
    folder = root / "judged"
    return tuple(
        JudgedFiles(
            f"dev{part.replace('_', '-')}",
            folder / f"docs{part}.jsonl",
            folder / f"queries{part}.jsonl",
            folder / "qrels.jsonl",
        )
        for part in _PARTS
    )
