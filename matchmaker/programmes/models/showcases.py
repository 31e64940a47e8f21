"""Showcases: sites that use 5G well, told so that others can copy them."""

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

from matchmaker.accounts.models import Account, Organisation
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.enums import Effect, FileKind
from matchmaker.catalogue.models import Case, Offering, ShownFile
from matchmaker.db import Base, IntPK, Link, Name, Prose, Versioned, enum_column
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import NamedBy, Proof, ShowcaseState
from matchmaker.programmes.models.results import Entry
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard


def _link(name: str, column: str, target: str) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("showcase_id", ForeignKey("showcase.id", ondelete="CASCADE"), primary_key=True),
        Column(column, ForeignKey(target), primary_key=True, index=True),
    )


showcase_scene = _link("showcase_scene", "scene_id", "scene.id")
showcase_capability = _link("showcase_capability", "capability_id", "capability.id")
showcase_standard = _link("showcase_standard", "standard_id", "standard.id")
showcase_offering = _link("showcase_offering", "offering_id", "offering.id")


class Showcase(Versioned, Base):
    """A site that uses 5G well: what was done, with what, to which effect, and how to copy it.

    What it was made from stays linked: a case, the outcome of an engagement, an entry of a call.
    Costs are in 万元. `source_url` is where it was published first, `source_name` by whom.
    """

    __tablename__ = "showcase"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name="submitted_has_date"),
        CheckConstraint(
            "state NOT IN ('published', 'withdrawn') OR published_at IS NOT NULL",
            name="published_has_date",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"
        ),
        CheckConstraint(
            "named_by <> 'client' OR outcome_id IS NOT NULL", name="client_agreed_about_project"
        ),
        CheckConstraint(
            "cost_min_wan IS NULL OR cost_max_wan >= cost_min_wan", name="costs_in_order"
        ),
        CheckConstraint("cost_min_wan >= 0 AND cost_max_wan >= 0", name="costs_not_negative"),
        CheckConstraint(
            "NOT is_for_abroad OR (title_en <> '' AND summary_en <> '')",
            name="shown_abroad_in_english",
        ),
        Index(None, "state", "subject_type"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "capabilities", "standards", "offerings")
    audited_children: ClassVar[tuple[str, ...]] = ("figures", "parts", "files")

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # stable name in the seeds
    subject_type: Mapped[SubjectType] = mapped_column(enum_column(SubjectType))
    title_zh: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    site_zh: Mapped[Name] = mapped_column(default="")  # the place: the plant, the pit, the ward
    site_en: Mapped[Name] = mapped_column(default="")
    named_by: Mapped[NamedBy] = mapped_column(enum_column(NamedBy))
    owner_zh: Mapped[Name] = mapped_column(default="")  # the organisation as the public reads it
    owner_en: Mapped[Name] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    live_year: Mapped[int | None]
    is_for_abroad: Mapped[bool] = mapped_column(default=False)  # shown to readers abroad
    is_translated: Mapped[bool] = mapped_column(default=False)  # its English is the platform's own
    summary_en: Mapped[Prose] = mapped_column(default="")  # what readers abroad read first
    problem_zh: Mapped[Prose] = mapped_column(default="")
    problem_en: Mapped[Prose] = mapped_column(default="")
    solution_zh: Mapped[Prose] = mapped_column(default="")
    solution_en: Mapped[Prose] = mapped_column(default="")
    network_zh: Mapped[Prose] = mapped_column(default="")
    network_en: Mapped[Prose] = mapped_column(default="")
    lessons_zh: Mapped[Prose] = mapped_column(default="")
    lessons_en: Mapped[Prose] = mapped_column(default="")
    replication_zh: Mapped[Prose] = mapped_column(default="")
    replication_en: Mapped[Prose] = mapped_column(default="")
    cost_min_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    cost_max_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    source_name: Mapped[str] = mapped_column(String(200), default="")
    source_url: Mapped[Link] = mapped_column(default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("project_case.id"), unique=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"), unique=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("programme_entry.id"), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ShowcaseState] = mapped_column(
        enum_column(ShowcaseState), default=ShowcaseState.DRAFT
    )
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdraw_words: Mapped[Prose] = mapped_column(default="")
    consent_file_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)

    organisation: Mapped[Organisation | None] = relationship()
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    case: Mapped[Case | None] = relationship()
    outcome: Mapped[Outcome | None] = relationship()
    entry: Mapped[Entry | None] = relationship()
    author: Mapped[Account | None] = relationship()
    consent_file: Mapped[Attachment | None] = relationship()
    scenes: Mapped[list[Scene]] = relationship(secondary=showcase_scene, order_by=Scene.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=showcase_capability, order_by=Capability.id
    )
    standards: Mapped[list[Standard]] = relationship(
        secondary=showcase_standard, order_by=Standard.code
    )
    offerings: Mapped[list[Offering]] = relationship(
        secondary=showcase_offering, order_by=Offering.id
    )
    figures: Mapped[list["ShowcaseFigure"]] = relationship(
        back_populates="showcase",
        cascade="all, delete-orphan",
        order_by="ShowcaseFigure.position",
    )
    parts: Mapped[list["ShowcasePart"]] = relationship(
        back_populates="showcase", cascade="all, delete-orphan", order_by="ShowcasePart.position"
    )
    files: Mapped[list["ShowcaseFile"]] = relationship(
        back_populates="showcase", cascade="all, delete-orphan", order_by="ShowcaseFile.position"
    )

    @property
    def cover(self) -> "ShowcaseFile | None":
        """The first picture everybody may have: what its card shows."""
        pictures = (file for file in self.files if file.kind is FileKind.PICTURE)
        return next((file for file in pictures if file.attachment.is_clean), None)


class ShowcaseFigure(Base):
    """One effect in a figure, with what it rests on. What is new in itself has no `before`."""

    __tablename__ = "showcase_figure"

    id: Mapped[IntPK]
    showcase_id: Mapped[int] = mapped_column(
        ForeignKey("showcase.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[Effect] = mapped_column(enum_column(Effect))
    what_zh: Mapped[str] = mapped_column(String(80))
    what_en: Mapped[str] = mapped_column(String(160), default="")
    before: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    after: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    unit: Mapped[str] = mapped_column(String(20), default="")
    measured_on: Mapped[date | None]
    proof: Mapped[Proof] = mapped_column(enum_column(Proof))
    proof_words: Mapped[str] = mapped_column(String(200), default="")  # which report, whose
    source_url: Mapped[Link] = mapped_column(default="")

    showcase: Mapped[Showcase] = relationship(back_populates="figures")


class ShowcasePart(Base):
    """What one provider did in a showcase."""

    __tablename__ = "showcase_part"
    __table_args__ = (UniqueConstraint("showcase_id", "organisation_id"),)

    id: Mapped[IntPK]
    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    role_zh: Mapped[str] = mapped_column(String(200), default="")
    role_en: Mapped[str] = mapped_column(String(200), default="")

    showcase: Mapped[Showcase] = relationship(back_populates="parts")
    organisation: Mapped[Organisation] = relationship()


class ShowcaseFile(ShownFile, Base):
    """A picture or a document of a showcase; the consent of its owner is none of them."""

    __tablename__ = "showcase_file"
    __table_args__ = (UniqueConstraint("showcase_id", "attachment_id"),)

    showcase_id: Mapped[int] = mapped_column(ForeignKey("showcase.id", ondelete="CASCADE"))

    showcase: Mapped[Showcase] = relationship(back_populates="files")
