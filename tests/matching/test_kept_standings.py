"""What is on record of the best offerings of a demand, and what is noted when it changes."""

from datetime import datetime, timedelta

import pytest
from factories.catalogue_rows import SUMMARY, published_offering
from factories.demands import cancel, content, open_demand
from factories.models import activated, first_model, weights
from factories.working import work
from sqlalchemy import select

from matchmaker import clock
from matchmaker.app import keep_house
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import OfferingContent, edit_offering, withdraw_offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import edit_demand
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_index
from matchmaker.matching.models import DemandStanding, StandingChange, StandingPlace
from matchmaker.matching.operations import standings
from matchmaker.matching.operations.standings import (
    KEPT,
    StandingsMovedError,
    restand,
)
from matchmaker.matching.queries import many
from matchmaker.matching.queries.many import AskedDemands
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import rank
from matchmaker.matching.queries.standings import changes_for_demand, changes_for_offering
from matchmaker.taxonomy.models import Sector

Told = list[tuple[str, str, str]]


def told(demand: Demand) -> Told:
    """Give what a demand's people see, oldest first."""
    changes = changes_for_demand(demand)[::-1]
    return [(row.title, row.kind.value, row.reason.value) for row in changes]


def told_offering(offering: Offering) -> Told:
    changes = changes_for_offering(offering)[::-1]
    return [(row.title, row.kind.value, row.reason.value) for row in changes]


def marks() -> list[tuple[int, int]]:
    db.session.rollback()
    rows = db.session.execute(select(DemandStanding.demand_id, DemandStanding.version))
    return [(row[0], row[1]) for row in rows]


def stored(demand: Demand) -> list[tuple[int, float]]:
    places = select(StandingPlace).where(StandingPlace.demand_id == demand.id)
    rows = db.session.scalars(places.order_by(StandingPlace.rank))
    return [(row.offering_id, row.tenths / 10) for row in rows]


def offered(offering: Offering, **changes: object) -> OfferingContent:
    values = {
        "title": offering.title,
        "summary": offering.summary,
        "sector": offering.sector,
        "scenes": offering.scenes,
    }
    return OfferingContent(**{**values, **changes})  # type: ignore[arg-type]


def later() -> datetime:
    return clock.now() + timedelta(days=1)


@pytest.mark.usefixtures("session")
def test_a_demand_begins_with_the_ranking_its_page_shows() -> None:
    published_offering()
    published_offering("露天矿5G专网")
    demand, _owner = open_demand()

    work()

    matches = rank(demand_to_rank(demand).need).matches
    assert stored(demand) == [(match.key, match.score) for match in matches]
    assert len(matches) == 2
    assert told(demand) == [], "the list it began with is no news to its own people"


@pytest.mark.usefixtures("session")
def test_a_new_demand_is_told_to_the_offerings_it_lists() -> None:
    offering, _provider = published_offering()
    work()
    demand, _owner = open_demand()

    work()

    assert told_offering(offering) == [(demand.title, "new", "demand-new")]
    [change] = changes_for_offering(offering)
    assert (change.rank_before, change.rank_after) == (None, 1)
    assert (change.score_before, change.score_after) == (None, stored(demand)[0][1])


@pytest.mark.usefixtures("session")
def test_a_new_offering_is_new_on_both_sides() -> None:
    demand, _owner = open_demand()
    work()

    offering, _provider = published_offering()
    work()

    assert told(demand) == [(offering.title, "new", "offering-new")]
    assert told_offering(offering) == [(demand.title, "new", "offering-new")]


@pytest.mark.usefixtures("session")
def test_a_withdrawn_offering_is_gone_and_keeps_the_title_it_had() -> None:
    demand, _owner = open_demand()
    offering, provider = published_offering()
    title = offering.title
    work()

    withdraw_offering(offering, actor=provider)
    work()
    offering.title = "还没有公开的名称"
    db.session.commit()

    assert told(demand)[-1] == (title, "gone", "offering-withdrawn")
    assert changes_for_demand(demand)[0].is_open is False
    assert told_offering(offering)[-1] == (demand.title, "gone", "offering-withdrawn")
    assert stored(demand) == []


@pytest.mark.usefixtures("session")
def test_an_edit_moves_an_offering_down_and_up_again() -> None:
    demand, _owner = open_demand()
    offering, provider = published_offering()
    work()

    with clock.at(later()):
        worse = offered(offering, summary="为港口岸桥和龙门吊提供远程操控的无人驾驶服务。" * 2)
        edit_offering(offering, worse, seen_version=offering.version, actor=provider)
        work()
        better = offered(offering, summary=SUMMARY)
        edit_offering(offering, better, seen_version=offering.version, actor=provider)
        work()

    title = offering.title
    assert told(demand) == [
        (title, "down", "offering-changed"),
        (title, "up", "offering-changed"),
    ]
    up, down = changes_for_demand(demand)
    assert down.score_before == up.score_after
    assert down.score_after == up.score_before
    assert told_offering(offering)[1:] == [(demand.title, *row[1:]) for row in told(demand)]


