"""Tending standards, capabilities and sectors: lists, writing, merging, replacing, retiring."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.catalogue.queries.standards import stated_by
from matchmaker.db import db
from matchmaker.demands.queries.standards import demands_asking
from matchmaker.staff.forms.entries import MergeEntryForm, form_for
from matchmaker.staff.forms.files import entries_file
from matchmaker.staff.forms.taxonomy import TendForm
from matchmaker.staff.operations.entries import add_entry, edit_entry
from matchmaker.staff.operations.standards import replace_standard
from matchmaker.staff.operations.tending import merge_entries, restore_entry, retire_entry
from matchmaker.staff.policies import may_see_taxonomy_desk, may_tend_taxonomy
from matchmaker.staff.queries.entries import (
    KINDS,
    address,
    entries_for_staff,
    entry_to_tend,
    others_to_merge,
    title_of,
)
from matchmaker.staff.queries.naming import Entry, named_by
from matchmaker.staff.queries.taxonomy import entry_events, history_lines
from matchmaker.staff.views.blueprint import bp
from matchmaker.taxonomy.models import Standard
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import clean_line
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember

PER_PAGE = 50
LONGEST = 80
SHOWN = 20


@bp.get("/staff/taxonomy/entries")
@needs(may_see_taxonomy_desk, account=True)
def entries() -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else "standard"
    words = clean_line(request.args.get("q"))[:LONGEST]
    retired = request.args.get("state") == "retired"
    found = entries_for_staff(kind, words=words, retired=retired)
    if wants_file():
        return entries_file(kind, found)
    page = paginate(found, per_page=PER_PAGE, has_file=True)
    return render_template(
        "staff/entries.html",
        kind=kind,
        page=page,
        words=words,
        retired=retired,
        may_tend=may_tend_taxonomy(current_actor()),
    )


@bp.route("/staff/taxonomy/entries/new", methods=["GET", "POST"])
@needs(may_tend_taxonomy, account=True)
def new_entry() -> ResponseReturnValue:
    kind = request.args.get("kind", "standard")
    model = KINDS.get(kind) or abort(404)
    form = form_for(model, None)
    if form.validate_on_submit():
        made = form.attempt(
            lambda: add_entry(model, form.key.data or "", form.content(), actor=current_actor())
        )
        if made is not None:
            page = url_for(".entry_history", entry=address(made))
            remember(current_actor(), page)
            return done(_("已新建，搜索和匹配随后更新。"), page)
    return render_template("staff/edit_entry.html", form=form, entry=None, kind=kind), form.status


@bp.route("/staff/taxonomy/entries/<slug:entry>/edit", methods=["GET", "POST"])
@needs(may_tend_taxonomy, entry_to_tend, account=True)
def edit_entry_page(entry: Entry) -> ResponseReturnValue:
    form = form_for(type(entry), entry)
    if form.validate_on_submit() and form.succeeds(
        lambda: edit_entry(
            entry, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已保存，搜索和匹配随后更新。"), _page(entry))
    form.take_over(entry)
    kind = entry.__tablename__
    page = render_template(
        "staff/edit_entry.html",
        form=form,
        entry=entry,
        kind=kind,
        title=title_of(entry),
        named=named_by(entry),
    )
    return page, form.status


@bp.get("/staff/taxonomy/entries/<slug:entry>/history")
@needs(may_see_taxonomy_desk, entry_to_tend, account=True)
def entry_history(entry: Entry) -> ResponseReturnValue:
    page = paginate(entry_events(entry.__tablename__, entry.id), per_page=PER_PAGE)
    standard = entry if isinstance(entry, Standard) else None
    return render_template(
        "staff/entry_history.html",
        entry=entry,
        kind=entry.__tablename__,
        title=title_of(entry),
        page=page,
        lines=history_lines(page.items),
        named=named_by(entry),
        stated=db.session.scalars(stated_by(standard).limit(SHOWN)).all() if standard else (),
        asked=db.session.scalars(demands_asking(standard).limit(SHOWN)).all() if standard else (),
        may_tend=may_tend_taxonomy(current_actor()),
    )


@bp.route("/staff/taxonomy/entries/<slug:entry>/retire", methods=["GET", "POST"])
@needs(may_tend_taxonomy, entry_to_tend, account=True)
def retire_entry_page(entry: Entry) -> ResponseReturnValue:
    form = TendForm(version=str(entry.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: retire_entry(entry, seen_version=form.seen_version, actor=current_actor())
    ):
        return done(_("已停用。写着它的内容不变，新的内容不能再选它。"), _page(entry))
    form.take_over(entry)
    page = render_template(
        "staff/retire_entry.html",
        form=form,
        entry=entry,
        kind=entry.__tablename__,
        title=title_of(entry),
        named=named_by(entry),
    )
    return page, form.status


@bp.post("/staff/taxonomy/entries/<slug:entry>/restore")
@needs(may_tend_taxonomy, entry_to_tend, account=True)
def restore_entry_now(entry: Entry) -> ResponseReturnValue:
    restore_entry(entry, actor=current_actor())
    return done(_("已恢复使用。"), _page(entry))


@bp.route("/staff/taxonomy/entries/<slug:entry>/merge", methods=["GET", "POST"])
@needs(may_tend_taxonomy, entry_to_tend, account=True)
def merge_entry(entry: Entry) -> ResponseReturnValue:
    return _taken_over(entry, is_replaced=False)


@bp.route("/staff/taxonomy/entries/<slug:entry>/replace", methods=["GET", "POST"])
@needs(may_tend_taxonomy, entry_to_tend, account=True)
def replace_entry(entry: Entry) -> ResponseReturnValue:
    if not isinstance(entry, Standard):
        abort(404)
    return _taken_over(entry, is_replaced=True)


def _taken_over(entry: Entry, *, is_replaced: bool) -> ResponseReturnValue:
    form = MergeEntryForm(version=str(entry.version))
    form.offer(others_to_merge(entry), request.args.get("into", "")[:LONGEST])
    into = entry_to_tend(form.into.data) if form.into.data else None
    if into is not None and form.validate_on_submit():
        versions = form.seen_version, form.seen_into_version
        if form.succeeds(lambda: _take_over(entry, into, versions, is_replaced=is_replaced)):
            words = _("已代替，相关的人会收到通知。") if is_replaced else _("已合并。")
            return done(words, _page(into))
    if form.is_stale or not form.is_submitted():
        form.take_over(entry)
        form.into_version.data = str(into.version) if into else ""
    page = render_template(
        "staff/merge_entry.html",
        form=form,
        entry=entry,
        kind=entry.__tablename__,
        title=title_of(entry),
        into=into,
        into_title=title_of(into) if into else "",
        is_replaced=is_replaced,
        named=named_by(entry),
    )
    return page, form.status


def _take_over(entry: Entry, into: Entry, versions: tuple[int, int], *, is_replaced: bool) -> None:
    seen, seen_into = versions
    actor = current_actor()
    if not is_replaced:
        merge_entries(entry, into, seen_version=seen, into_version=seen_into, actor=actor)
    elif isinstance(entry, Standard) and isinstance(into, Standard):
        replace_standard(entry, into, seen_version=seen, into_version=seen_into, actor=actor)


def _page(entry: Entry) -> str:
    return url_for(".entry_history", entry=address(entry))
