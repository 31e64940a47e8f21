"""The case an accepted outcome becomes: a draft of the provider, filled from what is known."""

from decimal import Decimal
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import CaseState, ClientConsent
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import draft_case, take_back_case, withdraw_case
from matchmaker.catalogue.operations.case_content import (
    EFFECTS_MAX,
    PROSE_MAX,
    TITLE_MAX,
    TITLE_MIN,
    WHAT_MAX,
    CaseContent,
    FigureContent,
    PartnerContent,
)
from matchmaker.catalogue.operations.content import SCENES_MOST
from matchmaker.demands.enums import Visibility
from matchmaker.engagements.enums.outcomes import ConsentState, Stage
from matchmaker.engagements.enums.responses import PartnerState
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect
from matchmaker.engagements.models.responses import Response
from matchmaker.engagements.policies.outcomes import may_draft_case
from matchmaker.engagements.queries.responses import response_in
from matchmaker.engagements.scoring.effects import effect_kind
from matchmaker.errors import ConflictError
from matchmaker.web.language import localised

_CENT: Final = Decimal("0.01")


def draft_case_from(outcome: Outcome, *, actor: Account) -> Case:
    """Draft the provider's case of an accepted outcome; again gives the one there is.

    The client stands in it by name where it agreed to a public case and did not hide in its
    demand, else as 某…, its name for staff. Only effects both sides confirmed become figures.
    Raises ConflictError before the outcome was accepted, and where the client said no.
    """
    changed = ConflictError(_("这里刚刚有变化，请刷新页面查看。"))
    if not may_draft_case(actor, outcome):
        raise changed
    if outcome.case is not None:
        return outcome.case
    case = draft_case(outcome.engagement.provider, _content(outcome), actor=actor)
    if case.consent is ClientConsent.NAMED:
        case.client_agreed_at = outcome.consent_answered_at
    try:
        with audit.change("outcome.case_drafted", outcome, actor=actor):
            outcome.case = case
    except (IntegrityError, StaleDataError) as error:  # somebody else drafted it right now
        raise changed from error
    return case


def let_client_go(outcome: Outcome, *, actor: Account) -> None:
    """Take the client's word out of the case it took back; what rested on it alone goes private."""
    case = outcome.case
    if case is None or case.client_agreed_at is None:
        return
    with audit.change("case.client_left", case, actor=actor):
        case.client_agreed_at = None
    if case.consent is not ClientConsent.NAMED or case.consent_file_id is not None:
        return
    if case.state is CaseState.PUBLISHED:
        withdraw_case(case, actor=actor)
    elif case.state is CaseState.SUBMITTED:
        take_back_case(case, actor=actor)


def _content(outcome: Outcome) -> CaseContent:
    engagement, demand = outcome.engagement, outcome.engagement.demand
    response = response_in(engagement.id)
    name = demand.organisation.name if demand.organisation else ""
    is_named = (
        outcome.consent is ConsentState.GIVEN and demand.visibility is not Visibility.ANONYMOUS
    )
    trade = localised(demand.sector) if demand.sector else ""
    client = name if is_named else _("某%(trade)s企业", trade=trade)

    def told(text: str, most: int) -> str:
        shown = text if is_named or not name else text.replace(name, client)
        return shown[:most]

    title = told(demand.title, TITLE_MAX)
    measured = [row for row in outcome.effects if row.confirmed_by_id is not None]
    days = {row.stage: row.reached_on for row in outcome.stages if row.confirmed_at}
    offering = engagement.offering
    return CaseContent(
        title=title if len(title) >= TITLE_MIN else _("%(title)s项目案例", title=title),
        client=client,
        client_name="" if is_named else name,
        consent=ClientConsent.NAMED if is_named else ClientConsent.ANONYMOUS,
        sector=demand.sector,
        scenes=demand.scenes[:SCENES_MOST],
        capabilities=offering.capabilities if offering else [],
        region=demand.region,
        problem=told(demand.text, PROSE_MAX),
        solution=told(response.plan if response else "", PROSE_MAX),
        effects=told(_("；").join(_effect_words(row) for row in measured), EFFECTS_MAX),
        started_on=days.get(Stage.CONTRACTED),
        finished_on=days.get(Stage.ACCEPTED),
        figures=[_figure(row, told(row.what, WHAT_MAX)) for row in measured],
        partners=_partners(response),
    )


def _figure(row: OutcomeEffect, what: str) -> FigureContent:
    assert row.reached is not None  # noqa: S101 - confirmed ones have it: the CHECKs of the table
    assert row.measured_on is not None  # noqa: S101 - as above
    return FigureContent(
        kind=effect_kind(row.kind, row.what),
        what=what,
        before=None if row.start is None else _exact(row.start),
        after=_exact(row.reached),
        unit=row.unit,
        measured_on=row.measured_on,
    )


def _effect_words(row: OutcomeEffect) -> str:
    reached = f"{row.reached:g}{row.unit}"
    if row.start is None:
        return _("%(what)s达到 %(reached)s", what=row.what, reached=reached)
    start = f"{row.start:g}{row.unit}"
    return _("%(what)s从 %(start)s 到 %(reached)s", what=row.what, start=start, reached=reached)


def _partners(response: Response | None) -> list[PartnerContent]:
    rows = response.partners if response else []
    return [
        PartnerContent(name=row.organisation.name[:100], role=row.role)
        for row in rows
        if row.state is PartnerState.ACCEPTED
    ]


def _exact(value: float) -> Decimal:
    return Decimal(str(value)).quantize(_CENT)
