"""The digest: everything that is new for a person, in one mail, each line with its reasons."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.jobs.mail import compose, mailable
from matchmaker.watches.enums import OFFERED
from matchmaker.watches.models import Watch
from matchmaker.watches.queries.keys import Stops, stop_token
from matchmaker.watches.queries.news import NewsLine
from matchmaker.watches.words import KIND_LABELS
from matchmaker.web.addresses import site_url
from matchmaker.web.language import in_language

SUBJECT_TITLE = 30


def digest_mail(
    account: Account, lines: Sequence[NewsLine], more: int, watches: Sequence[Watch]
) -> EmailMessage:
    """Write a digest of `lines` and of `more` that are only on the page.

    `watches` found them: each can be stopped from the mail, and so can all at once, also by the
    mail program itself (RFC 8058). Call it in the account's language, as the lines are.
    """
    settings = current_app.extensions["settings"]
    count = len(lines) + more
    subject = _("%(title)s等 %(n)s 条新内容", title=lines[0].title[:SUBJECT_TITLE], n=count)
    if count == 1:
        subject = _("新内容：%(title)s", title=lines[0].title[:SUBJECT_TITLE])
    stop_all = site_url("watches.stop", token=stop_token(Stops.ALL, account.id))
    context: dict[str, Any] = {
        "subject": subject,
        "base_url": settings.base_url,
        "lines": [(line, _address(line)) for line in lines],
        "count": count,
        "more": more,
        "news_url": site_url("watches.news"),
        "watches_url": site_url("watches.mine"),
        "stops": [(_name(row), _stop(row)) for row in watches],
        "introduced": [KIND_LABELS[row.kind] for row in watches if _is_first(row)],
        "stop_all": stop_all,
    }
    one = _stop(watches[0]) if len(watches) == 1 else stop_all
    return compose(
        to=mailable(account.email),
        subject=f"{subject} - {in_language(settings.site_name, settings.site_name_en)}",
        text=render_template("emails/digest.txt", **context),
        html=render_template("emails/digest.html", **context),
        sender=settings.mail.sender,
        headers={
            "List-Unsubscribe": f"<{one}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _is_first(row: Watch) -> bool:
    return row.kind in OFFERED and row.introduced_at is None


def _address(line: NewsLine) -> str:
    return site_url(line.subject.endpoint, **line.subject.values) if line.subject else ""


def _name(row: Watch) -> str:
    return row.name or str(KIND_LABELS[row.kind])


def _stop(row: Watch) -> str:
    return site_url("watches.stop", token=stop_token(Stops.ONE, row.id))
