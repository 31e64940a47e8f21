"""The worker: applies, retries, parks, and never lets one row stop another."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.leases import LEASE
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_index
from matchmaker.jobs.worker import KEEP_DONE, MOST_ATTEMPTS, purge, run_once

pytestmark = pytest.mark.usefixtures("session")


def queue(*keys: str, kind: str = "index") -> None:
    db.session.add_all(OutboxRow(kind=kind, key=key) for key in keys)
    db.session.commit()


def rows() -> list[OutboxRow]:
    return db.session.query(OutboxRow).order_by(OutboxRow.id).all()


def refuse(_rows: Sequence[OutboxRow]) -> None:
    raise OSError("mail server is away")


def test_rows_are_applied_in_one_batch_and_marked_done() -> None:
    queue("offering:1", "offering:2")
    seen: list[list[str]] = []

    taken = run_once({"index": lambda batch: seen.append([row.key for row in batch])})

    assert (taken, seen) == (2, [["offering:1", "offering:2"]])
    assert all(row.done_at == clock.now() for row in rows())
    assert run_once({}) == 0


def test_failing_row_is_tried_again_later_and_then_parked() -> None:
    queue("welcome:1", kind="mail")

    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert run_once({"mail": refuse}) == 1
        assert run_once({"mail": refuse}) == 0, "not before its time"
        [row] = rows()
        assert (row.attempts, row.last_error) == (attempt, "OSError: mail server is away")
        with clock.at(clock.now() + timedelta(hours=2)):
            if attempt == MOST_ATTEMPTS:
                assert run_once({"mail": refuse}) == 0
                break
            row.run_at = clock.now() - timedelta(hours=3)
            db.session.commit()
    assert rows()[0].parked_at is not None


def test_bad_mail_does_not_hold_back_the_next() -> None:
    queue("bad", "good", kind="mail")
    sent: list[str] = []

    def send(batch: Sequence[OutboxRow]) -> None:
        [row] = batch
        if row.key == "bad":
            raise OSError("refused")
        sent.append(row.key)

    run_once({"mail": send})

    assert sent == ["good"]
    assert [row.done_at is not None for row in rows()] == [False, True]


def test_row_of_a_dead_worker_is_taken_when_its_lease_ends() -> None:
    queue("offering:1")
    rows()[0].lease_until = clock.now() + LEASE
    db.session.commit()

    assert run_once({"index": lambda _: None}) == 0
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert run_once({"index": lambda _: None}) == 1


def test_payload_is_dropped_once_the_mail_left() -> None:
    db.session.add(OutboxRow(kind="mail", key="reset:1", payload={"message": "secret link"}))
    db.session.commit()

    run_once({"mail": lambda _: None})

    assert rows()[0].payload == {}


def test_purge_keeps_what_web_processes_may_still_read() -> None:
    queue("offering:1", "offering:2")
    queue("reset:1", kind="mail")
    run_once({"index": lambda _: None, "mail": lambda _: None})

    purge()
    assert len(rows()) == 3
    with clock.at(clock.now() + KEEP_DONE + timedelta(seconds=1)):
        purge()
    assert [row.key for row in rows()] == ["offering:2", "reset:1"], "the newest of each kind"


def test_rolled_back_business_leaves_no_outbox_row() -> None:
    queue_index("offering", 1)

    db.session.rollback()

    assert rows() == []
