"""Reading what came of a call: the ranking, verdicts to apply, the notice, entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchmaker.db import db
from matchmaker.programmes.enums.results import AppealState, EntryState, ObjectionState
from matchmaker.programmes.enums.submissions import DECIDED, REVIEWED, SubmissionState, Verdict
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Appeal, Entry, EntryStep, Objection, Renewal
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.programmes.scoring.ranking import Filled, Place, Scored, filled, ranked
from matchmaker.programmes.scoring.totals import Total

JUDGED = frozenset({SubmissionState.ACCEPTED, SubmissionState.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Line:
    """A reviewed submission in the ranking."""

    submission: Submission
    total: Total | None
    place: Place


@dataclass(frozen=True, slots=True)
class Ranking:
    """The reviewed submissions of a call in order, and the places as they would be taken.

    `filled` counts what is selected and what is meant to be.
    """

    lines: Sequence[Line]
    filled: Sequence[Filled]

    @property
    def pending(self) -> list[Line]:
        """Those with a verdict to apply."""
        return [line for line in self.lines if line.submission.verdict is not None]

    @property
    def open(self) -> list[Line]:
        """Those nobody has judged yet."""
        return [
            line
            for line in self.lines
            if line.submission.verdict is None and line.submission.state is SubmissionState.ACCEPTED
        ]

    @property
    def digest(self) -> str:
        """Tell this set of verdicts from any other: it changes with a verdict and with a total."""
        said = ",".join(
            f"{line.submission.id}:{line.submission.version}:{line.place.scored}"
            for line in sorted(self.pending, key=lambda line: line.submission.id)
        )
        return blake2b(said.encode(), digest_size=12).hexdigest()


def reviewed_submissions(call: Call) -> Select[Submission]:
    """Select what went to the reviewers, with who submits."""
    return (
        select(Submission)
        .where(Submission.call_id == call.id, Submission.state.in_(REVIEWED))
        .options(
            joinedload(Submission.organisation),
            joinedload(Submission.sector),
            joinedload(Submission.region),
            selectinload(Submission.partners),
        )
        .order_by(Submission.id)
        .execution_options(populate_existing=True)
    )


def ranking_of(call: Call, rows: Sequence[Submission] | None = None) -> Ranking:
    """Rank the reviewed submissions of a call; `rows` where they are at hand already."""
    if rows is None:
        rows = db.session.scalars(reviewed_submissions(call)).all()
    totals = totals_of(call)
    scored = {row.id: scored_as(row, totals.get(row.id)) for row in rows}
    known = {row.id: row for row in rows}
    lines = [
        Line(known[place.scored.id], totals.get(place.scored.id), place)
        for place in ranked(scored.values(), call.quotas)
    ]
    chosen = [scored[row.id] for row in rows if will_be(row) is SubmissionState.SELECTED]
    return Ranking(lines, filled(chosen, call.quotas))


def scored_as(row: Submission, total: Total | None) -> Scored:
    """Give a submission as it is ranked."""
    return Scored(
        row.id,
        total.value if total else None,
        bool(total and total.vetoed),
        row.sector_id,
        row.region_code,
    )


def will_be(row: Submission) -> SubmissionState:
    """Give the state a submission has once the verdicts are applied."""
    return DECIDED[row.verdict] if row.verdict is not None else row.state


def counts_of(ranking: Ranking) -> dict[Verdict, int]:
    """Count the verdicts to apply."""
    given = [line.submission.verdict for line in ranking.pending]
    return {verdict: given.count(verdict) for verdict in Verdict}


def on_list(call: Call) -> Select[Submission]:
    """Select what the public notice lists, in the order of their numbers."""
    return (
        select(Submission)
        .where(
            Submission.call_id == call.id,
            Submission.state == SubmissionState.SELECTED,
            Submission.decided_at.is_not(None),
        )
        .options(
            joinedload(Submission.organisation),
            joinedload(Submission.sector),
            joinedload(Submission.region),
            selectinload(Submission.partners),
        )
        .order_by(Submission.number)
    )


def entries_of(call: Call) -> Select[Entry]:
    """Select the entries a call gave, in the order of their numbers; removed ones too."""
    submission = joinedload(Entry.submission)
    return (
        select(Entry)
        .where(Entry.call_id == call.id)
        .options(
            joinedload(Entry.organisation),
            submission.joinedload(Submission.sector),
            submission.joinedload(Submission.region),
            submission.selectinload(Submission.partners),
        )
        .order_by(Entry.number)
    )


def entry_by_id(entry_id: int) -> Entry | None:
    """Find an entry with its call, submission and organisation."""
    return db.session.scalars(_whole_entry().where(Entry.id == entry_id)).first()


def entry_by_number(number: str) -> Entry | None:
    """Find an entry by the number of its certificate, however its letters were typed."""
    return db.session.scalars(_whole_entry().where(Entry.number == number.strip().upper())).first()


def entry_of(submission: Submission) -> Entry | None:
    """Find the entry a submission got."""
    return db.session.scalars(_whole_entry().where(Entry.submission_id == submission.id)).first()


def provider_entries(organisation_id: int) -> Sequence[Entry]:
    """List what the calls selected of an organisation, the latest first; removed ones left out.

    The twenty latest are enough: a call gives an organisation one or a few, and holds for years.
    """
    statement = _whole_entry().where(
        Entry.organisation_id == organisation_id, Entry.state != EntryState.REMOVED
    )
    return db.session.scalars(
        statement.order_by(Entry.listed_at.desc(), Entry.id.desc()).limit(20)
    ).all()


def steps_of(entry: Entry) -> Sequence[EntryStep]:
    """List what was done about an entry, the latest first."""
    statement = select(EntryStep).where(EntryStep.entry_id == entry.id)
    return db.session.scalars(statement.order_by(EntryStep.id.desc())).all()


def renewals_of(entry: Entry) -> Sequence[Renewal]:
    """List what the organisation asked for, the latest first."""
    statement = select(Renewal).where(Renewal.entry_id == entry.id)
    return db.session.scalars(statement.order_by(Renewal.id.desc())).all()


def renewal_by_id(renewal_id: int) -> Renewal | None:
    """Find a request to hold longer, with its entry."""
    entry = joinedload(Renewal.entry)
    statement = (
        select(Renewal)
        .where(Renewal.id == renewal_id)
        .options(
            entry.joinedload(Entry.call),
            entry.joinedload(Entry.organisation),
            entry.joinedload(Entry.submission).selectinload(Submission.partners),
        )
    )
    return db.session.scalars(statement).first()


def open_renewals(call: Call) -> Sequence[Renewal]:
    """List the requests of a call's entries that wait for an answer, the oldest first."""
    statement = (
        select(Renewal)
        .join(Renewal.entry)
        .where(Entry.call_id == call.id, Renewal.answered_at.is_(None))
        .options(contains_eager(Renewal.entry).joinedload(Entry.organisation))
        .order_by(Renewal.id)
    )
    return db.session.scalars(statement).all()


