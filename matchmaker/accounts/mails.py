"""The mails about accounts: in the reader's language, links from the site's own address."""

from email.message import EmailMessage
from typing import Any, cast

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from config import Settings
from matchmaker import clock
from matchmaker.jobs.mail import compose, mailable
from matchmaker.web.addresses import site_url
from matchmaker.web.language import LOCALES, in_language

# Mails nobody gets are composed all the same, so that the time tells nothing about an address.
NOBODY = "nobody@example.com"


def confirmation_mail(to: str, locale: str, *, token: str, next_path: str) -> EmailMessage:
    """Ask to confirm an address; `next_path` is where the person was on the way to."""
    values = {"next": next_path} if next_path else {}
    link = site_url("accounts.confirm", token=token, **values)
    return _compose("confirm", to, locale, link=link)


def known_address_mail(to: str, locale: str) -> EmailMessage:
    """Tell who registers twice that there is an account already."""
    return _compose(
        "known",
        to,
        locale,
        sign_in=site_url("accounts.sign_in"),
        forgot=site_url("accounts.forgot_password"),
    )


def reset_mail(to: str, locale: str, *, token: str) -> EmailMessage:
    """Let somebody set a new password."""
    return _compose("reset", to, locale, link=site_url("accounts.reset_password", token=token))


def password_changed_mail(to: str, locale: str) -> EmailMessage:
    """Tell that the password is another one, in case it was not them."""
    forgot = site_url("accounts.forgot_password")
    return _compose("password_changed", to, locale, forgot=forgot, at=clock.now())


def _compose(name: str, to: str, locale: str, **context: Any) -> EmailMessage:
    settings = _settings()
    with force_locale(LOCALES.get(locale, LOCALES["zh"])):
        subject = {
            "confirm": _("请确认您的邮箱"),
            "known": _("您已经有账号了"),
            "reset": _("重设密码"),
            "password_changed": _("您的密码已更改"),
        }[name]
        return compose(
            to=mailable(to),
            subject=f"{subject} - {in_language(settings.site_name, settings.site_name_en)}",
            text=render_template(f"emails/{name}.txt", base_url=settings.base_url, **context),
            html=render_template(
                f"emails/{name}.html", subject=subject, base_url=settings.base_url, **context
            ),
            sender=settings.mail.sender,
        )


def _settings() -> Settings:
    return cast("Settings", current_app.extensions["settings"])
