"""kill -9 of web processes amid hundreds of changes: each is whole or was never made."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from threading import Timer
from urllib.parse import urlencode

import pytest
from factories.catalogue_rows import published_offering
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from config import Settings
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow

pytestmark = pytest.mark.enable_socket
HOUSE = Path(__file__).parents[2]
SECRET = "test-secret-test-secret-test-secret-test"
KILLS = 3
ANSWERS_BETWEEN = 40
MOST_SECONDS = 60.0
START_SECONDS = 60.0


@contextmanager
def served(settings: Settings) -> Iterator[tuple[int, int]]:
    """Serve the site with two processes; gives the master's number and the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(HOUSE),
        "MATCHMAKER_ENV": "test",
        "SECRET_KEY": SECRET,
        "INSTANCE_PATH": str(settings.instance_path),
        "DATABASE_URL": settings.database_url,
    }
    command = [
        sys.executable, "-m", "gunicorn", "matchmaker.app:create_app()",
        "--config", str(HOUSE / "gunicorn.conf.py"),
        "--bind", f"127.0.0.1:{port}", "--workers", "2",
    ]  # fmt: skip
    with (settings.instance_path / "web.log").open("w", encoding="utf-8") as log:
        master = subprocess.Popen(command, cwd=HOUSE, env=environ, stderr=log)  # noqa: S603 - our own
        try:
            wait_for(port)
            yield master.pid, port
        finally:
            master.terminate()
            master.wait(timeout=40)


def wait_for(port: int) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        with suppress(OSError, http.client.HTTPException):
            ask(port, "GET", "/healthz", {})
            return
        time.sleep(0.1)
    raise AssertionError("the site did not start")


def ask(port: int, method: str, path: str, headers: dict[str, str], body: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def processes_of(master: int) -> list[int]:
    text = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="utf-8")
    return [int(number) for number in text.split()]


@pytest.mark.usefixtures("session")
def test_killed_web_processes_leave_every_change_whole(app: Flask) -> None:
    chance = random.Random(5)  # noqa: S311 - a repeatable test
    offering, owner = published_offering()
    key = open_session(owner, user_agent="Firefox").token
    db.session.commit()
    number = offering.id
    before = db.session.query(AuditEvent).count(), db.session.query(OutboxRow).count()
    db.session.rollback()
    with app.test_request_context():
        session["_user_id"], session["_fresh"] = key, True
        token = generate_csrf()
        interface = SecureCookieSessionInterface()
        signer = interface.get_signing_serializer(app)
        assert signer
        cookie = signer.dumps(dict(session))
    headers = {
        "Cookie": f"session={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({"csrf_token": token})
    answers: dict[int, int] = defaultdict(int)
    unanswered = kills = 0
    with served(app.extensions["settings"]) as (master, port):
        give_up = time.monotonic() + MOST_SECONDS
        for step in cycle(["withdraw", "submit"]):
            if kills == KILLS or time.monotonic() > give_up:
                break
            if sum(answers.values()) >= (kills + 1) * ANSWERS_BETWEEN:
                kills += 1
                victim = chance.choice(processes_of(master))
                pause = chance.uniform(0, 0.05)  # so that it comes in the midst of a request
                Timer(pause, os.kill, (victim, signal.SIGKILL)).start()
            try:
                answers[ask(port, "POST", f"/offerings/{number}/{step}", headers, body)] += 1
            except (OSError, http.client.HTTPException):
                unanswered += 1

    made = db.session.query(AuditEvent).count() - before[0]
    told = db.session.query(OutboxRow).count() - before[1]
    actions = ["offering.withdrawn", "offering.published"]
    moves = [
        event.action
        for event in db.session.query(AuditEvent).order_by(AuditEvent.id)
        if event.action in actions
    ]
    assert kills == KILLS
    assert answers.keys() <= {303, 404}, "made, or refused for its state"
    assert moves == [actions[n % 2] for n in range(len(moves))], "each step once, in turn"
    assert made == told, "every change is on record and told, or neither"
    assert answers[303] <= made <= answers[303] + unanswered
    state = db.session.get_one(Offering, number).state.value
    assert state == moves[-1].removeprefix("offering.")
