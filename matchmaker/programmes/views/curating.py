"""Curating showcases, for staff: the list, drafting, editing, files, publishing, withdrawing."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.attachments.views import sent
from matchmaker.catalogue.enums import FileKind
from matchmaker.catalogue.forms.attaching import FileForm
from matchmaker.catalogue.queries import case_by_id
from matchmaker.db import db
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.errors import DomainError, Words
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.forms.showcase_lists import staff_showcases_file
from matchmaker.programmes.forms.showcases import (
    FromCaseForm,
    MoveForm,
    OwnerConsentForm,
    ShowcaseForm,
    WithdrawForm,
)
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFile
from matchmaker.programmes.operations import showcase_files as files
from matchmaker.programmes.operations import showcases as operations
from matchmaker.programmes.operations.showcase_origins import (
    draft_from_case,
    draft_from_entry,
    draft_from_outcome,
)
from matchmaker.programmes.policies.showcases import (
    may_curate,
    may_read_consent,
    may_tend_file,
    still_agreed,
)
from matchmaker.programmes.queries import showcases as queries
from matchmaker.programmes.scoring.showcases import lacks_of
from matchmaker.programmes.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.route("/staff/showcases", methods=["GET", "POST"])
@needs(may_curate, account=True)
def staff_showcases() -> ResponseReturnValue:
    form, actor = FromCaseForm(), current_actor()
    if form.validate_on_submit():
        made = form.attempt(lambda: _from_case(form))
        if made is not None:
            page = _page_of(made)
            remember(actor, page)
            return done(_("已做成草稿，请补充内容。"), page)
    wanted = request.args.get("state", "")
    state = ShowcaseState(wanted) if wanted in set(ShowcaseState) else None
    found = queries.showcases_for_staff(state)
    if wants_file():
        return staff_showcases_file(found)
    html = render_template(
        "programmes/staff_showcases.html",
        page=paginate(found, has_file=True),
        state=state,
        counts=queries.counts_by_state(),
        candidates=queries.candidates(),
        selected=queries.selected_without_page(),
        form=form,
    )
    return html, form.status


@bp.route("/staff/showcases/new", methods=["GET", "POST"])
@needs(may_curate, account=True)
def new_showcase() -> ResponseReturnValue:
    form, actor = ShowcaseForm.of(None), current_actor()
    if form.is_to_save():
        made = form.attempt(lambda: operations.draft_showcase(form.content(), actor=actor))
        if made is not None:
            remember(actor, _page_of(made))
            return done(_("已存为草稿。"), _page_of(made))
    return render_template("programmes/edit_showcase.html", form=form, showcase=None), form.status


@bp.post("/staff/showcases/from-outcome/<int:outcome_id>")
@needs(may_curate, queries.outcome_by_id, account=True)
def showcase_from_outcome(outcome: Outcome) -> ResponseReturnValue:
    actor = current_actor()
    made = draft_from_outcome(outcome, actor=actor)
    remember(actor, _page_of(made))
    return done(_("已做成草稿，请补充内容。"), _page_of(made))


@bp.post("/staff/showcases/from-entry/<int:entry_id>")
@needs(may_curate, queries.listed_entry, account=True)
def showcase_from_entry(entry: Entry) -> ResponseReturnValue:
    actor = current_actor()
    made = draft_from_entry(entry, actor=actor)
    remember(actor, _page_of(made))
    return done(_("已做成草稿，请补充内容。"), _page_of(made))


@bp.get("/staff/showcases/<int:showcase_id>")
@needs(may_curate, queries.showcase_by_id, account=True)
def staff_showcase(showcase: Showcase) -> ResponseReturnValue:
    return _overview(showcase, MoveForm(version=str(showcase.version)))


@bp.route("/staff/showcases/<int:showcase_id>/edit", methods=["GET", "POST"])
@needs(may_curate, queries.showcase_by_id, account=True)
def edit_showcase(showcase: Showcase) -> ResponseReturnValue:
    form = ShowcaseForm.of(showcase)
    if form.is_to_save() and form.succeeds(
        lambda: operations.edit_showcase(
            showcase, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已保存。"), _page_of(showcase))
    db.session.refresh(showcase)
    form.take_over(showcase)
    html = render_template("programmes/edit_showcase.html", form=form, showcase=showcase)
    return html, form.status


@bp.post("/staff/showcases/<int:showcase_id>/submit")
@needs(may_curate, queries.showcase_by_id, account=True)
def submit_showcase(showcase: Showcase) -> ResponseReturnValue:
    return _moved(showcase, operations.submit_showcase, _("已提交复核。"))


@bp.post("/staff/showcases/<int:showcase_id>/return")
@needs(may_curate, queries.showcase_by_id, account=True)
def return_showcase(showcase: Showcase) -> ResponseReturnValue:
    return _moved(showcase, operations.return_showcase, _("已退回为草稿。"))


@bp.post("/staff/showcases/<int:showcase_id>/publish")
@needs(may_curate, queries.showcase_by_id, account=True)
def publish_showcase(showcase: Showcase) -> ResponseReturnValue:
    return _moved(showcase, operations.publish_showcase, _("已发布，所有人都能看到。"))


@bp.route("/staff/showcases/<int:showcase_id>/withdraw", methods=["GET", "POST"])
@needs(may_curate, queries.showcase_by_id, account=True)
def withdraw_showcase(showcase: Showcase) -> ResponseReturnValue:
    form = WithdrawForm(version=str(showcase.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.withdraw_showcase(
            showcase, form.words.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已撤回，只有运营人员能看到。"), _page_of(showcase))
    form.take_over(showcase)
    html = render_template("programmes/withdraw_showcase.html", form=form, showcase=showcase)
    return html, form.status


@bp.route("/staff/showcases/<int:showcase_id>/files", methods=["GET", "POST"])
@needs(may_curate, queries.showcase_by_id, account=True)
def showcase_files(showcase: Showcase) -> ResponseReturnValue:
    form, actor, page = FileForm(), current_actor(), _files_page(showcase)
    if form.validate_on_submit() and form.attempt(
        lambda: files.add_showcase_file(
            showcase,
            form.file.data,
            kind=FileKind(form.kind.data),
            words=form.words.data or "",
            actor=actor,
        )
    ):
        remember(actor, page)
        return done(_("已上传。"), page)
    html = render_template(
        "programmes/showcase_files.html", showcase=showcase, form=form, most=files.MOST
    )
    return html, form.status


@bp.post("/showcase-files/<int:showcase_file_id>/move")
@needs(may_tend_file, queries.showcase_file_by_id, account=True)
def move_showcase_file(file: ShowcaseFile) -> ResponseReturnValue:
    files.move_showcase_file(file, actor=current_actor())
    return done(_("已往前移一位。"), _files_page(file.showcase))


@bp.post("/showcase-files/<int:showcase_file_id>/remove")
@needs(may_tend_file, queries.showcase_file_by_id, account=True)
def remove_showcase_file(file: ShowcaseFile) -> ResponseReturnValue:
    page = _files_page(file.showcase)
    files.remove_showcase_file(file, actor=current_actor())
    return done(_("已删去。"), page)


@bp.route("/staff/showcases/<int:showcase_id>/consent", methods=["GET", "POST"])
@needs(may_curate, queries.showcase_by_id, account=True)
def showcase_consent(showcase: Showcase) -> ResponseReturnValue:
    form, actor = OwnerConsentForm(), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: files.keep_owner_consent(showcase, form.consent.data, actor=actor)
    ):
        return done(_("同意书已保存。"), _page_of(showcase))
    html = render_template("programmes/showcase_consent.html", showcase=showcase, form=form)
    return html, form.status


@bp.get("/staff/showcases/<int:showcase_id>/consent-file")
@needs(may_read_consent, queries.showcase_by_id, account=True)
def showcase_consent_file(showcase: Showcase) -> ResponseReturnValue:
    assert showcase.consent_file  # noqa: S101 - the policy asked for it
    return sent(showcase.consent_file)


def _from_case(form: FromCaseForm) -> Showcase:
    case = case_by_id(form.number) if form.number else None
    if case is None:
        raise DomainError(_("没有这个案例，请核对网址。"), field="case")
    return draft_from_case(case, actor=current_actor())


def _moved(showcase: Showcase, move: Callable[..., None], words: Words) -> ResponseReturnValue:
    form = MoveForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: move(showcase, seen_version=form.seen_version, actor=current_actor())
    ):
        return done(words, _page_of(showcase))
    return _overview(showcase, form)


def _overview(showcase: Showcase, form: MoveForm) -> ResponseReturnValue:
    db.session.refresh(showcase)
    form.take_over(showcase)
    is_agreed = still_agreed(showcase)
    html = render_template(
        "programmes/staff_showcase.html",
        showcase=showcase,
        form=form,
        lacks=list(lacks_of(showcase, is_agreed=is_agreed)),
        is_agreed=is_agreed,
        ShowcaseState=ShowcaseState,
    )
    return html, form.status


def _page_of(showcase: Showcase) -> str:
    return url_for(".staff_showcase", showcase_id=showcase.id)


def _files_page(showcase: Showcase) -> str:
    return url_for(".showcase_files", showcase_id=showcase.id)
