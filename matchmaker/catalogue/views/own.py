"""What a provider does with its offerings."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.queries import acting_organisations
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.forms.offerings import OfferingForm
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.operations import (
    OfferingContent,
    archive_offering,
    content_of_version,
    copy_offering,
    draft_offering,
    edit_offering,
    review_promise,
    submit_offering,
    take_back_offering,
    withdraw_offering,
)
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.matching.queries.gaps import gaps_of
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.answers import done
from matchmaker.web.forms import number_from
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.get("/my/offerings")
@signed_in
def my_offerings() -> ResponseReturnValue:
    page = paginate(queries.offerings_of(current_actor()))
    return render_template(
        "catalogue/my_offerings.html",
        page=page,
        organisations=acting_organisations(current_actor()),
    )


@bp.route("/offerings/new", methods=["GET", "POST"])
@signed_in
def new_offering() -> ResponseReturnValue:
    actor = current_actor()
    form = OfferingForm().speak_for(actor)
    own = [organisation.id for organisation in form.organisations]
    form.offer(queries.cases_to_rest_on(own))
    if form.is_to_save() and form.save_with(
        lambda: draft_offering(form.chosen_organisation, form.content(), actor=actor), actor=actor
    ):
        return _saved(form)
    return _form_page(form)


@bp.route("/offerings/<int:offering_id>/edit", methods=["GET", "POST"], endpoint="edit_offering")
@needs(policies.may_edit, queries.offering_by_id, account=True)
def change_offering(found: Offering) -> ResponseReturnValue:
    actor = current_actor()
    form = OfferingForm.of(found, _restored(found))
    if form.is_to_save() and form.save_with(
        lambda: edit_offering(found, form.content(), seen_version=form.seen_version, actor=actor),
        actor=actor,
    ):
        return _saved(form)
    return _form_page(form, found)


@bp.post("/offerings/<int:offering_id>/submit", endpoint="submit_offering")
@needs(policies.may_submit, queries.offering_by_id, account=True)
def submit(found: Offering) -> ResponseReturnValue:
    submit_offering(found, actor=current_actor())
    return _done(found, _submitted(found))


@bp.post("/offerings/<int:offering_id>/take-back", endpoint="take_back_offering")
@needs(policies.may_take_back, queries.offering_by_id, account=True)
def take_back(found: Offering) -> ResponseReturnValue:
    take_back_offering(found, actor=current_actor())
    return _done(found, _("已取回，现在是草稿。"))


@bp.post("/offerings/<int:offering_id>/withdraw", endpoint="withdraw_offering")
@needs(policies.may_withdraw, queries.offering_by_id, account=True)
def withdraw(found: Offering) -> ResponseReturnValue:
    withdraw_offering(found, actor=current_actor())
    return _done(
        found, _("方案已撤回，别人看不到它了。没有改动的话，随时可以重新发布，不用再审核。")
    )


@bp.post("/offerings/<int:offering_id>/archive", endpoint="archive_offering")
@needs(policies.may_archive, queries.offering_by_id, account=True)
def archive(found: Offering) -> ResponseReturnValue:
    archive_offering(found, actor=current_actor())
    return _done(found, _("方案已归档，不再修改和发布；需要时可以复制成新方案。"))


@bp.post("/offerings/<int:offering_id>/copy", endpoint="copy_offering")
@needs(policies.may_copy, queries.offering_by_id, account=True)
def copy(found: Offering) -> ResponseReturnValue:
    copied = copy_offering(found, actor=current_actor())
    page = url_for(".edit_offering", offering_id=copied.id)
    remember(current_actor(), page)
    return done(_("已复制成草稿，请修改后提交审核。"), page)


@bp.get("/offerings/<int:offering_id>/versions", endpoint="offering_versions")
@needs(policies.may_see_versions, queries.offering_by_id, account=True)
def versions(found: Offering) -> ResponseReturnValue:
    page = paginate(queries.versions_page(found))
    return render_template(
        "catalogue/offering_versions.html",
        offering=found,
        page=page,
        lines=queries.version_lines(found, list(page.items)),
        may_edit=policies.may_edit(current_actor(), found),
    )


@bp.post("/promises/<int:promise_id>/review", endpoint="review_promise")
@needs(policies.may_review, queries.promise_by_id, account=True)
def review(found: Promise) -> ResponseReturnValue:
    review_promise(found, actor=current_actor())
    page = url_for(".offering", offering_id=found.offering_id, _anchor="promises")
    return done(_("已标为核对过。"), page)


def _restored(offering: Offering) -> OfferingContent | None:
    """Give what the version the address names says; it goes into the form, to be saved or not."""
    number = number_from(request.args.get("version", ""))
    version = queries.version_by_number(offering.id, number) if number else None
    return content_of_version(version) if version else None


def _saved(form: OfferingForm) -> ResponseReturnValue:
    words = _submitted(form.saved) if form.send.data else _("已保存。")
    words = form.detour or words
    page = url_for(".offering", offering_id=form.saved.id)
    remember(current_actor(), page)
    return done(words, page, "warning" if form.detour else "success")


def _submitted(offering: Offering) -> str:
    if offering.state is OfferingState.SUBMITTED:
        return _("已提交审核，结果会通知您。")
    return _("方案已发布，马上参与匹配。")


def _done(offering: Offering, words: str) -> ResponseReturnValue:
    return done(words, url_for(".offering", offering_id=offering.id))


def _form_page(form: OfferingForm, offering: Offering | None = None) -> ResponseReturnValue:
    form.take_over(offering)
    page = render_template(
        "catalogue/offering_form.html",
        form=form,
        offering=offering,
        gaps=gaps_of(offering) if offering else (),
    )
    return page, form.status
