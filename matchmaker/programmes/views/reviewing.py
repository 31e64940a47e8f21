"""Reviewers' pages: what waits for them, one submission beside its scores, giving up, talking."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.attachments.views import disposition, sent
from matchmaker.db import db
from matchmaker.errors import NotFoundError
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.forms.reviews import AbstainForm, ConflictForm, PostForm, ReviewForm
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.operations import reviewers as people
from matchmaker.programmes.operations import reviews as operations
from matchmaker.programmes.policies.reviews import (
    may_be_asked,
    may_open_file,
    may_open_review,
    sight_of,
)
from matchmaker.programmes.queries.review_pages import (
    ReviewedFile,
    answers_shown,
    deadline_of,
    lines_of,
    others_on,
    own_total,
    recommendation_shown,
    reviewed_file,
    title_of,
    voices_on,
)
from matchmaker.programmes.queries.reviews import (
    next_open,
    review_by_id,
    reviewer_by_id,
    reviews_of,
    shares_of,
)
from matchmaker.programmes.scoring.sight import stage_of_reviews
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.review_sheets import own_reviews_file
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.get("/reviews")
@signed_in
def reviews() -> ResponseReturnValue:
    actor = current_actor()
    found = reviews_of(actor)
    if wants_file():
        return own_reviews_file(found)
    page = paginate(found, has_file=True)
    return render_template(
        "programmes/reviews.html",
        shares=shares_of(actor),
        page=page,
        lines=lines_of(page.items),
        ReviewState=ReviewState,
        ReviewerState=ReviewerState,
    )


@bp.post("/reviews/invitations/<int:reviewer_id>")
@needs(may_be_asked, reviewer_by_id, account=True)
def answer_reviewing(reviewer: Reviewer) -> ResponseReturnValue:
    agrees = request.form.get("answer") == "agree"
    people.answer_invitation(reviewer, agrees=agrees, actor=current_actor())
    said = _("谢谢，分配给您的申报会列在这里。") if agrees else _("已谢绝，谢谢您的答复。")
    return done(said, url_for(".reviews"))


@bp.route("/reviews/<int:review_id>", methods=["GET", "POST"])
@needs(may_open_review, review_by_id, account=True)
def review(review: Review) -> ResponseReturnValue:
    form, actor = ReviewForm.of(review), current_actor()
    if form.validate_on_submit():
        write = operations.hand_in if form.hand_in.data else operations.save_review
        if form.succeeds(
            lambda: write(review, form.content(), seen_version=form.seen_version, actor=actor)
        ):
            return _saved(review, is_handed_in=bool(form.hand_in.data))
    return _page(review, form, PostForm(formdata=None))


@bp.post("/reviews/<int:review_id>/posts")
@needs(may_open_review, review_by_id, account=True)
def post_on_review(review: Review) -> ResponseReturnValue:
    form, actor = PostForm(), current_actor()
    page = url_for(".review", review_id=review.id, _anchor="discussion")
    if form.validate_on_submit() and form.attempt(
        lambda: operations.post_as_reviewer(review, form.words.data or "", actor=actor)
    ):
        remember(actor, page)
        return done(_("已发出。"), page)
    return _page(review, ReviewForm.of(review, formdata=None), form)


@bp.route("/reviews/<int:review_id>/abstain", methods=["GET", "POST"])
@needs(may_open_review, review_by_id, account=True)
def abstain(review: Review) -> ResponseReturnValue:
    form = AbstainForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.abstain(
            review, form.chosen, form.words.data or "", actor=current_actor()
        )
    ):
        return done(_("已弃评，会请别人来评。"), url_for(".reviews"))
    return render_template("programmes/abstain.html", review=review, form=form), form.status


@bp.route("/reviews/<int:review_id>/conflict", methods=["GET", "POST"])
@needs(may_open_review, review_by_id, account=True)
def declare_conflict(review: Review) -> ResponseReturnValue:
    form = ConflictForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: people.declare_on(review, form.words.data or "", actor=current_actor())
    ):
        return done(_("已回避，这个单位的申报不再给您评。"), url_for(".reviews"))
    return render_template(
        "programmes/declare_conflict.html", review=review, form=form
    ), form.status


@bp.get("/reviews/<int:review_id>/files/<int:answer_id>")
@needs(may_open_file, reviewed_file, account=True)
def reviewed_attachment(file: ReviewedFile) -> ResponseReturnValue:
    if file.answer.attachment is None:
        raise NotFoundError(_("没有找到这个文件。"))
    response = sent(file.answer.attachment)
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


def _saved(review: Review, *, is_handed_in: bool) -> ResponseReturnValue:
    if not is_handed_in:
        return done(_("草稿已保存，还没有提交。"), url_for(".review", review_id=review.id))
    db.session.flush()
    following = next_open(review)
    if following is None:
        return done(_("已提交。分配给您的都评完了，谢谢。"), url_for(".reviews"))
    return done(_("已提交，这是下一份。"), url_for(".review", review_id=following.id))


def _page(review: Review, form: ReviewForm, saying: PostForm) -> ResponseReturnValue:
    db.session.refresh(review)
    now, actor = clock.now(), current_actor()
    form.take_over(review)
    sight = sight_of(review, now)
    submission = review.submission
    text = render_template(
        "programmes/review.html",
        review=review,
        submission=submission,
        title=title_of(submission, is_blind=not sight.names),
        form=form,
        saying=saying,
        sight=sight,
        stage=stage_of_reviews(submission.call.phases, now),
        deadline=deadline_of(review, now),
        answers=answers_shown(review) if sight.answers else [],
        recommendation=recommendation_shown(review) if sight.answers else "",
        others=others_on(review) if sight.others else [],
        voices=voices_on(submission, actor) if sight.talks else [],
        own=own_total(review),
        ReviewState=ReviewState,
    )
    return text, saying.status if saying.is_submitted() and saying.errors else form.status
