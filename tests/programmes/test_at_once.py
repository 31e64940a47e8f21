"""Two of the staff decide the same thing at once: one of them, and the other is told.

Each has a browser and a thread of their own, and both opened the page before either posted.
"""

from collections.abc import Mapping, Sequence
from threading import Barrier, Thread

import pytest
from factories.demands import region, sector
from factories.people import account
from factories.programmes import call, submission
from factories.reviews import review, reviewer
from factories.signing_in import sign_in
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.notices.models import Notice
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState, Verdict
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.reviews import Review
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.verdicts import apply_verdicts, propose_verdicts
from matchmaker.programmes.queries.assigning import proposal_of
from matchmaker.programmes.queries.results import ranking_of

OVERTAKEN = "您打开页面之后，内容已被改动"
Post = tuple[str, Mapping[str, str]]


def at_once(app: Flask, posts: Sequence[Post]) -> list[str]:
    """Let as many of the staff post at the same instant; give the page of whoever was late.

    Exactly one gets through.
    """
    with app.app_context():
        staff = [account(f"馆员{n}", staff=StaffRole.CURATOR) for n, _post in enumerate(posts)]
        db.session.commit()
        numbers = [person.id for person in staff]
    app.config["WTF_CSRF_ENABLED"] = False
    browsers = [app.test_client() for _post in posts]
    for browser, number in zip(browsers, numbers, strict=True):
        sign_in(app, browser, number)
    barrier, answers = Barrier(len(posts)), []

    def send(number: int) -> None:
        page, typed = posts[number]
        barrier.wait(timeout=30)
        answers.append(browsers[number].post(page, data=typed))

    threads = [Thread(target=send, args=(number,)) for number in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    return [answer.get_data(as_text=True) for answer in answers if answer.status_code != 303]


def actions(name: str) -> int:
    return len(db.session.scalars(select(AuditEvent).where(AuditEvent.action == name)).all())


@pytest.fixture
def scored(app: Flask) -> tuple[int, int, int]:
    """Give a call that decides, its reviewed submission, and the review of it."""
    with app.app_context():
        made = call(PhaseKind.DECISION)
        row = submission(made, state=SubmissionState.ACCEPTED)
        given = review(row, reviewer(made), [8, 8])
        db.session.commit()
        return made.id, row.id, given.id


def test_of_two_verdicts_on_a_submission_one_counts(
    app: Flask, scored: tuple[int, int, int]
) -> None:
    _call, number, _review = scored
    page = f"/staff/submissions/{number}/verdict"
    selected = {"version": "1", "verdict": "selected"}
    refused = {"version": "1", "verdict": "not-selected", "words": "佐证不足。"}
    (late,) = at_once(app, [(page, selected), (page, refused)])
    assert OVERTAKEN in late
    with app.app_context():
        row = db.session.get_one(Submission, number)
        assert (row.verdict is Verdict.SELECTED) == (row.verdict_words == "")
        assert actions("submission.judged") == 1


def test_of_two_who_apply_the_same_verdicts_one_does(
    app: Flask, scored: tuple[int, int, int]
) -> None:
    made, number, _review = scored
    with app.app_context():
        call_row, person = db.session.get_one(Call, made), account(staff=StaffRole.CURATOR)
        propose_verdicts(call_row, "", actor=person)
        db.session.commit()
        digest = ranking_of(call_row).digest
    page = f"/staff/calls/{made}/decisions/apply"
    (late,) = at_once(app, [(page, {"digest": digest})] * 2)
    assert "同事可能刚刚让它们生效了" in late
    with app.app_context():
        assert db.session.get_one(Submission, number).state is SubmissionState.SELECTED
        assert actions("submission.decided") == 1


def test_of_two_who_publish_the_results_one_does(app: Flask) -> None:
    with app.app_context():
        made = call(PhaseKind.RESULTS)
        row = submission(made, state=SubmissionState.ACCEPTED)
        review(row, reviewer(made), [8, 8])
        person = account(staff=StaffRole.CURATOR)
        propose_verdicts(made, "", actor=person)
        apply_verdicts(made, ranking_of(made).digest, actor=person)
        row.decided_at = made.phases[0].ends_at
        db.session.commit()
        number = made.id
    (late,) = at_once(app, [(f"/staff/calls/{number}/results/publish", {})] * 2)
    assert "结果已经公布" in late
    with app.app_context():
        assert len(db.session.scalars(select(Entry)).all()) == 1
        told = [row.kind for row in db.session.scalars(select(Notice))]
        assert told.count("result-selected") == 1


def test_a_submission_is_accepted_or_sent_back_but_not_both(app: Flask) -> None:
    with app.app_context():
        made = call(PhaseKind.REVIEW)
        for question in made.questions:
            question.is_required = False
        row = submission(made, sector=sector(), region_code=region().parent_code)
        db.session.commit()
        number = row.id
    page = f"/staff/submissions/{number}"
    accepted = {"version": "1", "outcome": "approved"}
    returned = {
        "version": "1", "outcome": "returned", "reasons": "unclear", "words": "请补充说明。",
        "complete_by": "2026-11-30",
    }  # fmt: skip
    (late,) = at_once(app, [(page, accepted), (page, returned)])
    assert OVERTAKEN in late
    with app.app_context():
        row = db.session.get_one(Submission, number)
        assert row.state in {SubmissionState.ACCEPTED, SubmissionState.RETURNED}
        assert actions("submission.accepted") + actions("submission.returned") == 1


def test_of_two_who_let_a_score_be_corrected_one_sets_until_when(
    app: Flask, scored: tuple[int, int, int]
) -> None:
    _call, _number, given = scored
    page = f"/staff/reviews/{given}/reopen"
    with app.app_context():
        ends = [row.ends_at for row in db.session.get_one(Review, given).submission.call.phases]
        assert ends[3] is not None  # of deciding
        until = clock.stamp(ends[3])
    posts = [
        (page, {"version": "1", "until": until, "words": words})
        for words in ("满分看错了。", "材料补齐了。")
    ]
    (late,) = at_once(app, posts)
    assert OVERTAKEN in late
    assert all(words in late for words in ("满分看错了。", "材料补齐了。"))  # both stand there
    with app.app_context():
        assert actions("review.reopened") == 1


def test_of_two_who_assign_the_same_proposal_one_does(app: Flask) -> None:
    with app.app_context():
        made = call(PhaseKind.REVIEW, reviews_wanted=2)
        for _number in range(3):
            submission(made, state=SubmissionState.ACCEPTED)
        for _number in range(3):
            reviewer(made)
        db.session.commit()
        number, seal = made.id, proposal_of(made).seal
    page = f"/staff/calls/{number}/assignment"
    (late,) = at_once(app, [(page, {"seal": seal})] * 2)
    assert "请核对新的分配" in late
    with app.app_context():
        assert len(db.session.scalars(select(Review)).all()) == 6
