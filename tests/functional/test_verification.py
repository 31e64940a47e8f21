"""From an unknown organisation to one that publishes: applying, mending, deciding, ending."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from conftest import NOON
from factories.accounts import USCC
from factories.catalogue import offering
from factories.demands import content
from factories.people import account, member, organisation
from factories.second_factors import give_second_factor
from factories.signing_in import sign_in
from factories.taxonomy import plain_sector
from factories.uploads import PDF
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import (
    OrganisationState,
    PartKind,
    PartState,
    StaffRole,
    VerificationState,
)
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.accounts.operations.reminders import remind_of_verifications
from matchmaker.catalogue.enums import CaseState, Effect, OfferingState
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    CaseContent,
    FigureContent,
    approve_offering,
    draft_case,
)
from matchmaker.db import db
from matchmaker.demands.operations import draft_demand
from matchmaker.notices.models import Notice
from matchmaker.taxonomy.models import Sector

ANSWERS = {
    "legal_name": "华北矿用装备有限公司",
    "uscc": USCC,
    "contact_name": "赵工",
    "contact_position": "信息化部主任",
    "contact_phone": "0477-8123456",
}
HANDED_IN = "/organisations/1/verification/edit"
OTHER_USCC = "91150600MA0N00001W"


@pytest.fixture
def staff(app: Flask) -> PageClient:
    """Give a browser of a moderator."""
    with app.app_context():
        person = account("审核员", staff=StaffRole.MODERATOR)
        db.session.commit()
        number = person.id
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    sign_in(app, browser, number)
    return browser


@pytest.fixture
def owner(app: Flask, client: PageClient) -> PageClient:
    """Give a browser of the owner of organisation 1, which nobody has verified."""
    with app.app_context():
        mine = organisation("华北矿用装备公司", uscc=USCC, verified_until=None)
        person = member(mine, name="赵工")
        mining = plain_sector("mining", "矿山", "无人矿卡")
        offering(mine, state=OfferingState.DRAFT, sector=mining, scenes=list(mining.scenes))
        db.session.commit()
        number = person.id
    sign_in(app, client, number)
    return client


def papers() -> dict[str, tuple[BytesIO, str]]:
    return {
        "licence": (BytesIO(PDF), "营业执照.pdf"),
        "authorisation": (BytesIO(PDF), "授权书.pdf"),
    }


def form_of(app: Flask, **changed: object) -> dict[str, object]:
    """Give what the form posts: answers, and the version the page showed."""
    with app.app_context():
        row = newest()
        is_running = row is not None and row.closed_at is None
        version = row.version if row and is_running else 0
    return {**ANSWERS, "version": version, **changed}


def newest() -> Verification | None:
    return db.session.scalars(select(Verification).order_by(Verification.id.desc())).first()


def decide(app: Flask, staff: PageClient, outcome: str, **values: object) -> int:
    """Decide on the newest application; gives the status."""
    with app.app_context():
        row = newest()
        assert row is not None
        path, version = f"/staff/verifications/{row.id}", row.version
    response = staff.submit(path, {"version": version, "outcome": outcome, **values})
    return response.status_code


def publish(owner: PageClient) -> int:
    return owner.submit("/my/organisations", to="/offerings/1/submit").status_code


def test_from_application_to_publishing(app: Flask, owner: PageClient, staff: PageClient) -> None:
    assert "先完成单位认证" in owner.get("/offerings/1").text

    # Handed in with too little: what was typed and the files stay.
    response = owner.submit(HANDED_IN, form_of(app, contact_phone="", hand_in="1", **papers()))
    assert response.status_code == 422
    assert "请填写联系电话" in response.text
    assert "营业执照.pdf" in response.text
    response = owner.submit(HANDED_IN, form_of(app, hand_in="1"))
    assert response.status_code == 303
    assert "审核中" in owner.get("/organisations/1/verification").text

    # Sent back: one part to mend, the others stay passed.
    listed = staff.get("/staff/verifications").text
    assert ANSWERS["legal_name"] in listed
    found = {"identity": "passed", "licence": "to-mend", "authorisation": "passed"}
    assert decide(app, staff, "returned", contact="passed", **found) == 422  # says no reason
    reasons = {"licence_reasons": "licence-unreadable", "licence_words": "请重新拍照"}
    assert decide(app, staff, "returned", contact="passed", **found, **reasons) == 303
    page = owner.get("/organisations/1/verification").text
    assert "营业执照看不清或不完整" in page
    assert "请重新拍照" in page

    # What passed cannot be changed any more, the rest is mended and handed in again.
    changed = {"legal_name": "别的公司", "licence": (BytesIO(PDF), "新执照.pdf")}
    assert owner.submit(HANDED_IN, form_of(app, hand_in="1", **changed)).status_code == 303
    with app.app_context():
        row = newest()
        assert row is not None
        assert row.legal_name == ANSWERS["legal_name"]
        states = {part.kind: part.state for part in row.parts}
        assert states.pop(PartKind.LICENCE) is PartState.OPEN
        assert set(states.values()) == {PartState.PASSED}

    assert decide(app, staff, "approved", words="材料很齐全") == 303
    assert "材料很齐全" in owner.get("/my/notices").text
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        assert mine.is_verified
        assert mine.verified_until == clock.today().replace(year=clock.today().year + 1)
        assert mine.name == ANSWERS["legal_name"]
    assert "先完成单位认证" not in owner.get("/offerings/1").text
    assert publish(owner) == 303


def test_nobody_unverified_publishes(app: Flask, owner: PageClient) -> None:
    assert publish(owner) == 422

    with app.app_context():
        assert db.session.get_one(Offering, 1).state is OfferingState.DRAFT


def test_two_deciding_at_once_the_second_is_told(
    app: Flask, owner: PageClient, staff: PageClient
) -> None:
    owner.submit(HANDED_IN, form_of(app, hand_in="1", **papers()))
    path = "/staff/verifications/1"
    with app.app_context():
        row = newest()
        assert row is not None
        seen = row.version

    refused = {"version": seen, "outcome": "refused", "reasons": "forged"}
    assert staff.submit(path, refused).status_code == 303
    approved = staff.submit("/account/sessions", {"version": seen, "outcome": "approved"}, to=path)

    assert approved.status_code == 409
    with app.app_context():
        row = newest()
        assert row is not None
        assert row.state is VerificationState.REFUSED
    assert "材料涉嫌伪造" in owner.get("/organisations/1/verification").text
    assert owner.submit(HANDED_IN, form_of(app, save="1")).status_code == 303  # starts anew


def test_a_code_belongs_to_one_organisation(app: Flask, owner: PageClient) -> None:
    with app.app_context():
        organisation("别的公司", uscc=OTHER_USCC)
        db.session.commit()

    taken = form_of(app, uscc=OTHER_USCC, hand_in="1", **papers())
    response = owner.submit(HANDED_IN, taken)

    assert response.status_code == 422
    assert "已有别的单位登记" in response.text


def test_staff_do_not_decide_on_their_own(app: Flask, owner: PageClient) -> None:
    owner.submit(HANDED_IN, form_of(app, hand_in="1", **papers()))
    with app.app_context():
        person = db.session.scalars(select(Account)).first()
        assert person is not None
        person.staff_role = StaffRole.MODERATOR
        give_second_factor(person)
        db.session.commit()

    assert owner.get("/staff/verifications/1").status_code == 404
    assert "由别人审核" in owner.get("/staff/verifications").text


def test_papers_are_for_its_people_and_for_staff_who_decide(
    app: Flask, owner: PageClient, staff: PageClient
) -> None:
    owner.submit(HANDED_IN, form_of(app, save="1", **papers()))
    path = "/verification-parts/2/file"
    assert owner.get(path).status_code == 200
    assert staff.get(path).status_code == 404  # nobody handed it in yet

    owner.submit(HANDED_IN, form_of(app, hand_in="1"))

    assert staff.get(path).status_code == 200
    assert app.test_client().get(path).status_code == 303


@pytest.mark.parametrize("path", ["/demands/1/edit", "/offerings/1/edit"])
def test_a_form_that_may_not_publish_leads_to_the_verification(
    app: Flask, owner: PageClient, path: str
) -> None:
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        person = db.session.scalars(select(Account).where(Account.name == "赵工")).one()
        told = content(sector=db.session.scalars(select(Sector)).first())
        draft_demand(told, organisation=mine, actor=person)
        db.session.commit()

    said = "露天煤矿有40台矿卡，想实现无人驾驶运输，与有人设备混编作业。"
    written = {"title": "矿卡无人驾驶系统", "text": said, "summary": said}
    placed = {"sector": "mining", "scenes": "mining-1", "organisation": "1"}
    response = owner.submit(path, {**written, **placed, "send": "1", "publish": "1"})

    assert response.status_code == 303
    draft = owner.get(response.location).text
    assert 'href="/organisations/1/verification"' in draft
    assert written["title"] in draft  # what was typed is kept on the way there
    assert "发布前需要先完成单位认证" in draft


def test_a_case_is_handed_in_by_a_verified_organisation_alone(
    app: Flask, owner: PageClient
) -> None:
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        person = db.session.scalars(select(Account).where(Account.name == "赵工")).one()
        sector = db.session.scalars(select(Sector)).first()
        told = CaseContent(
            title="某露天煤矿无人巡检", client="某露天煤矿", client_name="远山露天煤矿有限公司",
            sector=sector, scenes=sector.scenes[:1] if sector else [],
            problem="夜间巡检靠人走，雪天下坑有滑坠的风险，一班要走六个小时。",
            solution="在坑口和运输道路建设5G专网，巡检车按路线行驶并回传画面。",
            effects="巡检人员从 12 人减到 3 人。", started_on=date(2025, 3, 1), role="总集成",
            figures=[
                FigureContent(
                    kind=Effect.STAFF, what="巡检人员", before=Decimal(12), after=Decimal(3),
                    unit="人", measured_on=date(2025, 9, 1),
                )
            ],
        )  # fmt: skip
        case = draft_case(mine, told, actor=person)
        db.session.commit()
        number = case.id

    def hand_in() -> tuple[int, CaseState | None]:
        status = owner.submit("/my/cases", to=f"/cases/{number}/submit").status_code
        with app.app_context():
            return status, db.session.get_one(Case, number).state

    assert hand_in() == (422, CaseState.DRAFT)
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        mine.verified_at, mine.verified_until = clock.now(), clock.today()
        db.session.commit()
    assert hand_in() == (303, CaseState.SUBMITTED)


def test_a_verification_ends_by_itself(app: Flask, owner: PageClient) -> None:
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        mine.verified_at, mine.verified_until = clock.now(), clock.today()
        db.session.commit()
        assert mine.is_verified

    with clock.at(NOON + timedelta(days=1)):
        assert "到期" in owner.get("/organisations/1/verification").text
        assert publish(owner) == 422


def test_suspended_leaves_lists_and_comes_back(
    app: Flask, owner: PageClient, staff: PageClient
) -> None:
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        mine.verified_at, mine.verified_until = clock.now(), clock.today()
        db.session.commit()
    assert publish(owner) == 303
    with app.app_context():
        offered = db.session.get_one(Offering, 1)
        moderator = db.session.scalars(select(Account).where(Account.staff_role.is_not(None))).one()
        approve_offering(offered, seen_version=offered.version, actor=moderator)
        db.session.commit()
    visitor = app.test_client()
    assert visitor.get("/offerings/1").status_code == 200

    def stand(outcome: str, **values: object) -> int:
        with app.app_context():
            version = db.session.get_one(Organisation, 1).version
        values |= {"version": version, "outcome": outcome}
        return staff.submit("/staff/organisations/1", values).status_code

    assert stand("suspended") == 422  # no reason given
    assert stand("suspended", reasons="false-facts", words="案例经查不实") == 303
    assert visitor.get("/offerings/1").status_code == 404
    page = owner.get("/organisations/1/verification").text
    assert "案例经查不实" in page
    assert "申诉" in page
    assert owner.submit("/account/sessions", {}, to=HANDED_IN).status_code == 404

    assert "已被暂停" in owner.get("/my/notices").text
    assert stand("restored", words="已更正") == 303
    assert visitor.get("/offerings/1").status_code == 200
    assert stand("revoked", reasons="person-left") == 303
    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        assert (mine.state, mine.is_verified) == (OrganisationState.ACTIVE, False)
    assert visitor.get("/offerings/1").status_code == 200  # what is public stays


def test_people_are_told_in_time_and_once(app: Flask, owner: PageClient) -> None:
    def told() -> int:
        with app.app_context():
            remind_of_verifications()
            db.session.commit()
            return len(db.session.scalars(select(Notice)).all())

    with app.app_context():
        mine = db.session.get_one(Organisation, 1)
        mine.verified_at, mine.verified_until = clock.now(), clock.today() + timedelta(days=31)
        db.session.commit()
    assert told() == 0

    for days, count in ((1, 1), (2, 1), (17, 2), (31, 3), (32, 3), (33, 3)):
        with clock.at(NOON + timedelta(days=days)):
            assert told() == count, days

    assert "到期" in owner.get("/my/notices").text
