"""Who is shown, contacted and awarded, counted by hand; why offerings are never shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from factories.catalogue import offering
from factories.catalogue_rows import published_offering
from factories.demands import open_demand
from factories.funnel import YEAR, World, funnel_world
from factories.people import organisation
from factories.working import work
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import FirmSize
from matchmaker.app import keep_house
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.insight.enums import UnseenReason
from matchmaker.insight.models.unseen import UnseenOffering
from matchmaker.insight.operations.unseen import find_unseen
from matchmaker.insight.queries.fairness import Fairness, fairness
from matchmaker.insight.queries.scope import Scope
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.scoring.exposure import gini

ALL = Scope(*YEAR)


def shown(demand: Demand, offerings: Sequence[Offering]) -> None:
    """Record a ranking somebody saw on the day the demand was published."""
    db.session.add(
        ShownRanking(
            demand_id=demand.id,
            model_number=1,
            model_name="基准",
            digest="d",
            offerings=[row.id for row in offerings],
            content={"rows": []},
            shown_at=demand.published_at,
        )
    )
    db.session.flush()


@pytest.fixture
def world(session: None) -> World:
    """Three rankings: 甲乙丙, 甲乙, 甲 for the ports; 丁戊己庚 are never shown."""
    assert session is None
    made = funnel_world()
    offerings = made.offerings
    shown(made.mining, [offerings["甲"], offerings["乙"], offerings["丙"]])
    shown(made.mining, [offerings["甲"], offerings["乙"]])
    shown(made.ports, [offerings["甲"]])
    return made


def groups(found: Fairness, name: str) -> dict[str, tuple[int, ...]]:
    return {
        one.key: (one.providers, one.shown, one.first, one.contacts, one.awards, one.never)
        for one in found.groups[name]
    }


@pytest.mark.usefixtures("world")
def test_shares_of_sizes_are_those_of_the_small_world() -> None:
    found = fairness(ALL)

    assert (found.rankings, found.offerings, found.showings) == (3, 7, 6)
    assert (found.contacts, found.awards, found.never) == (4, 2, 4)
    assert groups(found, "size") == {
        "small": (2, 4, 3, 2, 2, 1 - 1),
        "micro": (1, 2, 0, 2, 0, 0),
        "": (4, 0, 0, 0, 0, 4),
    }
    [small] = [one for one in found.groups["size"] if one.key == "small"]
    assert small.shares == {
        "offerings": 2 / 7, "shown": 4 / 6, "first": 1.0, "contacts": 0.5, "awards": 1.0,
    }  # fmt: skip


@pytest.mark.usefixtures("world")
def test_gini_is_that_of_counts_known_by_hand() -> None:
    found = fairness(ALL)

    assert found.gini_shown == gini([3, 2, 1, 0, 0, 0, 0])
    assert found.gini_contacts == gini([2, 2, 0, 0, 0, 0, 0])
    assert found.gini_awards == gini([2, 0, 0, 0, 0, 0, 0]) == pytest.approx(6 / 7)


@pytest.mark.usefixtures("world")
def test_a_scope_narrows_rankings_contacts_awards_and_providers() -> None:
    ports = fairness(replace(ALL, sector="ports"))
    small = fairness(replace(ALL, provider_size=FirmSize.SMALL))
    early = fairness(replace(ALL, until=YEAR[0]))

    assert (ports.rankings, ports.showings, ports.contacts, ports.awards) == (1, 1, 2, 1)
    assert (small.providers, small.showings, small.contacts, small.awards) == (2, 4, 2, 2)
    assert (early.showings, early.contacts, early.gini_shown) == (0, 0, None)


def reasons() -> dict[str, UnseenReason]:
    find_unseen()
    rows = db.session.scalars(select(UnseenOffering))
    return {row.offering.title: row.reason for row in rows}


@pytest.mark.usefixtures("session")
def test_every_unseen_offering_has_the_reason_the_ranking_gives() -> None:
    best, _seller = published_offering()
    published_offering("心电监护仪", summary="病房里的心电监护。", scenes=[], sector=None)
    db.session.commit()
    assert set(reasons().values()) == {UnseenReason.NO_DEMANDS}

    demand, _owner = open_demand()
    work()
    db.session.commit()
    found = reasons()
    assert found["矿用卡车无人驾驶改造"] is UnseenReason.NEW
    assert found["心电监护仪"] is UnseenReason.NO_SCENE

    row = db.session.scalars(select(UnseenOffering).filter_by(offering_id=best.id)).one()
    ranking = live_ranker().rank(demand_to_rank(demand).need)
    assert (row.rank, row.fitting, row.barred) == (1, 1, 0)
    assert (row.tenths, row.floor_tenths) == (
        round(ranking.matches[0].score * 10),
        round(ranking.floor * 10),
    )

    with clock.at(clock.now() + timedelta(days=8)):
        assert reasons()["矿用卡车无人驾驶改造"] is UnseenReason.NOT_OPENED
    shown_now = ShownRanking(
        demand_id=demand.id, model_number=1, model_name="m", digest="d", offerings=[best.id],
        content={"rows": []},
    )  # fmt: skip
    db.session.add(shown_now)
    db.session.commit()
    assert "矿用卡车无人驾驶改造" not in reasons()


@pytest.mark.usefixtures("session")
def test_worker_finds_out_once_a_day() -> None:
    offering(organisation("从没有人看到的公司"))
    db.session.commit()

    keep_house()
    work()
    keep_house()
    work()

    assert [row.reason for row in db.session.scalars(select(UnseenOffering))] == [
        UnseenReason.NO_DEMANDS
    ]
