"""How gunicorn serves the site; addresses and worker counts come from the command line."""

worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
control_socket_disable = True
preload_app = False
accesslog = None