def objections_to(call: Call) -> Select[Objection]:
    """Select what was said against the notice of a call: open first, then the latest."""
    return (
        select(Objection)
        .where(Objection.call_id == call.id)
        .options(joinedload(Objection.submission).joinedload(Submission.organisation))
        .order_by(Objection.state != ObjectionState.OPEN, Objection.id.desc())
    )


def open_objections(call: Call) -> int:
    """Count the objections that wait for an answer."""
    statement = select(func.count()).where(
        Objection.call_id == call.id, Objection.state == ObjectionState.OPEN
    )
    return db.session.scalar(statement) or 0


def objection_by_id(objection_id: int) -> Objection | None:
    """Find an objection with what it is about."""
    submission = joinedload(Objection.submission)
    statement = (
        select(Objection)
        .where(Objection.id == objection_id)
        .options(
            joinedload(Objection.call).selectinload(Call.phases),
            submission.joinedload(Submission.organisation),
            submission.selectinload(Submission.partners),
        )
    )
    return db.session.scalars(statement).first()


def objection_with_receipt(receipt: str) -> Objection | None:
    """Find an objection by what its author was given, however it was typed."""
    statement = (
        select(Objection)
        .where(Objection.receipt == receipt.strip().upper())
        .options(joinedload(Objection.call), joinedload(Objection.submission))
    )
    return db.session.scalars(statement).first()


def appeals_of(call: Call, most: int) -> Sequence[Appeal]:
    """List appeals against decisions of a call: open first, then the latest."""
    statement = (
        select(Appeal)
        .join(Appeal.submission)
        .where(Submission.call_id == call.id)
        .options(contains_eager(Appeal.submission).joinedload(Submission.organisation))
        .order_by(Appeal.state != AppealState.OPEN, Appeal.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def appeals_about(submission: Submission) -> Sequence[Appeal]:
    """List the appeals against decisions on a submission, the latest first."""
    statement = select(Appeal).where(Appeal.submission_id == submission.id)
    return db.session.scalars(statement.order_by(Appeal.id.desc())).all()


def appeal_by_id(appeal_id: int) -> Appeal | None:
    """Find an appeal with what it is about."""
    submission = joinedload(Appeal.submission)
    statement = (
        select(Appeal)
        .where(Appeal.id == appeal_id)
        .options(
            submission.joinedload(Submission.call).selectinload(Call.phases),
            submission.joinedload(Submission.organisation),
            submission.selectinload(Submission.partners),
            joinedload(Appeal.entry),
        )
    )
    return db.session.scalars(statement).first()


def _whole_entry() -> Select[Entry]:
    submission = joinedload(Entry.submission)
    return select(Entry).options(
        joinedload(Entry.call),
        joinedload(Entry.organisation),
        joinedload(Entry.renewed_from),
        submission.joinedload(Submission.sector),
        submission.joinedload(Submission.region),
        submission.selectinload(Submission.partners),
    )
