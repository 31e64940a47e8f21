"""What offerings and cases have in common that carry pictures and documents."""

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.enums import FileKind
from matchmaker.db import IntPK, enum_column


class ShownFile:
    """A picture or a document of something public; `words` are its alt text or its title.

    Mixed into the table of each thing that has some, beside a key to that thing.
    """

    id: Mapped[IntPK]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(enum_column(FileKind))
    position: Mapped[int] = mapped_column(Integer, default=0)
    words: Mapped[str] = mapped_column(String(120))

    @declared_attr
    def attachment(self) -> Mapped[Attachment]:
        return relationship(Attachment)
