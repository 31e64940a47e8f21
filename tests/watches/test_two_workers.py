"""Two workers that hold the same round at the same time tell everybody once."""

from collections import Counter
from threading import Barrier, Thread

from factories.catalogue_rows import published_offering
from factories.people import account
from factories.watching import AFTERNOON, SATURDAY, at_work, watch_search
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import MAIL
from matchmaker.watches.models import News
from matchmaker.watches.operations.digests import send_digests


def test_two_workers_tell_everybody_once(app: Flask) -> None:
    with app.app_context():
        for _ in range(8):
            watch_search(account())
        with at_work(AFTERNOON):
            published_offering()
    together, failures = Barrier(2), []

    def hold_round() -> None:
        with app.app_context():
            together.wait()
            try:
                send_digests()
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
                failures.append(error)

    with clock.at(SATURDAY):
        workers = [Thread(target=hold_round) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    with app.app_context():
        keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.kind == MAIL)).all()
        told = db.session.scalars(select(News.account_id)).all()
        untold = db.session.scalars(select(News.id).where(News.digest_id.is_(None))).all()
    assert failures == []
    assert Counter(keys).most_common(1)[0][1] == 1
    assert (len(keys), len(told), untold) == (8, 8, [])
