"""What a web process takes to start: opens the arrays in FOLDER, ranks, prints figures as JSON."""

import json
import re
import sys
import time
from pathlib import Path

from corpus import REGIONS, needs

from matchmaker.matching.scoring import FIRST_MODEL, Ranker
from matchmaker.matching.scoring.store.stored import MatchStore


def private_mb() -> float:
    """Memory no other process shares."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_\w+: +(\d+) kB", text, re.MULTILINE)) / 1024


def main(folder: str) -> None:
    asked = needs()
    before = private_mb()
    began = time.perf_counter()
    opened = MatchStore(Path(folder)).open()
    seconds = time.perf_counter() - began
    ranker = Ranker.of(opened.collection, REGIONS, FIRST_MODEL)
    began = time.perf_counter()
    ranker.rank(asked[0])
    first = time.perf_counter() - began
    for need in asked:
        ranker.rank(need)
    figures = {
        "open_s": round(seconds, 2),
        "first_match_ms": round(first * 1000, 1),
        "private_mb": round(private_mb()),
        "private_mb_before": round(before),
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
