"""Pages of watches: a person's own, what they were told, and stopping from a mail."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, cast

import structlog
from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.models import Account
from matchmaker.catalogue.queries import offering_by_id
from matchmaker.db import db
from matchmaker.demands.queries import demand_by_id
from matchmaker.errors import NotFoundError
from matchmaker.watches import policies
from matchmaker.watches.enums import Frequency
from matchmaker.watches.forms import NewWatchForm, WatchForm
from matchmaker.watches.models import Watch
from matchmaker.watches.operations import stopping, watching
from matchmaker.watches.operations.watching import Watched
from matchmaker.watches.queries.fresh import asked_search
from matchmaker.watches.queries.keys import StopKey, Stops, read_stop_token, stop_token
from matchmaker.watches.queries.news import NewsLine, news_lines, news_of
from matchmaker.watches.queries.own_watches import (
    Unread,
    unread_by,
    watch_by_id,
    watch_lines,
    watch_with_key,
)
from matchmaker.watches.scoring.searches import Search
from matchmaker.watches.words import KIND_LABELS, SHORT_LABELS
from matchmaker.web.access import current_actor, needs, public, signed_in
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.language import in_language_of_mail
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember
from matchmaker.web.sheets import Columns, Rows, first_rows, table_file

log = structlog.get_logger()
bp = Blueprint("watches", __name__)


@bp.get("/my/watches")
@signed_in
def mine() -> ResponseReturnValue:
    lines = watch_lines(current_actor())
    return render_template("watches/mine.html", lines=lines, limit=watching.MOST, **_words())


@bp.get("/my/watches/news")
@signed_in
def news() -> ResponseReturnValue:
    actor = current_actor()
    found = news_of(actor)
    if wants_file():
        rows = first_rows(found)
        return _file(Rows(news_lines(actor.id, rows.items), rows.total))
    page = paginate(found, has_file=True)
    lines = news_lines(actor.id, page.items)
    return render_template("watches/news.html", page=page, lines=lines)


@bp.post("/my/watches/news/read")
@signed_in
def read() -> ResponseReturnValue:
    watching.mark_read(actor=current_actor())
    db.session.commit()
    if "HX-Request" in request.headers:
        return "", 204
    return redirect(url_for(".news"), code=303)


@bp.route("/watches/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    actor, watched = current_actor(), _watched()
    form = NewWatchForm(name=_first_name(watched), frequency=Frequency.DAILY.value)
    known = watch_with_key(actor, watched.key) if watched else None
    if known is not None:
        flash(_("您已经关注了它，可以在这里修改。"), "info")
        return redirect(url_for(".edit", watch_id=known.id), code=303)
    if watched and form.validate_on_submit() and form.succeeds(lambda: _made(watched, form, actor)):
        remember(actor, url_for(".mine"))
        db.session.commit()
        flash(_("已关注。有新内容时发邮件到 %(email)s。", email=actor.email), "success")
        return redirect(url_for(".mine"), code=303)
    return render_template("watches/new.html", form=form, watched=watched, **_words()), form.status


@bp.route("/watches/<int:watch_id>/edit", methods=["GET", "POST"])
@needs(policies.may_edit, watch_by_id, account=True)
def edit(watch: Watch) -> ResponseReturnValue:
    actor, form = current_actor(), WatchForm.of(watch)
    if form.validate_on_submit() and form.succeeds(
        lambda: watching.edit_watch(
            watch,
            name=(form.name.data if form.name else None) or "",
            frequency=form.chosen,
            actor=actor,
        )
    ):
        db.session.commit()
        flash(_("已保存。"), "success")
        return redirect(url_for(".mine"), code=303)
    may_delete = policies.may_delete(actor, watch)
    page = render_template(
        "watches/edit.html", form=form, watch=watch, may_delete=may_delete, **_words()
    )
    return page, form.status


@bp.post("/watches/<int:watch_id>/pause")
@needs(policies.may_edit, watch_by_id, account=True)
def pause(watch: Watch) -> ResponseReturnValue:
    watching.pause_watch(watch, actor=current_actor())
    db.session.commit()
    flash(_("已暂停，不再告诉您。"), "success")
    return redirect(url_for(".mine"), code=303)


@bp.post("/watches/<int:watch_id>/resume")
@needs(policies.may_edit, watch_by_id, account=True)
def resume(watch: Watch) -> ResponseReturnValue:
    watching.resume_watch(watch, actor=current_actor())
    db.session.commit()
    flash(_("已恢复，从现在起有新内容就告诉您。"), "success")
    return redirect(url_for(".mine"), code=303)


@bp.post("/watches/<int:watch_id>/delete")
@needs(policies.may_delete, watch_by_id, account=True)
def delete(watch: Watch) -> ResponseReturnValue:
    watching.delete_watch(watch, actor=current_actor())
    db.session.commit()
    flash(_("已取消关注。"), "success")
    return redirect(url_for(".mine"), code=303)


@bp.get("/watches/stop/<token:token>")
@public
def stop(token: str) -> ResponseReturnValue:
    """Ask before stopping: mail programs open links by themselves."""
    return _stop_page(_key(token), token)


@bp.post("/watches/stop/<token:token>")
@public
def stop_now(token: str) -> ResponseReturnValue:
    """Stop: asked for by the person, or by the mail program for them (RFC 8058)."""
    key = _key(token)
    stopping.stop(key)
    db.session.commit()
    return _stop_page(key, token, is_stopped=True)


def install(app: Flask) -> None:
    """Make what the frame and other pages show of watches known to templates."""
    app.jinja_env.globals.update(
        unread_counts=_unread, watch_search_url=_watch_search_url, search_of=Search.from_data
    )


def _unread() -> Unread:
    """Count what the person in hand was told and has not read; an error page must not need it."""
    if "unread" not in g:
        actor = current_actor()
        try:
            g.unread = unread_by(actor) if actor else Unread()
        except SQLAlchemyError:
            log.exception("unread_unknown")
            g.unread = Unread()
    return cast("Unread", g.unread)


def _watch_search_url() -> str:
    """Give where the search in the address of this page becomes a watch; nothing for no search."""
    search = asked_search(request.args.items(multi=True))
    return "" if search.is_empty else url_for("watches.new", **search.arguments())


def _watched() -> Watched | None:
    """Read what the address asks to watch; None for nothing. Raises NotFoundError."""
    for name in ("offering", "demand"):
        if name in request.args:
            watched = _row(name, request.args[name])
            if not watched.is_public:
                raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
            return watched
    search = asked_search(request.args.items(multi=True))
    return None if search.is_empty else Watched(search=search)


def _row(name: str, typed: str) -> Watched:
    is_number = typed.isascii() and typed.isdecimal() and int(typed[:11]) <= LARGEST_NUMBER
    number = int(typed[:11]) if is_number else 0
    if name == "offering":
        return Watched(offering=offering_by_id(number))
    return Watched(demand=demand_by_id(number))


def _first_name(watched: Watched | None) -> str:
    row = watched and (watched.offering or watched.demand)
    text = row.title if row else watched.search.text if watched and watched.search else ""
    return text[: watching.NAME_MAX]


def _made(watched: Watched, form: NewWatchForm, actor: Account) -> Watch:
    frequency = form.chosen or Frequency.DAILY
    return watching.watch(watched, name=form.name.data or "", frequency=frequency, actor=actor)


def _key(token: str) -> StopKey:
    key = read_stop_token(token)
    if key is None:
        raise NotFoundError(
            _("这个链接不完整或不是本站发出的。"), hint=_("请从邮件里完整打开链接，或登录后修改。")
        )
    return key


def _stop_page(key: StopKey, token: str, *, is_stopped: bool = False) -> str:
    watches = stopping.stopped_by(key)
    account = watches[0].account if watches else None
    context: dict[str, Any] = {"watches": watches, "token": token, **_words()}
    context |= {"is_all": key.stops is Stops.ALL, "is_stopped": is_stopped}
    context["all_token"] = stop_token(Stops.ALL, account.id) if account else ""
    with in_language_of_mail(account) if account else nullcontext():
        return render_template("watches/stop.html", **context)


def _words() -> Mapping[str, Any]:
    return {"kind_labels": KIND_LABELS, "frequency_labels": SHORT_LABELS}


def _file(rows: Rows[NewsLine]) -> Response:
    columns: Columns[NewsLine] = {
        _("内容"): lambda line: line.title,
        _("单位"): lambda line: line.subject.by if line.subject else "",
        _("因为"): lambda line: _("；").join(line.reasons),
        _("时间"): lambda line: clock.stamp(line.found_at),
        _("新"): lambda line: _("是") if line.is_unread else "",
    }
    return table_file("news", _("我的关注"), columns, rows, wide=(0, 2))
