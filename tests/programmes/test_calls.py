"""Making a call: its parts, publishing when complete, moving dates, cancelling, copying."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from factories.demands import region, sector
from factories.people import account
from factories.programmes import call as announced
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.programmes.enums import (
    CallKind,
    CallState,
    ChangeReason,
    Entrant,
    PhaseKind,
    QuestionKind,
    SubjectType,
)
from matchmaker.programmes.models import Call, CallChange
from matchmaker.programmes.operations import calls, dates, parts
from matchmaker.programmes.operations.calls import CallContent, CallRules
from matchmaker.programmes.operations.dates import Note, PhaseDates
from matchmaker.programmes.operations.parts import CriterionGiven, QuestionGiven, QuotaGiven
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.scoring.gaps import gaps

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("session")

BEGINS = datetime(2027, 1, 4, tzinfo=UTC)
WEEK, DAY, SECOND = timedelta(days=7), timedelta(days=1), timedelta(seconds=1)
CONTENT = CallContent(
    kind=CallKind.PILOTS,
    subject_type=SubjectType.MINE,
    prefix="mine-2027",
    title_zh="2027年5G矿山征集",
    title_en="5G mines 2027",
    summary_zh="征集5G矿山。",
    summary_en="Leading 5G mines.",
    text_zh="征集已经建成的5G矿山。",
    text_en="For 5G mines in operation.",
)
STEPS = (PhaseKind.SUBMISSION, PhaseKind.REVIEW, PhaseKind.NOTICE)
LATER = Note(ChangeReason.MORE_TIME, "各地来信说时间不够，顺延一周。", "One week longer.")


def curator() -> Account:
    return account("馆员", staff=StaffRole.CURATOR)


def timetable(begins: datetime = BEGINS, **ends: datetime) -> list[PhaseDates]:
    steps = [
        PhaseDates(kind, begins + place * WEEK, ends.get(kind.value, begins + (place + 1) * WEEK))
        for place, kind in enumerate(STEPS)
    ]
    return [*steps, PhaseDates(PhaseKind.RESULTS, begins + len(STEPS) * WEEK, None)]


def moved(call: Call, by: timedelta) -> list[PhaseDates]:
    """Give the dates of a call with every instant but the first start moved."""
    return [
        PhaseDates(
            row.kind,
            row.starts_at if row.kind is PhaseKind.SUBMISSION else row.starts_at + by,
            row.ends_at + by if row.ends_at else None,
        )
        for row in call.phases
    ]


def draft(person: Account) -> Call:
    return calls.draft_call(CONTENT, actor=person)


def complete(person: Account) -> Call:
    call = draft(person)
    dates.set_phases(call, timetable(), seen_version=call.version, actor=person)
    asked = [QuestionGiven(QuestionKind.TEXT, "建设内容", "What was built", most_letters=500)]
    parts.set_questions(call, asked, seen_version=call.version, actor=person)
    weighed = [
        CriterionGiven("成效", 60, "Effect"),
        CriterionGiven("安全", 40, "Safety", is_veto=True),
    ]
    parts.set_criteria(call, weighed, seen_version=call.version, actor=person)
    return call


def test_a_draft_lists_what_is_missing_and_is_published_only_when_complete() -> None:
    person = curator()
    call = draft(person)
    assert call.prefix == "MINE-2027"
    assert call.entrant is Entrant.ENTERPRISES
    pages = [gap.endpoint for gap in gaps(call, clock.now())]
    assert pages.count("programmes.call_phases") == 4
    with pytest.raises(DomainError) as refused:
        calls.publish_call(call, seen_version=call.version, actor=person)
    assert len(refused.value.also) == len(pages) - 1

    db.session.rollback()
    person = curator()
    call = complete(person)
    assert gaps(call, clock.now()) == []
    calls.publish_call(call, seen_version=call.version, actor=person)
    db.session.commit()
    assert call.state is CallState.PUBLISHED
    assert call.published_at == clock.now()


def test_a_recommendation_needs_its_dates_and_a_deadline_must_lie_ahead() -> None:
    person = curator()
    call = complete(person)
    rules = CallRules(Entrant.ENTERPRISES, needs_recommendation=True)
    calls.set_rules(call, rules, seen_version=call.version, actor=person)
    assert [str(gap.words) for gap in gaps(call, clock.now())] == ["请填“推荐”的时间。"]

    calls.set_rules(call, CallRules(Entrant.ANYBODY), seen_version=call.version, actor=person)
    late = gaps(call, BEGINS + WEEK)
    assert [gap.endpoint for gap in late] == ["programmes.call_phases"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (timetable(submission=BEGINS - SECOND), "截止时间要晚于开始时间"),
        (timetable(submission=BEGINS + WEEK + SECOND), "“评审”要在“申报”截止以后"),
        (timetable(notice=BEGINS + 3 * WEEK + SECOND), "“公布结果”要在“公示”截止以后"),
    ],
)
def test_dates_that_do_not_go_together_are_refused(wrong: list[PhaseDates], words: str) -> None:
    person = curator()
    call = draft(person)
    with pytest.raises(DomainError, match=words):
        dates.set_phases(call, wrong, seen_version=call.version, actor=person)


def test_questions_keep_their_key_when_they_move_and_know_their_limits() -> None:
    person = curator()
    call = draft(person)
    first = QuestionGiven(QuestionKind.NUMBER, "覆盖率", unit="%", minimum=0, maximum=100)
    second = QuestionGiven(QuestionKind.CHOICE, "组网", options=(("专网", "Private"), ("公网", "")))
    parts.set_questions(call, [first, second], seen_version=call.version, actor=person)
    keys = {row.label_zh: row.key for row in call.questions}
    again = [
        QuestionGiven(second.kind, "组网", options=second.options, key=keys["组网"]),
        QuestionGiven(QuestionKind.OFFERING, "所用方案"),
    ]
    parts.set_questions(call, again, seen_version=call.version, actor=person)
    db.session.commit()
    db.session.expire_all()

    rows = [(row.label_zh, row.position) for row in call.questions]
    assert rows == [("组网", 1), ("所用方案", 2)]
    assert call.questions[0].key == keys["组网"]
    assert call.questions[0].options[0] == {"value": "1", "zh": "专网", "en": "Private"}
    for wrong in (
        QuestionGiven(QuestionKind.TEXT, "没有字数"),
        QuestionGiven(QuestionKind.CHOICE, "一个选项", options=(("是", ""),)),
        QuestionGiven(QuestionKind.NUMBER, "颠倒", minimum=2, maximum=1),
        QuestionGiven(QuestionKind.FILE, ""),
    ):
        with pytest.raises(DomainError):
            parts.set_questions(call, [wrong], seen_version=call.version, actor=person)


@pytest.mark.parametrize("weights", [(60, 39), (60, 41), (100, 0), ()])
def test_weights_sum_to_a_hundred(weights: tuple[int, ...]) -> None:
    person = curator()
    call = draft(person)
    given = [CriterionGiven(f"标准{place}", weight) for place, weight in enumerate(weights)]
    with pytest.raises(DomainError):
        parts.set_criteria(call, given, seen_version=call.version, actor=person)


def test_quotas_are_of_one_scope_each_and_no_part_exceeds_the_whole() -> None:
    person, mining, north = curator(), sector(), region()
    call = draft(person)
    given = [QuotaGiven(20), QuotaGiven(5, sector=mining), QuotaGiven(3, region=north)]
    parts.set_quotas(call, given, seen_version=call.version, actor=person)
    less = [QuotaGiven(18), QuotaGiven(6, sector=mining)]
    parts.set_quotas(call, less, seen_version=call.version, actor=person)
    db.session.commit()
    assert sorted(row.places for row in call.quotas) == [6, 18]
    for wrong in (
        [QuotaGiven(4), QuotaGiven(5, sector=mining)],
        [QuotaGiven(4), QuotaGiven(5)],
        [QuotaGiven(0)],
    ):
        with pytest.raises(DomainError):
            parts.set_quotas(call, wrong, seen_version=call.version, actor=person)


def test_who_saves_over_a_colleague_is_told_and_a_prefix_is_taken_once() -> None:
    person = curator()
    call = draft(person)
    seen = call.version
    parts.set_quotas(call, [QuotaGiven(20)], seen_version=seen, actor=person)
    db.session.flush()
    savers: list[Callable[[], object]] = [
        lambda: calls.edit_call(call, CONTENT, seen_version=seen, actor=person),
        lambda: calls.set_rules(call, CallRules(Entrant.ANYBODY), seen_version=seen, actor=person),
        lambda: dates.set_phases(call, timetable(), seen_version=seen, actor=person),
        lambda: parts.set_quotas(call, [], seen_version=seen, actor=person),
        lambda: calls.publish_call(call, seen_version=seen, actor=person),
    ]
    for save in savers:
        with pytest.raises(ConflictError):
            save()
    with pytest.raises(DomainError) as refused:
        draft(person)
    assert refused.value.field == "prefix"


def test_once_published_the_rules_stay_and_the_words_may_be_mended() -> None:
    person, call = curator(), announced(summary_zh="摘要", summary_en="Summary", text_en="Text")
    with pytest.raises(ConflictError, match="以示公平"):
        parts.set_criteria(call, [], seen_version=call.version, actor=person)
    with pytest.raises(ConflictError, match="以示公平"):
        dates.set_phases(call, [], seen_version=call.version, actor=person)

    prefix = call.prefix
    calls.edit_call(call, CONTENT, seen_version=call.version, actor=person)
    db.session.commit()
    assert (call.title_zh, call.prefix) == (CONTENT.title_zh, prefix)
    empty = CallContent(kind=call.kind, prefix=prefix, title_zh="只有标题")
    with pytest.raises(DomainError):
        calls.edit_call(call, empty, seen_version=call.version, actor=person)


def test_moved_dates_say_why_and_hold_at_the_second() -> None:
    person, call = curator(), announced()
    submission = next(row for row in call.phases if row.kind is PhaseKind.SUBMISSION)
    ended = submission.ends_at
    assert ended is not None
    given = moved(call, WEEK)
    dates.move_phases(call, given, LATER, seen_version=call.version, actor=person)
    db.session.commit()

    rows = db.session.scalars(select(CallChange).order_by(CallChange.id)).all()
    assert len(rows) == len(given)
    assert (rows[0].ended_at, rows[0].ends_at) == (ended, ended + WEEK)
    assert rows[0].words_zh == LATER.words_zh
    with clock.at(ended + WEEK - SECOND):
        assert check_running(call, PhaseKind.SUBMISSION) is submission
    with clock.at(ended + WEEK), pytest.raises(ConflictError, match="已于北京时间"):
        check_running(call, PhaseKind.SUBMISSION)
    with clock.at(submission.starts_at - SECOND), pytest.raises(ConflictError, match="还没有开始"):
        check_running(call, PhaseKind.SUBMISSION)
    actions = db.session.scalars(select(AuditEvent.action)).all()
    assert "call.phases-moved" in actions


def test_a_deadline_moves_under_who_writes() -> None:
    person, call = curator(), announced()
    check_running(call, PhaseKind.SUBMISSION)
    now = clock.now()
    sooner = [
        PhaseDates(row.kind, row.starts_at, now + DAY)
        if row.kind is PhaseKind.SUBMISSION
        else PhaseDates(row.kind, row.starts_at, row.ends_at)
        for row in call.phases
    ]
    dates.move_phases(call, sooner, LATER, seen_version=call.version, actor=person)
    db.session.commit()

    with clock.at(now + DAY), pytest.raises(ConflictError):
        check_running(call, PhaseKind.SUBMISSION)


def test_dates_that_people_relied_on_do_not_move() -> None:
    person, call = curator(), announced(PhaseKind.REVIEW)
    for wrong, words in (
        (moved(call, WEEK), "不能再改"),
        (moved(call, timedelta(0)), "没有改动任何时间"),
        (moved(call, timedelta(0))[:-1], "不能删去"),
    ):
        with pytest.raises(DomainError, match=words):
            dates.move_phases(call, wrong, LATER, seen_version=call.version, actor=person)
    silent = Note(ChangeReason.OTHER, " ")
    with pytest.raises(DomainError, match="改动说明"):
        dates.move_phases(call, moved(call, WEEK), silent, seen_version=call.version, actor=person)

    open_call = announced()
    hasty = [
        PhaseDates(row.kind, row.starts_at, clock.now() + DAY - SECOND)
        if row.kind is PhaseKind.SUBMISSION
        else PhaseDates(row.kind, row.starts_at, row.ends_at)
        for row in open_call.phases
    ]
    with pytest.raises(DomainError, match="留一天"):
        dates.move_phases(open_call, hasty, LATER, seen_version=open_call.version, actor=person)


def test_a_cancelled_call_says_why_and_takes_nothing_more() -> None:
    person, call = curator(), announced()
    with pytest.raises(DomainError):
        calls.cancel_call(call, " ", seen_version=call.version, actor=person)
    calls.cancel_call(call, "预算取消。", seen_version=call.version, actor=person)
    db.session.commit()
    assert (call.state, call.cancel_words) == (CallState.CANCELLED, "预算取消。")
    with pytest.raises(ConflictError, match="已经取消"):
        check_running(call, PhaseKind.SUBMISSION)
    with pytest.raises(ConflictError):
        calls.cancel_call(call, "再来一次", seen_version=call.version, actor=person)


def test_a_copy_has_everything_but_the_dates_and_a_prefix_of_its_own() -> None:
    person, call = curator(), announced(sectors=[sector()])
    copy = calls.copy_call(call, actor=person)
    second = calls.copy_call(copy, actor=person)
    db.session.commit()

    assert (copy.state, copy.phases, copy.published_at) == (CallState.DRAFT, [], None)
    assert [row.key for row in copy.questions] == [row.key for row in call.questions]
    assert [row.weight for row in copy.criteria] == [60, 40]
    assert copy.sectors == call.sectors
    assert len({call.prefix, copy.prefix, second.prefix}) == 3
    assert len(call.questions) == 2
