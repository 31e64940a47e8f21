"""What makes a 领航者 of each subject type: points of sources, and the platform's criteria."""

from sqlalchemy import CheckConstraint, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, IntPK, Name, Prose, Slug, enum_column
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import CriterionKind


class PilotPoint(Base):
    """What a named source says of a subject type, in words of ours.

    `source` is an address or a key of the list of sources, with what follows it. One that says what
    to build can be answered in the self-check; the others are background.
    """

    __tablename__ = "pilot_point"

    id: Mapped[IntPK]
    key: Mapped[Slug] = mapped_column(unique=True)
    subject_type: Mapped[SubjectType] = mapped_column(enum_column(SubjectType), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    label_zh: Mapped[Name]
    text_zh: Mapped[Prose]
    note_zh: Mapped[Prose] = mapped_column(default="")
    source: Mapped[str] = mapped_column(String(500))
    is_checked: Mapped[bool] = mapped_column(default=False)


class PilotCriterion(Base):
    """A criterion of the platform's own for the self-check: a suggestion, never an official mark.

    Without a subject type it holds for all of them. Only figures have a suggested value; of a
    choice, `options` are the words to choose from.
    """

    __tablename__ = "pilot_criterion"
    __table_args__ = (
        CheckConstraint("(kind = 'figure') = (suggested IS NOT NULL)", name="figures_suggested"),
    )

    id: Mapped[IntPK]
    key: Mapped[Slug] = mapped_column(unique=True)
    subject_type: Mapped[SubjectType | None] = mapped_column(enum_column(SubjectType), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    metric_zh: Mapped[str] = mapped_column(String(200), default="")
    metric_en: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[CriterionKind] = mapped_column(enum_column(CriterionKind))
    unit: Mapped[str] = mapped_column(String(20), default="")
    suggested: Mapped[float | None] = mapped_column(Float)
    options: Mapped[list[str]] = mapped_column(default=list)
