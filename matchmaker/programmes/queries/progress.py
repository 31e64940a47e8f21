"""How the reviewing of a call goes: person by person, submission by submission."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.programmes.enums.reviews import COUNTING, ReviewState
from matchmaker.programmes.enums.submissions import REVIEWED, SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission, SubmissionPartner
from matchmaker.programmes.queries.reviews import points_of, totals_of
from matchmaker.programmes.scoring.totals import Total, is_outlier, leaning, weighted
from matchmaker.programmes.words.reviews import REVIEW_LABELS
from matchmaker.web.language import localised
from matchmaker.web.sheets import MOST_ROWS, Row, list_file


@dataclass(frozen=True, slots=True)
class Progress:
    """One reviewer: how many of each state, and how they score beside the others.

    `leaning` is how far their totals lie above or below the others' medians on average, in points.
    """

    reviewer: Reviewer
    counts: Mapping[ReviewState, int]
    leaning: float | None

    @property
    def done(self) -> int:
        return self.counts.get(ReviewState.HANDED_IN, 0)

    @property
    def all(self) -> int:
        return sum(self.counts.get(state, 0) for state in COUNTING)

    @property
    def given_up(self) -> int:
        return sum(self.counts.values()) - self.all


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the reviewing of a call is."""

    submissions: int  # accepted for review
    places: int  # reviews wanted
    assigned: int
    done: int

    @property
    def lacking(self) -> int:
        return max(0, self.places - self.assigned)


def progress_of(call: Call) -> list[Progress]:
    """List the reviewers of a call in the order they were asked."""
    rows = db.session.scalars(
        select(Reviewer)
        .where(Reviewer.call_id == call.id)
        .options(joinedload(Reviewer.account), selectinload(Reviewer.sectors))
        .order_by(Reviewer.id)
    ).all()
    counts: dict[int, dict[ReviewState, int]] = defaultdict(dict)
    counted = (
        select(Review.reviewer_id, Review.state, func.count())
        .join(Review.reviewer)
        .join(Review.submission)
        .where(Reviewer.call_id == call.id, Submission.state.in_(REVIEWED))
        .group_by(Review.reviewer_id, Review.state)
    )
    for number, state, count in db.session.execute(counted):
        counts[number][state] = count
    leanings = _leanings(call)
    return [Progress(row, counts[row.id], leanings.get(row.id)) for row in rows]


def tally_of(call: Call) -> Tally:
    """Count what the reviewing of a call has and lacks."""
    submissions = db.session.scalar(
        select(func.count())
        .select_from(Submission)
        .where(Submission.call_id == call.id, Submission.state.in_(REVIEWED))
    )
    counted = (
        select(Review.state, func.count())
        .join(Review.submission)
        .where(Submission.call_id == call.id, Submission.state.in_(REVIEWED))
        .group_by(Review.state)
    )
    states = {row[0]: row[1] for row in db.session.execute(counted)}
    done = states.get(ReviewState.HANDED_IN, 0)
    assigned = done + states.get(ReviewState.OPEN, 0)
    return Tally(submissions or 0, (submissions or 0) * call.reviews_wanted, assigned, done)


def reviewed_submissions(call: Call) -> Select[Submission]:
    """Select what is reviewed in a call, by number."""
    return (
        select(Submission)
        .where(Submission.call_id == call.id, Submission.state.in_(REVIEWED))
        .options(joinedload(Submission.organisation), joinedload(Submission.sector))
        .order_by(Submission.number, Submission.id)
    )


def reviews_by_submission(numbers: Sequence[int]) -> dict[int, dict[ReviewState, int]]:
    """Count the reviews of some submissions by state."""
    counted = (
        select(Review.submission_id, Review.state, func.count())
        .where(Review.submission_id.in_(numbers))
        .group_by(Review.submission_id, Review.state)
    )
    found: dict[int, dict[ReviewState, int]] = {number: {} for number in numbers}
    for number, state, count in db.session.execute(counted):
        found[number][state] = count
    return found


