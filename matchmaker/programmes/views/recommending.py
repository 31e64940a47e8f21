"""What regional bodies do, and who they are."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.errors import NotFoundError
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.forms import DecisionForm
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionReason, SubmissionState
from matchmaker.programmes.forms.submissions import BodyForm
from matchmaker.programmes.models.submissions import RegionalBody, Submission
from matchmaker.programmes.operations.submissions import recommending
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.policies import submissions as policies
from matchmaker.programmes.queries.answers import answered
from matchmaker.programmes.queries.submissions import (
    Turn,
    body_by_id,
    is_of_a_body,
    regional_bodies,
    submission_by_id,
    to_recommend,
    turn_counts,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.sheets import own_file
from matchmaker.programmes.words.submissions import CHOSEN, TURN_LABELS
from matchmaker.taxonomy.models import Region
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.get("/my/recommendations")
@signed_in
def my_recommendations() -> ResponseReturnValue:
    actor, turn = current_actor(), _turn()
    counts = turn_counts(actor)
    return render_template(
        "programmes/my_recommendations.html",
        page=paginate(to_recommend(actor, turn)),
        turn=turn,
        turns=[(one, TURN_LABELS[one.value], counts[one]) for one in Turn],
        is_of_a_body=is_of_a_body(actor),
        now=clock.now(),
        PhaseKind=PhaseKind,
    )


@bp.get("/my/recommendations/export")
@signed_in
def my_recommendations_file() -> ResponseReturnValue:
    return own_file(to_recommend(current_actor(), _turn()), _("推荐"))


@bp.route("/submissions/<int:submission_id>/recommend", methods=["GET", "POST"])
@needs(policies.may_recommend, submission_by_id, account=True)
def recommend(submission: Submission) -> ResponseReturnValue:
    form = DecisionForm.of(CHOSEN, version=submission.version)
    if form.validate_on_submit() and _say(submission, form):
        db.session.commit()
        return _lead_on(submission)
    form.take_over(submission)
    phases = {phase.kind: phase for phase in submission.call.phases}
    return render_template(
        "programmes/recommend.html",
        submission=submission,
        answers=answered(submission),
        form=form,
        phase=phases.get(PhaseKind.RECOMMENDATION),
        now=clock.now(),
        is_waiting=submission.state is SubmissionState.SUBMITTED,
    ), form.status


@bp.route("/staff/regional-bodies", methods=["GET", "POST"])
@needs(may_run_calls, account=True)
def regional_bodies_page() -> ResponseReturnValue:
    form, actor, page = BodyForm.ready(), current_actor(), url_for(".regional_bodies_page")
    if form.validate_on_submit():
        region = db.session.scalars(select(Region).where(Region.code == form.region.data)).one()
        made = form.attempt(
            lambda: recommending.appoint_body(form.organisation.data or "", region, actor=actor)
        )
        if made is not None:
            remember(actor, page)
            return done(_("已任命，它的人现在可以推荐这个省份的申报。"), page)
    text = render_template(
        "programmes/regional_bodies.html", page=paginate(regional_bodies()), form=form
    )
    return text, form.status


@bp.post("/staff/regional-bodies/<int:body_id>/end")
@needs(may_run_calls, body_by_id, account=True)
def end_regional_body(body: RegionalBody) -> ResponseReturnValue:
    recommending.end_body(body, actor=current_actor())
    return done(_("已结束，它不能再推荐；以前的推荐仍然有效。"), url_for(".regional_bodies_page"))


def _say(submission: Submission, form: DecisionForm) -> bool:
    actor, seen, words = current_actor(), form.seen_version, form.words.data or ""
    body = policies.acting_body(actor, submission)
    if body is None:
        raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
    return form.decide(
        {
            Outcome.APPROVED: lambda: recommending.recommend(
                submission, body, words, seen_version=seen, actor=actor
            ),
            Outcome.REFUSED: lambda: recommending.refuse_to_recommend(
                submission,
                reasons=form.chosen(SubmissionReason),
                words=words,
                seen_version=seen,
                actor=actor,
            ),
        }
    )


def _lead_on(submission: Submission) -> ResponseReturnValue:
    """Lead to the next submission to the same call that waits, or to the list."""
    waiting = to_recommend(current_actor(), Turn.WAITING)
    found = waiting.where(Submission.call_id == submission.call_id).limit(1)
    following = db.session.scalars(found).first()
    if following is None:
        flash(_("已记录。没有其他等待推荐的了。"), "success")
        return redirect(url_for(".my_recommendations"), code=303)
    flash(_("已记录，这是下一份。"), "success")
    return redirect(url_for(".recommend", submission_id=following.id), code=303)


def _turn() -> Turn:
    asked = request.args.get("show", "")
    return Turn(asked) if asked in list(Turn) else Turn.WAITING
