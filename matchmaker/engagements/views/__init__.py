"""Pages of engagements: a person's own, one engagement, and the steps in it."""

from flask import Flask

from matchmaker.demands.models import Demand
from matchmaker.engagements.forms.responses import takes_figure
from matchmaker.engagements.policies.questions import may_report_question, may_withdraw_question
from matchmaker.engagements.policies.talks import may_report_message
from matchmaker.engagements.queries.exchange import Exchange, exchange_on
from matchmaker.engagements.queries.outcomes import provider_ratings
from matchmaker.engagements.queries.questions import Askable, askable
from matchmaker.engagements.views import (
    award,
    closing,
    confirming,
    evaluation,
    kept,
    lists,
    meetings,
    opening,
    outcomes,
    pages,
    questions,
    responses,
    talks,
)
from matchmaker.engagements.views.blueprint import bp
from matchmaker.web.access import current_actor

__all__ = ["bp", "install"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (
    award,
    closing,
    confirming,
    evaluation,
    kept,
    lists,
    meetings,
    opening,
    outcomes,
    pages,
    questions,
    responses,
    talks,
)


def install(app: Flask) -> None:
    """Make known to templates what pages of demands and providers show of engagements."""
    app.jinja_env.globals.update(
        askable=_askable,
        relied_case_page=kept.case_page,
        exchange_on=_exchange_on,
        may_report_message=may_report_message,
        may_report_question=may_report_question,
        may_withdraw_question=may_withdraw_question,
        takes_figure=takes_figure,
        provider_ratings=provider_ratings,
    )


def _exchange_on(demand: Demand) -> Exchange | None:
    return exchange_on(demand, current_actor())


def _askable(demand: Demand) -> Askable | None:
    return askable(demand, current_actor())