def entrants_to(call: Call) -> Sequence[Organisation]:
    """List the organisations whose submissions are or may be reviewed, partners too, by name."""
    sent = select(Submission.id).where(
        Submission.call_id == call.id, Submission.state != SubmissionState.DRAFT
    )
    leading = select(Submission.organisation_id).where(Submission.id.in_(sent))
    joining = select(SubmissionPartner.organisation_id).where(
        SubmissionPartner.submission_id.in_(sent), SubmissionPartner.organisation_id.is_not(None)
    )
    statement = select(Organisation).where(
        Organisation.id.in_(leading) | Organisation.id.in_(joining)
    )
    return db.session.scalars(statement.order_by(Organisation.name, Organisation.id)).all()


def scores_file(call: Call, address: str) -> Response:
    """Send every review of a call as an .xlsx file: a line each, beside its submission's total."""
    totals = totals_of(call)
    statement = (
        select(Review)
        .join(Review.submission)
        .where(Submission.call_id == call.id, Submission.state.in_(REVIEWED))
        .options(
            selectinload(Review.scores),
            joinedload(Review.submission).options(
                joinedload(Submission.organisation), joinedload(Submission.sector)
            ),
            joinedload(Review.reviewer).joinedload(Reviewer.account),
        )
        .order_by(Submission.number, Review.id)
        .limit(MOST_ROWS)
    )
    reviews = db.session.scalars(statement).all()
    labels = [localised(row, "label") for row in call.criteria]
    head = [
        _("编号"), _("题目"), _("申报单位"), _("行业"), _("综合得分"), _("最低分"), _("最高分"),
        _("分差"), _("一票否决"), _("评审专家"), _("状态"), _("总分"), _("偏离较大"),
        *labels, *(_("%(name)s的意见", name=label) for label in labels), _("总体意见"),
    ]  # fmt: skip
    first = len(head) - len(labels) - 1
    return list_file(
        f"reviews-{call.id}",
        _("评审"),
        head,
        [_line(call, row, totals) for row in reviews],
        wide=[1, 2, *range(first, len(head))],
        total=len(reviews),
        conditions=[(_("征集"), localised(call, "title"))],
        address=address,
    )


def totals_by_reviewer(call: Call) -> dict[int, dict[int, float]]:
    """Give each handed-in total: submission id → reviewer id → points from 0 to 100."""
    return {
        number: {
            who: total
            for who, points in reviews.items()
            if (total := weighted(points, call.criteria)) is not None
        }
        for number, reviews in points_of(call).items()
    }


def _leanings(call: Call) -> dict[int, float]:
    pairs: dict[int, list[tuple[float, list[float]]]] = defaultdict(list)
    for totals in totals_by_reviewer(call).values():
        for who, own in totals.items():
            pairs[who].append((own, [one for other, one in totals.items() if other != who]))
    leanings = {who: leaning(found) for who, found in pairs.items()}
    return {who: value for who, value in leanings.items() if value is not None}


def _line(call: Call, review: Review, totals: Mapping[int, Total]) -> Row:
    submission, total = review.submission, totals.get(review.submission_id)
    points = {row.criterion_id: row.points for row in review.scores}
    comments = {row.criterion_id: row.comment for row in review.scores}
    is_in = review.state is ReviewState.HANDED_IN
    own = weighted(points, call.criteria) if is_in else None
    several = total.totals if total else ()
    return [
        submission.number,
        submission.title,
        submission.organisation.name,
        localised(submission.sector) if submission.sector else "",
        total.value if total else None,
        total.lowest if total else None,
        total.highest if total else None,
        total.spread if total else None,
        _("是") if total and total.is_vetoed else "",
        review.reviewer.account.name,
        str(REVIEW_LABELS[review.state]),
        own,
        _("是") if own is not None and is_outlier(own, several) else "",
        *(points.get(row.id) if is_in else None for row in call.criteria),
        *(comments.get(row.id, "") if is_in else "" for row in call.criteria),
        review.words if is_in else "",
    ]
