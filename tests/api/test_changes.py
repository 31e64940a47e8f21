"""What changed, in an order in which nobody who pages misses anything."""

from datetime import timedelta
from random import Random
from threading import Thread

import pytest
from factories.catalogue import offering, provider, publish
from factories.demands import open_demand
from factories.people import organisation
from factories.programmes import call
from factories.working import work
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.api.enums import PublicAct
from matchmaker.api.models import ChangeCounter
from matchmaker.api.operations.changes import (
    WITHDRAWN_KEPT,
    begin_count_anew,
    forget_withdrawn,
    heal_changes,
    record_changes,
)
from matchmaker.api.queries.changes import (
    PUBLIC_IDS,
    CursorTooOldError,
    UnknownCursorError,
    changes_after,
)
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import CloseReason, Visibility
from matchmaker.demands.operations import close_demand
from matchmaker.programmes.enums import CallState

pytestmark = pytest.mark.usefixtures("session")


def withdraw(row: Offering) -> None:
    assert row.state is OfferingState.PUBLISHED
    row.state, row.withdrawn_at = OfferingState.WITHDRAWN, clock.now()
    db.session.flush()


def acts(kind: str, cursor: str | None = None) -> list[tuple[int, PublicAct]]:
    found = changes_after(cursor, kinds=[kind]).changes
    return [(row.thing_id, row.act) for row in found]


def test_a_thing_is_published_changed_and_withdrawn() -> None:
    row = offering(provider())
    work()
    assert acts("offering") == [(row.id, PublicAct.PUBLISHED)]
    cursor = changes_after(None).cursor
    row.title = "矿卡远程驾驶系统"
    work()
    assert acts("offering", cursor) == [(row.id, PublicAct.CHANGED)]
    cursor = changes_after(cursor).cursor
    withdraw(row)
    work()
    assert acts("offering", cursor) == [(row.id, PublicAct.WITHDRAWN)]


def test_what_was_never_public_is_not_told() -> None:
    draft = offering(provider(), state=OfferingState.DRAFT)
    hidden, _owner = open_demand(visibility=Visibility.INVITED)
    unpublished = call(state=CallState.DRAFT, published_at=None)
    shown = call()
    work()
    draft.title = "还没有写完"
    work()

    told = {(row.kind, row.thing_id) for row in changes_after(None).changes}
    assert {("offering", draft.id), ("demand", hidden.id), ("call", unpublished.id)} & told == set()
    assert ("call", shown.id) in told


def test_a_suspended_provider_takes_its_offerings_along() -> None:
    of = organisation("远方通信")
    row = offering(of)
    work()
    cursor = changes_after(None).cursor
    of.state = OrganisationState.SUSPENDED
    work()

    gone = {(row.kind, row.thing_id): row.act for row in changes_after(cursor).changes}
    assert gone == {
        ("offering", row.id): PublicAct.WITHDRAWN,
        ("provider", of.id): PublicAct.WITHDRAWN,
    }


def test_a_closed_demand_is_withdrawn() -> None:
    demand, owner = open_demand()
    work()
    close_demand(demand, CloseReason.CANCELLED, actor=owner)
    work()
    assert acts("demand") == [(demand.id, PublicAct.WITHDRAWN)]


@pytest.mark.parametrize("seed", range(4))
def test_who_pages_while_others_write_knows_the_last_state_of_everything(seed: int) -> None:
    chance, of = Random(seed), provider()  # noqa: S311 - a game of chance, no secret
    rows = [offering(of, f"方案{number}") for number in range(6)]
    seen: dict[tuple[str, int], PublicAct] = {}
    cursor: str | None = None
    work()
    for step in range(30):
        row = chance.choice(rows)
        match chance.randrange(4):
            case 0 if row.state is OfferingState.PUBLISHED:
                withdraw(row)
            case 1:
                publish(row)
            case 2:
                row.title = f"方案第{step}稿"
            case _:
                page = changes_after(cursor, limit=chance.randint(1, 3))
                seen |= {(one.kind, one.thing_id): one.act for one in page.changes}
                cursor = page.cursor
        if chance.random() < 0.6:
            work()
    work()
    has_more = True
    while has_more:
        page = changes_after(cursor, limit=2)
        seen |= {(one.kind, one.thing_id): one.act for one in page.changes}
        cursor, has_more = page.cursor, page.has_more

    shown = {key for key, act in seen.items() if act is not PublicAct.WITHDRAWN}
    assert shown == {
        (kind, number) for kind, ids in PUBLIC_IDS.items() for number in db.session.scalars(ids())
    }


def test_who_writes_second_waits_and_gets_the_higher_numbers(app: Flask) -> None:
    first, second = offering(provider()), offering(provider("远山软件"), "井下定位")
    db.session.commit()
    record_changes({"offering": [first.id]})
    number = second.id

    def write() -> None:
        with app.app_context():
            record_changes({"offering": [number]})
            db.session.commit()

    other = Thread(target=write)
    other.start()
    other.join(0.2)
    is_waiting = other.is_alive()
    db.session.commit()
    other.join()

    assert is_waiting
    assert [row.thing_id for row in changes_after(None).changes] == [first.id, number]


def test_heal_finds_what_no_row_told_of() -> None:
    row = offering(provider())
    db.session.commit()
    heal_changes()
    heal_changes()
    db.session.commit()

    assert acts("offering") == [(row.id, PublicAct.PUBLISHED)]
    counter = db.session.scalars(select(ChangeCounter)).one()
    assert counter.sequence == len(changes_after(None).changes)


def test_a_cursor_from_before_what_was_forgotten_is_refused() -> None:
    kept, gone = offering(provider()), offering(provider("远山软件"), "井下定位")
    work()
    early = changes_after(None, limit=1).cursor
    withdraw(gone)
    work()
    late = changes_after(None).cursor
    with clock.at(clock.now() + WITHDRAWN_KEPT + timedelta(days=1)):
        forget_withdrawn()
        db.session.commit()

    with pytest.raises(CursorTooOldError):
        changes_after(early)
    assert changes_after(late).changes == []
    assert acts("offering") == [(kept.id, PublicAct.PUBLISHED)]


def test_cursors_of_another_count_and_made_up_ones_are_refused() -> None:
    offering(provider())
    work()
    cursor = changes_after(None).cursor
    begin_count_anew()
    db.session.commit()
    db.session.expire_all()

    with pytest.raises(CursorTooOldError):
        changes_after(cursor)
    with pytest.raises(UnknownCursorError):
        changes_after("1 OR 1=1")


def test_a_program_reads_on_from_where_it_was(client: FlaskClient) -> None:
    row = offering(provider())
    work()
    first = client.get("/api/v1/changes?kinds=offering").get_json()
    [change] = first["items"]
    assert (change["kind"], change["id"], change["what"]) == ("offering", row.id, "published")
    assert change["url"] == f"http://localhost/offerings/{row.id}"
    assert not first["has_more"]
    withdraw(row)
    work()

    [gone] = client.get(f"/api/v1/changes?kinds=offering&cursor={first['next']}").get_json()[
        "items"
    ]
    assert (gone["what"], gone["url"]) == ("withdrawn", None)
    begin_count_anew()
    db.session.commit()
    assert client.get(f"/api/v1/changes?cursor={first['next']}").status_code == 410
    for wrong in ("cursor=x", "kinds=secrets", "limit=0", "limit=501"):
        assert client.get(f"/api/v1/changes?{wrong}").status_code == 422
