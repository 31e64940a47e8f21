"""What follows a match, as rows."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Offering
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import WAITS_FOR, CloseReason, EngagementState, Side

_KEPT = Enum(  # not checked a second time: `close_reason` takes it over
    CloseReason,
    native_enum=False,
    length=24,
    values_callable=lambda members: [member.value for member in members],
)
_CHOSEN = text("state IN ('awarded', 'agreed')")


class Engagement(Versioned, Base):
    """One provider and one demand, from the first word to the outcome.

    Of a demand at most one is awarded or agreed at a time. `answer_by` is the last day on which
    the provider can accept an award. `kept_reason` and `kept_words` are what a provider that is
    not chosen will be told once the award of another one is accepted.
    """

    __tablename__ = "engagement"
    __table_args__ = (
        UniqueConstraint("demand_id", "provider_id"),
        Index(
            "uq_engagement_chosen", "demand_id", unique=True,
            sqlite_where=_CHOSEN, postgresql_where=_CHOSEN,
        ),
        Index(None, "provider_id", "state"),
        CheckConstraint(
            "state NOT IN ('talking', 'awarded', 'agreed') OR accepted_at IS NOT NULL",
            name="accepted_has_date",
        ),
        CheckConstraint(
            "(state IN ('declined', 'not-chosen', 'withdrawn', 'ended')) = (closed_at IS NOT NULL)",
            name="closed_has_date",
        ),
        CheckConstraint(
            "state NOT IN ('awarded', 'agreed')"
            " OR (awarded_at IS NOT NULL AND answer_by IS NOT NULL)",
            name="awarded_has_dates",
        ),
        CheckConstraint(
            "state <> 'agreed' OR agreed_at IS NOT NULL", name="agreed_has_date"
        ),
    )  # fmt: skip

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    offering_id: Mapped[int | None] = mapped_column(
        ForeignKey("offering.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[EngagementState] = mapped_column(enum_column(EngagementState), index=True)
    opened_by_provider: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Prose] = mapped_column(default="")  # with which it was opened
    # The fit when it was opened, in tenths of a point; empty where no ranking listed it then.
    fit_tenths: Mapped[int | None]
    is_shortlisted: Mapped[bool] = mapped_column(default=False)
    accepted_at: Mapped[datetime | None]
    awarded_at: Mapped[datetime | None]
    award_words: Mapped[Prose] = mapped_column(default="")
    answer_by: Mapped[date | None]
    agreed_at: Mapped[datetime | None]
    refusal_words: Mapped[Prose] = mapped_column(default="")  # of the last award, by the provider
    kept_reason: Mapped[CloseReason | None] = mapped_column(_KEPT)
    kept_words: Mapped[Prose] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(enum_column(CloseReason))
    close_words: Mapped[Prose] = mapped_column(default="")

    demand: Mapped[Demand] = relationship()
    provider: Mapped[Organisation] = relationship()
    offering: Mapped[Offering | None] = relationship()

    @property
    def waits_for(self) -> Side | None:
        """Whose turn it is, where it is somebody's."""
        return WAITS_FOR.get(self.state)
