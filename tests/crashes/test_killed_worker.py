"""kill -9 at random: nothing is lost, nothing is doubled, no mail leaves twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from crashes import worker_process
from factories.catalogue_rows import published_offering
from factories.mail_server import MailServer, mail_server
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from matchmaker import clock
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import submit_offering, withdraw_offering
from matchmaker.db import db, reading
from matchmaker.discovery.operations import check_search, rebuild_search
from matchmaker.jobs.mail import compose
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX, MAIL, queue_mail
from matchmaker.matching.operations.arrays import match_arrays_fault

pytestmark = pytest.mark.enable_socket
HOUSE = Path(__file__).parents[2]
CHANGES = 120
PATIENCE_SECONDS = 180.0  # a row that was killed three times waits for minutes


@contextmanager
def workers(settings: Settings, server: MailServer) -> Iterator[Callable[[], int]]:
    """Give a way to start workers; those that still run are killed at the end of the block."""
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{HOUSE}:{HOUSE / 'tests'}",
        "MATCHMAKER_ENV": "test",
        "INSTANCE_PATH": str(settings.instance_path),
        "DATABASE_URL": settings.database_url,
        "MAIL_BACKEND": "smtp",
        "MAIL_PORT": str(server.port),
    }
    started: list[int] = []
    log = settings.instance_path / "worker.log"
    with log.open("w", encoding="utf-8") as errors, subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(Path(worker_process.__file__))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        text=True, bufsize=1, cwd=HOUSE, env=environ,
    ) as parent:  # fmt: skip

        def start() -> int:
            assert parent.stdin
            assert parent.stdout
            parent.stdin.write("start\n")
            started.append(int(parent.stdout.readline()))
            return started[-1]

        try:
            yield start
        finally:
            for number in started:
                kill(number)
            parent.kill()


def kill(number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def waits() -> int:
    count = select(func.count()).where(OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None))
    with reading():  # the lock is for the workers
        found = db.session.scalar(count) or 0
        db.session.rollback()
    return found


def drain() -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while waits() and time.monotonic() < give_up:
        time.sleep(0.1)
    late = db.session.query(OutboxRow).filter(OutboxRow.done_at.is_(None))
    assert waits() == 0, [(row.key, row.attempts, row.run_at, row.last_error) for row in late]


def toggle(offering: Offering) -> None:
    actor = offering.organisation.memberships[0].account
    if offering.state is OfferingState.PUBLISHED:
        withdraw_offering(offering, actor=actor)
    else:
        submit_offering(offering, actor=actor)


def mail(number: int) -> None:
    message = compose(
        to="li@example.com",
        subject=f"第 {number} 封",
        text="您好",
        html="<p>您好</p>",
        sender="a@b.cn",
    )
    queue_mail(f"account:{number}", message)


@pytest.mark.usefixtures("session")
def test_killed_workers_lose_nothing_and_double_nothing(app: Flask) -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable test
    offerings = [published_offering(title=f"矿卡改造 {n}")[0] for n in range(6)]
    db.session.commit()
    rebuild_search()
    settings: Settings = app.extensions["settings"]
    sent = 0
    with mail_server() as server, workers(settings, server) as start:
        running = [start(), start()]
        with clock.at(clock.now()):
            for change in range(CHANGES):
                toggle(chance.choice(offerings))
                if change % 3 == 0:
                    mail(sent := sent + 1)
                db.session.commit()
                if change % 24 == 12:
                    time.sleep(chance.uniform(0, 0.4))
                    kill(running.pop(0))
                    running.append(start())
        drain()
        arrived = server.subjects()

    uncertain = {row.id for row in db.session.query(OutboxRow) if row.sending_at and row.parked_at}
    parked = {row.id for row in db.session.query(OutboxRow) if row.parked_at}
    mails = db.session.query(OutboxRow).filter_by(kind=MAIL).count()
    assert len(arrived) == len(set(arrived)), "no mail twice"
    assert parked == uncertain, "nothing else was given up"
    assert mails == sent
    assert len(arrived) + len(uncertain) >= sent, "no mail is lost without a word"
    told = db.session.query(OutboxRow).filter_by(kind=INDEX).count()
    assert told >= CHANGES
    moves = db.session.query(AuditEvent).filter(
        AuditEvent.action.in_(["offering.published", "offering.withdrawn"])
    )
    assert moves.count() >= CHANGES
    assert not check_search()
    assert match_arrays_fault() == ""
