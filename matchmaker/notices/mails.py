"""Mails of notices: one about one notice, one a day about several; each can be stopped from it."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from werkzeug.routing import BuildError

from matchmaker.accounts.models import Account
from matchmaker.jobs.mail import compose, mailable
from matchmaker.notices.enums import FIXED, NoticeGroup
from matchmaker.notices.models import Notice
from matchmaker.notices.queries import group_of, stop_key
from matchmaker.notices.words import GROUP_LABELS, said
from matchmaker.web.addresses import site_url
from matchmaker.web.language import in_language, in_language_of

SUBJECT_MAX = 60


def notice_mail(account: Account, notice: Notice) -> EmailMessage:
    """Write a mail about one notice, in the account's language."""
    with in_language_of(account):
        group = group_of(notice.kind)
        return _mail(account, [notice], 0, group)


def digest_mail(account: Account, notices: Sequence[Notice], more: int) -> EmailMessage:
    """Write a mail about `notices` and `more` that are only on the page."""
    with in_language_of(account):
        groups = {group_of(row.kind) for row in notices}
        group = groups.pop() if len(groups) == 1 else None
        return _mail(account, notices, more, group)


def _mail(
    account: Account, notices: Sequence[Notice], more: int, group: NoticeGroup | None
) -> EmailMessage:
    settings = current_app.extensions["settings"]
    first = said(notices[0].kind, notices[0].facts)
    count = len(notices) + more
    subject = _("%(n)s 条新通知", n=count) if count > 1 else first
    if len(subject) > SUBJECT_MAX:
        subject = f"{subject[:SUBJECT_MAX]}…"
    stop = "" if group in FIXED else site_url("notices.stop", token=stop_key(account.id, group))
    context: dict[str, Any] = {
        "subject": subject,
        "base_url": settings.base_url,
        "lines": [
            (said(row.kind, row.facts), row.facts.get("words", ""), _address(row))
            for row in notices
        ],
        "more": more,
        "page_url": site_url("notices.mine"),
        "settings_url": site_url("notices.settings"),
        "stop_url": stop,
        "group": str(GROUP_LABELS[group]) if group else "",
    }
    unsubscribe = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return compose(
        to=mailable(account.email),
        subject=f"{subject} - {in_language(settings.site_name, settings.site_name_en)}",
        text=render_template("emails/notices.txt", **context),
        html=render_template("emails/notices.html", **context),
        sender=settings.mail.sender,
        headers=unsubscribe if stop else {},
    )


def _address(row: Notice) -> str:
    try:
        return site_url(row.endpoint, **row.target)
    except BuildError:
        return ""
