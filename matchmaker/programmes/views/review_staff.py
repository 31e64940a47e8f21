"""Reviewing for those who run a call: people, assignment, progress, scores, discussion."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.errors import DomainError
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState, SightStage
from matchmaker.programmes.forms.reviews import (
    AssignmentForm,
    ByHandForm,
    InviteForm,
    PostForm,
    ReopenForm,
    ReviewerForm,
    StaffConflictForm,
)
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations import assigning
from matchmaker.programmes.operations import reviewers as people
from matchmaker.programmes.operations import reviews as operations
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.policies.reviews import is_barred
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.assigning import assignable, proposal_of
from matchmaker.programmes.queries.progress import (
    entrants_to,
    progress_of,
    reviewed_submissions,
    reviews_by_submission,
    scores_file,
    tally_of,
)
from matchmaker.programmes.queries.review_pages import numbered, voices_on
from matchmaker.programmes.queries.reviews import (
    review_by_id,
    reviewer_by_id,
    reviews_on,
    totals_of,
)
from matchmaker.programmes.queries.submissions import submission_by_id
from matchmaker.programmes.scoring.sight import sight, stage_of_reviews
from matchmaker.programmes.scoring.totals import is_outlier
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.tabs import CALL_TABS
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import number_from
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.get("/staff/calls/<int:call_id>/reviews")
@needs(may_run_calls, call_by_id, account=True)
def call_reviews(call: Call) -> ResponseReturnValue:
    now = clock.now()
    page = paginate(reviewed_submissions(call))
    return render_template(
        "programmes/call_reviews.html",
        call=call,
        tabs=CALL_TABS,
        stage=stage_of_reviews(call.phases, now),
        tally=tally_of(call),
        progress=progress_of(call),
        page=page,
        totals=totals_of(call),
        counts=reviews_by_submission([row.id for row in page.items]),
        sights=_sights(call),
        ReviewState=ReviewState,
        ReviewerState=ReviewerState,
        open_stages=assigning.OPEN_STAGES,
    )


@bp.get("/staff/calls/<int:call_id>/reviews/file")
@needs(may_run_calls, call_by_id, account=True)
def reviews_file(call: Call) -> ResponseReturnValue:
    return scores_file(call, url_for(".call_reviews", call_id=call.id, _external=True))


@bp.route("/staff/calls/<int:call_id>/reviewers/new", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def invite_reviewer(call: Call) -> ResponseReturnValue:
    form, actor, page = InviteForm(), current_actor(), url_for(".call_reviews", call_id=call.id)
    if form.validate_on_submit() and form.attempt(
        lambda: people.invite_reviewer(
            call,
            form.email.data or "",
            sectors=form.chosen,
            most=form.most.data or 0,
            actor=actor,
        )
    ):
        remember(actor, page)
        return done(_("已邀请。对方会收到通知，同意后就能评审。"), page)
    return render_template("programmes/invite_reviewer.html", call=call, form=form), form.status


@bp.route("/staff/reviewers/<int:reviewer_id>", methods=["GET", "POST"])
@needs(may_run_calls, reviewer_by_id, account=True)
def edit_reviewer(reviewer: Reviewer) -> ResponseReturnValue:
    form, actor = ReviewerForm.of(reviewer), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: people.change_reviewer(
            reviewer,
            sectors=list(form.sectors.sectors),
            most=form.most.data or 0,
            seen_version=form.seen_version,
            actor=actor,
        )
    ):
        return done(_("已保存。"), url_for(".call_reviews", call_id=reviewer.call_id))
    db.session.refresh(reviewer)
    form.take_over(reviewer)
    text = render_template(
        "programmes/edit_reviewer.html", reviewer=reviewer, form=form, ReviewerState=ReviewerState
    )
    return text, form.status


@bp.post("/staff/reviewers/<int:reviewer_id>/remove")
@needs(may_run_calls, reviewer_by_id, account=True)
def remove_reviewer(reviewer: Reviewer) -> ResponseReturnValue:
    people.remove_reviewer(reviewer, actor=current_actor())
    said = _("已移出。没评的申报已转给别人，评过的保留。")
    return done(said, url_for(".call_reviews", call_id=reviewer.call_id))


@bp.route("/staff/reviewers/<int:reviewer_id>/conflict", methods=["GET", "POST"])
@needs(may_run_calls, reviewer_by_id, account=True)
def bar_reviewer(reviewer: Reviewer) -> ResponseReturnValue:
    form, actor = StaffConflictForm.among(entrants_to(reviewer.call)), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: people.declare_conflict(
            reviewer,
            db.session.get_one(Organisation, number_from(form.organisation.data)),
            form.words.data or "",
            actor=actor,
        )
    ):
        page = url_for(".edit_reviewer", reviewer_id=reviewer.id)
        return done(_("已登记回避，这个单位的申报不再给这位专家评。"), page)
    text = render_template("programmes/bar_reviewer.html", reviewer=reviewer, form=form)
    return text, form.status


@bp.route("/staff/calls/<int:call_id>/assignment", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def assign_reviews(call: Call) -> ResponseReturnValue:
    form, actor = AssignmentForm(), current_actor()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: assigning.apply_proposal(call, form.seal.data or "", actor=actor)
        )
        if made is not None:
            said = _("已分配 %(n)s 份评审，专家会收到通知。", n=len(made))
            return done(said, url_for(".call_reviews", call_id=call.id))
    text = render_template(
        "programmes/assign_reviews.html", call=call, form=form, proposal=proposal_of(call)
    )
    return text, form.status


@bp.get("/staff/submissions/<int:submission_id>/reviews")
@needs(may_run_calls, submission_by_id, account=True)
def submission_reviews(submission: Submission) -> ResponseReturnValue:
    return _page(submission, PostForm())


@bp.post("/staff/submissions/<int:submission_id>/reviews/posts")
@needs(may_run_calls, submission_by_id, account=True)
def post_on_submission(submission: Submission) -> ResponseReturnValue:
    form, actor = PostForm(), current_actor()
    page = url_for(".submission_reviews", submission_id=submission.id, _anchor="discussion")
    if form.validate_on_submit() and form.attempt(
        lambda: operations.post_as_staff(submission, form.words.data or "", actor=actor)
    ):
        remember(actor, page)
        return done(_("已发出。"), page)
    return _page(submission, form)


@bp.post("/staff/submissions/<int:submission_id>/reviews")
@needs(may_run_calls, submission_by_id, account=True)
def assign_by_hand(submission: Submission) -> ResponseReturnValue:
    chosen = reviewer_by_id(number_from(request.form.get("reviewer", "")) or 0)
    if chosen is None:
        raise DomainError(_("请选一位评审专家。"))
    assigning.assign_one(submission, chosen, actor=current_actor())
    page = url_for(".submission_reviews", submission_id=submission.id)
    return done(_("已分配，专家会收到通知。"), page)


@bp.post("/staff/reviews/<int:review_id>/unassign")
@needs(may_run_calls, review_by_id, account=True)
def unassign_review(review: Review) -> ResponseReturnValue:
    page = url_for(".submission_reviews", submission_id=review.submission_id)
    assigning.unassign(review, actor=current_actor())
    return done(_("已收回。"), page)


@bp.route("/staff/reviews/<int:review_id>/reopen", methods=["GET", "POST"])
@needs(may_run_calls, review_by_id, account=True)
def reopen_review(review: Review) -> ResponseReturnValue:
    form, actor = ReopenForm(version=str(review.version)), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.reopen(
            review,
            form.until.data,
            form.words.data or "",
            seen_version=form.seen_version,
            actor=actor,
        )
    ):
        page = url_for(".submission_reviews", submission_id=review.submission_id)
        return done(_("已重新开放，专家会收到通知。"), page)
    db.session.refresh(review)
    form.take_over(review)
    return render_template("programmes/reopen_review.html", review=review, form=form), form.status


def _page(submission: Submission, form: PostForm) -> ResponseReturnValue:
    call, reviews = submission.call, reviews_on(submission)
    handed_in, total = numbered(reviews), totals_of(call).get(submission.id)
    several = total.totals if total else ()
    given = {row.reviewer_id for row in reviews}
    free = [row for row in assignable(call) if row.id not in given]
    stage = stage_of_reviews(call.phases, clock.now())
    text = render_template(
        "programmes/submission_reviews.html",
        submission=submission,
        call=call,
        reviews=reviews,
        handed_in={row.review.id: row for row in handed_in},
        total=total,
        far={row.review.id for row in handed_in if is_outlier(row.total or 0.0, several)},
        form=form,
        by_hand=ByHandForm.among([row for row in free if not is_barred(row, submission)]),
        barred=[row for row in free if is_barred(row, submission)],
        may_assign=stage in assigning.OPEN_STAGES,
        voices=voices_on(submission, current_actor()),
        ReviewState=ReviewState,
    )
    return text, form.status


def _sights(call: Call) -> list[tuple[SightStage, ReviewState, object]]:
    """Say, for every stage, what somebody sees before and after handing in."""
    states = (ReviewState.OPEN, ReviewState.HANDED_IN)
    return [
        (
            stage,
            state,
            sight(stage, state, is_blind=call.is_blind, others_seen=call.others_seen),
        )
        for stage in SightStage
        for state in states
    ]
