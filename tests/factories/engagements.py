"""Engagements for tests: an open demand, a provider with a published offering, their people."""

from dataclasses import dataclass

from factories.catalogue import offering
from factories.demands import open_demand
from factories.people import member, organisation

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.models import Offering
from matchmaker.demands.models import Demand
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.answering import accept
from matchmaker.engagements.operations.opening import invite_provider


@dataclass(frozen=True)
class Two:
    """A demand with its person, and a provider with its person and offering."""

    demand: Demand
    buyer: Account
    provider: Organisation
    seller: Account
    offering: Offering


def two_sides(demand: Demand | None = None, buyer: Account | None = None) -> Two:
    """Give both sides of an engagement that has not begun; a demand may be given."""
    if demand is None or buyer is None:
        demand, buyer = open_demand()
    provider = organisation("华北矿用装备有限公司")
    seller = member(provider, name="赵工")
    sold = offering(provider, sector=demand.sector, scenes=list(demand.scenes))
    return Two(demand, buyer, provider, seller, sold)


def invited(sides: Two | None = None) -> tuple[Engagement, Two]:
    """Give an invitation nobody has answered."""
    sides = sides or two_sides()
    made = invite_provider(
        sides.demand, sides.provider, offering=sides.offering, words="想谈谈", actor=sides.buyer
    )
    return made, sides


def talking(sides: Two | None = None) -> tuple[Engagement, Two]:
    """Give an engagement in which both sides talk."""
    made, sides = invited(sides)
    accept(made, actor=sides.seller)
    return made, sides
