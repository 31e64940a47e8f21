"""Who could review what: a proposal for staff to look at before anything happens."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.programmes.enums.reviews import ASSIGNABLE, COUNTING
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.policies.reviews import is_barred
from matchmaker.programmes.scoring.assigning import Pair, Plan, Seat, Wanted, assign


@dataclass(frozen=True)
class Proposal:
    """Who is to review what, with the rows it is about."""

    plan: Plan
    submissions: dict[int, Submission]
    reviewers: dict[int, Reviewer]
    before: dict[int, int]  # how many each reviewer has
    after: dict[int, int]
    barred: dict[int, int]  # how many submissions each reviewer must not see

    @cached_property
    def seal(self) -> str:
        """Give what tells this proposal from another one."""
        said = ";".join(f"{pair.submission_id}:{pair.reviewer_id}" for pair in self.plan.pairs)
        return blake2b(said.encode(), digest_size=8).hexdigest()

    @property
    def misfits(self) -> list[Pair]:
        """The pairs in which somebody reviews outside the sectors they know."""
        return [pair for pair in self.plan.pairs if not pair.fits]


def proposal_of(call: Call, only: Collection[int] | None = None) -> Proposal:
    """Propose reviewers for every accepted submission that lacks some; for `only` these, if given.

    Nobody gets what their organisation takes part in, what they declared a conflict with, what
    they have, had or abstained from.
    """
    reviewers, submissions = assignable(call), to_review(call)
    held = _held(call)
    counting: dict[int, int] = defaultdict(int)
    loads: dict[int, int] = defaultdict(int)
    for row in held:
        if row.state in COUNTING:
            counting[row.submission_id] += 1
            loads[row.reviewer_id] += 1
    known: dict[int, set[int]] = defaultdict(set)
    for row in held:
        known[row.reviewer_id].add(row.submission_id)
    forbidden = {
        person.id: {row.id for row in submissions if is_barred(person, row)} for person in reviewers
    }
    seats = [
        Seat(
            person.id,
            person.most,
            loads[person.id],
            frozenset(sector.id for sector in person.sectors),
            frozenset(forbidden[person.id] | known[person.id]),
        )
        for person in reviewers
    ]
    wanted = [
        Wanted(row.id, max(0, call.reviews_wanted - counting[row.id]), row.sector_id)
        for row in submissions
        if only is None or row.id in only
    ]
    plan = assign(wanted, seats)
    return Proposal(
        plan,
        {row.id: row for row in submissions},
        {row.id: row for row in reviewers},
        {seat.id: seat.load for seat in seats},
        plan.loads(seats),
        {number: len(found) for number, found in forbidden.items()},
    )


def assignable(call: Call) -> Sequence[Reviewer]:
    """List who may be given submissions of a call, with what bars them from some."""
    statement = (
        select(Reviewer)
        .where(Reviewer.call_id == call.id, Reviewer.state.in_(ASSIGNABLE))
        .options(
            joinedload(Reviewer.account).selectinload(Account.memberships),
            selectinload(Reviewer.sectors),
            selectinload(Reviewer.conflicts),
        )
        .order_by(Reviewer.id)
    )
    return [row for row in db.session.scalars(statement) if row.account.is_active]


def to_review(call: Call) -> Sequence[Submission]:
    """List the submissions of a call that are accepted for review, by number."""
    statement = (
        select(Submission)
        .where(Submission.call_id == call.id, Submission.state == SubmissionState.ACCEPTED)
        .options(
            selectinload(Submission.partners),
            joinedload(Submission.organisation),
            joinedload(Submission.sector),
        )
        .order_by(Submission.number, Submission.id)
    )
    return list(db.session.scalars(statement))


def _held(call: Call) -> Sequence[Review]:
    statement = select(Review).join(Review.submission).where(Submission.call_id == call.id)
    return db.session.scalars(statement).all()
