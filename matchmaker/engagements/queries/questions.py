"""Reading questions: those about a demand as a person may see them, those to providers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import is_own
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.questions import DemandQuestion, ProviderQuestion
from matchmaker.engagements.policies import may_invite_to
from matchmaker.engagements.policies.questions import may_answer_for, may_ask
from matchmaker.engagements.queries.rows import WITH_SIDES, engagements_of_demand
from matchmaker.engagements.scoring.questions import NEAR, likeness
from matchmaker.matching.documents import line_key
from matchmaker.web.converters import LARGEST_NUMBER

ON_DEMAND: Final = 5  # questions on the page of a demand; the others have a page of their own
NEAR_SHOWN: Final = 5  # asked before in nearly the same words
NEAR_AMONG: Final = 500  # the newest that are compared
MERGED_INTO_AMONG: Final = 30  # the most alike to choose from
_STANDING: Final = (QuestionState.OPEN, QuestionState.ANSWERED)  # another can be merged into


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a demand, as one person may see it."""

    newest: Sequence[DemandQuestion]
    count: int
    may_ask: bool
    may_answer: bool


def question_by_id(question_id: int) -> DemandQuestion | None:
    """Find a question about a demand."""
    return db.session.scalars(
        select(DemandQuestion)
        .where(DemandQuestion.id == question_id)
        .options(
            joinedload(DemandQuestion.demand).joinedload(Demand.organisation),
            joinedload(DemandQuestion.asker),
            joinedload(DemandQuestion.organisation),
            joinedload(DemandQuestion.merged_into).selectinload(DemandQuestion.merged),
            selectinload(DemandQuestion.merged),
        )
    ).first()


def questions_on(demand: Demand, actor: Account | None) -> Select[DemandQuestion]:
    """Select what a person may see: open ones first, then the latest answers.

    Answers are for everybody who sees the demand; what is not answered is for the demand's people,
    staff, and whoever asked. What was taken back nobody sees any more; for what was merged stands
    the other one.
    """
    statement = (
        select(DemandQuestion)
        .where(
            DemandQuestion.demand_id == demand.id,
            DemandQuestion.state.not_in([QuestionState.WITHDRAWN, QuestionState.MERGED]),
        )
        .options(joinedload(DemandQuestion.organisation), selectinload(DemandQuestion.merged))
        .order_by(
            DemandQuestion.answered_at.is_not(None),
            DemandQuestion.answered_at.desc(),
            DemandQuestion.id.desc(),
        )
    )
    if actor is None:
        return statement.where(DemandQuestion.state == QuestionState.ANSWERED)
    if actor.is_staff or is_own(actor, demand):
        return statement
    return statement.where(
        or_(
            DemandQuestion.state == QuestionState.ANSWERED,
            DemandQuestion.asker_id == actor.id,
            DemandQuestion.merged.any(DemandQuestion.asker_id == actor.id),
        )
    )


def near_questions(demand: Demand, actor: Account | None, words: str) -> list[DemandQuestion]:
    """List what a person may see that was asked in nearly the same words, the most alike first.

    What was merged into a question counts as words of it.
    """
    rows = db.session.scalars(questions_on(demand, actor).limit(NEAR_AMONG)).all()
    shares = [
        (max(likeness(words, said.words) for said in (row, *row.merged)), row) for row in rows
    ]
    near = sorted((pair for pair in shares if pair[0] >= NEAR), key=lambda pair: -pair[0])
    return [row for _share, row in near[:NEAR_SHOWN]]


def standing_beside(question: DemandQuestion) -> list[DemandQuestion]:
    """List what a question can be merged into, the most alike first."""
    rows = db.session.scalars(
        select(DemandQuestion)
        .where(
            DemandQuestion.demand_id == question.demand_id,
            DemandQuestion.id != question.id,
            DemandQuestion.state.in_(_STANDING),
        )
        .order_by(DemandQuestion.id.desc())
        .limit(NEAR_AMONG)
    ).all()
    alike = sorted(rows, key=lambda row: -likeness(question.words, row.words))
    return alike[:MERGED_INTO_AMONG]


