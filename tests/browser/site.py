"""A running site for the browser: the real seeds, a real server, a real worker, real mail."""

import fcntl
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, Protocol

from factories.mail_server import MailServer, mail_server
from flask import Flask, template_rendered
from playwright.sync_api import Page
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from matchmaker import clock, schema
from matchmaker.app import create_app, keep_house, outbox_handlers
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.jobs.worker import run_forever
from matchmaker.matching.operations.arrays import rebuild_match_arrays
from seeds.loader import load

MAIL_WAIT_SECONDS = 10


class PageOf(Protocol):
    """Makes a fresh browser for a visitor, the owner or the administrator."""

    def __call__(self, who: str, **options: Any) -> Page: ...


class QuietHandler(WSGIRequestHandler):
    """A request handler that keeps the test's output readable."""

    def log_request(self, *_args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Site:
    """The running site as a test sees it."""

    app: Flask
    url: str
    instance: Path
    mail: MailServer
    rendered: set[str] = field(default_factory=set)  # names of the templates rendered so far

    def mail_to(self, address: str) -> EmailMessage:
        """Wait for the newest mail to an address; raises AssertionError when none comes."""
        give_up_at = monotonic() + MAIL_WAIT_SECONDS
        while monotonic() < give_up_at:
            mine = [message for message in self.mail.taken if message["To"] == address]
            if mine:
                return mine[-1]
            sleep(0.1)
        raise AssertionError(f"no mail to {address} within {MAIL_WAIT_SECONDS} s")

    def link_mailed_to(self, address: str) -> str:
        """Wait for a mail to an address and give the link in it."""
        part = self.mail_to(address).get_body(("plain",))
        assert part is not None
        found = re.search(r"https?://\S+", part.get_content())
        assert found, "the mail has no link"
        return found.group()


def settings_for(instance: Path, base_url: str = "http://127.0.0.1", **environ: str) -> Settings:
    return Settings.from_environ(
        {
            "MATCHMAKER_ENV": "test",
            "SECRET_KEY": "test-secret-test-secret-test-secret-test",
            "INSTANCE_PATH": str(instance),
            "BASE_URL": base_url,
            **environ,
        }
    )


def seeded_instance(shared: Path, own: Path) -> Path:
    """Copy an instance folder filled with the seeds; the first to ask fills it."""
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            _seed(shared / "instance")
            (shared / "done").touch()
    shutil.copytree(shared / "instance", own)
    return own


def _seed(instance: Path) -> None:
    app = create_app(settings_for(instance))
    with app.app_context():
        schema.upgrade(db.engine)
        load(lambda _kind, rows: rows)
        db.session.commit()
        rebuild_search()  # reads what was queued for it
        done = update(OutboxRow).where(OutboxRow.kind == INDEX).values(done_at=clock.now())
        db.session.execute(done)
        db.session.commit()
        rebuild_match_arrays()
        db.engine.dispose()


@contextmanager
def running(instance: Path) -> Iterator[Site]:
    """Serve an instance on a free port with the worker beside, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener, mail_server() as mail:
        host, port = listener.getsockname()
        url = f"http://{host}:{port}"
        smtp = {"MAIL_BACKEND": "smtp", "MAIL_PORT": str(mail.port)}
        app = create_app(settings_for(instance, url, **smtp))
        site = Site(app, url, instance, mail)
        server = make_server(
            host, port, app, threaded=True, request_handler=QuietHandler, fd=listener.fileno()
        )

        def note(_app: Flask, template: object, **_context: object) -> None:
            site.rendered.add(str(getattr(template, "name", "")))

        stop = Event()
        threads = [
            Thread(target=server.serve_forever, name="server"),
            Thread(target=_work, args=(app, stop), name="worker"),
        ]
        template_rendered.connect(note, app)
        for thread in threads:
            thread.start()
        try:
            yield site
        finally:
            stop.set()
            server.shutdown()
            for thread in threads:
                thread.join(timeout=30)
            server.server_close()
            with app.app_context():
                db.engine.dispose()


def _work(app: Flask, stop: Event) -> None:
    with app.app_context():
        run_forever(outbox_handlers(), keep_house, stop)
