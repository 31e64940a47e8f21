"""What a reviewer reads: answers, without names in a blind call; the others' scores and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.programmes.enums import PhaseKind, QuestionKind
from matchmaker.programmes.enums.reviews import ReviewState
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.reviews import Review, ReviewPost
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.policies.reviews import is_reopened, sight_of
from matchmaker.programmes.queries.reviews import posts_on, review_by_id, reviews_on
from matchmaker.programmes.scoring.masking import masked
from matchmaker.programmes.scoring.sight import Sight
from matchmaker.programmes.scoring.totals import weighted

# What shows whose it is in whatever words: it stands on a page with the name of its owner.
LINKED = frozenset({QuestionKind.OFFERING, QuestionKind.CASE, QuestionKind.DEMAND})


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question with what was answered; `text` has no names in it where the call is blind."""

    question: CallQuestion
    answer: SubmissionAnswer | None
    text: str
    is_hidden: bool
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in the list of its person, with what they may see of the submission."""

    review: Review
    title: str
    sight: Sight
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class OtherReview:
    """What somebody else gave, under the number reviewers of a submission know each other by."""

    number: int
    review: Review
    total: float | None
    points: dict[int, int | None]
    comments: dict[int, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """Something said in the discussion, and by whom as the others know them."""

    post: ReviewPost
    who: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ReviewedFile:
    """A file of a submission for one of its reviewers, and the name it is sent under."""

    review: Review
    answer: SubmissionAnswer
    name: str


def names_in(submission: Submission) -> list[str]:
    """List the names that would say who submits: organisations, partners, the author."""
    organisation = submission.organisation
    names = [organisation.name, organisation.name_en, submission.author.name]
    return [name for name in (*names, *(row.name for row in submission.partners)) if name]


def title_of(submission: Submission, *, is_blind: bool) -> str:
    """Give the title of a submission, without names where the call is blind."""
    return masked(submission.title, names_in(submission)) if is_blind else submission.title


def lines_of(reviews: Iterable[Review]) -> list[ReviewLine]:
    """Give reviews as the lines of their person's list."""
    now = clock.now()
    return [
        ReviewLine(
            row,
            title_of(row.submission, is_blind=row.submission.call.is_blind),
            sight_of(row, now),
            deadline_of(row, now),
        )
        for row in reviews
    ]


def recommendation_shown(review: Review) -> str:
    """Give what the regional body said of a submission, without names in a blind call."""
    submission = review.submission
    if sight_of(review, clock.now()).names or submission.body is None:
        return submission.recommendation
    names = [*names_in(submission), submission.body.name, submission.body.name_en]
    return masked(submission.recommendation, names)


def answers_shown(review: Review) -> list[ShownAnswer]:
    """List every question with its answer, as the person of a review may see it."""
    submission = review.submission
    shows_names = sight_of(review, clock.now()).names
    answers = {row.question_id: row for row in submission.answers}
    names = [] if shows_names else names_in(submission)
    found = []
    for place, question in enumerate(submission.call.questions, 1):
        answer = answers.get(question.id)
        is_hidden = not shows_names and (question.is_identifying or question.kind in LINKED)
        text = masked(answer.text, names) if answer is not None and not is_hidden else ""
        kept = answer.attachment if answer is not None and not is_hidden else None
        name = kept.name if kept else ""
        if name and not shows_names:
            name = _plain_name(submission, place, name)
        found.append(ShownAnswer(question, answer, text, is_hidden, name))
    return found


def reviewed_file(review_id: int, answer_id: int) -> ReviewedFile | None:
    """Find a file of a submission that one of its reviewers may see, by their review."""
    review = review_by_id(review_id)
    if review is None:
        return None
    for shown in answers_shown(review):
        if shown.file_name and shown.answer is not None and shown.answer.id == answer_id:
            return ReviewedFile(review, shown.answer, shown.file_name)
    return None


def others_on(review: Review) -> list[OtherReview]:
    """List what the others handed in about the same submission."""
    return [row for row in numbered(reviews_on(review.submission)) if row.review.id != review.id]


def numbered(reviews: Iterable[Review]) -> list[OtherReview]:
    """List the reviews that were handed in, each with its place among all that were assigned."""
    found = []
    for number, row in enumerate(reviews, 1):
        if row.state is not ReviewState.HANDED_IN:
            continue
        points = {score.criterion_id: score.points for score in row.scores}
        comments = {score.criterion_id: score.comment for score in row.scores}
        total = weighted(points, row.submission.call.criteria)
        found.append(OtherReview(number, row, total, points, comments))
    return found


def voices_on(submission: Submission, reader: Account) -> list[Voice]:
    """List the discussion of a submission; reviewers are known to each other by number only."""
    places = {row.reviewer.account_id: place for place, row in enumerate(reviews_on(submission), 1)}
    return [
        Voice(post, _who(post, places, reader), post.author_id == reader.id)
        for post in posts_on(submission)
    ]


def _who(post: ReviewPost, places: dict[int, int], reader: Account) -> str:
    if post.author_id == reader.id:
        return _("我")
    if post.author_id in places:
        return _("评审专家 %(n)s", n=places[post.author_id])
    return _("运营人员")


def _plain_name(submission: Submission, place: int, name: str) -> str:
    ending = name.rpartition(".")[2] if "." in name else ""
    number = submission.number or str(submission.id)
    return f"{number}-{place}.{ending}" if ending.isalnum() else f"{number}-{place}"


def own_total(review: Review) -> float | None:
    """Give what a review comes to with the points it has; None until every criterion has some."""
    points = {row.criterion_id: row.points for row in review.scores}
    return weighted(points, review.submission.call.criteria)


def deadline_of(review: Review, now: datetime) -> datetime | None:
    """Give the instant until which a review can be written: the phase's end, or what staff gave."""
    if is_reopened(review, now):
        return review.reopened_until
    phases = review.submission.call.phases
    return next((row.ends_at for row in phases if row.kind is PhaseKind.REVIEW), None)
