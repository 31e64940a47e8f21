"""What the worker gave up on and what waits for it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.policies import is_staff
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.staff import operations, policies, queries
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import jobs_file
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate


@bp.get("/staff/jobs")
@needs(is_staff, account=True)
def jobs() -> ResponseReturnValue:
    found = queries.parked_jobs()
    if wants_file():
        return jobs_file(found)
    page = paginate(found, per_page=50, has_file=True)
    return render_template(
        "staff/jobs.html",
        page=page,
        waiting=queries.waiting_jobs(),
        may_tend=policies.may_tend_jobs(current_actor()),
    )


@bp.post("/staff/jobs/<int:job_id>/retry")
@needs(policies.may_tend_jobs, queries.job_by_id, account=True)
def retry_job(job: OutboxRow) -> ResponseReturnValue:
    operations.retry_job(job, actor=current_actor())
    db.session.commit()
    flash(_("已交还给后台，马上重试。"), "success")
    return redirect(url_for(".jobs"), code=303)


@bp.post("/staff/jobs/<int:job_id>/drop")
@needs(policies.may_tend_jobs, queries.job_by_id, account=True)
def drop_job(job: OutboxRow) -> ResponseReturnValue:
    operations.drop_job(job, actor=current_actor())
    db.session.commit()
    flash(_("已放弃这个任务。"), "success")
    return redirect(url_for(".jobs"), code=303)


@bp.post("/staff/jobs/retry")
@needs(policies.may_tend_jobs, account=True)
def retry_jobs() -> ResponseReturnValue:
    count = operations.retry_jobs(actor=current_actor())
    db.session.commit()
    flash(_("已交还给后台 %(n)s 项，马上重试。", n=count), "success")
    return redirect(url_for(".jobs"), code=303)
