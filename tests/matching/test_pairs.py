"""Pairs that rankings brought together: when they stand, who has seen them, what stays."""

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import cancel, open_demand
from factories.people import member
from factories.signing_in import sign_in
from factories.working import work
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.operations.opening import invite_provider
from matchmaker.matching.models import MatchedPair, ShownRanking, StandingPlace
from matchmaker.matching.operations.pairs import move_pairs, note_seen, pair_standings
from matchmaker.matching.queries.pairs import fit_of


def pairs() -> list[tuple[int, int, bool]]:
    """Give what is on record: demand, provider, whether its people saw it."""
    db.session.rollback()
    rows = db.session.scalars(select(MatchedPair).order_by(MatchedPair.provider_id))
    return [(row.demand_id, row.provider_id, row.seen_at is not None) for row in rows]


def posted() -> tuple[Offering, Demand, Account]:
    """Give an offering and a public demand it stands for, with the person who posted that."""
    offering, _seller = published_offering()
    demand, owner = open_demand()
    work()
    return offering, demand, owner


@pytest.mark.usefixtures("session")
def test_what_stands_is_a_pair_and_stays_one() -> None:
    offering, demand, owner = posted()
    [place] = db.session.scalars(select(StandingPlace))
    [pair] = db.session.scalars(select(MatchedPair))

    assert (pair.demand_id, pair.provider_id) == (demand.id, offering.organisation_id)
    assert (pair.tenths, pair.seen_at) == (place.tenths, None)

    cancel(demand, owner)
    work()
    pair_standings([demand.id])
    assert db.session.scalars(select(StandingPlace)).all() == []
    assert pairs() == [(demand.id, offering.organisation_id, False)]


def test_only_the_list_put_before_its_own_people_is_seen(app: Flask, client: PageClient) -> None:
    with app.app_context():
        offering, demand, owner = posted()
        db.session.commit()
        known, address = (demand.id, offering.organisation_id), f"/demands/{demand.id}/matches"
        person = owner.id

    client.get(address)
    with app.app_context():
        assert pairs() == [(*known, False)]
    sign_in(app, client, person)
    client.get(address)
    client.get(address)
    with app.app_context():
        assert pairs() == [(*known, True)]


@pytest.mark.usefixtures("session")
def test_what_was_seen_first_stays_and_nobody_pairs_with_their_own() -> None:
    offering, demand, _owner = posted()
    db.session.commit()
    own = demand.organisation_id or 0

    assert note_seen(demand, {offering.organisation_id: 33.3, own: 90.0})
    assert not note_seen(demand, {offering.organisation_id: 99.9})

    [pair] = db.session.scalars(select(MatchedPair))
    assert pair.provider_id == offering.organisation_id
    assert pair.tenths != 333


@pytest.mark.usefixtures("session")
def test_claimed_profile_takes_its_pairs_along_but_one() -> None:
    offering, demand, _owner = posted()
    other, _person = published_offering("露天矿5G专网")
    second, _buyer = open_demand()
    pairs_of_other = MatchedPair(
        demand_id=demand.id,
        provider_id=other.organisation_id,
        tenths=500,
        matched_at=demand.created_at,
    )
    later = MatchedPair(
        demand_id=second.id,
        provider_id=offering.organisation_id,
        tenths=500,
        matched_at=demand.created_at,
    )
    db.session.add_all([pairs_of_other, later])
    db.session.flush()

    move_pairs(offering.organisation, other.organisation)
    db.session.expire_all()

    rows = db.session.scalars(select(MatchedPair)).all()
    assert {(row.demand_id, row.provider_id) for row in rows} == {
        (demand.id, offering.organisation_id),
        (demand.id, other.organisation_id),
        (second.id, other.organisation_id),
    }


@pytest.mark.usefixtures("session")
def test_the_fit_of_the_first_contact_is_kept() -> None:
    offering, demand, owner = posted()
    member(offering.organisation)
    [place] = db.session.scalars(select(StandingPlace))

    made = invite_provider(demand, offering.organisation, offering=offering, actor=owner)

    assert made.fit_tenths == place.tenths > 0


@pytest.mark.usefixtures("session")
def test_without_a_standing_the_ranking_shown_last_tells_the_fit() -> None:
    offering, _seller = published_offering()
    demand, _owner = open_demand()
    db.session.add_all(
        ShownRanking(
            demand_id=demand.id,
            model_number=1,
            model_name="m",
            digest="d",
            offerings=[offering.id],
            content={"rows": [[offering.id, "矿", points, [], []]]},
        )
        for points in (41.0, 52.4)
    )
    db.session.flush()

    assert fit_of(demand.id, offering.organisation_id, None) == 524
    assert fit_of(demand.id, offering.organisation_id, offering.id) == 524
    assert fit_of(demand.id, demand.organisation_id or 0, None) is None
