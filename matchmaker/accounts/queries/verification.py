"""Reading applications to be verified: an organisation's own, and what waits for staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import UNDECIDED, VerificationState
from matchmaker.accounts.models import Account, Organisation, Verification, VerificationPart
from matchmaker.db import db
from matchmaker.moderation.queries import DecisionLine, decisions_of

DECIDED = (VerificationState.APPROVED, VerificationState.REFUSED, VerificationState.RETURNED)
ELSEWHERE_SHOWN = 10
WHOLE = (
    joinedload(Verification.organisation),
    joinedload(Verification.applicant),
    selectinload(Verification.parts).joinedload(VerificationPart.attachment),
)


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """Where the verification of an organisation stands, as its people see it."""

    current: Verification | None  # the newest application, whatever became of it
    decisions: Sequence[DecisionLine]  # on that one, newest first
    earlier: Sequence[Verification]
    standing: Sequence[DecisionLine]  # on the organisation: suspended, restored, revoked

    @property
    def all(self) -> list[Verification]:
        """Give every application, the newest first."""
        return [*([self.current] if self.current else []), *self.earlier]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What else on the site has the code or the name of an application."""

    organisations: Sequence[Organisation]
    verifications: Sequence[Verification]


def undecided_of(organisation: Organisation) -> Verification | None:
    """Find the application of an organisation that has no result yet; there is one at most."""
    return db.session.scalars(
        select(Verification)
        .where(Verification.organisation_id == organisation.id, Verification.state.in_(UNDECIDED))
        .options(*WHOLE)
    ).first()


def undecided_of_person(account: Account) -> int:
    """Count the applications somebody has running."""
    statement = select(func.count(Verification.id)).where(
        Verification.applicant_id == account.id, Verification.state.in_(UNDECIDED)
    )
    return db.session.scalar(statement) or 0


def verification_page(organisation: Organisation) -> VerificationPage:
    """Load what the page of an organisation's verification shows."""
    rows = db.session.scalars(
        select(Verification)
        .where(Verification.organisation_id == organisation.id)
        .options(*WHOLE)
        .order_by(Verification.id.desc())
    ).all()
    current = rows[0] if rows else None
    return VerificationPage(
        current=current,
        decisions=decisions_of(current) if current else (),
        earlier=rows[1:],
        standing=decisions_of(organisation),
    )


def last_approved(organisation: Organisation) -> Verification | None:
    """Find what an organisation was verified by: a renewal starts from it."""
    return db.session.scalars(
        select(Verification)
        .where(
            Verification.organisation_id == organisation.id,
            Verification.state == VerificationState.APPROVED,
        )
        .options(*WHOLE)
        .order_by(Verification.id.desc())
    ).first()


def verification_by_id(verification_id: int) -> Verification | None:
    """Find an application with its parts and files."""
    return db.session.scalars(
        select(Verification).where(Verification.id == verification_id).options(*WHOLE)
    ).first()


def part_by_id(part_id: int) -> VerificationPart | None:
    """Find a part with its file and application."""
    return db.session.get(VerificationPart, part_id)


def waiting_verifications() -> Select[Verification]:
    """Select what waits for staff, the longest waiting first."""
    return (
        select(Verification)
        .where(Verification.state == VerificationState.SUBMITTED)
        .options(*WHOLE)
        .order_by(Verification.submitted_at, Verification.id)
    )


def decided_verifications() -> Select[Verification]:
    """Select what staff have decided or sent back, the latest first."""
    return (
        select(Verification)
        .where(Verification.state.in_(DECIDED))
        .options(*WHOLE)
        .order_by(Verification.updated_at.desc(), Verification.id.desc())
    )


def next_waiting(after: Verification) -> int | None:
    """Give the number of the application staff look at after this one, if any waits."""
    rest = waiting_verifications().where(Verification.id != after.id)
    found = db.session.scalars(rest.limit(1)).first()
    return found.id if found else None


def elsewhere(verification: Verification) -> Elsewhere:
    """Find other organisations and applications with this code or this very name."""
    own = verification.organisation_id
    organisations = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.id != own,
            or_(
                Organisation.uscc == verification.uscc,
                Organisation.name == verification.legal_name,
            ),
        )
        .order_by(Organisation.id)
        .limit(ELSEWHERE_SHOWN)
    ).all()
    verifications = db.session.scalars(
        select(Verification)
        .where(
            Verification.organisation_id != own,
            Verification.submitted_at.is_not(None),
            or_(
                Verification.uscc == verification.uscc,
                Verification.legal_name == verification.legal_name,
            ),
        )
        .options(*WHOLE)
        .order_by(Verification.id.desc())
        .limit(ELSEWHERE_SHOWN)
    ).all()
    return Elsewhere(organisations, verifications)
