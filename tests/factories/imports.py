"""Files that were handed in, as rows."""

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import ImportKind, ImportState, RowOutcome
from matchmaker.catalogue.models import ImportRow, SheetImport
from matchmaker.db import db


def checked_import(
    of: Organisation, actor: Account, kind: ImportKind = ImportKind.OFFERINGS
) -> SheetImport:
    """Add a file that was checked: a row that is new, and one with a problem."""
    taken = SheetImport(
        kind=kind,
        organisation=of,
        actor=actor,
        name="方案.xlsx",
        columns=["number", "title"],
        state=ImportState.CHECKED,
    )
    db.session.add(taken)
    db.session.flush()
    cells = {"number": "A-1", "title": "矿区车路协同"}
    for place, outcome, faults in (
        (2, RowOutcome.NEW, {}),
        (3, RowOutcome.BAD, {"sector": "没有找到“火星”，请从“可用的词”中选。"}),
    ):
        row = ImportRow(import_id=taken.id, place=place, number=f"A-{place}", cells=cells)
        row.outcome, row.faults = outcome, faults
        db.session.add(row)
    db.session.flush()
    return taken
