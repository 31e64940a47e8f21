"""Members come and go: nothing is left of those who went, and an owner always stays."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from architecture import small_world
from factories.accounts import add_account, add_member, add_organisation
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.enums import AccountState, InvitationState, MemberRole
from matchmaker.accounts.models import Account, Invitation, Membership, Organisation
from matchmaker.accounts.operations.invitations import accept, invite, offer_ownership
from matchmaker.accounts.operations.members import change_role, leave, remove_member
from matchmaker.accounts.policies import contact_of, role_in
from matchmaker.db import Base, db
from matchmaker.errors import ConflictError, DomainError, TooManyAttemptsError

HOUSE = Path(import_module("matchmaker").__file__ or "").parent
pytestmark = pytest.mark.usefixtures("session")


def policies() -> Iterator[tuple[Callable[[Any, Any], bool], type[Base]]]:
    """Give every policy about a row, of every slice, with the model it is about."""
    rooms = [*HOUSE.glob("*/policies.py"), *HOUSE.glob("*/policies/*.py")]
    for room in rooms:
        path = room.relative_to(HOUSE.parent).with_suffix("")
        module = import_module(".".join(path.parts))
        for _name, found in inspect.getmembers(module, inspect.isfunction):
            names = list(inspect.signature(found).parameters)
            if found.__module__ != module.__name__ or len(names) != 2 or names[0] != "actor":
                continue
            about = get_type_hints(found).get(names[1])
            if inspect.isclass(about) and issubclass(about, Base):
                yield found, about


def with_owner() -> tuple[Organisation, Account]:
    owner = add_account()
    organisation = add_organisation(owner)
    db.session.commit()
    return organisation, owner


def membership(organisation: Organisation, account: Account) -> Membership:
    return db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation.id, Membership.account_id == account.id
        )
    ).one()


@pytest.mark.parametrize("role", list(MemberRole))
def test_who_was_removed_may_do_no_more_than_a_stranger(app: Flask, role: MemberRole) -> None:
    small_world.build()
    mine = db.session.get_one(Organisation, 1)
    owner = mine.memberships[0].account
    former, stranger = add_account(), add_account()
    add_member(mine, former, role)
    rows = [
        (policy, row) for policy, about in policies() for row in db.session.scalars(select(about))
    ]
    rows = [(policy, row) for policy, row in rows if row not in (former, stranger)]
    assert len({policy.__name__ for policy, _row in rows}) > 10
    before = [policy(former, row) != policy(stranger, row) for policy, row in rows]
    assert any(before)

    remove_member(membership(mine, former), actor=owner)

    more = [
        (policy.__name__, row)
        for policy, row in rows
        if row in db.session and policy(former, row) != policy(stranger, row)
    ]
    assert more == []
    assert app


def test_invitations_of_who_goes_do_not_let_anybody_in() -> None:
    organisation, owner = with_owner()
    second = add_account()
    add_member(organisation, second, MemberRole.OWNER)
    friend = add_account(email="friend@example.com")
    db.session.commit()
    asked = invite(organisation, friend.email, MemberRole.OWNER, actor=second)

    remove_member(membership(organisation, second), actor=owner)

    assert asked.state is InvitationState.REVOKED
    with pytest.raises(ConflictError):
        accept(asked, actor=friend)
    assert role_in(friend, organisation) is None


def test_lowered_owner_s_invitations_are_revoked_too() -> None:
    organisation, owner = with_owner()
    second = add_account()
    add_member(organisation, second, MemberRole.OWNER)
    db.session.commit()
    asked = invite(organisation, "friend@example.com", MemberRole.EDITOR, actor=second)

    change_role(membership(organisation, second), MemberRole.EDITOR, actor=owner)

    assert asked.state is InvitationState.REVOKED


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.VIEWER])
def test_only_owners_invite_whatever_route_forgot_to_ask(role: MemberRole) -> None:
    organisation, _owner = with_owner()
    member = add_account()
    add_member(organisation, member, role)
    db.session.commit()

    with pytest.raises(DomainError, match="只有所有者"):
        invite(organisation, "friend@example.com", role, actor=member)


def test_last_owner_cannot_go_be_removed_or_lowered() -> None:
    organisation, owner = with_owner()
    gone = add_account(state=AccountState.DISABLED)
    add_member(organisation, gone, MemberRole.OWNER)  # an owner who cannot sign in is none
    own = membership(organisation, owner)

    attempts: tuple[Callable[[], None], ...] = (
        lambda: leave(own, actor=owner),
        lambda: remove_member(own, actor=owner),
        lambda: change_role(own, MemberRole.EDITOR, actor=owner),
    )
    for attempt in attempts:
        with pytest.raises(ConflictError, match="至少要有一位所有者"):
            attempt()


def test_transfer_makes_the_giver_an_editor_and_needs_both_still_there() -> None:
    organisation, owner = with_owner()
    heir, other = add_account(), add_account()
    add_member(organisation, heir, MemberRole.VIEWER)
    add_member(organisation, other, MemberRole.EDITOR)
    db.session.commit()
    offered = offer_ownership(membership(organisation, heir), actor=owner)
    db.session.commit()
    late = offer_ownership(membership(organisation, other), actor=owner)

    accept(offered, actor=heir)

    db.session.expire_all()
    assert role_in(heir, organisation) is MemberRole.OWNER
    assert role_in(owner, organisation) is MemberRole.EDITOR
    with pytest.raises(ConflictError):
        accept(late, actor=other)


def test_inviting_again_replaces_and_is_counted() -> None:
    organisation, owner = with_owner()
    for _time in range(5):
        invite(organisation, "friend@example.com", MemberRole.EDITOR, actor=owner)
        db.session.commit()

    with pytest.raises(TooManyAttemptsError):
        invite(organisation, "friend@example.com", MemberRole.EDITOR, actor=owner)
    states = db.session.scalars(select(Invitation.state)).all()
    assert sorted(states) == ["open", *["revoked"] * 4]


def test_contact_data_are_told_inside_an_accepted_engagement_only() -> None:
    person = add_account(phone="13912348000", shares_phone=True)

    assert contact_of(person, is_open=False).email == ""
    assert contact_of(person, is_open=False).phone == ""
    assert contact_of(person, is_open=True).phone == "13912348000"
    person.shares_phone = False
    assert contact_of(person, is_open=True).phone == ""
