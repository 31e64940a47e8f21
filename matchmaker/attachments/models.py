"""What people attached: the facts of each file. The bytes lie in the instance folder."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.attachments.enums import MEDIA_TYPES, PICTURES, SMALL_SIDE, Scan
from matchmaker.db import Base, IntPK, enum_column

_PICTURE_TYPES = frozenset(MEDIA_TYPES[one] for one in PICTURES)


class Attachment(Base):
    """A file somebody handed in; `key` is where its bytes lie, `name` is only shown.

    What uses it names it by a foreign key: a file no row names is deleted after a week.
    `scanned_at` is set once the scanner said yes or no; `lost_at` when its bytes were missed.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint(
            "(scan IN ('clean', 'infected')) = (scanned_at IS NOT NULL)", name="scanned_has_date"
        ),
        CheckConstraint("size > 0", name="size_positive"),
        Index(None, "uploader_id", "created_at"),
        Index(None, "scan", "id"),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"key"})

    id: Mapped[IntPK]
    key: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(24))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    scan: Mapped[Scan] = mapped_column(enum_column(Scan), default=Scan.PENDING)
    threat: Mapped[str] = mapped_column(String(200), default="")  # what the scanner called it
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    scanned_at: Mapped[datetime | None]
    lost_at: Mapped[datetime | None]
    width: Mapped[int | None]  # of a picture as kept, in pixels
    height: Mapped[int | None]

    @property
    def is_picture(self) -> bool:
        return self.content_type in _PICTURE_TYPES

    @property
    def small_width(self) -> int | None:
        """The width of its small version, which is no wider nor higher than `SMALL_SIDE`."""
        if self.width is None or self.height is None:
            return None
        return round(self.width * min(1, SMALL_SIDE / max(self.width, self.height)))

    @property
    def is_clean(self) -> bool:
        return self.scan is Scan.CLEAN and self.lost_at is None