@pytest.mark.usefixtures("session")
def test_an_edited_demand_explains_what_it_moves() -> None:
    truck, _provider = published_offering()
    demand, owner = open_demand()
    other, _other_owner = open_demand(title="矿卡调度")
    work()
    before = dict(marks())

    changed = content(text="露天煤矿的卡车想改成自动驾驶，减少夜班司机。", sector=demand.sector)
    edit_demand(demand, changed, organisation=None, seen_version=demand.version, actor=owner)
    work()

    [(title, kind, reason)] = told(demand)
    assert (title, reason) == (truck.title, "demand-changed")
    assert kind in {"up", "down"}
    assert told(other) == []
    assert dict(marks())[other.id] == before[other.id], "another demand is left alone"


@pytest.mark.usefixtures("session")
def test_a_withdrawn_demand_leaves_no_standing_and_no_title() -> None:
    offering, _provider = published_offering()
    demand, owner = open_demand()
    work()

    cancel(demand, owner)
    work()

    assert marks() == []
    assert stored(demand) == []
    assert told_offering(offering) == [("", "new", "demand-new"), ("", "gone", "demand-withdrawn")]


@pytest.mark.usefixtures("session")
def test_another_model_explains_the_scores_it_changes() -> None:
    first_model()
    offering, _provider = published_offering()
    demand, _owner = open_demand()
    work()

    version = activated(None, weights=weights(text=100.0), floor=1.0)
    work()

    assert [row[2] for row in told(demand)] == ["model-changed"]
    assert told_offering(offering)[-1][2] == "model-changed"
    [standing] = db.session.scalars(select(DemandStanding)).all()
    assert standing.model_number == version.number


@pytest.mark.usefixtures("session")
def test_words_of_the_taxonomy_explain_what_they_change() -> None:
    published_offering()
    demand, _owner = open_demand()
    work()

    scene = db.session.query(Sector).one().scenes[0]
    scene.name_zh = "电子围栏"  # the scene the offering is filed under: nobody asks for that
    queue_index("taxonomy", scene.id)
    work()

    assert {row[2] for row in told(demand)} == {"taxonomy-changed"}


@pytest.mark.usefixtures("session")
def test_again_writes_nothing() -> None:
    offering, _provider = published_offering()
    open_demand()
    work()
    before = marks()
    keys = [f"offering:{offering.id}", "taxonomy:1"]

    assert restand(keys, since=clock.now()) == 0
    db.session.commit()

    assert marks() == before
    assert db.session.query(StandingChange).count() == 1


@pytest.mark.usefixtures("session")
def test_a_burst_is_ranked_once() -> None:
    open_demand()
    work()
    offering, _provider = published_offering()
    for number in range(1_000, 1_450):  # more than the worker takes at once
        queue_index("offering", number)

    assert work() == 1
    assert told_offering(offering)[-1][1:] == ("new", "offering-new")


@pytest.mark.usefixtures("session")
def test_rows_that_rank_nothing_queue_nothing() -> None:
    queue_index("provider", 1)

    assert work() == 0


@pytest.mark.usefixtures("session")
def test_demands_without_a_standing_are_given_one_without_news() -> None:
    offering, _provider = published_offering()
    demand, _owner = open_demand()
    db.session.query(OutboxRow).delete()
    queue_index("provider", 1)  # the feed the ranker reads is never empty
    work()

    keep_house()
    work()

    assert [row[0] for row in stored(demand)] == [offering.id]
    assert told_offering(offering) == []


@pytest.mark.usefixtures("session")
def test_old_changes_are_dropped() -> None:
    published_offering()
    open_demand()
    work()

    noted_at = db.session.query(StandingChange).one().changed_at
    with clock.at(noted_at + KEPT):
        standings.purge_changes()
        assert db.session.query(StandingChange).count() == 1
    with clock.at(noted_at + KEPT + timedelta(seconds=1)):
        standings.purge_changes()
        assert db.session.query(StandingChange).count() == 0


@pytest.mark.usefixtures("session")
def test_who_was_overtaken_while_ranking_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    demand, _owner = open_demand()
    work()
    offering, _provider = published_offering()
    db.session.commit()
    keys = [f"offering:{offering.id}"]
    really = many.ranked

    def overtaken(asked: AskedDemands, limit: int, processes: int | None) -> object:
        monkeypatch.setattr(standings, "ranked", really)
        assert restand(keys, since=clock.now()) == 1
        db.session.commit()
        return really(asked, limit, processes)

    monkeypatch.setattr(standings, "ranked", overtaken)
    with pytest.raises(StandingsMovedError):
        restand(keys, since=clock.now())
    db.session.rollback()

    assert told(demand) == [(offering.title, "new", "offering-new")]
    assert restand(keys, since=clock.now()) == 0


@pytest.mark.usefixtures("session")
def test_a_worker_stopped_before_its_commit_leaves_everything_to_the_next() -> None:
    demand, _owner = open_demand()
    work()
    offering, _provider = published_offering()
    db.session.commit()

    assert restand([f"offering:{offering.id}"], since=clock.now()) == 1
    db.session.rollback()
    assert told(demand) == []

    work()
    assert told(demand) == [(offering.title, "new", "offering-new")]
