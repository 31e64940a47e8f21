"""Delivered projects."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Organisation
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.enums import CaseState, ClientConsent, Effect, FileKind
from matchmaker.catalogue.models.files import ShownFile
from matchmaker.db import Base, IntPK, Link, Name, Prose, Versioned, enum_column
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector

case_scene = Table(
    "case_scene",
    Base.metadata,
    Column("case_id", ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True),
    Column("scene_id", ForeignKey("scene.id"), primary_key=True, index=True),
)
case_capability = Table(
    "case_capability",
    Base.metadata,
    Column("case_id", ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id"), primary_key=True, index=True),
)


class Case(Versioned, Base):
    """A delivered project: who, for whom, which scene, which effect, which source."""

    __tablename__ = "project_case"  # CASE is a reserved word of SQL
    __table_args__ = (
        CheckConstraint("year_from IS NULL OR year_to >= year_from", name="years_in_order"),
        CheckConstraint("started_on IS NULL OR finished_on >= started_on", name="days_in_order"),
        CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_has_date"
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"
        ),
        # What nobody wrote here is known from a published source, and public.
        CheckConstraint(
            "(organisation_id IS NULL) = (consent IS NULL)"
            " AND (organisation_id IS NOT NULL OR state = 'published')",
            name="sourced_is_published",
        ),
        Index(None, "state", "submitted_at"),
        Index(None, "organisation_id", "state"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "capabilities")
    audited_children: ClassVar[tuple[str, ...]] = ("figures", "partners", "files")

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # stable name in the seeds
    title: Mapped[Name]
    client: Mapped[Name]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    place: Mapped[str] = mapped_column(String(120), default="")  # as written in the source
    problem: Mapped[Prose]
    is_problem_explicit: Mapped[bool]  # False: read off the setting, not stated by the source
    solution: Mapped[Prose]
    effects: Mapped[Prose] = mapped_column(default="")
    awards: Mapped[Prose] = mapped_column(default="")
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    source_url: Mapped[Link]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # who wrote
    state: Mapped[CaseState] = mapped_column(enum_column(CaseState), default=CaseState.PUBLISHED)
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    consent: Mapped[ClientConsent | None] = mapped_column(enum_column(ClientConsent))
    # The client's own name where the public reads 某…: for its provider and staff.
    client_name: Mapped[str] = mapped_column(String(200), default="")
    consent_file_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    client_agreed_at: Mapped[datetime | None]  # to being named, here on the site: no file needed
    started_on: Mapped[date | None]
    finished_on: Mapped[date | None]

    organisation: Mapped[Organisation | None] = relationship()
    consent_file: Mapped[Attachment | None] = relationship()
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    scenes: Mapped[list[Scene]] = relationship(secondary=case_scene, order_by=Scene.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=case_capability, order_by=Capability.id
    )
    parts: Mapped[list["CasePart"]] = relationship(
        back_populates="case", cascade="all, delete-orphan", order_by="CasePart.id"
    )
    figures: Mapped[list["CaseFigure"]] = relationship(
        back_populates="case", cascade="all, delete-orphan", order_by="CaseFigure.position"
    )
    partners: Mapped[list["CasePartner"]] = relationship(
        back_populates="case", cascade="all, delete-orphan", order_by="CasePartner.position"
    )
    files: Mapped[list["CaseFile"]] = relationship(
        back_populates="case", cascade="all, delete-orphan", order_by="CaseFile.position"
    )
    effect_rows: Mapped[list["CaseEffect"]] = relationship(
        cascade="all, delete-orphan", order_by="CaseEffect.kind"
    )

    @property
    def cover(self) -> "CaseFile | None":
        """The first picture everybody may have: what its card shows."""
        pictures = (file for file in self.files if file.kind is FileKind.PICTURE)
        return next((file for file in pictures if file.attachment.is_clean), None)


class CaseFile(ShownFile, Base):
    """A picture or a document of a case; the consent of its client is none of them."""

    __tablename__ = "case_file"
    __table_args__ = (UniqueConstraint("case_id", "attachment_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("project_case.id", ondelete="CASCADE"))

    case: Mapped[Case] = relationship(back_populates="files")

    @property
    def owner(self) -> Case:
        return self.case


class CaseFigure(Base):
    """One effect in a figure: what, from how much to how much, measured when.

    What is new in itself has no `before`.
    """

    __tablename__ = "case_figure"

    id: Mapped[IntPK]
    case_id: Mapped[int] = mapped_column(
        ForeignKey("project_case.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[Effect] = mapped_column(enum_column(Effect))
    what: Mapped[str] = mapped_column(String(80))
    before: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    after: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    unit: Mapped[str] = mapped_column(String(20), default="")
    measured_on: Mapped[date]

    case: Mapped[Case] = relationship(back_populates="figures")


class CasePartner(Base):
    """Who else took part in a case, as its provider names them."""

    __tablename__ = "case_partner"

    id: Mapped[IntPK]
    case_id: Mapped[int] = mapped_column(
        ForeignKey("project_case.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[Name]
    role: Mapped[str] = mapped_column(String(200), default="")

    case: Mapped[Case] = relationship(back_populates="partners")


class CaseEffect(Base):
    """A kind of effect the words of a case tell of; written again with the case."""

    __tablename__ = "case_effect"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[Effect] = mapped_column(enum_column(Effect), primary_key=True, index=True)


class CasePart(Base):
    """What one provider did in a case."""

    __tablename__ = "case_part"
    __table_args__ = (UniqueConstraint("case_id", "organisation_id"),)

    id: Mapped[IntPK]
    case_id: Mapped[int] = mapped_column(ForeignKey("project_case.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(200), default="")

    case: Mapped[Case] = relationship(back_populates="parts")
    organisation: Mapped[Organisation] = relationship()
