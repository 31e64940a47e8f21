"""Calls and submissions as rows, for tests that are about something else."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from factories.people import member, organisation

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.db import db
from matchmaker.programmes.enums import (
    CallKind,
    CallState,
    Entrant,
    PhaseKind,
    QuestionKind,
    SubjectType,
)
from matchmaker.programmes.enums.results import ObjectionReason
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallCriterion, CallPhase, CallQuestion
from matchmaker.programmes.models.results import Appeal, Entry, Objection, Renewal
from matchmaker.programmes.models.submissions import Submission

WEEK = timedelta(days=7)
STEPS = (
    PhaseKind.SUBMISSION,
    PhaseKind.RECOMMENDATION,
    PhaseKind.REVIEW,
    PhaseKind.DECISION,
    PhaseKind.NOTICE,
)

_numbers = count(1)


def phases(begins: datetime) -> list[CallPhase]:
    """Give steps of a week each, one after the other, and results that stay."""
    made = [
        CallPhase(kind=kind, starts_at=begins + place * WEEK, ends_at=begins + (place + 1) * WEEK)
        for place, kind in enumerate(STEPS)
    ]
    return [*made, CallPhase(kind=PhaseKind.RESULTS, starts_at=begins + len(STEPS) * WEEK)]


def call(during: PhaseKind = PhaseKind.SUBMISSION, **values: Any) -> Call:
    """Add a published call of which a phase runs since yesterday; two questions, two criteria."""
    number = next(_numbers)
    places = (*STEPS, PhaseKind.RESULTS)
    begins = clock.now() - timedelta(days=1) - places.index(during) * WEEK
    kind = values.pop("kind", CallKind.PILOTS)
    row = Call(
        kind=kind,
        subject_type=values.pop("subject_type", SubjectType.MINE)
        if kind is CallKind.PILOTS
        else None,
        programme_type=values.pop("programme_type", ProgrammeType.INTEGRATED)
        if kind is CallKind.PROVIDERS
        else None,
        prefix=f"T{number}",
        title_zh=values.pop("title_zh", "2026年5G矿山领航者征集"),
        title_en=values.pop("title_en", "Call for leading 5G mines 2026"),
        text_zh="征集已经建成并稳定运行的5G矿山。",
        entrant=values.pop("entrant", Entrant.ANYBODY),
        state=values.pop("state", CallState.PUBLISHED),
        published_at=values.pop("published_at", begins),
        phases=values.pop("phases", None) or phases(begins),
        questions=values.pop("questions", None) or questions(),
        criteria=values.pop("criteria", None) or criteria(),
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def questions() -> list[CallQuestion]:
    """Give a text and a figure to ask for."""
    return [
        CallQuestion(
            position=1,
            key="summary",
            kind=QuestionKind.TEXT,
            label_zh="建设内容",
            label_en="What was built",
            most_letters=500,
        ),
        CallQuestion(
            position=2,
            key="coverage",
            kind=QuestionKind.NUMBER,
            label_zh="重点区域5G覆盖率",
            label_en="5G coverage of key areas",
            unit="%",
            minimum=0,
            maximum=100,
        ),
    ]


def criteria() -> list[CallCriterion]:
    """Give two criteria whose weights sum to 100; the second is a veto."""
    return [
        CallCriterion(position=1, label_zh="成效", label_en="Effect", weight=60),
        CallCriterion(position=2, label_zh="安全", label_en="Safety", weight=40, is_veto=True),
    ]


def submission(
    to: Call,
    of: Organisation | None = None,
    author: Account | None = None,
    *,
    state: SubmissionState = SubmissionState.SUBMITTED,
    **values: Any,
) -> Submission:
    """Add a submission in a state, without answers unless given."""
    of = of or organisation(f"第{next(_numbers)}露天煤矿有限公司")
    now, is_sent = clock.now(), state is not SubmissionState.DRAFT
    reviewed = {
        SubmissionState.ACCEPTED,
        SubmissionState.ON_HOLD,
        SubmissionState.SELECTED,
        SubmissionState.NOT_SELECTED,
    }
    row = Submission(
        call=to,
        organisation=of,
        author=author or member(of),
        title=values.pop("title", "露天矿5G无人驾驶"),
        number=f"{to.prefix}-{next(_numbers):04d}" if is_sent else None,
        state=state,
        place=values.pop("place", next(_numbers)),
        complete_by=clock.today() + WEEK if state is SubmissionState.RETURNED else None,
        submitted_at=now if is_sent else None,
        recommended_at=now if state is SubmissionState.RECOMMENDED else None,
        accepted_at=now if state in reviewed else None,
        withdrawn_at=now if state is SubmissionState.WITHDRAWN else None,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def entry(of: Submission, **values: Any) -> Entry:
    """Add what a selected submission became; it holds for a year from today."""
    first = values.pop("valid_from", clock.today())
    row = Entry(
        number=f"{of.call.prefix}-R{next(_numbers):03d}",
        submission=of,
        call=of.call,
        organisation=of.organisation,
        valid_from=first,
        valid_until=values.pop("valid_until", first + timedelta(days=364)),
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def objection(to: Submission, **values: Any) -> Objection:
    """Add an objection to a submission on public notice."""
    row = Objection(
        receipt=f"{next(_numbers):010X}",
        call=to.call,
        submission=to,
        reason=ObjectionReason.FALSE_CLAIMS,
        name="知情人",
        contact="13900000000",
        words="覆盖率与现场实测不符。",
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def appeal(of: Submission, author: Account | None = None, **values: Any) -> Appeal:
    """Add an open appeal against what was decided."""
    author = author or member(of.organisation)
    row = Appeal(submission=of, author=author, words="评审没有看到附件。", **values)
    db.session.add(row)
    db.session.flush()
    return row


def renewal(of: Entry, author: Account | None = None) -> Renewal:
    """Add an open request to hold longer."""
    row = Renewal(entry=of, author=author or member(of.organisation), words="又新增了两个采区。")
    db.session.add(row)
    db.session.flush()
    return row
