"""Accounts with passwords, signed-in browsers, and the mail that was sent."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import count
from typing import Any, cast

from factories.people import verified
from factories.second_factors import AGREED, give_second_factor, next_code
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.operations.passwords import hash_password
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.jobs.delivery import deliver
from matchmaker.jobs.mail import parse
from matchmaker.jobs.outbox import MAIL
from matchmaker.jobs.worker import run_once
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.models import Region

PASSWORD = "四匹马 拉着一朵云 慢慢走"
HASHED = hash_password(PASSWORD)
LINKS = "confirm|password|invitations|account/email"
USCC = "91110000600037341L"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)

_numbers = count(1)


def add_account(**values: Any) -> Account:
    """Add an account that can sign in with PASSWORD, unless `values` say otherwise."""
    state = values.setdefault("state", AccountState.ACTIVE)
    confirmed_at = None if state is AccountState.PENDING else clock.now()
    values.setdefault("privacy_version", AGREED)
    row = Account(
        email=values.pop("email", f"somebody{next(_numbers)}@example.com"),
        name=values.pop("name", "林晓燕"),
        password_hash=values.pop("password_hash", HASHED),
        confirmed_at=confirmed_at,
        **values,
    )
    db.session.add(row)
    if row.staff_role is not None:
        give_second_factor(row)
    db.session.flush()
    return row


def saved_account(app: Flask, email: str = "lin@example.com", **values: Any) -> int:
    """Save an account and give its number, for tests that use browsers."""
    with app.app_context():
        row = add_account(email=email, **values)
        db.session.commit()
        return row.id


def add_organisation(owner: Account | None = None, **values: Any) -> Organisation:
    """Add an active, verified organisation, with an owner where given."""
    number = next(_numbers)
    state = values.pop("state", OrganisationState.ACTIVE)
    row = Organisation(
        name=values.pop("name", "远山露天煤矿有限公司"),
        uscc=values.pop("uscc", f"X{number:017d}"),
        state=state,
        **verified(values, state),
    )
    db.session.add(row)
    db.session.flush()
    if owner is not None:
        add_member(row, owner, MemberRole.OWNER)
    return row


def add_member(organisation: Organisation, account: Account, role: MemberRole) -> None:
    """Let an account act for an organisation."""
    db.session.add(Membership(account=account, organisation=organisation, role=role))
    db.session.flush()


def add_regions() -> None:
    """Add a province and a prefecture."""
    for code, level, name, short, english, parent in (
        ("440000", RegionLevel.PROVINCE, "广东省", "广东", "Guangdong", None),
        ("440300", RegionLevel.PREFECTURE, "深圳市", "深圳", "Shenzhen", "440000"),
    ):
        db.session.add(
            Region(
                code=code,
                level=level,
                name_zh=name,
                short_zh=short,
                name_en=english,
                parent_code=parent,
            )
        )
        db.session.flush()


def browser(app: Flask) -> PageClient:
    """Give one more browser, with cookies of its own."""
    app.test_client_class = PageClient
    return cast("PageClient", app.test_client())


def sign_in(client: FlaskClient, email: str = "lin@example.com", password: str = PASSWORD) -> None:
    """Sign a browser in through the page, with the second step where there is one."""
    page = cast("PageClient", client)
    response = page.submit("/sign-in", {"email": email, "password": password})
    assert response.status_code == 303, response.get_data(as_text=True)
    if response.headers["Location"].startswith("/sign-in/second-step"):
        with client.application.app_context():
            code = next_code(email.strip().lower())
        response = page.submit(response.headers["Location"], {"code": code})
        assert response.status_code == 303, response.get_data(as_text=True)


def sent_mails(app: Flask) -> list[EmailMessage]:
    """Let the worker send what is queued; give all mail sent so far, oldest first."""
    with app.app_context():
        run_once({MAIL: deliver})
    folder = app.extensions["settings"].instance_path / "mail"
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [parse(path.read_text(encoding="utf-8")) for path in paths]


def part(mail: EmailMessage, kind: str = "plain") -> str:
    """Give the plain or HTML text of a mail."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def link_in(mail: EmailMessage) -> str:
    """Give the path of the one-time link in a mail."""
    found = re.search(
        r"http://localhost(/(?:confirm|password|invitations|account/email)/\S+)", part(mail)
    )
    assert found, part(mail)
    return found[1]


def trail(app: Flask) -> list[str]:
    """List the actions in the audit trail, oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def without_csrf(page: str) -> str:
    """Give a page without its CSRF tokens, to compare it with another browser's."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)
