"""Which phase of a call runs at an instant."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from factories.programmes import call, phases, submission
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SUBMISSION_TRANSITIONS, SubmissionState
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.submissions import submission_by_id
from matchmaker.programmes.scoring.phases import next_change, running

BEGINS = datetime(2027, 1, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
CHINA = timezone(timedelta(hours=8))


def test_a_phase_runs_from_its_first_instant_and_is_over_at_its_last() -> None:
    steps = phases(BEGINS)

    assert running(steps, BEGINS - SECOND) == frozenset()
    assert running(steps, BEGINS) == {PhaseKind.SUBMISSION}
    assert running(steps, BEGINS + WEEK - SECOND) == {PhaseKind.SUBMISSION}
    assert running(steps, BEGINS + WEEK) == {PhaseKind.RECOMMENDATION}
    assert running(steps, BEGINS + 500 * WEEK) == {PhaseKind.RESULTS}


def test_instants_count_whatever_zone_they_are_written_in() -> None:
    steps = phases(datetime(2027, 1, 4, 8, tzinfo=CHINA))

    assert running(steps, BEGINS) == {PhaseKind.SUBMISSION}
    assert running(steps, BEGINS - SECOND) == frozenset()


def test_the_next_change_is_the_nearest_start_or_end_to_come() -> None:
    steps = phases(BEGINS)

    assert next_change(steps, BEGINS - SECOND) == BEGINS
    assert next_change(steps, BEGINS) == BEGINS + WEEK
    assert next_change(steps, BEGINS + 5 * WEEK) is None


@pytest.mark.usefixtures("session")
def test_a_call_and_a_submission_are_read_whole() -> None:
    row = call(PhaseKind.REVIEW)
    sent = submission(row, state=SubmissionState.ACCEPTED)
    db.session.commit()
    call_id, sent_id = row.id, sent.id
    db.session.expunge_all()

    read = call_by_id(call_id)
    assert read is not None
    assert running(read.phases, clock.now()) == {PhaseKind.REVIEW}
    assert sum(one.weight for one in read.criteria) == 100
    found = submission_by_id(sent_id)
    assert found is not None
    assert found.call is read


@pytest.mark.usefixtures("session")
def test_a_number_is_nobody_elses() -> None:
    row = call()
    first, second = submission(row), submission(row)
    second.number = first.number

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_every_state_but_the_draft_is_reached_and_none_leads_back_to_it() -> None:
    reached = frozenset().union(*SUBMISSION_TRANSITIONS.values())

    assert reached == set(SubmissionState) - {SubmissionState.DRAFT}
    assert set(SUBMISSION_TRANSITIONS) == set(SubmissionState)
    assert Submission.__table__.c.number.unique
