"""Where staff begin, and the audit trail."""

from http import HTTPStatus
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.accounts.policies import is_staff
from matchmaker.accounts.words import STAFF_DUTIES
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import BadRequestError
from matchmaker.insight.policies import may_see_insight
from matchmaker.matching.policies import may_grade
from matchmaker.moderation.policies import may_find_people, may_moderate
from matchmaker.programmes.policies import may_run_calls
from matchmaker.staff import queries
from matchmaker.staff.forms.trail import TrailForm
from matchmaker.staff.policies import may_export_trail, may_tend_jobs, may_tend_taxonomy
from matchmaker.staff.queries.trail import audit_rows, trail_of
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import trail_file
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate

# What the links on the desk ask, by the name of the policy.
DUTIES: Final = (
    may_moderate,
    may_find_people,
    may_run_calls,
    may_grade,
    may_tend_jobs,
    may_tend_taxonomy,
    may_see_insight,
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
    form, actor = TrailForm(request.args), current_actor()
    is_sound = form.validate()
    page = paginate(audit_rows(form.wanted, actor), per_page=50)
    content = render_template(
        "staff/audit_trail.html",
        page=page,
        trail=trail_of(page.items, actor),
        form=form,
        may_export=may_export_trail(actor),
    )
    return content, HTTPStatus.OK if is_sound else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/staff/audit-trail/file")
@needs(may_export_trail, account=True)
def audit_trail_file() -> ResponseReturnValue:
    check_export_throttle()
    form, actor = TrailForm(request.form), current_actor()
    if not form.validate():
        raise BadRequestError(_("请先在操作记录页写好日期，再导出。"))
    found = audit_rows(form.wanted, actor)
    file = trail_file(found, form, actor)
    audit.happened("audit_trail.exported", actor, actor=actor, facts=form.as_facts())
    db.session.commit()
    return file
