"""Pages of notices: what a person was told, how they want mail, and stopping from a mail."""

import structlog
from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.errors import NotFoundError
from matchmaker.notices import operations
from matchmaker.notices.enums import FIXED, NoticeGroup
from matchmaker.notices.forms import NoticeSettingsForm
from matchmaker.notices.models import Notice
from matchmaker.notices.policies import may_read
from matchmaker.notices.queries import (
    NoticeLine,
    choices_of,
    groups_for,
    notice_by_id,
    notice_lines,
    notices_of,
    read_stop_key,
)
from matchmaker.notices.words import GROUP_HINTS, GROUP_LABELS
from matchmaker.web.access import current_actor, needs, public, signed_in
from matchmaker.web.language import in_language_of_mail
from matchmaker.web.pagination import paginate
from matchmaker.web.sheets import Columns, Rows, first_rows, table_file

log = structlog.get_logger()
bp = Blueprint("notices", __name__)


@bp.get("/my/notices")
@signed_in
def mine() -> ResponseReturnValue:
    found = notices_of(current_actor())
    if wants_file():
        return _file(found)
    page = paginate(found, has_file=True)
    return render_template("notices/mine.html", page=page, lines=notice_lines(page.items))


@bp.post("/my/notices/<int:notice_id>/open")
@needs(may_read, notice_by_id, account=True)
def open_notice(notice: Notice) -> ResponseReturnValue:
    operations.mark_read(notice)
    addresses = [line.address for line in notice_lines([notice]) if line.address]
    db.session.commit()
    return redirect(addresses[0] if addresses else url_for(".mine"), code=303)


@bp.post("/my/notices/read")
@signed_in
def read() -> ResponseReturnValue:
    operations.mark_all_read(actor=current_actor())
    db.session.commit()
    return redirect(url_for(".mine"), code=303)


@bp.route("/my/notices/settings", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    actor = current_actor()
    groups = [group for group in groups_for(actor) if group not in FIXED]
    form = NoticeSettingsForm.of(choices_of(actor.id), groups)
    if form.validate_on_submit():
        operations.choose_mail(actor, form.chosen, actor=actor)
        db.session.commit()
        flash(_("已保存。"), "success")
        return redirect(url_for(".settings"), code=303)
    page = render_template(
        "notices/settings.html", form=form, groups=groups, fixed=sorted(FIXED),
        labels=GROUP_LABELS, hints=GROUP_HINTS,
    )  # fmt: skip
    return page, form.status


@bp.get("/notices/stop/<token:token>")
@public
def stop(token: str) -> ResponseReturnValue:
    """Ask before stopping: mail programs open links by themselves."""
    account, group = _meant(token)
    return _stop_page(account, group, token, is_stopped=False)


@bp.post("/notices/stop/<token:token>")
@public
def stop_now(token: str) -> ResponseReturnValue:
    """Stop: asked for by the person, or by the mail program for them (RFC 8058)."""
    account, group = _meant(token)
    operations.stop_mail(account, group)
    db.session.commit()
    return _stop_page(account, group, token, is_stopped=True)


def _meant(token: str) -> tuple[Account, NoticeGroup | None]:
    key = read_stop_key(token)
    account = db.session.get(Account, key[0]) if key else None
    if key is None or account is None:
        raise NotFoundError(
            _("这个链接不完整或不是本站发出的。"), hint=_("请从邮件里完整打开链接，或登录后修改。")
        )
    return account, key[1]


def _stop_page(account: Account, group: NoticeGroup | None, token: str, *, is_stopped: bool) -> str:
    with in_language_of_mail(account):
        label = str(GROUP_LABELS[group]) if group else ""
        return render_template("notices/stop.html", group=label, token=token, is_stopped=is_stopped)


def _file(found: Select[Notice]) -> Response:
    columns: Columns[NoticeLine] = {
        _("通知"): lambda line: line.text,
        _("附言"): lambda line: line.quote,
        _("时间"): lambda line: clock.stamp(line.notice.created_at),
        _("新"): lambda line: _("是") if line.is_unread else "",
    }
    rows = first_rows(found)
    return table_file(
        "notices", _("通知"), columns, Rows(notice_lines(rows.items), rows.total), wide=(0, 1)
    )
