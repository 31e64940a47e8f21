"""How gunicorn serves the site; addresses and worker counts come from the command line."""

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
