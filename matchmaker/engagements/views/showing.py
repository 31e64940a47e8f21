"""One engagement as its people see it: a page of sections, each with what it needs."""

from collections.abc import Callable
from typing import Any, Final

from flask import render_template

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.catalogue.policies import may_edit as may_edit_offering
from matchmaker.engagements import policies
from matchmaker.engagements.enums import (
    ENTERPRISE_REASONS,
    LIVE,
    PROVIDER_REASONS,
    EngagementState,
    Side,
)
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.forms.evaluation import RefusalForm
from matchmaker.engagements.forms.opening import CloseForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.policies import evaluation
from matchmaker.engagements.policies.responses import takes_responses
from matchmaker.engagements.queries.questions import asked_in
from matchmaker.engagements.queries.responses import answered_lines, response_in, response_of
from matchmaker.engagements.queries.steps import due_steps
from matchmaker.engagements.views.meetings import meeting_section
from matchmaker.engagements.views.outcomes import outcome_section
from matchmaker.engagements.views.talks import talk_section
from matchmaker.engagements.words.outcomes import STEP_LABELS
from matchmaker.web.access import current_actor

Section = Callable[[Engagement, Account], dict[str, Any]]


def side_of(actor: Account, engagement: Engagement) -> Side | None:
    """Say which side a person is on; None for staff."""
    if policies.is_enterprise_side(actor, engagement):
        return Side.ENTERPRISE
    return Side.PROVIDER if policies.is_provider_side(actor, engagement) else None


def steps(engagement: Engagement, actor: Account) -> dict[str, Any]:
    """Give the section of steps: what the person may do, and the form of reasons."""
    return {
        "may": {
            "answer": policies.may_answer(actor, engagement),
            "withdraw": policies.may_withdraw(actor, engagement),
            "end": policies.may_end(actor, engagement),
            "reopen": policies.may_reopen(actor, engagement),
            "award": evaluation.may_award(actor, engagement),
            "answer_award": evaluation.may_answer_award(actor, engagement),
            "take_back": evaluation.may_take_back(actor, engagement),
        },
        "due": [row for row in due_steps(actor) if row.engagement_id == engagement.id],
        "step_labels": STEP_LABELS,
        "refusal_form": RefusalForm(),
        "today": clock.today(),
        "close_form": close_form(engagement, actor),
    }


def response(engagement: Engagement, actor: Account) -> dict[str, Any]:
    """Give the section of the response: a draft is for the provider's own people alone."""
    found = response_in(engagement.id) or response_of(engagement.demand, engagement.provider)
    is_own = policies.is_provider_side(actor, engagement)
    if found is not None and not is_own and found.state is not ResponseState.SUBMITTED:
        found = None
    return {
        "response": found,
        "response_rows": answered_lines(engagement.demand, found) if found else [],
        "may_respond": takes_responses(engagement.demand)
        and policies.speaks_as_provider(actor, engagement),
    }


def asked(engagement: Engagement, actor: Account) -> dict[str, Any]:
    """Give the section of what the provider was asked about requirements."""
    speaks = policies.speaks_as_provider(actor, engagement)
    offering = engagement.offering
    return {
        "asked_rows": asked_in(engagement),
        "may_confirm": speaks and engagement.state in LIVE,
        "may_promise": offering is not None and may_edit_offering(actor, offering),
    }


# What each section of the page needs; its template is engagements/_<name>.html.
SECTIONS: Final[tuple[Section, ...]] = (
    response,
    asked,
    steps,
    talk_section,
    meeting_section,
    outcome_section,
)


def close_form(engagement: Engagement, actor: Account) -> CloseForm:
    """Give the form in which a person says why they do not go on."""
    is_provider = side_of(actor, engagement) is Side.PROVIDER
    return CloseForm.among(PROVIDER_REASONS if is_provider else ENTERPRISE_REASONS)


def engagement_page(engagement: Engagement, **changes: Any) -> str:
    """Render an engagement; `changes` replace what a section gives, such as a refused form."""
    actor = current_actor()
    context: dict[str, Any] = {}
    for section in SECTIONS:
        context |= section(engagement, actor)
    return render_template(
        "engagements/show.html",
        engagement=engagement,
        demand=engagement.demand,
        side=side_of(actor, engagement),
        is_connected=engagement.state
        in {EngagementState.TALKING, EngagementState.AWARDED, EngagementState.AGREED},
        **{**context, **changes},
    )
