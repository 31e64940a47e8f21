"""Leases: who may say done, what a dead worker leaves, clocks that jump, two workers at once."""

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import update

from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.leases import LEASE, kept_alive
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_check, queue_mail
from matchmaker.jobs.worker import DIED, MOST_ATTEMPTS, run_once
from matchmaker.search.port import IndexBusyError

pytestmark = pytest.mark.usefixtures("session")
SECOND = timedelta(seconds=1)


def queue(*keys: str, kind: str = "index", **values: object) -> None:
    db.session.add_all(OutboxRow(kind=kind, key=key, **values) for key in keys)
    db.session.commit()


def rows() -> list[OutboxRow]:
    db.session.expire_all()
    return db.session.query(OutboxRow).order_by(OutboxRow.id).all()


def ignore(_rows: Sequence[OutboxRow]) -> None:
    """Everything is fine."""


def taken_over() -> None:
    """What another worker does that takes this one for dead."""
    with db.engine.begin() as connection:
        connection.execute(update(OutboxRow).values(lease_owner="another"))


def test_worker_that_lost_its_lease_writes_nothing() -> None:
    queue("offering:1")

    def overtaken(_rows: Sequence[OutboxRow]) -> None:
        taken_over()
        db.session.add(OutboxRow(kind="restand", key="made by the handler"))

    run_once({"index": overtaken})

    [row] = rows()
    assert (row.key, row.done_at, row.lease_owner) == ("offering:1", None, "another")


def test_lost_lease_of_one_row_gives_the_others_back() -> None:
    queue("offering:1", "offering:2")

    def overtaken(batch: Sequence[OutboxRow]) -> None:
        number = batch[0].id
        with db.engine.begin() as connection:
            theirs = update(OutboxRow).where(OutboxRow.id == number)
            connection.execute(theirs.values(lease_owner="another"))

    run_once({"index": overtaken})

    assert [row.lease_owner for row in rows()] == ["another", None]
    assert run_once({"index": ignore}) == 1


def test_lease_is_renewed_while_a_handler_works() -> None:
    queue("run:1", kind="run", lease_owner="mine", lease_until=clock.now())
    before = rows()[0].lease_until
    db.session.rollback()
    seen = Event()

    with kept_alive(db.engine, "mine", timedelta(milliseconds=40)):
        for _ in range(200):
            if rows()[0].lease_until != before:
                seen.set()
                break
            db.session.rollback()
            seen.wait(0.01)
        db.session.rollback()

    assert seen.is_set()


def test_row_that_ends_its_worker_is_tried_alone_and_parked_in_the_end() -> None:
    queue("offering:1", "offering:2")
    batches: list[list[str]] = []
    died = {"lease_until": clock.now() - SECOND, "lease_owner": "dead", "attempts": 1}
    db.session.execute(update(OutboxRow).where(OutboxRow.key == "offering:1").values(**died))
    db.session.commit()

    run_once({"index": lambda batch: batches.append([row.key for row in batch])})

    assert sorted(batches) == [["offering:1"], ["offering:2"]]
    assert (rows()[0].attempts, rows()[0].last_error) == (2, DIED)
    again = {**died, "done_at": None, "attempts": MOST_ATTEMPTS - 1}
    db.session.execute(update(OutboxRow).where(OutboxRow.key == "offering:1").values(**again))
    db.session.commit()
    assert run_once({}) == 0
    assert (rows()[0].parked_at, rows()[0].lease_owner) == (clock.now(), None)


def test_bad_row_is_parked_alone_and_the_others_are_done() -> None:
    queue("offering:1", "offering:2", "offering:3")

    def refuse_two(batch: Sequence[OutboxRow]) -> None:
        if any(row.key == "offering:2" for row in batch):
            raise ValueError("two")

    instant = clock.now()
    for _ in range(MOST_ATTEMPTS):
        run_once({"index": refuse_two})
        instant += timedelta(hours=1.5)
        with clock.at(instant):
            run_once({"index": refuse_two})

    assert [row.parked_at is not None for row in rows()] == [False, True, False]
    assert [row.done_at is not None for row in rows()] == [True, False, True]


