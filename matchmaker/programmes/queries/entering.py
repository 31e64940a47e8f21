"""Who may enter a call, and with what of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, func, or_, select

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import published_cases
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Case, CasePart, Offering, ProviderProfile
from matchmaker.db import db
from matchmaker.demands.enums import PUBLISHED_ONCE
from matchmaker.demands.models import Demand
from matchmaker.errors import DomainError, WayOut
from matchmaker.programmes.enums import Entrant, QuestionKind
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission

LISTED = 200  # of each kind


@dataclass(frozen=True, slots=True)
class OwnThings:
    """What an organisation has published here; only kinds the call asks for are loaded."""

    offerings: Sequence[Offering] = ()
    cases: Sequence[Case] = ()
    demands: Sequence[Demand] = ()

    def __contains__(self, thing: object) -> bool:
        """Whether a thing may be picked."""
        return any(thing is one for one in (*self.offerings, *self.cases, *self.demands))


def refusal_to_enter(call: Call, organisation: Organisation) -> DomainError | None:
    """Say why an organisation may not begin another submission to a call; None where it may."""
    if call.entrant is Entrant.PROVIDERS and not _is_provider(organisation):
        return DomainError(
            _("这个征集只收供应商：请先建立“%(name)s”的供应商档案。", name=organisation.name),
            field="organisation",
            way_out=WayOut("matching.my_profile", {}, _("供应商档案")),
        )
    has = db.session.scalar(
        select(func.count()).where(
            Submission.call_id == call.id, Submission.organisation_id == organisation.id
        )
    )
    if (has or 0) >= call.entries_most:
        words = _(
            "每个单位最多 %(n)s 份，“%(name)s”已经有了。",
            n=call.entries_most,
            name=organisation.name,
        )
        return DomainError(words, field="organisation")
    return None


def leads_as_provider(submission: Submission) -> bool:
    """Whether a provider leads in a call for those who use 5G: staff look if it is one of them."""
    is_for_users = submission.call.entrant is Entrant.ENTERPRISES
    return is_for_users and _is_provider(submission.organisation)


def own_things(submission: Submission) -> OwnThings:
    """List what may be picked as an answer: what is public, and what was picked before."""
    kinds = {question.kind for question in submission.call.questions}
    organisation_id = submission.organisation_id
    picked = {
        kind: [getattr(answer, f"{kind}_id") for answer in submission.answers]
        for kind in (QuestionKind.OFFERING, QuestionKind.CASE, QuestionKind.DEMAND)
    }
    offerings: Sequence[Offering] = ()
    cases: Sequence[Case] = ()
    demands: Sequence[Demand] = ()
    if QuestionKind.OFFERING in kinds:
        is_own = Offering.organisation_id == organisation_id
        is_public = Offering.state == OfferingState.PUBLISHED
        was_picked = Offering.id.in_(picked[QuestionKind.OFFERING])
        statement = select(Offering).where(is_own, or_(is_public, was_picked))
        offerings = db.session.scalars(
            statement.order_by(Offering.title, Offering.id).limit(LISTED)
        ).all()
    if QuestionKind.CASE in kinds:
        took_part = Case.parts.any(CasePart.organisation_id == organisation_id)
        is_own_case = or_(Case.organisation_id == organisation_id, took_part)
        cases = db.session.scalars(
            published_cases()
            .where(is_own_case)
            .order_by(Case.year_to.desc(), Case.id.desc())
            .limit(LISTED)
        ).all()
    if QuestionKind.DEMAND in kinds:
        is_own_demand = Demand.organisation_id == organisation_id
        was_open = Demand.state.in_(PUBLISHED_ONCE)
        ordered = select(Demand).where(is_own_demand, was_open).order_by(Demand.id.desc())
        demands = db.session.scalars(ordered.limit(LISTED)).all()
    return OwnThings(offerings, cases, demands)


def _is_provider(organisation: Organisation) -> bool:
    has_profile = exists().where(ProviderProfile.organisation_id == organisation.id)
    return bool(db.session.scalar(select(has_profile)))
