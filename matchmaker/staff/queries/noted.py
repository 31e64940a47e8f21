"""Things staff write notes on for their colleagues."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_decide_verification
from matchmaker.accounts.queries import organisation_by_id, verification_by_id
from matchmaker.catalogue.policies import may_decide, may_decide_case, may_decide_claim
from matchmaker.catalogue.queries import case_by_id, offering_page
from matchmaker.catalogue.queries.claims import claim_by_id
from matchmaker.demands.policies import may_review
from matchmaker.demands.queries import demand_by_id
from matchmaker.moderation.policies import may_decide_for
from matchmaker.web.converters import LARGEST_NUMBER


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of thing is found, whether its page of staff opens, and what it is called."""

    load: Callable[[int], Any]
    opens: Callable[[Account, Any], bool]
    title: Callable[[Any], str]
    organisation: Callable[[Any], Organisation | None]


@dataclass(frozen=True, slots=True)
class Noted:
    """A thing with its kind, title, and whose it is; `opens` tells whether staff decide on it."""

    kind: str
    number: int
    row: Any
    title: str
    organisation: Organisation | None

    def opens(self, actor: Account) -> bool:
        """Say whether the page where staff decide on it is open to a person now."""
        return KINDS[self.kind].opens(actor, self.row)


def _its_organisation(row: Any) -> Organisation | None:
    found: Organisation | None = row.organisation
    return found


KINDS: Final[Mapping[str, Kind]] = {
    "organisation": Kind(organisation_by_id, may_decide_for, lambda row: row.name, lambda row: row),
    "verification": Kind(
        verification_by_id,
        may_decide_verification,
        lambda row: row.legal_name,
        _its_organisation,
    ),
    "claim": Kind(claim_by_id, may_decide_claim, lambda row: row.provider.name, _its_organisation),
    "offering": Kind(offering_page, may_decide, lambda row: row.title, _its_organisation),
    "case": Kind(case_by_id, may_decide_case, lambda row: row.title, _its_organisation),
    "demand": Kind(demand_by_id, may_review, lambda row: row.title, _its_organisation),
}


def noted(kind: str, number: int) -> Noted | None:
    """Find a thing that notes are written on."""
    known = KINDS.get(kind)
    row = known.load(number) if known and 0 < number <= LARGEST_NUMBER else None
    if known is None or row is None:
        return None
    return Noted(kind, number, row, known.title(row), known.organisation(row))
