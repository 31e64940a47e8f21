"""One demand, and what happened to it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.catalogue.queries.standards import standards_to_meet
from matchmaker.demands import policies
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import goal_words
from matchmaker.demands.queries import changes_of, demand_by_id, moves_of, requirement_words
from matchmaker.demands.views.blueprint import bp
from matchmaker.moderation.queries import decisions_of
from matchmaker.web.access import current_actor, needs
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.pagination import paginate

STANDARDS_SHOWN = 12


@bp.get("/demands/<int:demand_id>")
@kept_answer
@needs(policies.may_see, demand_by_id)
def show(demand: Demand) -> ResponseReturnValue:
    asked = [row.standard_id for row in demand.requirements if not row.is_declined]
    return render_template(
        "demands/show.html",
        demand=demand,
        standards=standards_to_meet(
            demand.scenes,
            demand.sector,
            named=[number for number in asked if number],
            limit=STANDARDS_SHOWN,
        ),
        may=_may(demand),
        changes=paginate(changes_of(demand)),
        goals=[goal_words(goal) for goal in demand.goals],
        lines=[
            (requirement_words(row), row.is_must)
            for row in demand.requirements
            if not row.is_declined
        ],
    )


@bp.get("/demands/<int:demand_id>/history")
@needs(policies.may_see_history, demand_by_id, account=True)
def history(demand: Demand) -> ResponseReturnValue:
    return render_template(
        "demands/history.html",
        demand=demand,
        moves=moves_of(demand),
        decisions=decisions_of(demand),
    )


def _may(demand: Demand) -> dict[str, bool]:
    actor = current_actor()
    return {
        "edit": policies.may_edit(actor, demand),
        "submit": policies.may_submit(actor, demand),
        "take_back": policies.may_take_back(actor, demand),
        "close": policies.may_close(actor, demand),
        "reopen": policies.may_reopen(actor, demand),
        "renew": policies.may_renew(actor, demand) and demand.is_renewable,
        "history": policies.may_see_history(actor, demand),
    }
