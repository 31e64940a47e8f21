"""The responses to a demand side by side, with what its people gave them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CHOSEN, LIVE
from matchmaker.engagements.enums.responses import LineAnswer
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.evaluation import Evaluation, Score, ScoreNote
from matchmaker.engagements.models.responses import Response
from matchmaker.engagements.queries.responses import (
    AnsweredLine,
    answered_lines,
    submitted_responses,
)
from matchmaker.engagements.queries.rows import engagements_of_demand
from matchmaker.engagements.scoring.weighing import Spread, spread, total


@dataclass(frozen=True, slots=True)
class Candidate:
    """One provider a demand may be awarded to.

    `own` is what the person in hand gave, of 100; `all` what everybody gave, and nothing before
    one has given one's own.
    """

    engagement: Engagement
    response: Response | None
    rows: Sequence[AnsweredLine]
    own: float | None
    all: Spread | None

    def count(self, answer: LineAnswer) -> int:
        """Count the lines with an answer to the requirement as it stands."""
        return sum(
            row.change is None and row.line is not None and row.line.answer == answer
            for row in self.rows
        )

    @property
    def open_musts(self) -> int:
        """Count the musts that are not answered with yes."""
        return sum(
            row.requirement.is_must
            and (row.change is not None or not row.line or row.line.answer is not LineAnswer.YES)
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """A demand's candidates, what they are scored on, and where the evaluation stands."""

    candidates: Sequence[Candidate]
    evaluation: Evaluation | None
    chosen: Engagement | None

    @property
    def is_scoring(self) -> bool:
        """Whether people may give scores now."""
        return bool(self.evaluation and self.evaluation.started_at) and self.chosen is None

    @property
    def live(self) -> list[Engagement]:
        """The engagements that have not come to an end."""
        return [row.engagement for row in self.candidates if row.engagement.state in LIVE]


def evaluation_of(demand: Demand) -> Evaluation | None:
    """Find the criteria of a demand."""
    return db.session.scalars(
        select(Evaluation)
        .where(Evaluation.demand_id == demand.id)
        .options(selectinload(Evaluation.criteria))
    ).first()


def overview(demand: Demand, actor: Account) -> Overview:
    """Set everybody who engages on a demand side by side."""
    engagements = engagements_of_demand(demand)
    responses = {row.engagement_id: row for row in submitted_responses(demand)}
    evaluation = evaluation_of(demand)
    weights = {row.id: row.weight for row in evaluation.criteria} if evaluation else {}
    given = _given([row.id for row in engagements]) if weights else {}
    candidates = []
    for engagement in engagements:
        response = responses.get(engagement.id)
        totals = {
            account: sum_
            for account, points in given.get(engagement.id, {}).items()
            if (sum_ := total(points, weights)) is not None
        }
        own = totals.get(actor.id)
        candidates.append(
            Candidate(
                engagement=engagement,
                response=response,
                rows=answered_lines(demand, response) if response else [],
                own=own,
                all=spread(totals.values()) if own is not None else None,
            )
        )
    candidates.sort(
        key=lambda row: (
            row.engagement.state not in LIVE,
            not row.engagement.is_shortlisted,
            -(row.all.middle if row.all else -1.0),
            row.response is None,
            row.engagement.id,
        )
    )
    chosen = next((row for row in engagements if row.state in CHOSEN), None)
    return Overview(candidates, evaluation, chosen)


def scores_by(actor: Account, engagement: Engagement) -> dict[int, int]:
    """Give what a person gave an engagement, by criterion."""
    rows = db.session.scalars(
        select(Score).where(Score.engagement_id == engagement.id, Score.account_id == actor.id)
    )
    return {row.criterion_id: row.points for row in rows}


def others_scores(engagement: Engagement) -> Mapping[int, Sequence[Score]]:
    """Give what everybody gave an engagement, by criterion."""
    found: dict[int, list[Score]] = defaultdict(list)
    for score in db.session.scalars(
        select(Score)
        .where(Score.engagement_id == engagement.id)
        .options(joinedload(Score.account))
        .order_by(Score.account_id)
    ):
        found[score.criterion_id].append(score)
    return found


def note_by(actor: Account, engagement: Engagement) -> ScoreNote | None:
    """Find what a person noted of an engagement for themselves."""
    return db.session.scalars(
        select(ScoreNote).where(
            ScoreNote.engagement_id == engagement.id, ScoreNote.account_id == actor.id
        )
    ).first()


def chosen_of(demand: Demand) -> Engagement | None:
    """Find whom a demand is awarded to, accepted or not."""
    return db.session.scalars(
        select(Engagement).where(Engagement.demand_id == demand.id, Engagement.state.in_(CHOSEN))
    ).first()


def _given(engagement_ids: Sequence[int]) -> dict[int, dict[int, dict[int, float]]]:
    """Give points by engagement, person and criterion."""
    found: dict[int, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for score in db.session.scalars(select(Score).where(Score.engagement_id.in_(engagement_ids))):
        found[score.engagement_id][score.account_id][score.criterion_id] = score.points
    return found
