"""Where staff begin, and the audit trail."""

from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.policies import is_staff
from matchmaker.accounts.words import STAFF_DUTIES
from matchmaker.matching.policies import may_grade
from matchmaker.moderation.policies import may_find_people, may_moderate
from matchmaker.programmes.policies import may_run_calls
from matchmaker.staff import queries
from matchmaker.staff.policies import may_tend_jobs
from matchmaker.staff.queries.trail import audit_rows, trail_of
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate

# What the links on the desk ask, by the name of the policy.
DUTIES: Final = (
    may_moderate,
    may_find_people,
    may_run_calls,
    may_grade,
    may_tend_jobs,
)


@bp.get("/staff")
@needs(is_staff, account=True)
def desk() -> ResponseReturnValue:
    return render_template(
        "staff/desk.html",
        desk=queries.desk(current_actor(), request.args.get("show", "")),
        duty=STAFF_DUTIES[current_actor().staff_role],
        may={policy.__name__: policy(current_actor()) for policy in DUTIES},
    )


@bp.get("/staff/audit-trail")
@needs(is_staff, account=True)
def audit_trail() -> ResponseReturnValue:
    action = request.args.get("action", "")[:60]
    subject = request.args.get("subject", "")[:60]
    page = paginate(audit_rows(action, subject), per_page=50)
    return render_template(
        "staff/audit_trail.html",
        page=page,
        trail=trail_of(page.items, current_actor()),
        action=action,
        subject=subject,
    )
