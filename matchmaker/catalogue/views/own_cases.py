"""What a provider does with its cases."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.queries import acting_organisations
from matchmaker.attachments.views import sent
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.attaching import ConsentForm
from matchmaker.catalogue.forms.cases import CaseForm
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import (
    draft_case,
    edit_case,
    keep_consent,
    submit_case,
    take_back_case,
    withdraw_case,
)
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.errors import NotFoundError
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.get("/my/cases")
@signed_in
def my_cases() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "catalogue/my_cases.html",
        page=paginate(queries.cases_written_by(actor)),
        organisations=acting_organisations(actor),
    )


@bp.route("/cases/new", methods=["GET", "POST"])
@signed_in
def new_case() -> ResponseReturnValue:
    actor = current_actor()
    form = CaseForm().speak_for(actor).offer()
    if form.is_to_save() and form.save_with(
        lambda: draft_case(form.chosen_organisation, form.content(), actor=actor), actor=actor
    ):
        return _saved(form)
    return _form_page(form)


@bp.route("/cases/<int:case_id>/edit", methods=["GET", "POST"], endpoint="edit_case")
@needs(policies.may_edit_case, queries.case_by_id, account=True)
def change_case(found: Case) -> ResponseReturnValue:
    actor = current_actor()
    form = CaseForm.of(found)
    if form.is_to_save() and form.save_with(
        lambda: edit_case(found, form.content(), seen_version=form.seen_version, actor=actor),
        actor=actor,
    ):
        return _saved(form)
    return _form_page(form, found)


@bp.post("/cases/<int:case_id>/submit", endpoint="submit_case")
@needs(policies.may_submit_case, queries.case_by_id, account=True)
def submit(found: Case) -> ResponseReturnValue:
    submit_case(found, actor=current_actor())
    return _done(found, _("已提交审核，结果会通知您。"))


@bp.post("/cases/<int:case_id>/take-back", endpoint="take_back_case")
@needs(policies.may_take_back_case, queries.case_by_id, account=True)
def take_back(found: Case) -> ResponseReturnValue:
    take_back_case(found, actor=current_actor())
    return _done(found, _("已取回，现在是草稿。"))


@bp.post("/cases/<int:case_id>/withdraw", endpoint="withdraw_case")
@needs(policies.may_withdraw_case, queries.case_by_id, account=True)
def withdraw(found: Case) -> ResponseReturnValue:
    withdraw_case(found, actor=current_actor())
    return _done(found, _("案例已撤回，也不再作为方案的佐证；修改后可以再提交审核。"))


@bp.route("/cases/<int:case_id>/consent", methods=["GET", "POST"], endpoint="case_consent")
@needs(policies.may_edit_case, queries.case_by_id, account=True)
def hand_in_consent(found: Case) -> ResponseReturnValue:
    form, actor = ConsentForm(), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: keep_consent(found, form.file.data, actor=actor)
    ):
        return _done(found, _("同意书已上传，只有审核人员和本单位成员能看到。"))
    return render_template("catalogue/case_consent.html", case=found, form=form), form.status


@bp.get("/cases/<int:case_id>/consent-file")
@needs(policies.may_see_client, queries.case_by_id, account=True)
def consent_file(found: Case) -> ResponseReturnValue:
    if found.consent_file is None:
        raise NotFoundError(_("没有找到这个文件。"))
    return sent(found.consent_file)


def _saved(form: CaseForm) -> ResponseReturnValue:
    page = url_for(".case", case_id=form.saved.id)
    remember(current_actor(), page)
    words = _("已提交审核，结果会通知您。") if form.send.data else _("已保存。")
    return done(form.detour or words, page, "warning" if form.detour else "success")


def _done(case: Case, words: str) -> ResponseReturnValue:
    return done(words, url_for(".case", case_id=case.id))


def _form_page(form: CaseForm, case: Case | None = None) -> ResponseReturnValue:
    form.take_over(case)
    return render_template("catalogue/case_form.html", form=form, case=case), form.status
