"""What a draft of the model would change in the ranking of one need."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import is_public
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.rankings import SHOWN, period
from matchmaker.matching.scoring.model import MatchingModel
from matchmaker.matching.scoring.ranking import Match, Ranking
from matchmaker.matching.scoring.records import Need

CHOICES = 60


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One offering under the draft and under the active model; None where it is not listed."""

    key: int
    title: str
    draft: Match | None
    active: Match | None

    @property
    def moved(self) -> int:
        """Places up (positive) or down; 0 for none, and where it is listed only once."""
        return self.active.rank - self.draft.rank if self.active and self.draft else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rankings of one need beside each other, in the order of the draft."""

    text: str
    draft: Ranking
    active: Ranking
    rows: Sequence[ComparedRow]

    @property
    def changed(self) -> int:
        """How many offerings stand elsewhere than under the active model."""
        return sum(row.draft is None or row.active is None or row.moved != 0 for row in self.rows)


def compared(need: Need, model: MatchingModel, limit: int = SHOWN) -> Comparison:
    """Rank a need under a draft and under the active model."""
    ranker = live_ranker()
    draft = ranker.with_model(model).rank(need, limit, period=period())
    active = ranker.rank(need, limit, period=period())
    drafted = {match.key: match for match in draft.matches}
    ranked = {match.key: match for match in active.matches}
    keys = list(dict.fromkeys([*drafted, *ranked]))
    titles = dict(
        db.session.execute(select(Offering.id, Offering.title).where(Offering.id.in_(keys))).all()
    )
    rows = [
        ComparedRow(key, titles[key], drafted.get(key), ranked.get(key))
        for key in keys
        if key in titles
    ]
    return Comparison(need.text, draft, active, rows)


def demands_to_try() -> list[Demand]:
    """List public demands to try a draft on, newest first."""
    statement = select(Demand).where(is_public()).order_by(Demand.id.desc())
    options = (selectinload(Demand.scenes), selectinload(Demand.sector))
    return list(db.session.scalars(statement.options(*options).limit(CHOICES)))