def question_beside(question: DemandQuestion, number: int) -> DemandQuestion | None:
    """Find another question of the same demand by its number."""
    found = question_by_id(number) if 0 < number <= LARGEST_NUMBER else None
    return found if found and found.demand_id == question.demand_id else None


def asked_on(demand: Demand, actor: Account | None) -> Asked:
    """Give the first questions about a demand for its page, and how many there are."""
    visible = questions_on(demand, actor)
    count = db.session.scalar(select(func.count()).select_from(visible.order_by(None).subquery()))
    return Asked(
        newest=db.session.scalars(visible.limit(ON_DEMAND)).all(),
        count=count or 0,
        may_ask=may_ask(actor, demand),
        may_answer=may_answer_for(actor, demand),
    )


def same_question(demand: Demand, organisation_id: int, words: str) -> DemandQuestion | None:
    """Find what an organisation asked in the same words and did not take back."""
    return db.session.scalars(
        select(DemandQuestion).where(
            DemandQuestion.demand_id == demand.id,
            DemandQuestion.organisation_id == organisation_id,
            DemandQuestion.words == words,
            DemandQuestion.state != QuestionState.WITHDRAWN,
        )
    ).first()


def listeners_of(demand: Demand) -> list[Account]:
    """List whom an answer concerns: all who asked, are engaged, or were invited."""
    askers = db.session.scalars(
        select(Account)
        .join(DemandQuestion, DemandQuestion.asker_id == Account.id)
        .where(
            DemandQuestion.demand_id == demand.id,
            DemandQuestion.state != QuestionState.WITHDRAWN,
        )
        .distinct()
    ).all()
    providers = {row.provider_id: row.provider for row in engagements_of_demand(demand)}
    providers |= {guest.organisation_id: guest.organisation for guest in demand.guests}
    people = [person for provider in providers.values() for person in speakers_of(provider)]
    return [*askers, *people]


@dataclass(frozen=True, slots=True)
class Askable:
    """What the people of a demand can ask providers, and what they asked already.

    `keys` are the requirements as rankings name them; `known` finds a question by provider and
    key.
    """

    keys: frozenset[str]
    known: Mapping[tuple[int, str], ProviderQuestion]

    def open_keys(self, provider_id: int, keys: Iterable[str]) -> list[str]:
        """List which of some requirements the provider was not asked about yet."""
        return [key for key in keys if key in self.keys and (provider_id, key) not in self.known]


def askable(demand: Demand, actor: Account | None) -> Askable | None:
    """Give what a person can ask providers about a demand; None for others than its people."""
    if demand.id is None or not may_invite_to(actor, demand):
        return None
    rows = db.session.scalars(
        select(ProviderQuestion)
        .join(ProviderQuestion.engagement)
        .where(Engagement.demand_id == demand.id, ProviderQuestion.requirement_id.is_not(None))
        .options(
            contains_eager(ProviderQuestion.engagement), joinedload(ProviderQuestion.requirement)
        )
    ).all()
    return Askable(
        keys=frozenset(line_key(row.id) for row in demand.requirements if not row.is_declined),
        known={
            (row.engagement.provider_id, line_key(row.requirement_id or 0)): row for row in rows
        },
    )


def asked_in(engagement: Engagement) -> Sequence[ProviderQuestion]:
    """List what the provider was asked in an engagement, oldest first."""
    return db.session.scalars(
        select(ProviderQuestion)
        .where(ProviderQuestion.engagement_id == engagement.id)
        .options(joinedload(ProviderQuestion.requirement))
        .order_by(ProviderQuestion.id)
    ).all()


def provider_question_by_id(provider_question_id: int) -> ProviderQuestion | None:
    """Find a question to a provider, with both sides."""
    return db.session.scalars(
        select(ProviderQuestion)
        .where(ProviderQuestion.id == provider_question_id)
        .options(
            joinedload(ProviderQuestion.engagement).options(*WITH_SIDES),
            joinedload(ProviderQuestion.requirement),
        )
    ).first()
