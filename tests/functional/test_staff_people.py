"""Staff find people, and an administrator helps who lost app and recovery codes."""

from datetime import timedelta

import pytest
from factories.accounts import browser
from factories.people import account, member, organisation
from factories.reading import MOST_QUERIES, queries
from factories.second_factors import give_second_factor
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.accounts.queries import live_sessions_of
from matchmaker.accounts.queries.directory import people_for_staff
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.notices.models import Notice


def signed_in(app: Flask, person_id: int) -> PageClient:
    client = browser(app)
    sign_in(app, client, person_id)
    return client


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """Give a person with a second factor who is signed in, and staff."""
    with app.app_context():
        person = member(organisation("远山露天煤矿有限公司"), name="丢手机的人")
        give_second_factor(person)
        open_session(person, user_agent="Firefox")
        staff = {
            role.value: account(role.value, staff=role)
            for role in (StaffRole.MODERATOR, StaffRole.ADMINISTRATOR)
        }
        db.session.commit()
        return {"person": person.id, **{name: row.id for name, row in staff.items()}}


def test_a_reset_says_why_signs_out_and_tells_the_person(
    app: Flask, people: dict[str, int]
) -> None:
    page = f"/staff/people/{people['person']}/reset-second-factor"
    administrator = signed_in(app, people["administrator"])

    unsaid = administrator.submit(page, {"check": "video", "reason": ""})
    unchecked = administrator.submit(page, {"reason": "手机丢了"})
    done = administrator.submit(page, {"check": "video", "reason": "手机丢了，工单 7"})
    again = administrator.get(page)

    assert (unsaid.status_code, unchecked.status_code, done.status_code) == (422, 422, 303)
    assert "没有核对就不要重置" in unchecked.text
    assert again.status_code == 404  # nothing left to reset
    with app.app_context():
        person = db.session.get_one(Account, people["person"])
        assert not person.has_second_factor
        assert not live_sessions_of(person)
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "account.second_factor_reset")
        ).one()
        assert event.actor_id == people["administrator"]
        assert event.after == {"check": "video", "reason": "手机丢了，工单 7", "sessions": 1}
        told = db.session.scalars(select(Notice).where(Notice.account_id == person.id)).one()
        mail = select(OutboxRow).where(OutboxRow.key == f"notice:{told.id}")
        assert person.email in str(db.session.scalars(mail).one().payload)


def test_a_reset_asks_for_the_password_again(app: Flask, people: dict[str, int]) -> None:
    page = f"/staff/people/{people['person']}/reset-second-factor"
    administrator = signed_in(app, people["administrator"])

    with clock.at(clock.now() + timedelta(minutes=31)):
        asked = administrator.get(page)

    assert asked.status_code == 303
    assert asked.location.startswith("/account/prove")


def test_who_resets(app: Flask, people: dict[str, int]) -> None:
    moderator = signed_in(app, people["moderator"])
    administrator = signed_in(app, people["administrator"])
    of_person, of_oneself = (
        f"/staff/people/{people[name]}/reset-second-factor" for name in ("person", "administrator")
    )

    answers = moderator.get(of_person).status_code, administrator.get(of_oneself).status_code

    assert answers == (404, 404)
    assert of_person not in moderator.get(f"/staff/people/{people['person']}").text


def test_people_are_found_by_name_address_organisation_state_and_factor(
    app: Flask, people: dict[str, int]
) -> None:
    with app.app_context():
        waiting = account("还没确认的人")
        waiting.state, waiting.confirmed_at = AccountState.PENDING, None
        gone = account("注销的人")
        gone.deleted_at = clock.now()
        db.session.flush()
        person = db.session.get_one(Account, people["person"])
        found = {
            words: [row.name for row in db.session.scalars(people_for_staff(words))]
            for words in ("丢手机", person.email.upper(), "远山露天", "100%", "注销的人")
        }
        pending = db.session.scalars(people_for_staff(state=AccountState.PENDING)).all()
        without = db.session.scalars(people_for_staff(has_factor=False)).all()

        assert found == {
            "丢手机": ["丢手机的人"],
            person.email.upper(): ["丢手机的人"],
            "远山露天": ["丢手机的人"],
            "100%": [],
            "注销的人": [],
        }
        assert pending == without == [waiting]


def test_the_list_asks_few_questions_however_long(app: Flask, people: dict[str, int]) -> None:
    with app.app_context():
        for number in range(25):
            member(organisation(f"单位{number}"), name=f"成员{number}")
        db.session.commit()
    moderator = signed_in(app, people["moderator"])

    with queries(app) as asked:
        page = moderator.get("/staff/people").text

    assert len(asked) <= MOST_QUERIES
    assert "成员24" in page
    assert "丢手机的人" not in page
    assert "丢手机的人" in moderator.get("/staff/people?page=2").text
    assert "丢手机的人" in moderator.get("/staff/people?factor=yes&state=active").text
