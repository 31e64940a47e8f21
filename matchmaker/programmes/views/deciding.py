"""Deciding on what was reviewed, for staff: ranking, verdicts, preview, publishing."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.catalogue.queries.tier_changes import known_tiers
from matchmaker.programmes.forms.files import ranking_file
from matchmaker.programmes.forms.results import ApplyForm, ProposeForm, VerdictForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations import publishing, verdicts
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.policies.results import may_judge
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.results import (
    counts_of,
    open_objections,
    ranking_of,
)
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.programmes.queries.submissions import submission_by_id
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.tabs import CALL_TABS
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import BaseForm
from matchmaker.web.pagination import page_of, requested_page

LINES_PER_PAGE = 50


@bp.get("/staff/calls/<int:call_id>/results")
@needs(may_run_calls, call_by_id, account=True)
def staff_results(call: Call) -> ResponseReturnValue:
    if wants_file():
        return ranking_file(ranking_of(call))
    return _ranking(call, ProposeForm())


@bp.post("/staff/calls/<int:call_id>/results/propose")
@needs(may_run_calls, call_by_id, account=True)
def propose_verdicts(call: Call) -> ResponseReturnValue:
    form = ProposeForm()
    filled = (
        form.attempt(
            lambda: verdicts.propose_verdicts(call, form.level.data or "", actor=current_actor())
        )
        if form.validate_on_submit()
        else None
    )
    if filled is not None:
        words = _("已按排名预填 %(n)s 份，还没有生效。请逐份核对。", n=filled)
        return done(words, url_for(".staff_results", call_id=call.id))
    return _ranking(call, form)


@bp.route("/staff/submissions/<int:submission_id>/verdict", methods=["GET", "POST"])
@needs(may_judge, submission_by_id, account=True)
def verdict(submission: Submission) -> ResponseReturnValue:
    form = VerdictForm.of(submission)
    if form.validate_on_submit() and form.succeeds(
        lambda: verdicts.give_verdict(
            submission, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        words = _("已记下，还没有生效。在“预览”里一起生效。")
        return done(words, url_for(".staff_results", call_id=submission.call_id))
    form.take_over(submission)
    text = render_template(
        "programmes/verdict.html",
        submission=submission,
        call=submission.call,
        form=form,
        tabs=CALL_TABS,
        levels=known_tiers(),
        total=totals_of(submission.call).get(submission.id),
    )
    return text, form.status


@bp.get("/staff/calls/<int:call_id>/decisions")
@needs(may_run_calls, call_by_id, account=True)
def preview_decisions(call: Call) -> ResponseReturnValue:
    return _preview(call, ApplyForm())


@bp.post("/staff/calls/<int:call_id>/decisions/apply")
@needs(may_run_calls, call_by_id, account=True)
def apply_decisions(call: Call) -> ResponseReturnValue:
    form = ApplyForm()
    applied = (
        form.attempt(
            lambda: verdicts.apply_verdicts(call, form.digest.data or "", actor=current_actor())
        )
        if form.validate_on_submit()
        else None
    )
    if applied is not None:
        words = _("%(n)s 份决定已生效。入选的在公示期间公开。", n=applied)
        return done(words, url_for(".staff_results", call_id=call.id))
    return _preview(call, form)


@bp.post("/staff/calls/<int:call_id>/results/publish")
@needs(may_run_calls, call_by_id, account=True)
def publish_results(call: Call) -> ResponseReturnValue:
    form = ProposeForm()
    made = (
        form.attempt(lambda: publishing.publish_results(call, actor=current_actor()))
        if form.validate_on_submit()
        else None
    )
    if made is not None:
        words = _("结果已公布：%(n)s 个入选项目，已通知申报单位。", n=len(made))
        return done(words, url_for(".call_results", call_id=call.id))
    return _ranking(call, form)


def _ranking(call: Call, form: BaseForm) -> ResponseReturnValue:
    ranking, actor = ranking_of(call), current_actor()
    first = (requested_page() - 1) * LINES_PER_PAGE
    shown = ranking.lines[first : first + LINES_PER_PAGE]
    text = render_template(
        "programmes/staff_results.html",
        call=call,
        form=form,
        tabs=CALL_TABS,
        ranking=ranking,
        page=page_of(shown, len(ranking.lines), per_page=LINES_PER_PAGE),
        counts=counts_of(ranking),
        levels=known_tiers(),
        objections=open_objections(call),
        judgeable={line.submission.id for line in shown if may_judge(actor, line.submission)},
    )
    return text, form.status


def _preview(call: Call, form: ApplyForm) -> ResponseReturnValue:
    ranking = ranking_of(call)
    form.digest.data = ranking.digest
    text = render_template(
        "programmes/preview_decisions.html",
        call=call,
        form=form,
        tabs=CALL_TABS,
        ranking=ranking,
        counts=counts_of(ranking),
    )
    return text, form.status