def test_busy_index_is_waited_for_as_long_as_it_takes() -> None:
    queue("offering:1")

    def busy(_rows: Sequence[OutboxRow]) -> None:
        raise IndexBusyError("the disk is full")

    for minutes in range(MOST_ATTEMPTS + 2):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert run_once({"index": busy}) == 1

    assert (rows()[0].parked_at, rows()[0].last_error) == (None, "the disk is full")


def test_worker_told_to_stop_gives_back_what_it_has_not_begun() -> None:
    queue("a:1", "b:1", kind="mail")
    stop = Event()

    run_once({"mail": lambda _: stop.set()}, stop)

    assert [(row.done_at is not None, row.lease_owner) for row in rows()] == [
        (True, None),
        (False, None),
    ]
    assert run_once({"mail": ignore}) == 1


def test_slow_work_waits_for_what_is_quick() -> None:
    queue("run:1", kind="run")
    queue("offering:1")
    order: list[str] = []

    def note(batch: Sequence[OutboxRow]) -> None:
        order.extend(row.kind for row in batch)

    while run_once({"run": note, "index": note}):
        pass

    assert order == ["index", "run"]


def test_slow_work_that_queues_itself_again_lets_other_slow_work_in_between() -> None:
    queue("import:1", kind="import")
    queue("run:1", kind="run")
    order: list[str] = []

    def again(batch: Sequence[OutboxRow]) -> None:
        order.extend(row.key for row in batch)
        if len(order) == 1:
            db.session.add(OutboxRow(kind="import", key="import:2"))

    while run_once({"import": again, "run": again}):
        pass

    assert order == ["import:1", "run:1", "import:2"]


@pytest.mark.parametrize("jump", [timedelta(hours=-30), timedelta(hours=-1), timedelta(hours=1)])
def test_queued_row_is_taken_at_once_whatever_the_clock_did(jump: timedelta) -> None:
    queue("offering:1")
    with clock.at(clock.now() + jump):
        assert run_once({"index": ignore}) == 1


@pytest.mark.parametrize("jump", [timedelta(days=-2), timedelta(hours=-1)])
def test_lease_of_a_dead_worker_ends_although_the_clock_went_back(jump: timedelta) -> None:
    queue("offering:1", lease_until=clock.now() + LEASE, lease_owner="dead")
    with clock.at(clock.now() + jump):
        assert run_once({"index": ignore}) == 1


def test_failed_row_never_waits_longer_than_two_hours_after_the_clock_went_back() -> None:
    queue("offering:1", attempts=3, run_at=clock.now())
    with clock.at(clock.now() - timedelta(days=1)):
        assert run_once({"index": ignore}) == 1


def test_two_workers_take_every_row_once(app: Flask) -> None:
    queue(*(f"welcome:{n}" for n in range(60)), kind="mail")
    taken: list[str] = []

    def work() -> None:
        with app.app_context():
            while run_once({"mail": lambda batch: taken.extend(row.key for row in batch)}):
                pass
            db.session.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(taken) == sorted(f"welcome:{n}" for n in range(60))
    assert all(row.done_at for row in rows())


def test_row_with_a_once_key_is_queued_once() -> None:
    assert queue_check("index", once="check:2026-11-20")
    assert not queue_check("index", once="check:2026-11-20")
    db.session.commit()
    assert not queue_check("index", once="check:2026-11-20")
    assert queue_check("index", once="check:2026-11-21")


def test_rows_without_a_once_key_do_not_hinder_each_other() -> None:
    message = EmailMessage()
    message.set_content("您好")
    for _ in range(2):
        assert queue_mail("account:1", message)
    db.session.commit()

    assert len(rows()) == 2


def test_row_remembers_the_request_that_queued_it(app: Flask) -> None:
    @app.before_request
    def queue_something() -> None:
        db.session.add(OutboxRow(kind="index", key="offering:1"))
        db.session.commit()

    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/language")

    assert [row.request_id for row in rows()] == [answer.headers["X-Request-Id"]]
