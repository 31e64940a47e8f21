"""What the public sees of those who provide: their profile and their qualifications."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.enums import ProgrammeType, ProviderType, Validity
from matchmaker.db import Base, IntPK, Name, Prose, Versioned, enum_column
from matchmaker.taxonomy.models import Region, Sector

SOON: Final = timedelta(days=30)  # a qualification that ends within this is about to expire

profile_sector = Table(
    "profile_sector",
    Base.metadata,
    Column("profile_id", ForeignKey("provider_profile.id", ondelete="CASCADE"), primary_key=True),
    Column("sector_id", ForeignKey("sector.id"), primary_key=True, index=True),
)
profile_region = Table(
    "profile_region",
    Base.metadata,
    Column("profile_id", ForeignKey("provider_profile.id", ondelete="CASCADE"), primary_key=True),
    Column("region_code", ForeignKey("region.code"), primary_key=True, index=True),
)


class ProviderProfile(Versioned, Base):
    """What the public sees of a providing organisation, from `published_at` on.

    `tier` is what a call of the programme ranked the provider as, `tier_call` that call and
    `tier_until` the last day it counts; without one it has no end. Staff alone change them.
    """

    __tablename__ = "provider_profile"
    __table_args__ = (
        CheckConstraint("(tier = '') = (tier_call = '')", name="tier_has_its_call"),
        CheckConstraint("tier <> '' OR tier_until IS NULL", name="end_of_a_tier"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("sectors", "served_regions")
    audited_children: ClassVar[tuple[str, ...]] = ("qualifications", "places")

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    type: Mapped[ProviderType] = mapped_column(enum_column(ProviderType), index=True)
    programme_type: Mapped[ProgrammeType | None] = mapped_column(enum_column(ProgrammeType))
    tier: Mapped[str] = mapped_column(String(40), default="")
    tier_call: Mapped[str] = mapped_column(String(200), default="")
    tier_until: Mapped[date | None]
    summary: Mapped[Prose] = mapped_column(default="")
    summary_en: Mapped[Prose] = mapped_column(default="")
    contact_en: Mapped[str] = mapped_column(String(300), default="")  # whom to write to in English
    is_translated: Mapped[bool] = mapped_column(default=False)  # its English is the platform's own
    is_nationwide: Mapped[bool] = mapped_column(default=False)  # serves all of China
    serves_abroad: Mapped[bool] = mapped_column(default=False)
    source_urls: Mapped[list[str]] = mapped_column(default=list)
    is_mention_only: Mapped[bool] = mapped_column(default=False)  # named somewhere, no case known
    published_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=profile_sector, order_by=Sector.position)
    served_regions: Mapped[list[Region]] = relationship(
        secondary=profile_region, order_by=Region.code
    )
    qualifications: Mapped[list["Qualification"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="Qualification.position"
    )

    places: Mapped[list["ProfilePlace"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="ProfilePlace.position"
    )

    @property
    def has_tier(self) -> bool:
        """Whether it has a tier that counts today; its last day still does."""
        return bool(self.tier) and (self.tier_until is None or self.tier_until >= clock.today())


class ProfilePlace(Base):
    """A country or an area of the world a provider serves: ISO 3166-1, or a `WorldArea`."""

    __tablename__ = "profile_place"
    __table_args__ = (UniqueConstraint("profile_id", "place"),)

    id: Mapped[IntPK]
    profile_id: Mapped[int] = mapped_column(ForeignKey("provider_profile.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    place: Mapped[str] = mapped_column(String(30), index=True)

    profile: Mapped[ProviderProfile] = relationship(back_populates="places")


class Qualification(Base):
    """A certificate, licence or rating a provider holds; counts until its last day has passed.

    `attachment` is its document; others see it where the profile is public and `is_shown` is set.
    """

    __tablename__ = "qualification"

    id: Mapped[IntPK]
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("provider_profile.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[Name]
    number: Mapped[str] = mapped_column(String(120), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    valid_until: Mapped[date | None] = mapped_column(index=True)  # None: without an end
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    is_shown: Mapped[bool] = mapped_column(default=False)

    attachment: Mapped[Attachment | None] = relationship()
    profile: Mapped[ProviderProfile] = relationship(back_populates="qualifications")

    def validity(self, today: date) -> Validity:
        """Where it stands on a day; its last day still counts."""
        if self.valid_until is None or self.valid_until > today + SOON:
            return Validity.VALID
        return Validity.EXPIRED if self.valid_until < today else Validity.ENDING


class TierChange(Base):
    """A tier that staff gave, changed or ended ("" for the tier); written, never changed."""

    __tablename__ = "tier_change"

    id: Mapped[IntPK]
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("provider_profile.id", ondelete="CASCADE"), index=True
    )
    tier: Mapped[str] = mapped_column(String(40), default="")
    tier_call: Mapped[str] = mapped_column(String(200), default="")
    tier_until: Mapped[date | None]
    reason: Mapped[Prose]
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)

    profile: Mapped[ProviderProfile] = relationship()
