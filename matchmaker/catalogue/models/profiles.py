"""What the public sees of those who provide."""

from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import ProviderType
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column


class ProviderProfile(Versioned, Base):
    """What the public sees of a providing organisation."""

    __tablename__ = "provider_profile"
    audited_links: ClassVar[tuple[str, ...]] = ()

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    type: Mapped[ProviderType] = mapped_column(enum_column(ProviderType), index=True)
    summary: Mapped[Prose] = mapped_column(default="")
    source_urls: Mapped[list[str]] = mapped_column(default=list)
    is_mention_only: Mapped[bool] = mapped_column(default=False)  # named somewhere, no case known

    organisation: Mapped[Organisation] = relationship()
