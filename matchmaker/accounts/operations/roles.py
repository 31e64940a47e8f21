"""Giving and taking the duties of programme staff."""

from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.links import void_links
from matchmaker.accounts.operations.sessions import end_sessions_of
from matchmaker.accounts.policies import may_give_role
from matchmaker.accounts.words import STAFF_ROLES
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.web.forms import clean_prose

REASON_MOST: Final = 500


def give_role(
    person: Account, role: StaffRole | None, reason: str, *, seen_version: int, actor: Account
) -> None:
    """Give a person a duty of staff, another one, or take it away; they are signed out everywhere.

    A person has one duty at a time, so that no account holds two. Raises ForbiddenError for who
    may not, and for one's own account; ConflictError where the account changed meanwhile, and where
    no administrator would be left; DomainError without a reason, and for the duty they have.
    """
    _hold_administrators(actor)
    if not may_give_role(actor, person):
        raise ForbiddenError(_("您不能更改这个人的职责，请刷新页面查看。"))
    if seen_version != person.version:
        raise ConflictError(_("您打开页面之后，这个账号已被改动，请刷新页面再决定。"))
    said = clean_prose(reason)
    if not 0 < len(said) <= REASON_MOST:
        raise DomainError(_("请写明原因，最多 %(n)s 个字。", n=REASON_MOST), field="reason")
    if role is person.staff_role:
        raise DomainError(_("这个人现在就是这项职责，请另选一项。"), field="role")
    if person.staff_role is StaffRole.ADMINISTRATOR and not _other_administrators(person):
        raise ConflictError(_("至少要有一位能登录的管理员。请先把另一个人设为管理员。"))
    with audit.change("account.staff_role_changed", person, actor=actor):
        person.staff_role = role
    void_links(person)
    ended = end_sessions_of(person)
    facts = {"reason": said, "sessions": ended}
    audit.happened("account.staff_role_explained", person, actor=actor, facts=facts)
    words = STAFF_ROLES[role] if role else _("无")
    notify(
        person,
        NoticeKind.STAFF_ROLE_CHANGED,
        facts={"role": words},
        endpoint="accounts.account",
    )


def _hold_administrators(actor: Account) -> None:
    """Keep the administrators as they are until the transaction ends, and look at oneself again.

    Two administrators who take the duty off each other at the same moment would leave none.
    """
    wanted = select(Account.id).where(Account.staff_role == StaffRole.ADMINISTRATOR)
    db.session.execute(wanted.order_by(Account.id).with_for_update())
    db.session.refresh(actor, ["staff_role", "state"])


def _other_administrators(person: Account) -> bool:
    others = select(Account.id).where(
        Account.staff_role == StaffRole.ADMINISTRATOR,
        Account.state == AccountState.ACTIVE,
        Account.deletion_asked_at.is_(None),
        Account.id != person.id,
    )
    return db.session.scalar(others.limit(1)) is not None
