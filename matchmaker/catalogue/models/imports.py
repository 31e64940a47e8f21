"""Files of offerings or cases people hand in: each row, what it would do, what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import ImportKind, ImportState, RowOutcome
from matchmaker.db import Base, IntPK, Prose, enum_column

_UNDER_WAY = text("state IN ('checking', 'writing')")


class OfferingNumber(Base):
    """The number a provider knows an offering by: in a file the same number is the same thing."""

    __tablename__ = "offering_number"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(60))


class CaseNumber(Base):
    """The number a provider knows a case by."""

    __tablename__ = "case_number"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    case_id: Mapped[int] = mapped_column(
        ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(60))


class SheetImport(Base):
    """A file of one kind of things: checked whole, then written once a person says so.

    `done` of `total` rows of the step in hand are through. `columns` are those the file has.
    """

    __tablename__ = "sheet_import"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)",
            name="ended_has_date",
        ),
        Index(
            "uq_sheet_import_under_way",
            "organisation_id",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
        Index(None, "organisation_id", "id"),
    )

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ImportKind] = mapped_column(enum_column(ImportKind))
    name: Mapped[str] = mapped_column(String(200))  # of the file
    columns: Mapped[list[str]]
    state: Mapped[ImportState] = mapped_column(
        enum_column(ImportState), default=ImportState.CHECKING
    )
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    actor: Mapped[Account] = relationship()


class ImportRow(Base):
    """One row of such a file: `place` in the sheet, counted from 1, and its cells by column.

    `faults` are pairs of column and message; `changes` the columns that differ from what is there.
    `seen_version` is that of the offering or case when it was checked, `written_at` when the row
    was written.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "place"),
        Index(None, "import_id", "outcome", "place"),
        CheckConstraint("offering_id IS NULL OR case_id IS NULL", name="one_thing"),
    )

    id: Mapped[IntPK]
    import_id: Mapped[int] = mapped_column(ForeignKey("sheet_import.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(60), default="")
    cells: Mapped[dict[str, Any]]
    outcome: Mapped[RowOutcome] = mapped_column(enum_column(RowOutcome), default=RowOutcome.UNREAD)
    faults: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changes: Mapped[list[str]] = mapped_column(default=list)
    offering_id: Mapped[int | None] = mapped_column(
        ForeignKey("offering.id", ondelete="SET NULL"), index=True
    )
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("project_case.id", ondelete="SET NULL"), index=True
    )
    seen_version: Mapped[int | None]
    written_at: Mapped[datetime | None]
