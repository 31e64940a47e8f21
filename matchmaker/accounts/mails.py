"""The mails about accounts: in the reader's language, links from the site's own address."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any, cast

from flask import current_app, render_template
from flask_babel import gettext as _

from config import Settings
from matchmaker import clock
from matchmaker.accounts.models import Account, Invitation
from matchmaker.jobs.mail import compose, mailable
from matchmaker.web.addresses import site_url
from matchmaker.web.language import in_language, in_locale

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


def invitation_mail(invitation: Invitation, locale: str, *, token: str) -> EmailMessage:
    """Offer somebody to act for an organisation, or its ownership."""
    return _compose(
        "invitation",
        invitation.email,
        locale,
        link=site_url("accounts.invitation", token=token),
        invitation=invitation,
    )


def new_device_mail(account: Account, *, browser: str, ip: str) -> EmailMessage:
    """Tell of a sign-in with a browser that was not seen before."""
    sessions = site_url("accounts.sessions")
    facts = {"browser": browser, "ip": ip, "at": clock.now(), "sessions": sessions}
    return _compose("new_device", account.email, account.locale, **facts)


def second_factor_mail(account: Account, change: str) -> EmailMessage:
    """Tell that the second factor was `set`, `off` or `codes` (new recovery codes)."""
    page = site_url("accounts.second_factor")
    return _compose(
        "second_factor", account.email, account.locale, change=change, page=page, at=clock.now()
    )


def change_email_mail(to: str, locale: str, *, token: str) -> EmailMessage:
    """Ask whether the new address is theirs."""
    link = site_url("accounts.confirm_new_email", token=token)
    return _compose("change_email", to, locale, link=link)


def email_changed_mail(to: str, locale: str, *, new: str) -> EmailMessage:
    """Tell the old address that it opens this account no more."""
    return _compose("email_changed", to, locale, new=new, at=clock.now())


def deletion_mail(account: Account, *, at: datetime) -> EmailMessage:
    """Tell when an account is going to be deleted, and how to keep it."""
    page = site_url("privacy.own_data")
    return _compose("deletion", account.email, account.locale, at=at, page=page)


def _compose(name: str, to: str, locale: str, **context: Any) -> EmailMessage:
    settings = _settings()
    with in_locale(locale):
        subject = {
            "confirm": _("请确认您的邮箱"),
            "known": _("您已经有账号了"),
            "reset": _("重设密码"),
            "password_changed": _("您的密码已更改"),
            "invitation": _("邀请您加入单位"),
            "new_device": _("您的账号在新的浏览器上登录了"),
            "second_factor": _("两步验证有变动"),
            "change_email": _("请确认您的新邮箱"),
            "deletion": _("您的账号将要注销"),
            "email_changed": _("您的登录邮箱已更改"),
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
