"""Several things of a queue, picked to be decided on at once."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import CaseState, OfferingState
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.policies import may_decide, may_decide_case
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import may_review


def waiting_offerings_among(numbers: Sequence[int], actor: Account) -> dict[int, Offering]:
    """Give by number the offerings that wait for staff and that a person may decide on."""
    found = select(Offering).where(
        Offering.id.in_(numbers), Offering.state == OfferingState.SUBMITTED
    )
    rows = db.session.scalars(found.options(joinedload(Offering.organisation)))
    return {row.id: row for row in rows if may_decide(actor, row)}


def waiting_cases_among(numbers: Sequence[int], actor: Account) -> dict[int, Case]:
    """Give by number the cases that wait for staff and that a person may decide on."""
    found = select(Case).where(Case.id.in_(numbers), Case.state == CaseState.SUBMITTED)
    rows = db.session.scalars(found.options(joinedload(Case.organisation)))
    return {row.id: row for row in rows if may_decide_case(actor, row)}


def waiting_demands_among(numbers: Sequence[int], actor: Account) -> dict[int, Demand]:
    """Give by number the demands that wait for staff and that a person may decide on."""
    found = select(Demand).where(Demand.id.in_(numbers), Demand.state == DemandState.IN_REVIEW)
    rows = db.session.scalars(found.options(joinedload(Demand.organisation)))
    return {row.id: row for row in rows if may_review(actor, row)}
