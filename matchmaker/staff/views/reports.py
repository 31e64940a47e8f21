"""Reports of what is not right: making one, seeing one's own, answering them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.discovery.forms import address_of
from matchmaker.discovery.queries import visible_rows
from matchmaker.discovery.queries.concerned import ReportInHand, report_in_hand, reported
from matchmaker.discovery.queries.reports import (
    Reportable,
    next_report,
    open_counts,
    reportable,
    reporters_of,
    reports_in,
    reports_of,
)
from matchmaker.errors import NotFoundError, Words
from matchmaker.moderation.enums import Outcome, ReportReason, ReportState
from matchmaker.moderation.forms import AnswerForm, ReportForm
from matchmaker.moderation.models import Report
from matchmaker.moderation.operations import (
    answer_report,
    look_at_report,
    reopen_report,
    report,
)
from matchmaker.moderation.policies import may_moderate
from matchmaker.moderation.queries import decisions_of, has_looked
from matchmaker.moderation.words import REPORT_STATES
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.staff.policies import may_answer_report, may_look_at_reported, may_report
from matchmaker.staff.queries.noted import noted
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import own_reports_file, reports_file
from matchmaker.staff.views.following import lead_on
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.route("/reports/<slug:thing>/<int:thing_id>", methods=["GET", "POST"])
@needs(may_report, reportable, account=True)
def new_report(about: Reportable) -> ResponseReturnValue:
    form = ReportForm()
    made = form.validate_on_submit() and form.attempt(
        lambda: report(
            about.kind,
            about.id,
            about.title,
            ReportReason(form.reason.data),
            form.words.data or "",
            actor=current_actor(),
        )
    )
    if made:
        page = url_for(".my_reports")
        remember(current_actor(), page)
        db.session.commit()
        flash(_("举报已收到，编号 %(n)s。处理后会告诉您结果。", n=made.receipt), "success")
        return redirect(page, code=303)
    return render_template("staff/new_report.html", form=form, about=about), form.status


@bp.get("/my/reports")
@signed_in
def my_reports() -> ResponseReturnValue:
    found = reports_of(current_actor())
    if wants_file():
        return own_reports_file(found)
    page = paginate(found, has_file=True)
    return render_template("staff/my_reports.html", page=page)


@bp.get("/staff/reports")
@needs(may_moderate, account=True)
def reports() -> ResponseReturnValue:
    asked = request.args.get("show", "")
    state = ReportState(asked) if asked in set(ReportState) else ReportState.OPEN
    found = reports_in(state, current_actor())
    if wants_file():
        return reports_file(found)
    page = paginate(found, has_file=True)
    return render_template(
        "staff/reports.html",
        page=page,
        state=state,
        counts=open_counts(page.items),
        reporters=reporters_of(page.items),
    )


@bp.route("/staff/reports/<int:report_id>", methods=["GET", "POST"])
@needs(may_answer_report, report_in_hand, account=True)
def answer(found: ReportInHand) -> ResponseReturnValue:
    row = found.report
    form = AnswerForm(version=str(row.version))
    if form.validate_on_submit() and form.decide(
        {
            ReportState.UPHELD: lambda: _answer(row, ReportState.UPHELD, form),
            ReportState.DISMISSED: lambda: _answer(row, ReportState.DISMISSED, form),
            Outcome.RESTORED: lambda: _reopen(row, form),
        }
    ):
        db.session.commit()
        return lead_on(next_report(current_actor()), "report", "reports", at="answer")
    return _report_page(found, form)


@bp.post("/staff/reports/<int:report_id>/look")
@needs(may_look_at_reported, report_in_hand, account=True)
def look(found: ReportInHand) -> ResponseReturnValue:
    behind = reported(found.report)
    if behind is None:
        raise NotFoundError(_("被举报的内容已经不在了。"))
    look_at_report(found.report, actor=current_actor(), shown=behind.shown)
    db.session.commit()
    return redirect(url_for(".answer", report_id=found.report.id), code=303)


def _report_page(found: ReportInHand, form: AnswerForm) -> ResponseReturnValue:
    row, actor = found.report, current_actor()
    key = (row.subject_kind, row.subject_id)
    thing = visible_rows([key]).get(key)
    may_look = may_look_at_reported(actor, found)
    behind = reported(row) if may_look else None
    form.take_over(row)
    page = render_template(
        "staff/report.html",
        report=row,
        form=form,
        decisions=decisions_of(row, with_names=True),
        decide_at=_page_of(row, actor),
        address=address_of(*key, thing) if thing is not None else "",
        may_look=may_look,
        question=behind.question if behind else None,
        shown=behind if behind and has_looked(row, actor) else None,
        count=open_counts([row]).get(key, 0),
        reporter=reporters_of([row])[row.reporter_id],
    )
    return page, form.status


def _answer(row: Report, state: ReportState, form: AnswerForm) -> None:
    answer_report(
        row, state, form.words.data or "", seen_version=form.seen_version, actor=current_actor()
    )
    _tell(row, NoticeKind.REPORT_ANSWERED, {"state": REPORT_STATES[state], "words": row.answer})


def _reopen(row: Report, form: AnswerForm) -> None:
    said = form.words.data or ""
    reopen_report(row, said, seen_version=form.seen_version, actor=current_actor())
    _tell(row, NoticeKind.REPORT_REOPENED, {"words": said})


def _tell(row: Report, kind: NoticeKind, facts: dict[str, Words]) -> None:
    db.session.flush()  # its version
    notify(
        reporters_of([row])[row.reporter_id],
        kind,
        facts={"title": row.subject_title, "receipt": row.receipt, **facts},
        endpoint="staff.my_reports",
        once=f"report:{row.id}:{row.version}",
    )


def _page_of(row: Report, actor: Account) -> str:
    """Give the page where staff decide on the reported thing, while it is open to a person."""
    kind = {"provider": "organisation"}.get(row.subject_kind, row.subject_kind)
    found = noted(kind, row.subject_id)
    if found is None or not found.opens(actor):
        return ""
    return url_for(f".{kind}", **{f"{kind}_id": row.subject_id})  # type: ignore[arg-type]  # one name for each kind
