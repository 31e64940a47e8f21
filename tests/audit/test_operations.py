"""The trail says who, what, when, from what to what - and nothing secret."""

import pytest
from factories.people import account, organisation

from matchmaker import clock
from matchmaker.audit import operations as audit
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db

pytestmark = pytest.mark.usefixtures("session")


def events() -> list[AuditEvent]:
    return db.session.query(AuditEvent).order_by(AuditEvent.id).all()


def test_change_keeps_only_what_changed() -> None:
    actor, mine = account(), organisation("旧名称")

    with audit.change("organisation.edited", mine, actor=actor):
        mine.name = "新名称"

    [event] = events()
    assert (event.before, event.after) == ({"name": "旧名称"}, {"name": "新名称"})
    assert (event.actor_id, event.action, event.at) == (
        actor.id,
        "organisation.edited",
        clock.now(),
    )
    assert (event.subject_kind, event.subject_id) == ("organisation", str(mine.id))


def test_unchanged_row_leaves_no_trace() -> None:
    mine = organisation()

    with audit.change("organisation.edited", mine, actor=None):
        mine.name = str(mine.name)

    assert events() == []


def test_failed_change_leaves_no_trace() -> None:
    mine = organisation()

    def fail() -> None:
        with audit.change("organisation.edited", mine, actor=None):
            mine.name = "x"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert events() == []


def test_password_hash_never_reaches_the_trail() -> None:
    person = account()

    with audit.change("account.password_changed", person, actor=person):
        person.password_hash = "argon2id$secret"
        person.name = "新名字"

    assert events()[0].after == {"name": "新名字"}
    assert "password_hash" not in audit.snapshot(person)
