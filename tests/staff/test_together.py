"""Several decisions at once, and two colleagues at one thing."""

import pytest
from factories.accounts import browser
from factories.catalogue import offering
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from factories.taxonomy import plain_sector
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Membership
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.moderation.models import Decision
from matchmaker.notices.models import Notice

QUEUE, TOGETHER = "/staff/offerings", "/staff/offerings/together"


@pytest.fixture
def three(app: Flask) -> list[int]:
    """Give three offerings that wait, and may be published."""
    with app.app_context():
        mine = organisation("北方矿用装备公司")
        member(mine)
        mining = plain_sector("mining", "矿山", "无人矿卡")
        known = {"sector": mining, "scenes": list(mining.scenes)}
        rows = [
            offering(mine, f"无人矿卡方案{number}", OfferingState.SUBMITTED, **known)
            for number in range(3)
        ]
        db.session.commit()
        return [row.id for row in rows]


def moderator(app: Flask, name: str = "审核员") -> PageClient:
    with app.app_context():
        number = account(name, staff=StaffRole.MODERATOR).id
        db.session.commit()
    client = browser(app)
    sign_in(app, client, number)
    return client


def seen(app: Flask, numbers: list[int]) -> list[str]:
    with app.app_context():
        return [f"{number}:{db.session.get_one(Offering, number).version}" for number in numbers]


def states(app: Flask, numbers: list[int]) -> list[str]:
    with app.app_context():
        return [db.session.get_one(Offering, number).state.value for number in numbers]


def test_of_two_at_one_thing_the_second_is_told_so(app: Flask, three: list[int]) -> None:
    first, second = moderator(app, "甲"), moderator(app, "乙")
    page, (shown, *_rest) = f"{QUEUE}/{three[0]}", seen(app, three)
    typed = {"version": shown.split(":")[1], "words": "请补充佐证"}

    answers = [
        who.submit(page, {**typed, "outcome": outcome})
        for who, outcome in ((first, "approved"), (second, "returned"))
    ]

    assert [one.status_code for one in answers] == [303, 409]
    assert "请补充佐证" in answers[1].text
    assert states(app, three[:1]) == ["published"]
    with app.app_context():
        assert db.session.query(Decision).count() == 1


def test_a_preview_counts_and_lists_and_each_is_a_decision_of_its_own(
    app: Flask, three: list[int]
) -> None:
    staff = moderator(app)
    queue = staff.get(QUEUE).text
    preview = staff.get(f"{TOGETHER}?pick={three[0]}&pick={three[2]}")

    unsaid = staff.submit(TOGETHER, {"seen": seen(app, three), "outcome": "returned"}, to=TOGETHER)
    done = staff.submit(
        f"{TOGETHER}?pick={three[0]}",
        {"seen": seen(app, three[:2]), "outcome": "returned", "reasons": ["unclear"]},
        to=TOGETHER,
    )

    assert 'name="pick"' in queue
    assert "将处理 2 项" in preview.text
    assert "无人矿卡方案1" not in preview.text
    assert unsaid.status_code == 422
    assert "请选择原因" in unsaid.text
    assert done.status_code == 303
    assert "已处理 2 项" in staff.get(QUEUE).text
    assert states(app, three) == ["draft", "draft", "submitted"]
    with app.app_context():
        rows = db.session.scalars(select(Decision).order_by(Decision.subject_id)).all()
        assert [(row.subject_id, row.reasons) for row in rows] == [
            (number, ["unclear"]) for number in three[:2]
        ]
        returned = select(AuditEvent).where(AuditEvent.action == "offering.returned")
        assert len(db.session.scalars(returned).all()) == 2
        assert len(db.session.scalars(select(Notice)).all()) == 2


def test_what_changed_after_the_preview_is_left_out_and_said(app: Flask, three: list[int]) -> None:
    staff, colleague = moderator(app, "甲"), moderator(app, "乙")
    shown = seen(app, three)
    with app.app_context():
        db.session.get_one(Offering, three[1]).title = "刚改过的标题"
        db.session.commit()
    colleague.submit(
        f"{QUEUE}/{three[2]}",
        {"version": shown[2].split(":")[1], "outcome": "returned", "words": "重复"},
    )

    staff.submit(f"{TOGETHER}?pick={three[0]}", {"seen": shown, "outcome": "approved"}, to=TOGETHER)
    said = staff.get(QUEUE).text

    assert states(app, three) == ["published", "submitted", "draft"]
    assert "已处理 1 项" in said
    assert "有 2 项没有处理" in said
    assert "刚改过的标题" in said


def test_nobody_picks_what_is_of_their_own_organisation(app: Flask, three: list[int]) -> None:
    with app.app_context():
        person = account("兼职", staff=StaffRole.MODERATOR)
        mine = db.session.get_one(Offering, three[0]).organisation
        db.session.add(Membership(account=person, organisation=mine, role=MemberRole.VIEWER))
        db.session.commit()
        number = person.id
    client = browser(app)
    sign_in(app, client, number)

    preview = client.get(f"{TOGETHER}?pick={three[0]}&pick=x&pick=99999999999").text
    client.submit(QUEUE, {"seen": seen(app, three), "outcome": "approved"}, to=TOGETHER)

    assert "还没有选择" in preview
    assert states(app, three) == ["submitted"] * 3


@pytest.mark.parametrize("queue", ["offerings", "cases", "demands"])
def test_each_queue_has_its_preview(app: Flask, queue: str) -> None:
    assert "还没有选择" in moderator(app).get(f"/staff/{queue}/together").text
