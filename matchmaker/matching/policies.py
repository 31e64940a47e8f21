"""Who may shape matching models, grade pairs, judge matches and reopen rankings."""

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import is_staff
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import may_see_versions
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import is_own, reads_as_staff_or_own
from matchmaker.matching.enums import EDITABLE, ModelState
from matchmaker.matching.models import JudgedPair, JudgedSet, ModelVersion, ShownRanking

SHAPERS = frozenset({StaffRole.ADMINISTRATOR})
GRADERS = SHAPERS | {StaffRole.REVIEWER}


def may_see_models(actor: Account | None, _model: object = None) -> bool:
    """All staff: whoever answers for rankings must be able to look."""
    return is_staff(actor)


def may_shape_models(actor: Account | None, _model: object = None) -> bool:
    """Administrators."""
    return _has_duty(actor, SHAPERS)


def may_edit_model(actor: Account | None, model: ModelVersion) -> bool:
    """Administrators, while it never ranked for anybody."""
    return may_shape_models(actor) and model.state in EDITABLE


def may_activate(actor: Account | None, model: ModelVersion) -> bool:
    """Administrators, once it is evaluated."""
    return may_shape_models(actor) and model.state is ModelState.EVALUATED


def may_grade(actor: Account | None, _thing: JudgedSet | JudgedPair | None = None) -> bool:
    """Reviewers, and administrators, whose models the grades measure."""
    return _has_duty(actor, GRADERS)


def may_judge(actor: Account | None, demand: Demand) -> bool:
    """The author and the people of the organisation; of a pasted need, whoever has its key."""
    return actor is not None and demand.state is not DemandState.PASTED and is_own(actor, demand)


def may_reopen(actor: Account | None, ranking: ShownRanking) -> bool:
    """Those the ranking was for, and staff; of a pasted need, only whoever has its key."""
    return may_reopen_for(actor, ranking.demand)


def may_reopen_for(actor: Account | None, demand: Demand) -> bool:
    """Those a demand's rankings are for, and staff."""
    if demand.state is DemandState.PASTED:
        return False
    return reads_as_staff_or_own(actor, demand)


def _has_duty(actor: Account | None, roles: frozenset[StaffRole]) -> bool:
    return actor is not None and actor.is_staff and actor.staff_role in roles


def may_see_outlook(actor: Account | None, offering: Offering) -> bool:
    """What an offering lacks for demands is for its own people and for staff who read it."""
    return may_see_versions(actor, offering)
