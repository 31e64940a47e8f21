"""A second process on the same arrays, for the tests: `saving_process.py FOLDER TASK`.

`save` saves one generation after another, every third whole and the others on the one before, and
says how many offerings each holds; `small-disk` may write no file above a few hundred bytes.
"""

import resource
import sys
from itertools import count
from pathlib import Path

from factories.matching import ranker_of

from matchmaker.matching.scoring import OfferingRecord
from matchmaker.matching.scoring.collection import Collection
from matchmaker.matching.scoring.store.stored import MatchStore, Stamp
from matchmaker.search.port import IndexBusyError

SMALL, LARGE = 20, 30
SMALL_FILE_BYTES = 600


def offerings(many: int) -> list[OfferingRecord]:
    return [OfferingRecord(key, f"无人矿卡{key}", "矿用卡车自动驾驶改造") for key in range(many)]


def collection(many: int) -> Collection:
    return ranker_of(*offerings(many)).collection


def stamp(number: int) -> Stamp:
    return Stamp(number, "mark", (number,), "2026-11-20T04:00:00+00:00")


def main(folder: str, task: str) -> None:
    store = MatchStore(Path(folder))
    small, large = collection(SMALL), collection(LARGE)
    if task == "small-disk":
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE_BYTES, SMALL_FILE_BYTES))
        try:
            store.save(large, stamp(1))
        except OSError as error:
            say(type(error).__name__)
        return
    say("ready")
    opened = None
    for number in count():
        try:
            if number % 3 == 0 or opened is None:
                opened = store.save(large if number % 2 else small, stamp(number), wait=20.0)
            else:
                more = offerings(LARGE)[len(opened.collection) :] or offerings(LARGE)[-10:]
                gone = [] if len(opened.collection) < LARGE else [one.key for one in more]
                changed = opened.collection.with_changes([] if gone else more, gone)
                opened = store.save(changed, stamp(number), opened, wait=20.0)
        except IndexBusyError:  # the other process was faster
            opened = store.open()
        say(str(len(opened.collection)))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
