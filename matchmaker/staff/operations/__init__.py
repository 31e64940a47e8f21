"""Tending the outbox by hand: trying again what was parked, and giving it up."""

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.jobs.models import OutboxRow


def retry_job(job: OutboxRow, *, actor: Account | None) -> None:
    """Let the worker take a parked row again at once, as if it had never failed.

    A mail that may have left is sent again as well: a person has looked. Raises ConflictError
    for a row that is not parked.
    """
    _check_parked(job)
    audit.happened("job.retried", job, actor=actor, facts=_facts(job))
    job.parked_at = job.sending_at = None
    job.attempts, job.run_at = 0, clock.now()


def retry_jobs(*, actor: Account | None) -> int:
    """Let the worker take all parked rows again but mails that may have left; gives how many."""
    parked = select(OutboxRow).where(
        OutboxRow.parked_at.is_not(None), OutboxRow.sending_at.is_(None)
    )
    jobs = list(db.session.scalars(parked))
    for job in jobs:
        retry_job(job, actor=actor)
    return len(jobs)


def drop_job(job: OutboxRow, *, actor: Account | None) -> None:
    """Give a parked row up: it counts as done, and a mail's text is deleted.

    Raises ConflictError for a row that is not parked.
    """
    _check_parked(job)
    audit.happened("job.dropped", job, actor=actor, facts=_facts(job))
    job.parked_at, job.done_at, job.payload = None, clock.now(), {}


def _check_parked(job: OutboxRow) -> None:
    if job.parked_at is None:
        raise ConflictError(_("这个任务已经不在停下的任务里，请刷新页面查看。"))


def _facts(job: OutboxRow) -> dict[str, object]:
    return {"kind": job.kind, "key": job.key, "attempts": job.attempts, "error": job.last_error}
