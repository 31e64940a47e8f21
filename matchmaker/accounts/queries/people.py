"""Reading accounts, their signed-in browsers and one-time links, and organisations."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, InvitationState, LinkPurpose, MemberRole
from matchmaker.accounts.models import (
    Account,
    Invitation,
    Membership,
    OneTimeLink,
    Organisation,
    RecoveryCode,
    SignInSession,
)
from matchmaker.accounts.policies import SPEAKERS, may_act_for, role_in
from matchmaker.db import db
from matchmaker.taxonomy.models import Region

BROWSERS = (
    ("MicroMessenger/", _("微信")),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a browser stays signed in: in all, and without being used."""

    absolute: timedelta
    idle: timedelta


PEOPLE_LIMITS = SessionLimits(absolute=timedelta(days=30), idle=timedelta(days=7))
STAFF_LIMITS = SessionLimits(absolute=timedelta(hours=12), idle=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser as its owner sees it."""

    id: int
    browser: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation as its members see it."""

    organisation: Organisation
    region: Region | None
    members: list[Membership]


def token_hash(token: str) -> str:
    """Give what is stored of a session's or a link's key: SHA-256, as keys are random."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_by_email(address: str) -> Account | None:
    """Find an account by its normalised address."""
    return db.session.scalars(select(Account).where(Account.email == address)).first()


def session_for_token(token: str) -> SignInSession | None:
    """Find the live session of a browser, with its account."""
    session = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.token_hash == token_hash(token))
        .options(joinedload(SignInSession.account).joinedload(Account.second_factor))
    ).first()
    return session if session is not None and _is_live(session) else None


def session_by_id(session_id: int) -> SignInSession | None:
    """Find a live session by its number."""
    session = db.session.get(SignInSession, session_id)
    return session if session is not None and _is_live(session) else None


def live_sessions_of(account: Account) -> list[SignInSession]:
    """List the browsers a person is signed in with, last seen first."""
    rows = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    )
    return [row for row in rows if _is_live(row)]


def session_lines(account: Account) -> list[SessionLine]:
    """List the browsers a person is signed in with; this one first."""
    this = token_hash(account.browser_token)
    lines = [
        SessionLine(
            id=row.id,
            browser=browser_name(row.user_agent),
            ip=row.ip,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this=row.token_hash == this,
        )
        for row in live_sessions_of(account)
    ]
    return sorted(lines, key=lambda line: not line.is_this)


def browser_name(user_agent: str) -> str:
    """Say which browser on which system, as far as the browser tells."""
    browser = next((str(name) for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system)))


def usable_link(token: str, purpose: LinkPurpose) -> OneTimeLink | None:
    """Find a link, with its account, unless used, replaced, expired or of a disabled account."""
    return db.session.scalars(
        select(OneTimeLink)
        .join(OneTimeLink.account)
        .where(
            OneTimeLink.token_hash == token_hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
            Account.state != AccountState.DISABLED,
        )
        .options(contains_eager(OneTimeLink.account))
    ).first()


def half_signed_in(token: str) -> OneTimeLink | None:
    """Find the half sign-in of a browser, while its ten minutes last."""
    return usable_link(token, LinkPurpose.SECOND_STEP)


def unused_recovery_codes(account: Account) -> int:
    """Count the recovery codes a person has left."""
    left = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    )
    return db.session.scalar(left) or 0


def invitation_for_token(token: str) -> Invitation | None:
    """Find an invitation that can still be answered: open, in time, from who is an owner still."""
    invitation = db.session.scalars(
        select(Invitation)
        .where(Invitation.token_hash == token_hash(token))
        .options(joinedload(Invitation.organisation), joinedload(Invitation.inviter))
    ).first()
    if invitation is None or not invitation.is_usable:
        return None
    is_owner = role_in(invitation.inviter, invitation.organisation) is MemberRole.OWNER
    return invitation if is_owner else None


def invitation_by_id(invitation_id: int) -> Invitation | None:
    """Find an invitation."""
    return db.session.get(Invitation, invitation_id)


def open_invitations(organisation: Organisation) -> list[Invitation]:
    """List what an organisation offered and nobody has answered yet, the latest first."""
    rows = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.state == InvitationState.OPEN,
        )
        .options(joinedload(Invitation.inviter))
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
    )
    return list(rows)


def invitations_to(account: Account) -> list[Invitation]:
    """List what a person is offered and has not answered yet."""
    rows = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.email == account.email,
            Invitation.state == InvitationState.OPEN,
            Invitation.expires_at > clock.now(),
        )
        .options(joinedload(Invitation.organisation), joinedload(Invitation.inviter))
        .order_by(Invitation.created_at, Invitation.id)
    )
    return list(rows)


def members_of(organisation: Organisation) -> Select[Membership]:
    """Select the members of an organisation: owners first, then by joining."""
    return (
        select(Membership)
        .where(Membership.organisation_id == organisation.id)
        .options(joinedload(Membership.account))
        .order_by(Membership.role != MemberRole.OWNER, Membership.created_at, Membership.id)
    )


def membership_by_id(membership_id: int) -> Membership | None:
    """Find a membership."""
    return db.session.get(Membership, membership_id)


def organisation_by_id(organisation_id: int) -> Organisation | None:
    """Find an organisation."""
    return db.session.get(Organisation, organisation_id)


def organisation_with_uscc(uscc: str) -> Organisation | None:
    """Find the organisation that registered a unified social credit code."""
    return db.session.scalars(select(Organisation).where(Organisation.uscc == uscc)).first()


def organisations_of(account: Account) -> list[Organisation]:
    """List the organisations a person is a member of, by name."""
    return [membership.organisation for membership in memberships_of(account)]


def memberships_of(account: Account) -> list[Membership]:
    """List a person's memberships with their organisations, by name."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.organisation)
            .where(
                Membership.account_id == account.id,
                Membership.organisation_id.in_(account.organisation_ids),
            )
            .options(joinedload(Membership.organisation))
            .order_by(Organisation.name, Organisation.id)
        )
    )


def acting_organisations(account: Account) -> list[Organisation]:
    """List the organisations a person may post and offer for."""
    return [row for row in organisations_of(account) if may_act_for(account, row)]


def organisation_page(organisation: Organisation) -> OrganisationPage:
    """Load what the page of an organisation shows; owners stand first, then by joining."""
    members = db.session.scalars(members_of(organisation))
    return OrganisationPage(organisation, region_of(organisation), list(members))


def speakers_of(organisation: Organisation) -> list[Account]:
    """List the active people who act for an organisation, owners first: whom to tell."""
    statement = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.role.in_(SPEAKERS),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Membership.role != MemberRole.OWNER, Membership.created_at, Membership.id)
    )
    return list(db.session.scalars(statement))


def region_of(organisation: Organisation) -> Region | None:
    """Give the region an organisation is in, where known."""
    code = organisation.region_code
    return db.session.get(Region, code) if code else None


def _is_live(session: SignInSession) -> bool:
    if session.ended_at is not None or not session.account.is_active:
        return False
    limits = STAFF_LIMITS if session.account.is_staff else PEOPLE_LIMITS
    now = clock.now()
    return now - session.created_at < limits.absolute and now - session.last_seen_at < limits.idle
