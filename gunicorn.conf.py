"""How gunicorn serves the site; addresses and worker counts come from the command line."""

import gc
from typing import Any

worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 5
# At a hundred requests a second a process lives some minutes; starting one takes seconds.
max_requests = 20_000
max_requests_jitter = 4_000
control_socket_disable = True
preload_app = False
accesslog = None
NEW_OBJECTS = 20_000  # between two looks for cycles; a page makes more than Python's 700


def post_worker_init(_worker: Any) -> None:
    """Leave what the program itself consists of out of every search for cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
