"""A process that starts workers on demand, so that many can be killed without many slow starts.

Each line read starts one more worker; its number is said. What a dead worker held is free again
after a second.
"""

import os
import sys
from datetime import timedelta
from threading import Event

from matchmaker.app import create_app, keep_house, outbox_handlers
from matchmaker.jobs import worker

SHORT = timedelta(seconds=1)


def main() -> None:
    vars(worker)["LEASE"] = SHORT
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            with create_app().app_context():
                worker.run_forever(outbox_handlers(), keep_house, Event())
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
