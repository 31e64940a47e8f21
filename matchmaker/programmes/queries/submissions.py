"""Reading submissions."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.db import db
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import (
    Submission,
    SubmissionAnswer,
    SubmissionPartner,
)


def submission_by_id(submission_id: int) -> Submission | None:
    """Find a submission with its call, answers and partners."""
    answers, call = selectinload(Submission.answers), joinedload(Submission.call)
    statement = (
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            call.selectinload(Call.phases),
            call.selectinload(Call.questions),
            call.selectinload(Call.criteria),
            joinedload(Submission.organisation),
            joinedload(Submission.sector),
            joinedload(Submission.region),
            answers.joinedload(SubmissionAnswer.question),
            answers.joinedload(SubmissionAnswer.attachment),
            answers.joinedload(SubmissionAnswer.offering),
            answers.joinedload(SubmissionAnswer.case),
            answers.joinedload(SubmissionAnswer.demand),
            selectinload(Submission.partners).joinedload(SubmissionPartner.organisation),
        )
    )
    return db.session.scalars(statement).first()
