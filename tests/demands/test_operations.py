"""What may happen to a demand, and what must not."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import product

import pytest
from factories.demands import TEXT, cancel, content, open_demand, people, publish, region, sector
from factories.people import account, member, organisation

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.demands import policies
from matchmaker.demands.enums import DEMAND_TRANSITIONS, DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    adopt_pasted,
    check_need_text,
    draft_demand,
    edit_demand,
    paste_need,
    purge_pasted,
    states,
    submit_demand,
)
from matchmaker.demands.queries import Show, listed_demands, pasted_need
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.models import OutboxRow

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "text", ["", "  \n", "好", "。。！？——", "🚛🚛🚛🚛🚛🚛", "\u200b\u200b", "a" * 10_001]
)
def test_text_that_says_nothing_is_refused_with_advice(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_need_text(text)

    assert refused.value.field == "text"
    assert len(str(refused.value.message)) > 10


def test_pasted_need_opens_only_by_its_key() -> None:
    need, key = paste_need(TEXT, actor=None)
    db.session.commit()

    assert pasted_need(key) is need
    assert pasted_need("x" * 24) is None
    assert not policies.may_see(None, need)
    assert key not in str(db.session.query(AuditEvent).one().after)


def test_pasted_need_is_deleted_after_thirty_days_and_not_before() -> None:
    need, key = paste_need(TEXT, actor=None)
    db.session.commit()

    with clock.at(clock.now() + timedelta(days=29)):
        assert purge_pasted() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert purge_pasted() == 1
    db.session.commit()

    assert pasted_need(key) is None
    assert TEXT not in str([event.after for event in db.session.query(AuditEvent)])
    assert need not in db.session


def test_adopted_need_belongs_to_the_person_and_its_key_is_dead() -> None:
    (mine, owner), place = people(), region()
    need, key = paste_need(TEXT, actor=None)

    adopt_pasted(need, content(region=place), organisation=mine, actor=owner)
    db.session.flush()

    assert (need.state, need.author, need.organisation) == (DemandState.DRAFT, owner, mine)
    assert pasted_need(key) is None


def test_published_demand_is_public_indexed_and_recorded() -> None:
    mine, owner = people()
    demand = draft_demand(content(sector=sector()), organisation=mine, actor=owner)

    publish(demand, owner)
    db.session.commit()

    assert policies.may_see(None, demand)
    assert db.session.scalars(listed_demands(Show.OPEN, {})).all() == [demand]
    keys = [row.key for row in db.session.query(OutboxRow)]
    assert [key for key in keys if key.startswith("demand:")] == [f"demand:{demand.id}"]
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last is not None
    assert (last.before["state"], last.after["state"]) == ("in-review", "open")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "短"}),
        ("text", {"text": "想用5G改造"}),
        ("sector", {}),
        ("ends_on", {"ends_on": clock.today() - timedelta(days=400)}),
    ],
)
def test_incomplete_demand_is_not_published(field: str, changes: dict[str, object]) -> None:
    mine, owner = people()
    values = {} if field == "sector" else {"sector": sector()}
    demand = draft_demand(content(**values, **changes), organisation=mine, actor=owner)

    with pytest.raises(DomainError) as refused:
        submit_demand(demand, actor=owner)

    assert refused.value.field == field


def test_demand_without_organisation_is_not_published() -> None:
    person = account()
    demand = draft_demand(content(sector=sector()), organisation=None, actor=person)

    with pytest.raises(DomainError) as refused:
        submit_demand(demand, actor=person)

    assert refused.value.field == "organisation"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("budget_max_wan", {"budget_min_wan": Decimal(9), "budget_max_wan": Decimal(8)}),
        ("budget_min_wan", {"budget_min_wan": Decimal(-1)}),
        ("budget_max_wan", {"budget_max_wan": Decimal(10) ** 9}),
        (
            "ends_on",
            {
                "starts_on": clock.today() + timedelta(days=9),
                "ends_on": clock.today() + timedelta(days=8),
            },
        ),
        ("ends_on", {"ends_on": clock.today() + timedelta(days=9000)}),
    ],
)
def test_impossible_figures_are_refused(field: str, changes: dict[str, object]) -> None:
    with pytest.raises(DomainError) as refused:
        draft_demand(content(**changes), organisation=None, actor=account())

    assert refused.value.field == field


def test_stale_edit_is_refused_and_changes_nothing() -> None:
    demand, owner = open_demand()
    db.session.commit()
    seen = demand.version
    edit = partial(edit_demand, demand, organisation=None, seen_version=seen, actor=owner)
    edit(content(sector=demand.sector, title="第一次修改"))
    db.session.commit()

    with pytest.raises(ConflictError):
        edit(content(sector=demand.sector, title="第二次修改"))

    assert demand.title == "第一次修改"


def test_open_demand_must_stay_complete() -> None:
    demand, owner = open_demand()

    with pytest.raises(DomainError) as refused:
        edit_demand(
            demand,
            content(sector=demand.sector, title=""),
            organisation=None,
            seen_version=demand.version,
            actor=owner,
        )

    assert refused.value.field == "title"


def test_nobody_speaks_for_a_foreign_organisation() -> None:
    stranger, mine = account(), organisation()

    with pytest.raises(DomainError) as refused:
        draft_demand(content(), organisation=mine, actor=stranger)

    assert refused.value.field == "organisation"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(MemberRole.OWNER, True), (MemberRole.EDITOR, True), (MemberRole.VIEWER, False)],
)
def test_roles_decide_who_edits(role: MemberRole, *, allowed: bool) -> None:
    demand, _owner = open_demand()
    assert demand.organisation is not None

    colleague = member(demand.organisation, role)

    assert policies.may_edit(colleague, demand) is allowed
    assert policies.may_close(colleague, demand) is allowed


def test_author_who_left_the_organisation_loses_every_right() -> None:
    demand, owner = open_demand()
    cancel(demand, owner)
    db.session.delete(owner.memberships[0])
    db.session.commit()
    db.session.refresh(owner)

    assert not policies.may_edit(owner, demand)
    assert not policies.may_see(owner, demand)


@pytest.mark.parametrize(("start", "target"), list(product(DemandState, DemandState)))
def test_states_move_along_the_table_only(start: DemandState, target: DemandState) -> None:
    demand = Demand(state=start, text=TEXT)

    if target in DEMAND_TRANSITIONS[start]:
        states.move(demand, target)
        assert demand.state is target
    else:
        with pytest.raises(ConflictError):
            states.move(demand, target)
