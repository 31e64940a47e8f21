"""The worker's part: lines of public demands held, and held again when their standing changes."""

from datetime import timedelta

import pytest
from factories.catalogue import offering, provider
from factories.demands import open_demand
from factories.working import work
from sqlalchemy import select

from matchmaker import clock
from matchmaker.app import outbox_handlers
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.insight.models.gaps import DemandGap, GapLine
from matchmaker.insight.operations.gaps import OLDEST, hold_lines
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import GATHERED_FOR, LINES
from matchmaker.jobs.worker import run_once
from matchmaker.matching.models import DemandStanding

pytestmark = pytest.mark.usefixtures("session")


def test_a_demand_is_held_once_until_its_standing_changes_or_a_day_passed() -> None:
    demand, _owner = open_demand()
    offering(provider())
    number = demand.id
    work()
    assert hold_lines() == 1
    db.session.commit()
    assert hold_lines() == 0
    [head] = db.session.scalars(select(DemandGap))
    assert (head.demand_id, head.candidates) == (number, 1)
    lines = db.session.scalars(select(GapLine).where(GapLine.demand_id == number)).all()
    assert "latency" in {line.subject for line in lines}
    assert all(line.met + line.unknown + line.missed == head.candidates for line in lines)

    db.session.get_one(DemandStanding, number).version += 1
    db.session.commit()
    assert hold_lines() == 1
    db.session.commit()
    with clock.at(clock.now() + OLDEST + timedelta(minutes=1)):
        assert hold_lines() == 1
    db.session.rollback()


def test_the_worker_holds_what_was_ranked_in_rounds_until_nothing_is_due() -> None:
    demand, _owner = open_demand()
    offering(provider())
    number = demand.id
    db.session.commit()

    for later in (timedelta(0), GATHERED_FOR):
        with clock.at(clock.now() + later):
            while run_once(outbox_handlers()):
                pass

    assert db.session.scalars(select(DemandGap.demand_id)).all() == [number]
    rounds = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == LINES)).all()
    assert [(row.last_error, row.done_at is None) for row in rounds] == [("", False)] * 2


def test_a_round_holds_no_more_than_it_was_told() -> None:
    open_demand()
    open_demand()
    offering(provider())
    work()

    held = []
    for _round in range(3):
        held.append(hold_lines(1))
        db.session.commit()

    assert held == [1, 1, 0]


def test_what_is_public_no_more_is_dropped() -> None:
    demand, _owner = open_demand()
    number = demand.id
    work()
    hold_lines()
    db.session.commit()
    db.session.get_one(Demand, number).closes_on = clock.today() - timedelta(days=1)
    db.session.commit()
    assert hold_lines() == 0
    db.session.commit()
    assert db.session.scalars(select(DemandGap)).all() == []
    assert db.session.scalars(select(GapLine)).all() == []
