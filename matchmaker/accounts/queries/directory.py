"""Reading people for staff: the list to search, and one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import AccountState
from matchmaker.accounts.models import Account, Membership, Organisation, SecondFactor
from matchmaker.accounts.queries.people import (
    live_sessions_of,
    memberships_of,
    unused_recovery_codes,
)
from matchmaker.db import db


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as staff see them: for whom they act, and how they sign in."""

    memberships: Sequence[Membership]
    codes_left: int
    sessions: int
    last_seen_at: datetime | None


def people_for_staff(
    words: str = "", state: AccountState | None = None, *, has_factor: bool | None = None
) -> Select[Account]:
    """Select people, the newest first: by part of a name, an address or an organisation's name.

    Deleted accounts are left out: nothing of the person is left in them.
    """
    statement = (
        select(Account)
        .where(Account.deleted_at.is_(None))
        .options(
            joinedload(Account.second_factor),
            selectinload(Account.memberships).joinedload(Membership.organisation),
        )
        .order_by(Account.id.desc())
    )
    if words:
        acting = (
            select(Membership.account_id)
            .join(Membership.organisation)
            .where(Organisation.name.icontains(words, autoescape=True))
        )
        statement = statement.where(
            or_(
                Account.name.icontains(words, autoescape=True),
                Account.email.icontains(words, autoescape=True),
                Account.id.in_(acting),
            )
        )
    if state is not None:
        statement = statement.where(Account.state == state)
    if has_factor is not None:
        confirmed = exists().where(
            SecondFactor.account_id == Account.id, SecondFactor.confirmed_at.is_not(None)
        )
        statement = statement.where(confirmed if has_factor else ~confirmed)
    return statement


def person_by_id(account_id: int) -> Account | None:
    """Find a person who has not been deleted."""
    person = db.session.get(Account, account_id)
    return person if person is not None and person.deleted_at is None else None


def person_page(person: Account) -> PersonPage:
    """Load what the page of a person shows."""
    sessions = live_sessions_of(person)
    return PersonPage(
        memberships=memberships_of(person),
        codes_left=unused_recovery_codes(person),
        sessions=len(sessions),
        last_seen_at=sessions[0].last_seen_at if sessions else None,
    )
