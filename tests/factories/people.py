"""Accounts and organisations as rows, for tests that are about something else."""

from datetime import timedelta
from itertools import count

from factories.second_factors import AGREED, give_second_factor

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, MemberRole, OrganisationState, StaffRole
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.db import db

VERIFIED_FOR = timedelta(days=3650)  # tests look far ahead

_numbers = count(1)


def account(name: str = "王工", *, staff: StaffRole | None = None) -> Account:
    """Add an active account."""
    row = Account(
        email=f"person{next(_numbers)}@example.com",
        name=name,
        state=AccountState.ACTIVE,
        confirmed_at=clock.now(),
        staff_role=staff,
        privacy_version=AGREED,
    )
    db.session.add(row)
    if staff is not None:
        give_second_factor(row)
    db.session.flush()
    return row


def organisation(name: str = "远山露天煤矿有限公司", **values: object) -> Organisation:
    """Add an organisation its own people act for; verified, unless `verified_until` is None."""
    number = next(_numbers)
    state = values.pop("state", OrganisationState.ACTIVE)
    row = Organisation(
        name=name,
        uscc=values.pop("uscc", f"91110000{number:09d}X"[:18]),
        state=state,
        **verified(values, state),
    )
    db.session.add(row)
    db.session.flush()
    return row


def verified(values: dict[str, object], state: object) -> dict[str, object]:
    """Give the values of an organisation with a verification that still holds for long."""
    is_known = state is not OrganisationState.UNCLAIMED
    until = values.setdefault("verified_until", clock.today() + VERIFIED_FOR if is_known else None)
    values.setdefault("verified_at", clock.now() if until else None)
    return values


def member(of: Organisation, role: MemberRole = MemberRole.OWNER, name: str = "李工") -> Account:
    """Add a person who acts for an organisation."""
    person = account(name)
    db.session.add(Membership(account=person, organisation=of, role=role))
    db.session.flush()
    return person
