"""The trail says who, what, when, from what to what - and nothing secret."""

import pytest
from factories.catalogue import offering
from factories.people import account, organisation

from matchmaker import clock
from matchmaker.audit import operations as audit
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

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


def a_promise(metric: Metric, value: float) -> Promise:
    return Promise(
        kind=RequirementKind.METRIC,
        metric=metric,
        op=Operator.AT_MOST,
        value=value,
        evidence=EvidenceKind.STATEMENT,
    )


def said(metric: str, value: float) -> dict[str, object]:
    return {"kind": "metric", "metric": metric, "op": "<=", "value": value, "evidence": "statement"}


def test_change_keeps_the_children_that_went_and_came() -> None:
    latency, jitter = a_promise(Metric.LATENCY, 20.0), a_promise(Metric.JITTER, 5.0)
    row = offering(organisation(), promises=[latency, jitter])

    with audit.change("offering.edited", row, actor=None):
        row.promises = [a_promise(Metric.LATENCY, 10.0), jitter]
    with audit.change("offering.edited", row, actor=None):
        row.promises = list(row.promises)

    [event] = events()
    assert event.before == {"promises": [said("latency", 20.0)]}
    assert event.after == {"promises": [said("latency", 10.0)]}


def test_new_row_is_recorded_with_its_children() -> None:
    row = offering(organisation(), promises=[a_promise(Metric.SYNC, 1.0)])

    audit.created("offering.added", row, actor=None)

    assert events()[-1].after["promises"] == [said("sync", 1.0)]


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
