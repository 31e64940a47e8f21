"""Reading provider profiles with their qualifications."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import ProviderProfile, Qualification
from matchmaker.db import db


def profile_of(organisation: Organisation) -> ProviderProfile | None:
    """Find the profile of an organisation, public or not, with all its page shows."""
    statement = (
        select(ProviderProfile)
        .where(ProviderProfile.organisation_id == organisation.id)
        .options(
            joinedload(ProviderProfile.organisation),
            selectinload(ProviderProfile.sectors),
            selectinload(ProviderProfile.served_regions),
            selectinload(ProviderProfile.qualifications).joinedload(Qualification.attachment),
        )
    )
    return db.session.scalars(statement).first()


def profile_of_number(organisation_id: int) -> ProviderProfile | None:
    """Find the profile of the organisation with a number."""
    organisation = db.session.get(Organisation, organisation_id)
    return profile_of(organisation) if organisation else None


def profile_by_id(profile_id: int) -> ProviderProfile | None:
    """Find a profile with its organisation."""
    return db.session.get(
        ProviderProfile, profile_id, options=[joinedload(ProviderProfile.organisation)]
    )


def qualification_by_id(qualification_id: int) -> Qualification | None:
    """Find a qualification with its certificate and its profile."""
    statement = select(Qualification).where(Qualification.id == qualification_id)
    return db.session.scalars(
        statement.options(
            joinedload(Qualification.attachment),
            joinedload(Qualification.profile).joinedload(ProviderProfile.organisation),
        )
    ).first()


def qualifications_ending(first: date, last: date) -> Sequence[Qualification]:
    """List the qualifications whose last day lies between two days, both included."""
    statement = (
        select(Qualification)
        .where(Qualification.valid_until.between(first, last))
        .options(joinedload(Qualification.profile).joinedload(ProviderProfile.organisation))
        .order_by(Qualification.valid_until, Qualification.id)
    )
    return db.session.scalars(statement).all()
