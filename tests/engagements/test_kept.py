"""What an engagement rests on stays readable for both sides, as it was, when it is withdrawn."""

from datetime import timedelta

from conftest import NOON
from factories.engagements import Two, talking, two_sides
from factories.people import account, member, organisation
from factories.reviewing import own_case
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient

from matchmaker import clock
from matchmaker.catalogue.enums import CaseState, OfferingState
from matchmaker.catalogue.operations.versions import keep_version
from matchmaker.db import db
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import Response, ResponseLine

THEN, LATER = "当时的说法：时延 15 毫秒。", "后来改的草稿：只卖设备。"


def withdrawn_since() -> tuple[Engagement, Two]:
    """Give an engagement about an offering that was withdrawn and rewritten afterwards."""
    sides = two_sides()
    sides.offering.summary = THEN
    keep_version(sides.offering, actor=sides.seller, is_reviewed=True)
    with clock.at(NOON + timedelta(days=1)):
        engagement, _sides = talking(sides)
    with clock.at(NOON + timedelta(days=2)):
        sides.offering.summary = LATER
        sides.offering.state = OfferingState.WITHDRAWN
        sides.offering.withdrawn_at = clock.now()
        keep_version(sides.offering, actor=sides.seller, is_reviewed=True)
    return engagement, sides


def test_an_offering_stays_readable_as_it_was_named(app: Flask, client: PageClient) -> None:
    with app.app_context():
        engagement, sides = withdrawn_since()
        stranger = member(organisation("路人公司"))
        db.session.commit()
        number, offering = engagement.id, sides.offering.id
        buyer, seller, other = sides.buyer.id, sides.seller.id, stranger.id
    kept = f"/engagements/{number}/offering"

    sign_in(app, client, buyer)
    assert client.get(f"/offerings/{offering}").status_code == 404
    assert kept in client.get(f"/engagements/{number}").text
    page = client.get(kept).text
    assert THEN in page
    assert LATER not in page
    sign_in(app, client, seller)
    assert client.get(kept).location == f"/offerings/{offering}"
    sign_in(app, client, other)
    assert client.get(kept).status_code == 404


def test_a_public_offering_is_read_on_its_own_page(app: Flask, client: PageClient) -> None:
    with app.app_context():
        engagement, sides = talking()
        db.session.commit()
        number, offering, buyer = engagement.id, sides.offering.id, sides.buyer.id
    sign_in(app, client, buyer)

    assert client.get(f"/engagements/{number}/offering").location == f"/offerings/{offering}"


def test_a_withdrawn_case_of_a_response_stays_readable(app: Flask, client: PageClient) -> None:
    with app.app_context():
        engagement, sides = talking()
        sector = sides.demand.sector
        assert sector is not None
        case = own_case(sides.provider.id, sector, CaseState.WITHDRAWN, sides.seller)
        unnamed = own_case(sides.provider.id, sector, CaseState.WITHDRAWN, sides.seller)
        line = ResponseLine(asked={"subject": "metric|latency"}, case=case)
        response = Response(
            demand=sides.demand, provider=sides.provider, engagement=engagement,
            state=ResponseState.SUBMITTED, submitted_at=clock.now(), lines=[line],
        )  # fmt: skip
        db.session.add(response)
        db.session.flush()
        stranger = account()
        db.session.commit()
        number, known, hidden, title = engagement.id, case.id, unnamed.id, case.title
        buyer, other, numbered = sides.buyer.id, stranger.id, response.id
    page = f"/engagements/{number}/cases/{known}"

    sign_in(app, client, buyer)
    assert client.get(f"/cases/{known}").status_code == 404
    assert title in client.get(page).text
    assert client.get(f"/engagements/{number}/cases/{hidden}").status_code == 404
    sign_in(app, client, other)
    assert client.get(page).status_code == 404

    with app.app_context():
        response = db.session.get_one(Response, numbered)
        response.state, response.withdrawn_at = ResponseState.WITHDRAWN, clock.now()
        db.session.commit()
    sign_in(app, client, buyer)
    assert client.get(page).status_code == 404
