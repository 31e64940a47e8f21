"""Mail through a real server: what is tried again, what never is, whatever dies in between."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from factories.mail_server import MailServer, mail_server
from flask import Flask

from config import Settings
from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.delivery import UNCERTAIN, deliver
from matchmaker.jobs.leases import LEASE
from matchmaker.jobs.mail import compose
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_mail
from matchmaker.jobs.worker import run_once

pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.enable_socket]


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    settings: Settings = app.extensions["settings"]
    with mail_server() as server:
        environ = {
            "MATCHMAKER_ENV": "test",
            "INSTANCE_PATH": str(settings.instance_path),
            "DATABASE_URL": settings.database_url,
            "MAIL_BACKEND": "smtp",
            "MAIL_PORT": str(server.port),
        }
        app.extensions["settings"] = Settings.from_environ(environ)
        yield server


def queue(*subjects: str) -> None:
    for subject in subjects:
        message = compose(
            to="li@example.com", subject=subject, text="您好", html="<p>您好</p>", sender="a@b.cn"
        )
        queue_mail("account:1", message)
    db.session.commit()


def row() -> OutboxRow:
    db.session.expire_all()
    return db.session.query(OutboxRow).one()


def later(**delay: float) -> int:
    with clock.at(clock.now() + timedelta(**delay)):
        return run_once({"mail": deliver})


def test_mails_arrive_once_each(server: MailServer) -> None:
    queue("甲", "乙")

    run_once({"mail": deliver})
    later(hours=2)

    assert server.subjects() == ["甲", "乙"]


def test_refused_mail_is_tried_again_and_arrives_once(server: MailServer) -> None:
    queue("甲")
    server.answer = lambda _message: "451 try later"
    run_once({"mail": deliver})
    assert (row().attempts, row().sending_at, row().parked_at) == (1, None, None)
    assert "451" in row().last_error

    server.answer = MailServer.answer
    later(hours=2)

    assert server.subjects() == ["甲"]
    assert row().done_at is not None


def test_server_that_is_away_is_waited_for(app: Flask, server: MailServer) -> None:
    del server
    environ = {"MATCHMAKER_ENV": "test", "MAIL_BACKEND": "smtp", "MAIL_PORT": "9"}
    app.extensions["settings"] = Settings.from_environ(environ)
    queue("甲")

    run_once({"mail": deliver})

    assert (row().attempts, row().sending_at, row().parked_at) == (1, None, None)


def test_mail_whose_taking_was_never_confirmed_is_left_to_people(server: MailServer) -> None:
    queue("甲")
    server.hangs_up = True

    run_once({"mail": deliver})
    later(hours=2)

    assert server.subjects() == ["甲"]
    assert row().parked_at is not None
    assert row().sending_at is not None


def test_worker_killed_after_the_server_took_the_mail_never_sends_it_again(
    server: MailServer,
) -> None:
    queue("甲")

    def killed(rows: Sequence[OutboxRow]) -> None:
        deliver(rows)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_once({"mail": killed})
    db.session.rollback()
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        run_once({"mail": deliver})

    assert server.subjects() == ["甲"]
    assert row().last_error == UNCERTAIN
    assert row().parked_at is not None


def test_worker_killed_before_the_server_was_asked_sends_it_later(server: MailServer) -> None:
    queue("甲")

    def killed(_rows: Sequence[OutboxRow]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_once({"mail": killed})
    db.session.rollback()
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        run_once({"mail": deliver})

    assert server.subjects() == ["甲"]
    assert row().done_at is not None
