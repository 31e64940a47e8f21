"""Reading files people handed in, and what they are about by its provider's own number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.catalogue.enums import ImportKind, RowOutcome
from matchmaker.catalogue.models import (
    Case,
    CaseNumber,
    CasePart,
    ImportRow,
    Offering,
    OfferingNumber,
    Promise,
    SheetImport,
)
from matchmaker.db import db

LATEST: Final = 10
OWN: Final = "#"  # before the site's own number, for what its people gave none
LONGEST_OWN: Final = 9  # digits
EXPORTED_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """Where things of a kind and their numbers are kept, and what a sheet shows of them."""

    model: Any
    number: Any  # the column with the provider's own number
    of: Any  # the column beside it that says what it is the number of
    said: tuple[Any, ...]

    def numbered(self) -> Select[Any]:
        """Select things, each with its number or None."""
        return (
            select(self.model, self.number)
            .outerjoin(self.of.class_, self.of == self.model.id)
            .options(*self.said)
        )


KEPT: Final[Mapping[ImportKind, Kept]] = {
    ImportKind.OFFERINGS: Kept(
        Offering,
        OfferingNumber.number,
        OfferingNumber.offering_id,
        (
            joinedload(Offering.organisation),
            joinedload(Offering.sector),
            joinedload(Offering.region),
            selectinload(Offering.scenes),
            selectinload(Offering.capabilities),
            selectinload(Offering.served_regions),
            selectinload(Offering.cases),
            selectinload(Offering.files),
            selectinload(Offering.promises).options(
                joinedload(Promise.capability),
                joinedload(Promise.standard),
                joinedload(Promise.case),
            ),
        ),
    ),
    ImportKind.CASES: Kept(
        Case,
        CaseNumber.number,
        CaseNumber.case_id,
        (
            joinedload(Case.organisation),
            joinedload(Case.sector),
            joinedload(Case.region),
            selectinload(Case.scenes),
            selectinload(Case.capabilities),
            selectinload(Case.parts).joinedload(CasePart.organisation),
            selectinload(Case.figures),
            selectinload(Case.partners),
            selectinload(Case.effect_rows),
        ),
    ),
}


def place_of_imports(
    organisation_id: int, import_kind: str
) -> tuple[Organisation, ImportKind] | None:
    """Find an organisation, and the kind of things it imports or exports."""
    organisation = organisation_by_id(organisation_id)
    if organisation is None or import_kind not in {*ImportKind}:
        return None
    return organisation, ImportKind(import_kind)


def import_by_id(import_id: int) -> SheetImport | None:
    """Find an import with its organisation."""
    return db.session.get(SheetImport, import_id, options=[joinedload(SheetImport.organisation)])


def imports_of(organisation: Organisation, kind: ImportKind) -> Sequence[SheetImport]:
    """List the latest imports of an organisation, newest first."""
    statement = select(SheetImport).where(
        SheetImport.organisation_id == organisation.id, SheetImport.kind == kind
    )
    return db.session.scalars(statement.order_by(SheetImport.id.desc()).limit(LATEST)).all()


def outcomes(taken: SheetImport) -> Mapping[RowOutcome, int]:
    """Count the rows of an import by outcome."""
    counted = (
        select(ImportRow.outcome, func.count())
        .where(ImportRow.import_id == taken.id)
        .group_by(ImportRow.outcome)
    )
    return {**dict.fromkeys(RowOutcome, 0), **dict(db.session.execute(counted).all())}


def rows_of(taken: SheetImport, outcome: RowOutcome) -> Select[ImportRow]:
    """Select the rows of an import with an outcome, in the order of the file."""
    return (
        select(ImportRow)
        .where(ImportRow.import_id == taken.id, ImportRow.outcome == outcome)
        .order_by(ImportRow.place)
    )


def numbered_things(
    kind: ImportKind, organisation: Organisation, numbers: Sequence[str]
) -> Mapping[str, Any]:
    """Give what an organisation has by the numbers asked for: its own, or `#` and the site's."""
    own = [number[1:] for number in numbers if number.startswith(OWN)]
    ids = [int(digits) for digits in own if digits.isdecimal() and len(digits) <= LONGEST_OWN]
    kept = KEPT[kind]
    statement = kept.numbered().where(
        kept.model.organisation_id == organisation.id,
        or_(kept.number.in_(numbers), kept.model.id.in_(ids)),
    )
    found: dict[str, Any] = {}
    for thing, number in db.session.execute(statement):
        found[f"{OWN}{thing.id}"] = thing
        if number:
            found[number] = thing
    return found


def exported_things(kind: ImportKind, organisation: Organisation) -> Iterator[tuple[str, Any]]:
    """Give all an organisation has of a kind, oldest first, each with its number."""
    kept = KEPT[kind]
    own = select(kept.model.id).where(kept.model.organisation_id == organisation.id)
    ids = db.session.scalars(own.order_by(kept.model.id)).all()
    for at in range(0, len(ids), EXPORTED_AT_ONCE):
        some = kept.model.id.in_(ids[at : at + EXPORTED_AT_ONCE])
        statement = kept.numbered().where(some).order_by(kept.model.id)
        for thing, number in db.session.execute(statement):
            yield number or f"{OWN}{thing.id}", thing
