"""Keys of programs: made, recognised, revoked, and told about before they end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from matchmaker import clock
from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.models.tokens import AccessToken
from matchmaker.accounts.operations.links import new_token
from matchmaker.accounts.operations.throttle import HOUR, check_throttle
from matchmaker.accounts.queries import token_hash
from matchmaker.accounts.queries.tokens import TOKEN_START, scopes_of, token_for, works
from matchmaker.audit import operations as audit
from matchmaker.db import db, own_transaction
from matchmaker.errors import DomainError, TooManyAttemptsError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify

log = structlog.get_logger()

TOUCH_EVERY: Final = timedelta(minutes=5)
DAYS_MOST: Final = 365
TOKENS_MOST: Final = 20  # that work at the same time, of a person or an organisation
NAME_MOST: Final = 80
PREFIX_LENGTH: Final = 9
REMINDED_BEFORE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Admission:
    """Who a key lets in: the person it acts as, the token's number, and what it may be used for."""

    account: Account
    token_id: int
    scopes: frozenset[TokenScope]


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made, and the key only its maker ever sees, this once."""

    token: AccessToken
    key: str


def make_token(
    name: str,
    scopes: frozenset[TokenScope],
    days: int,
    *,
    organisation: Organisation | None = None,
    actor: Account,
) -> NewToken:
    """Make a key for a program that acts as a person, or for one organisation of theirs.

    Raises DomainError without a name or scope, for staff who want more than to read, and beyond
    365 days or 20 keys that work. The caller has asked who manages the organisation.
    """
    if not name or len(name) > NAME_MOST:
        words = _("请给令牌起一个名称，最多 %(limit)s 个字。", limit=NAME_MOST)
        raise DomainError(words, field="name")
    if not scopes:
        raise DomainError(_("请至少选一个范围。"), field="scopes")
    if actor.staff_role is not None and (organisation is not None or scopes != {TokenScope.READ}):
        raise DomainError(_("运营人员的令牌只能读取，也不能代表单位。"), field="scopes")
    if not 1 <= days <= DAYS_MOST:
        raise DomainError(_("有效期为 1 至 %(limit)s 天。", limit=DAYS_MOST), field="days")
    _check_number(organisation, actor)
    key, now = f"{TOKEN_START}{new_token()}", clock.now()
    row = AccessToken(
        account=actor,
        organisation=organisation,
        name=name,
        prefix=key[:PREFIX_LENGTH],
        token_hash=token_hash(key),
        scopes=sorted(scope.value for scope in scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    audit.created("access_token.made", row, actor=actor)
    _record("token_made", row, actor=actor)
    _tell(row, NoticeKind.TOKEN_MADE)
    return NewToken(row, key)


def revoke_token(token: AccessToken, *, actor: Account) -> None:
    """Make a key stop working at once; one that is revoked stays so without a trace."""
    if token.revoked_at is not None:
        return
    with audit.change("access_token.revoked", token, actor=actor):
        token.revoked_at = clock.now()
    _record("token_revoked", token, actor=actor)


def revoke_tokens_of(
    account: Account, organisation: Organisation | None = None, *, actor: Account
) -> None:
    """Revoke the keys a person made for an organisation; without one, every key they made."""
    live = select(AccessToken).where(
        AccessToken.account_id == account.id, AccessToken.revoked_at.is_(None)
    )
    if organisation is not None:
        live = live.where(AccessToken.organisation_id == organisation.id)
    for token in db.session.scalars(live):
        revoke_token(token, actor=actor)


def remind_of_tokens() -> int:
    """Tell people, a week before, that a key of theirs ends; gives how many were told."""
    now = clock.now()
    ending = select(AccessToken).where(
        AccessToken.expires_at <= now + REMINDED_BEFORE,
        AccessToken.expires_at > now,
        AccessToken.revoked_at.is_(None),
        AccessToken.reminded_at.is_(None),
    )
    rows = db.session.scalars(ending.order_by(AccessToken.id)).all()
    for row in rows:
        row.reminded_at = now
        _tell(row, NoticeKind.TOKEN_ENDING)
    return len(rows)


def admit(key: str) -> Admission | None:
    """Give whom a key lets in; None for a key that does not work, for whatever reason.

    To be called before anything changes: noting that it was used is a write of its own. The
    account is narrowed to the organisation of the key for as long as the request lasts.
    """
    token = token_for(key)
    if token is None:
        return None
    if not works(token):
        _note_refused(token)
        return None
    admission = Admission(token.account, token.id, scopes_of(token))
    token.account.acts_only_for = token.organisation_id or 0
    if token.last_used_at is None or clock.now() - token.last_used_at >= TOUCH_EVERY:
        _touch(token.id)
    return admission


def _touch(token_id: int) -> None:
    now = clock.now()
    used = update(AccessToken).where(AccessToken.id == token_id)
    try:
        with own_transaction() as session:
            session.execute(used.values(last_used_at=now))
    except OperationalError:
        log.warning("token_not_touched", token=token_id)  # no reason to refuse an answer


def _check_number(organisation: Organisation | None, actor: Account) -> None:
    whose = (
        AccessToken.organisation_id == organisation.id
        if organisation is not None
        else (AccessToken.account_id == actor.id) & AccessToken.organisation_id.is_(None)
    )
    works_now = AccessToken.revoked_at.is_(None), AccessToken.expires_at > clock.now()
    statement = select(func.count()).select_from(AccessToken).where(whose, *works_now)
    if (db.session.scalar(statement) or 0) >= TOKENS_MOST:
        raise DomainError(
            _("最多同时有 %(limit)s 个有效的令牌。请先撤销不用的。", limit=TOKENS_MOST)
        )


def _record(event: str, token: AccessToken, *, actor: Account) -> None:
    """Note it on the person and, for one of an organisation, on that too: both look there."""
    facts = {"token": token.id, "prefix": token.prefix, "organisation": token.organisation_id}
    audit.happened(f"account.{event}", token.account, actor=actor, facts=facts)
    if token.organisation is not None:
        said = {"token": token.id, "prefix": token.prefix, "account": token.account_id}
        audit.happened(f"organisation.{event}", token.organisation, actor=actor, facts=said)


def _tell(token: AccessToken, kind: NoticeKind) -> None:
    of = token.organisation_id
    until = token.expires_at.astimezone(clock.CHINA).date()
    notify(
        token.account,
        kind,
        facts={
            "name": token.name,
            "until": until.isoformat(),
        },
        endpoint="accounts.organisation_tokens" if of else "accounts.own_tokens",
        values={"organisation_id": of} if of else {},
        once=f"{kind.value}:{token.id}",
    )


def _note_refused(token: AccessToken) -> None:
    """Note that somebody tried a key that no longer works: once an hour, whoever tries it."""
    try:
        check_throttle("refused-token", str(token.id), 1, HOUR)
    except TooManyAttemptsError:
        return
    audit.happened_apart("access_token.refused", token, facts={"prefix": token.prefix})
