"""What a provider does with its offerings."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.offerings import OfferingForm
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.operations import (
    draft_offering,
    edit_offering,
    publish_offering,
    review_promise,
    withdraw_offering,
)
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.matching.queries.gaps import gaps_of
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.pagination import paginate
from matchmaker.web.submissions import remember, repeated


@bp.get("/my/offerings")
@signed_in
def my_offerings() -> ResponseReturnValue:
    page = paginate(queries.offerings_of(current_actor()))
    return render_template("catalogue/my_offerings.html", page=page)


@bp.route("/offerings/new", methods=["GET", "POST"])
@signed_in
def new_offering() -> ResponseReturnValue:
    actor = current_actor()
    form = OfferingForm().speak_for(actor).offer()
    before = repeated(form, actor)
    if before:
        return redirect(before, code=HTTPStatus.SEE_OTHER)
    if form.is_to_save() and form.save_with(
        lambda: draft_offering(form.chosen_organisation, form.content(), actor=actor), actor=actor
    ):
        remember(form, actor, url_for(".offering", offering_id=form.saved.id))
        return _saved(form)
    return _form_page(form)


@bp.route("/offerings/<int:offering_id>/edit", methods=["GET", "POST"], endpoint="edit_offering")
@needs(policies.may_edit, queries.offering_by_id, account=True)
def change_offering(found: Offering) -> ResponseReturnValue:
    actor = current_actor()
    form = OfferingForm.of(found)
    if form.is_to_save() and form.save_with(
        lambda: edit_offering(found, form.content(), seen_version=form.seen_version, actor=actor),
        actor=actor,
    ):
        return _saved(form)
    return _form_page(form, found)


@bp.post("/offerings/<int:offering_id>/publish", endpoint="publish_offering")
@needs(policies.may_publish, queries.offering_by_id, account=True)
def publish(found: Offering) -> ResponseReturnValue:
    publish_offering(found, actor=current_actor())
    db.session.commit()
    flash(_("方案已发布，马上参与匹配。"), "success")
    return redirect(url_for(".offering", offering_id=found.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/offerings/<int:offering_id>/withdraw", endpoint="withdraw_offering")
@needs(policies.may_withdraw, queries.offering_by_id, account=True)
def withdraw(found: Offering) -> ResponseReturnValue:
    withdraw_offering(found, actor=current_actor())
    db.session.commit()
    flash(_("方案已撤回，别人看不到它了；您可以修改后再发布。"), "success")
    return redirect(url_for(".offering", offering_id=found.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/promises/<int:promise_id>/review", endpoint="review_promise")
@needs(policies.may_review, queries.promise_by_id, account=True)
def review(found: Promise) -> ResponseReturnValue:
    review_promise(found, actor=current_actor())
    db.session.commit()
    flash(_("已标为核对过。"), "success")
    page = url_for(".offering", offering_id=found.offering_id, _anchor="promises")
    return redirect(page, code=HTTPStatus.SEE_OTHER)


def _saved(form: OfferingForm) -> ResponseReturnValue:
    db.session.commit()
    flash(_("方案已发布，马上参与匹配。") if form.publish.data else _("已保存。"), "success")
    return redirect(url_for(".offering", offering_id=form.saved.id), code=HTTPStatus.SEE_OTHER)


def _form_page(form: OfferingForm, offering: Offering | None = None) -> ResponseReturnValue:
    is_refused = form.is_submitted() and not form.more.data
    status = form.refused_status if is_refused else HTTPStatus.OK
    if offering and form.is_stale():
        form.take_over(offering)
    page = render_template(
        "catalogue/offering_form.html",
        form=form,
        offering=offering,
        status=status,
        gaps=gaps_of(offering) if offering else (),
    )
    return page, status
