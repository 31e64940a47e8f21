"""Reading files of offerings that were handed in, and offerings by their provider's number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import RowOutcome
from matchmaker.catalogue.models import (
    ImportRow,
    Offering,
    OfferingImport,
    OfferingNumber,
    Promise,
)
from matchmaker.db import db

LATEST: Final = 10
OWN: Final = "#"  # before the site's own number, for offerings their people gave none
LONGEST_OWN: Final = 9  # digits
SAID = (
    joinedload(Offering.organisation),
    joinedload(Offering.sector),
    joinedload(Offering.region),
    selectinload(Offering.scenes),
    selectinload(Offering.capabilities),
    selectinload(Offering.served_regions),
    selectinload(Offering.cases),
    selectinload(Offering.promises).options(
        joinedload(Promise.capability), joinedload(Promise.standard), joinedload(Promise.case)
    ),
)
EXPORTED_AT_ONCE: Final = 500


def import_by_id(import_id: int) -> OfferingImport | None:
    """Find an import with its organisation."""
    return db.session.get(
        OfferingImport, import_id, options=[joinedload(OfferingImport.organisation)]
    )


def imports_of(organisation: Organisation) -> Sequence[OfferingImport]:
    """List the latest imports of an organisation, newest first."""
    statement = select(OfferingImport).where(OfferingImport.organisation_id == organisation.id)
    return db.session.scalars(statement.order_by(OfferingImport.id.desc()).limit(LATEST)).all()


def outcomes(taken: OfferingImport) -> Mapping[RowOutcome, int]:
    """Count the rows of an import by outcome."""
    counted = (
        select(ImportRow.outcome, func.count())
        .where(ImportRow.import_id == taken.id)
        .group_by(ImportRow.outcome)
    )
    return {**dict.fromkeys(RowOutcome, 0), **dict(db.session.execute(counted).all())}


def rows_of(taken: OfferingImport, outcome: RowOutcome) -> Select[ImportRow]:
    """Select the rows of an import with an outcome, in the order of the file."""
    return (
        select(ImportRow)
        .where(ImportRow.import_id == taken.id, ImportRow.outcome == outcome)
        .order_by(ImportRow.place)
    )


def numbered_offerings(
    organisation: Organisation, numbers: Sequence[str]
) -> Mapping[str, Offering]:
    """Give an organisation's offerings by the numbers asked for: its own, or `#` and the site's."""
    own = [number[1:] for number in numbers if number.startswith(OWN)]
    ids = [int(digits) for digits in own if digits.isdecimal() and len(digits) <= LONGEST_OWN]
    statement = (
        select(Offering, OfferingNumber.number)
        .outerjoin(OfferingNumber, OfferingNumber.offering_id == Offering.id)
        .where(
            Offering.organisation_id == organisation.id,
            or_(OfferingNumber.number.in_(numbers), Offering.id.in_(ids)),
        )
        .options(*SAID)
    )
    found: dict[str, Offering] = {}
    for offering, number in db.session.execute(statement):
        found[f"{OWN}{offering.id}"] = offering
        if number:
            found[number] = offering
    return found


def exported_offerings(organisation: Organisation) -> Iterator[tuple[str, Offering]]:
    """Give all offerings of an organisation, oldest first, each with its number."""
    ids = db.session.scalars(
        select(Offering.id).where(Offering.organisation_id == organisation.id).order_by(Offering.id)
    ).all()
    for at in range(0, len(ids), EXPORTED_AT_ONCE):
        statement = (
            select(Offering, OfferingNumber.number)
            .outerjoin(OfferingNumber, OfferingNumber.offering_id == Offering.id)
            .where(Offering.id.in_(ids[at : at + EXPORTED_AT_ONCE]))
            .options(*SAID)
            .order_by(Offering.id)
        )
        for offering, number in db.session.execute(statement):
            yield number or f"{OWN}{offering.id}", offering
