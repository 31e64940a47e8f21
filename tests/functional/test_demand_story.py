"""A demand from its draft to its end, as its people, staff and strangers see it."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from factories.accounts import browser
from factories.demands import TEXT, content, people, publish, sector
from factories.people import account, member, organisation
from factories.second_factors import give_second_factor
from factories.signing_in import sign_in
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.app import keep_house
from matchmaker.db import db
from matchmaker.demands.documents import demand_documents
from matchmaker.demands.enums import DemandState, Visibility
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    accept_guest,
    draft_demand,
    edit_demand,
    invite_guest,
    submit_demand,
)
from matchmaker.errors import DomainError
from matchmaker.notices.models import Notice
from matchmaker.taxonomy.models import Sector

NAME = "云雾岭秘境煤业有限公司"
PAGE, REVIEW = "/demands/1", "/staff/demands/1"


@dataclass(frozen=True)
class Cast:
    """Who takes part, by number."""

    organisation: int
    owner: int
    staff: int
    provider: int
    seller: int


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context():
        sector()
        mine, owner = people()
        mine.name = NAME
        give_second_factor(owner)  # asked of owners after two weeks
        staff = account("周审核", staff=StaffRole.MODERATOR)
        provider = organisation("方案公司")
        seller = member(provider)
        db.session.commit()
        return Cast(mine.id, owner.id, staff.id, provider.id, seller.id)


class Reader:
    """Somebody at a browser, who answers forms as they stand."""

    def __init__(self, app: Flask, account_id: int = 0) -> None:
        self.app, self.client = app, browser(app)
        if account_id:
            sign_in(app, self.client, account_id)

    def see(self, path: str) -> str:
        response = self.client.get(path)
        return response.text if response.status_code == 200 else str(response.status_code)

    def send(self, path: str, data: dict[str, Any] | None = None, *, at: str = "") -> Any:
        version = str(only(self.app).version) if "1" in path else ""
        return self.client.submit(at or path, {"version": version, **(data or {})}, to=path)


def only(app: Flask) -> Demand:
    with app.app_context():
        return db.session.scalars(select(Demand)).one()


def told(app: Flask, account_id: int) -> list[str]:
    with app.app_context():
        kinds = select(Notice.kind).where(Notice.account_id == account_id).order_by(Notice.id)
        return list(db.session.scalars(kinds))


def fill(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "title": "矿卡无人驾驶改造",
        "text": TEXT,
        "sector": "mining",
        "organisation": str(cast.organisation),
        "goals-2-words": "每班司机",
        "goals-2-from_figure": "40",
        "goals-2-to_figure": "12",
        "goals-2-unit": "人",
        "priority": "high",
        "phase": "pilot",
        **changes,
    }


def test_from_draft_to_reopened(app: Flask, cast: Cast) -> None:
    owner, staff, stranger = Reader(app, cast.owner), Reader(app, cast.staff), Reader(app)

    owner.send("/demands/new", fill(cast, publish="1"))
    assert only(app).state is DemandState.IN_REVIEW
    assert stranger.see(PAGE) == "404"
    assert "矿卡无人驾驶改造" in staff.see("/staff/demands")

    assert "请选择原因" in staff.send(REVIEW, {"outcome": "returned"}).text
    staff.send(REVIEW, {"reasons": "unclear", "words": "请写清谁来用", "outcome": "returned"})
    assert only(app).state is DemandState.DRAFT
    assert "请写清谁来用" in owner.see(f"{PAGE}/history")
    assert told(app, cast.owner) == ["demand-returned"]

    owner.send(f"{PAGE}/edit", fill(cast, text=f"{TEXT}由调度员使用。", publish="1"))
    staff.send(REVIEW, {"outcome": "approved"})
    assert only(app).state is DemandState.OPEN
    assert "每班司机 40人 → 12人" in stranger.see(PAGE)
    assert "试点验证" in stranger.see(PAGE)

    owner.send(f"{PAGE}/edit", fill(cast, title="矿卡无人驾驶改造二期"))
    assert "改了“标题”" in stranger.see(PAGE)

    with clock.at(clock.now() + timedelta(days=50)):
        owner = Reader(app, cast.owner)
        owner.send(f"{PAGE}/renew", at=PAGE)
        closes_on = only(app).closes_on
        assert closes_on is not None
        assert (closes_on - clock.today()).days == 70
    with clock.at(clock.now() + timedelta(days=51)):
        owner.send(f"{PAGE}/close", {"reason": "none-suitable", "words": "都不支持防爆"})
        assert "都不支持防爆" in stranger.see(PAGE)
        assert "矿卡无人驾驶改造" not in stranger.see("/demands")
        owner.send(f"{PAGE}/reopen", at=PAGE)
        assert only(app).state is DemandState.OPEN


def test_one_changed_while_closed_is_looked_at_again(app: Flask, cast: Cast) -> None:
    with app.app_context():
        posted(cast)
        db.session.commit()
    owner, stranger = Reader(app, cast.owner), Reader(app)

    owner.send(f"{PAGE}/close", {"reason": "cancelled"})
    hidden = stranger.see(PAGE)
    owner.send(f"{PAGE}/edit", fill(cast, title="矿卡无人驾驶改造三期"))
    owner.send(f"{PAGE}/reopen", at=PAGE)

    assert (hidden, only(app).state) == ("404", DemandState.IN_REVIEW)
    owner.send(f"{PAGE}/take-back", at=PAGE)
    assert only(app).state is DemandState.DRAFT


def posted(cast: Cast, **changes: Any) -> tuple[Demand, Account]:
    """Publish a demand of the cast; inside an application context."""
    owner = db.session.get_one(Account, cast.owner)
    mine = owner.memberships[0].organisation
    said = content(**{"sector": db.session.scalars(select(Sector)).first(), **changes})
    demand = draft_demand(said, organisation=mine, actor=owner)
    publish(demand, owner)
    return demand, owner


def test_nobody_finds_whose_an_anonymous_demand_is(app: Flask, cast: Cast) -> None:
    with app.app_context():
        posted(cast, visibility=Visibility.ANONYMOUS)
        db.session.commit()
        said = "".join(map(repr, demand_documents()))
    stranger, owner, staff = Reader(app), Reader(app, cast.owner), Reader(app, cast.staff)
    seller = Reader(app, cast.seller)

    book = load_workbook(BytesIO(stranger.client.get("/demands/export").data))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    pages = ["/demands", PAGE, f"{PAGE}/matches", "/", "/sectors/mining", "/search?q=矿卡"]
    seen = [reader.see(path) for reader in (stranger, seller) for path in pages]

    assert "矿卡无人驾驶改造" in seen[0]
    assert any("矿卡无人驾驶改造" in cell for cell in cells)
    assert NAME not in "".join([*cells, said])
    assert NAME not in "".join(seen)
    assert "矿卡无人驾驶改造" not in stranger.see(f"/search?q={NAME}")
    assert NAME in owner.see(PAGE)
    assert NAME in staff.see(PAGE)


def test_an_accepted_provider_learns_the_name_and_nobody_before(app: Flask, cast: Cast) -> None:
    with app.app_context():
        demand, _owner = posted(cast, visibility=Visibility.ANONYMOUS)
        invite_guest(demand, db.session.get_one(Organisation, cast.provider))
        db.session.commit()
    seller = Reader(app, cast.seller)
    before = seller.see(PAGE)

    with app.app_context():
        accept_guest(db.session.get_one(Demand, 1), db.session.get_one(Organisation, cast.provider))
        db.session.commit()

    assert NAME not in before
    assert NAME in seller.see(PAGE)
    assert NAME not in Reader(app).see(PAGE)


def test_an_anonymous_demand_must_not_name_its_organisation(app: Flask, cast: Cast) -> None:
    with app.app_context():
        owner = db.session.get_one(Account, cast.owner)
        said = content(
            sector=db.session.scalars(select(Sector)).first(), text=f"{NAME}要让40台矿卡无人驾驶。",
            visibility=Visibility.ANONYMOUS,
        )  # fmt: skip
        demand = draft_demand(said, organisation=owner.memberships[0].organisation, actor=owner)

        with pytest.raises(DomainError) as refused:
            submit_demand(demand, actor=owner)

    assert refused.value.field == "text"


def test_only_the_invited_see_a_demand_for_the_invited(app: Flask, cast: Cast) -> None:
    with app.app_context():
        posted(cast, visibility=Visibility.INVITED)
        db.session.commit()
    stranger, seller, staff = Reader(app), Reader(app, cast.seller), Reader(app, cast.staff)
    before = seller.see(PAGE)

    with app.app_context():
        invite_guest(db.session.get_one(Demand, 1), db.session.get_one(Organisation, cast.provider))
        db.session.commit()
        documents = list(demand_documents())

    assert (before, stranger.see(PAGE), documents) == ("404", "404", [])
    assert "矿卡无人驾驶改造" in seller.see(PAGE)
    assert "矿卡无人驾驶改造" in staff.see(PAGE)
    assert "矿卡无人驾驶改造" not in stranger.see("/demands") + seller.see("/demands")


def test_what_was_shown_is_never_hidden_again(app: Flask, cast: Cast) -> None:
    with app.app_context():
        demand, owner = posted(cast)

        with pytest.raises(DomainError) as refused:
            edit_demand(
                demand, content(sector=demand.sector, visibility=Visibility.ANONYMOUS),
                organisation=None, seen_version=demand.version, actor=owner,
            )  # fmt: skip

    assert refused.value.field == "visibility"


def test_it_is_reminded_of_expires_and_is_closed_by_the_calendar(app: Flask, cast: Cast) -> None:
    with app.app_context():
        posted(cast)
        db.session.commit()
    start = clock.now()
    for days in (46, 47, 57, 58):
        with app.app_context(), clock.at(start + timedelta(days=days)):
            keep_house()
    reminded = told(app, cast.owner)

    with clock.at(start + timedelta(days=61)):
        stranger = Reader(app)
        assert "矿卡无人驾驶改造" not in stranger.see("/demands")
        assert "已到期" in stranger.see(PAGE)
        assert only(app).state is DemandState.OPEN
    with app.app_context(), clock.at(start + timedelta(days=75)):
        keep_house()

    assert reminded == ["demand-approved", "demand-expiring", "demand-expiring"]
    assert only(app).close_reason == "expired"
    assert told(app, cast.owner)[-1] == "demand-expired"


def test_the_same_again_is_refused_and_names_the_one_there_is(app: Flask, cast: Cast) -> None:
    with app.app_context():
        posted(cast)
        db.session.commit()

    again = browser(app)
    sign_in(app, again, cast.owner)
    answer = again.submit("/demands/new", fill(cast, title="又一条矿卡改造", publish="1"))

    assert answer.status_code == 422
    assert "几乎相同的需求“矿卡无人驾驶改造”" in answer.text


def test_staff_decide_on_what_they_read(app: Flask, cast: Cast) -> None:
    owner, staff = Reader(app, cast.owner), Reader(app, cast.staff)
    owner.send("/demands/new", fill(cast, publish="1"))
    stale = staff.client.submit(REVIEW, {"version": "1", "outcome": "approved"})
    assert 'name="version" type="hidden" value="2"' in stale.text
    unsaid = staff.client.submit(REVIEW, {"version": "2", "outcome": "?", "words": "想一想"})
    assert (unsaid.status_code, "请按一个按钮" in unsaid.text) == (400, True)
    assert "想一想" in unsaid.text

    staff.send(REVIEW, {"outcome": "approved", "words": "写得很清楚"})
    assert "写得很清楚" in owner.see("/my/notices")
    late = staff.send(REVIEW, {"outcome": "approved"})

    assert (stale.status_code, late.status_code) == (409, 409)
    assert only(app).state is DemandState.OPEN
    staff.send(REVIEW, {"outcome": "suspended", "reasons": "advertising"})
    assert Reader(app).see(PAGE) == "404"
    staff.send(REVIEW, {"outcome": "restored", "words": "核对过了，没有问题"})
    assert "矿卡无人驾驶改造" in Reader(app).see(PAGE)


def test_people_see_their_own_alike_and_a_meter_while_they_write(app: Flask, cast: Cast) -> None:
    with app.app_context():
        posted(cast)
        db.session.commit()
    client = browser(app)
    sign_in(app, client, cast.owner)
    part = {"HX-Request": "true"}

    similar = client.submit("/demands/new", fill(cast), to="/similar", headers=part)
    meter = client.submit("/demands/new", fill(cast), to="/demands/quality", headers=part)

    assert "您已有内容相近的需求" in similar.text
    assert "6 点里说清了" in meter.text
