"""The rounds of the worker: each person once whatever happens, and nothing they may not see."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import open_demand
from factories.people import account
from factories.watching import (
    AFTERNOON,
    MONDAY,
    SATURDAY,
    SUNDAY,
    at_work,
    digests_to,
    hold_rounds,
    last_digest,
    watch_search,
)
from factories.working import work
from flask import Flask
from sqlalchemy import event, select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, OrganisationState
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search
from matchmaker.discovery.queries import matching_keys
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import MAIL
from matchmaker.watches.models import Digest, News
from matchmaker.watches.operations.digests import KEPT, purge_news, send_digests
from matchmaker.watches.queries import fresh

pytestmark = pytest.mark.usefixtures("session")


class KilledError(BaseException):
    """Stands for kill -9: nobody catches it."""


@contextmanager
def killed_at(commit: int) -> Iterator[None]:
    """Die just before the given commit, from one; a round with fewer commits is not harmed."""
    seen = 0

    def count(_session: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == commit:
            raise KilledError

    event.listen(db.session, "before_commit", count)
    try:
        yield
    except KilledError:
        pass
    finally:
        event.remove(db.session, "before_commit", count)
        db.session.rollback()


def queued_digests() -> list[str]:
    keys = select(OutboxRow.key).where(OutboxRow.kind == MAIL, OutboxRow.key.startswith("digest:"))
    return list(db.session.scalars(keys))


def test_a_worker_that_dies_before_any_commit_tells_everybody_once() -> None:
    people = [account() for _ in range(3)]
    for person in people:
        watch_search(person)
    watch_search(account(), "港口岸桥")  # finds nothing

    days = [SATURDAY + timedelta(days=number) for number in range(5)]
    for number, day in enumerate(days, start=1):
        with at_work(day - timedelta(hours=2)):
            published_offering(f"无人驾驶方案{number}")
        with clock.at(day):
            with killed_at(number):
                send_digests()
            send_digests()
            db.session.commit()

    expected = [f"digest:{person.id}:{day:%Y-%m-%d}" for day in days for person in people]
    assert sorted(queued_digests()) == sorted(expected)
    told = db.session.query(News.account_id, News.subject_id).all()
    assert len(told) == len(set(told)) == 15
    assert db.session.query(News).filter(News.digest_id.is_(None)).count() == 0


def test_equal_searches_of_all_people_are_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    really = matching_keys

    def counted(text: str, **more: Any) -> Collection[Any]:
        asked.append(text)
        return really(text, **more)

    monkeypatch.setattr(fresh, "matching_keys", counted)
    people = [account() for _ in range(3)]
    for person in people:
        watch_search(person)
    watch_search(people[0], "矿用卡车")
    hold_rounds(SATURDAY)
    assert asked == [], "nothing was published, so nothing is searched for"

    with at_work(SATURDAY + timedelta(hours=1)):
        published_offering()
    hold_rounds(SUNDAY)

    assert sorted(asked) == ["无人驾驶", "矿用卡车"]
    assert [len(digests_to(person)) for person in people] == [1, 1, 1]


def test_nobody_is_told_what_they_may_not_see() -> None:
    person, disabled = account(), account()
    demand, owner = open_demand()
    watch_search(person)
    watch_search(disabled)
    with at_work(AFTERNOON):
        offering, _provider = published_offering()
        disabled.state = AccountState.DISABLED
        for membership in list(owner.memberships):
            db.session.delete(membership)
    offering.organisation.state = OrganisationState.SUSPENDED  # the index does not know it yet
    db.session.commit()
    hold_rounds(SATURDAY)
    assert queued_digests() == []

    offering.organisation.state = OrganisationState.ACTIVE
    with at_work(SATURDAY + timedelta(hours=1)):
        published_offering("另一个无人驾驶方案")
    hold_rounds(SUNDAY)

    assert len(digests_to(person)) == 1
    assert digests_to(disabled) == []
    assert digests_to(owner) == [], f"left the organisation of demand {demand.id}"


def test_without_a_usable_index_nothing_is_told_and_nothing_is_lost(app: Flask) -> None:
    person = account()
    watch_search(person)
    with at_work(AFTERNOON):
        published_offering()
    shutil.rmtree(Path(app.instance_path) / "search")
    hold_rounds(SATURDAY)
    assert queued_digests() == []

    rebuild_search()
    with clock.at(SATURDAY + timedelta(minutes=2)):
        work()

    assert "矿用卡车无人驾驶改造" in last_digest(person)


def test_a_clock_that_jumps_neither_repeats_nor_loses() -> None:
    person = account()
    watch_search(person)
    with at_work(AFTERNOON):
        published_offering("周五的无人驾驶")
    hold_rounds(SATURDAY)
    hold_rounds(SATURDAY + timedelta(days=800))
    hold_rounds(SATURDAY + timedelta(days=801))
    assert len(digests_to(person)) == 1

    hold_rounds(SATURDAY + timedelta(hours=1))  # the clock is right again
    with at_work(SATURDAY + timedelta(hours=2)):
        published_offering("周六的无人驾驶")
    hold_rounds(SUNDAY)
    assert len(digests_to(person)) == 2
    assert "1 条更新" in last_digest(person)

    hold_rounds(SATURDAY + timedelta(hours=2, minutes=30))  # a day back
    with at_work(SATURDAY + timedelta(hours=3)):
        published_offering("回拨后的无人驾驶")
    hold_rounds(SUNDAY)
    assert len(digests_to(person)) == 2, "one digest a day"
    hold_rounds(MONDAY)
    assert len(digests_to(person)) == 3
    assert "回拨后的无人驾驶" in last_digest(person)
    assert "1 条更新" in last_digest(person)


def test_old_news_are_dropped() -> None:
    person = account()
    watch_search(person)
    with at_work(AFTERNOON):
        published_offering()
    hold_rounds(SATURDAY)

    with clock.at(SATURDAY + KEPT + timedelta(seconds=1)):
        purge_news()
    assert (db.session.query(News).count(), db.session.query(Digest).count()) == (0, 0)
