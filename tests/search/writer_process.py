"""A second process on the same index, for the tests: `writer_process.py FOLDER TASK [FIRST]`.

`apply` applies batch after batch from number FIRST on and says each number when it is done;
`rebuild` rebuilds without end, half of the time with other contents.
"""

import random
import sys
from itertools import count
from pathlib import Path

from matchmaker.search.port import Document, Key
from matchmaker.search.whoosh_index import WhooshIndex

SMALL, LARGE = 60, 90


def case(number: int, version: int = 1) -> Document:
    return Document("case", number, version, f"船舶{number}号", body="港口岸桥远程控制" * 4)


def batch(number: int) -> tuple[list[Document], list[Key]]:
    """The same batch for the same number, in every process."""
    chance = random.Random(number)  # noqa: S311 - a repeatable test
    upserts = [case(chance.randrange(40), version=number) for _ in range(4)]
    return upserts, [("case", chance.randrange(40))]


def stamps_after(last: int) -> dict[Key, int]:
    """What an index holds after all batches up to this one."""
    stamps: dict[Key, int] = {}
    for number in range(last + 1):
        upserts, removals = batch(number)
        stamps.update({document.key: number for document in upserts})
        for key in removals:
            stamps.pop(key, None)
    return stamps


def main(folder: str, task: str, first: str = "0") -> None:
    index = WhooshIndex(Path(folder), write_timeout_seconds=20)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in count(int(first)):
        if task == "apply":
            index.apply(*batch(number))
        else:
            index.rebuild(case(n) for n in range(LARGE if number % 2 else SMALL))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
