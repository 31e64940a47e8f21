"""Calls as everybody sees them: the list, one call, its deadlines for a calendar."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.programmes.enums import CallStage
from matchmaker.programmes.models import Call
from matchmaker.programmes.policies import may_run_calls, may_see_call
from matchmaker.programmes.policies.results import may_see_notice
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.calendar import (
    calls_at,
    changes_of,
    count_at,
    deadlines_file,
    stage_of,
)
from matchmaker.programmes.queries.submissions import own_submissions
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.call_sheets import calls_file
from matchmaker.taxonomy.queries import regions_for_choice
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.pagination import paginate

STAGES = {stage.value: stage for stage in CallStage}


@bp.get("/calls")
@public
def calls() -> ResponseReturnValue:
    now = clock.now()
    stage = STAGES.get(request.args.get("show", ""), CallStage.RUNNING)
    found = calls_at(stage, now)
    if wants_file():
        return calls_file(found)
    return render_template(
        "programmes/calls.html",
        page=paginate(found, has_file=True),
        stage=stage,
        counts=count_at(now),
        now=now,
    )


@bp.get("/calls/<int:call_id>")
@needs(may_see_call, call_by_id)
def call(call: Call) -> ResponseReturnValue:
    now = clock.now()
    wanted, actor = set(call.regions), current_actor()
    return render_template(
        "programmes/call.html",
        call=call,
        changes=changes_of(call),
        stage=stage_of(call, now),
        now=now,
        regions=[row for row in regions_for_choice() if row.code in wanted] if wanted else [],
        may_see_notice=may_see_notice(None, call),
        may_run=may_run_calls(actor),
        own=own_submissions(call, actor) if actor else [],
    )


@bp.get("/calls/<int:call_id>/calendar")
@needs(may_see_call, call_by_id)
def call_calendar(call: Call) -> ResponseReturnValue:
    address = url_for(".call", call_id=call.id, _external=True)
    response = Response(deadlines_file(call, address), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="call-{call.id}.ics"'
    return response
