"""What enterprises post."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import Base, IntPK, Link, Prose, Versioned, enum_column
from matchmaker.demands.enums import (
    ChangedField,
    CloseReason,
    DemandState,
    GoalKind,
    Phase,
    Priority,
    RequirementSource,
    Visibility,
)
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard, TypicalNeed

RENEWABLE_DAYS: Final = 14  # before its last day a demand can be renewed, and as long after it

demand_scene = Table(
    "demand_scene",
    Base.metadata,
    Column("demand_id", ForeignKey("demand.id", ondelete="CASCADE"), primary_key=True),
    Column("scene_id", ForeignKey("scene.id"), primary_key=True, index=True),
)


class Demand(Versioned, Base):
    """A need: pasted without an account, drafted, posted, or a notice published elsewhere."""

    __tablename__ = "demand"
    __table_args__ = (
        CheckConstraint("(state = 'pasted') = (access_hash IS NOT NULL)", name="pasted_has_key"),
        CheckConstraint("(state = 'notice') = (source_url <> '')", name="notice_has_source"),
        CheckConstraint(
            "state IN ('pasted', 'notice') OR author_id IS NOT NULL", name="posted_has_author"
        ),
        CheckConstraint(
            "state NOT IN ('in-review', 'open', 'closed', 'suspended')"
            " OR organisation_id IS NOT NULL",
            name="open_has_organisation",
        ),
        CheckConstraint(
            "state <> 'in-review' OR submitted_at IS NOT NULL", name="in_review_has_date"
        ),
        CheckConstraint("state <> 'open' OR published_at IS NOT NULL", name="open_has_date"),
        CheckConstraint("state <> 'open' OR closes_on IS NOT NULL", name="open_has_last_day"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_date"),
        CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL)", name="closed_has_reason"
        ),
        CheckConstraint(
            "(state = 'suspended') = (suspended_at IS NOT NULL)", name="suspended_has_date"
        ),
        CheckConstraint(
            "budget_min_wan IS NULL OR budget_max_wan IS NULL OR budget_min_wan <= budget_max_wan",
            name="budget_in_order",
        ),
        CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="dates_in_order"
        ),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes",)
    audited_children: ClassVar[tuple[str, ...]] = ("requirements", "goals")
    unaudited: ClassVar[frozenset[str]] = frozenset({"access_hash"})

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # stable name in the seeds
    access_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[Prose]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    budget_min_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元
    budget_max_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # wanted by
    is_abroad: Mapped[bool] = mapped_column(default=False)  # to be delivered outside China
    is_region_must: Mapped[bool] = mapped_column(default=False)
    is_budget_must: Mapped[bool] = mapped_column(default=False)
    is_time_must: Mapped[bool] = mapped_column(default=False)
    # Places, budgets and days read from the text and turned down: "region|150600".
    declined_readings: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[DemandState] = mapped_column(enum_column(DemandState), index=True)
    visibility: Mapped[Visibility] = mapped_column(
        enum_column(Visibility), default=Visibility.PUBLIC, server_default=Visibility.PUBLIC.value
    )
    priority: Mapped[Priority | None] = mapped_column(enum_column(Priority))
    phase: Mapped[Phase | None] = mapped_column(enum_column(Phase))
    closes_on: Mapped[date | None] = mapped_column(index=True)  # the last day for responses
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(enum_column(CloseReason))
    close_words: Mapped[str] = mapped_column(String(500), default="", server_default="")
    suspended_at: Mapped[datetime | None]
    # A notice published elsewhere:
    issuer: Mapped[str] = mapped_column(String(200), default="")
    notice_kind: Mapped[str] = mapped_column(String(80), default="")
    notice_terms: Mapped[Prose] = mapped_column(default="")  # indicators, budget, dates as written
    notice_year: Mapped[int | None]
    source_url: Mapped[Link] = mapped_column(default="")

    organisation: Mapped[Organisation | None] = relationship()
    author: Mapped[Account | None] = relationship()
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    scenes: Mapped[list[Scene]] = relationship(secondary=demand_scene)
    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="demand", cascade="all, delete-orphan", order_by="Requirement.position"
    )
    goals: Mapped[list["DemandGoal"]] = relationship(
        back_populates="demand", cascade="all, delete-orphan", order_by="DemandGoal.position"
    )
    guests: Mapped[list["DemandGuest"]] = relationship(cascade="all, delete-orphan")

    @property
    def is_expired(self) -> bool:
        """Whether it is open and its last day for responses has passed."""
        closes_on = self.closes_on
        return (
            self.state is DemandState.OPEN and closes_on is not None and closes_on < clock.today()
        )

    @property
    def is_renewable(self) -> bool:
        """Whether it is about to expire, or did and is not closed yet."""
        soon = clock.today() + timedelta(days=RENEWABLE_DAYS)
        closes_on = self.closes_on
        return self.state is DemandState.OPEN and closes_on is not None and closes_on <= soon

    @property
    def public_name(self) -> str:
        """Whose it is, as far as everybody may know: empty for an anonymous one."""
        if self.visibility is Visibility.ANONYMOUS:
            return ""
        return self.organisation.name if self.organisation else self.issuer


class Requirement(Base):
    """One typed, checkable line of a demand.

    Region, budget and time are columns of the demand itself. A declined line was read from the
    text or proposed for the scene and turned down by the person: it is kept only so that it is
    not proposed again. `span_start` and `span_end` say where in the text it stands.
    """

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'metric' AND metric IS NOT NULL AND op IS NOT NULL AND value IS NOT NULL"
            " AND capability_id IS NULL AND standard_id IS NULL)"
            " OR (kind = 'capability' AND capability_id IS NOT NULL"
            " AND metric IS NULL AND standard_id IS NULL)"
            " OR (kind = 'standard' AND standard_id IS NOT NULL"
            " AND metric IS NULL AND capability_id IS NULL)",
            name="kind_has_its_subject",
        ),
        CheckConstraint("(op = 'range') = (value2 IS NOT NULL)", name="range_has_two_ends"),
        CheckConstraint("value2 IS NULL OR value <= value2", name="range_in_order"),
        CheckConstraint(
            "(span_start IS NULL AND span_end IS NULL) OR span_start < span_end",
            name="span_in_order",
        ),
    )

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[RequirementKind] = mapped_column(enum_column(RequirementKind))
    metric: Mapped[Metric | None] = mapped_column(enum_column(Metric))
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("capability.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    op: Mapped[Operator | None] = mapped_column(enum_column(Operator))
    value: Mapped[float | None]  # in the unit of the metric
    value2: Mapped[float | None]  # upper end of a range
    is_must: Mapped[bool] = mapped_column(default=False)
    is_declined: Mapped[bool] = mapped_column(default=False)
    source: Mapped[RequirementSource] = mapped_column(enum_column(RequirementSource))
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    typical_need_id: Mapped[int | None] = mapped_column(
        ForeignKey("typical_need.id", ondelete="SET NULL"), index=True
    )

    demand: Mapped[Demand] = relationship(back_populates="requirements")
    capability: Mapped[Capability | None] = relationship()
    standard: Mapped[Standard | None] = relationship()
    typical_need: Mapped[TypicalNeed | None] = relationship()

    @property
    def subject(self) -> str:
        """What the line is about: a metric's name, a capability's slug, a standard's code."""
        if self.capability:
            return self.capability.slug
        return self.standard.code if self.standard else str(self.metric)

    def quote(self, text: str) -> str:
        """The words of the text the line was read from; nothing for a line that was not."""
        return text[self.span_start : self.span_end] if self.span_end else ""


class DemandGoal(Base):
    """One thing a demand wants to reach: in words, and from which figure to which."""

    __tablename__ = "demand_goal"
    __table_args__ = (
        UniqueConstraint("demand_id", "kind"),
        CheckConstraint("from_figure IS NULL OR to_figure IS NOT NULL", name="from_has_to"),
    )

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[GoalKind] = mapped_column(enum_column(GoalKind))
    words: Mapped[str] = mapped_column(String(80), default="")
    from_figure: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # in `unit`
    to_figure: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # in `unit`
    unit: Mapped[str] = mapped_column(String(20), default="")

    demand: Mapped[Demand] = relationship(back_populates="goals")


class DemandGuest(Base):
    """A provider that takes part in a demand: it sees it, and whose it is once accepted."""

    __tablename__ = "demand_guest"

    demand_id: Mapped[int] = mapped_column(
        ForeignKey("demand.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    invited_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()


class DemandChange(Base):
    """What was changed of a demand after it was published, in words everybody may read."""

    __tablename__ = "demand_change"

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"), index=True)
    field: Mapped[ChangedField] = mapped_column(enum_column(ChangedField))
    before: Mapped[Prose] = mapped_column(default="")
    after: Mapped[Prose] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
