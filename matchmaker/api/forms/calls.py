"""Calls, what came of them, and the pool of providers, as the API gives them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker.api.forms.base import Told, told
from matchmaker.api.forms.parts import (
    OrganisationRef,
    RegionRef,
    SectorRef,
    organisation_ref,
    page,
    region_ref,
    region_refs,
    sector_ref,
)
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.programmes.enums import (
    Aggregate,
    CallKind,
    CallStage,
    CallState,
    ChangeReason,
    Entrant,
    PhaseKind,
    QuestionKind,
    SubjectType,
)
from matchmaker.programmes.enums.results import Standing
from matchmaker.programmes.models import Call, CallChange, CallPhase, CallQuestion
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries.calendar import stage_of
from matchmaker.programmes.scoring.phases import is_running
from matchmaker.taxonomy.models import Region, Sector


class CallStep(Told):
    """A step of a call: from the instant it starts up to, but not at, the instant it ends."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime | None
    is_running: bool


class CallLine(Told):
    """A call as the list shows it."""

    id: int
    url: str = told(_("网页地址"))
    kind: CallKind
    subject_type: SubjectType | None
    programme_type: ProgrammeType | None
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str
    state: CallState
    stage: CallStage
    sectors: list[SectorRef] = told(_("空表示不限"))
    phases: list[CallStep]
    published_at: datetime | None
    updated_at: datetime


class Choice(Told):
    """What a question offers to choose from."""

    value: str
    name_zh: str
    name_en: str


class Question(Told):
    """A question of a call's form, with the type of its answer."""

    key: str
    kind: QuestionKind
    label_zh: str
    label_en: str
    hint_zh: str
    hint_en: str
    is_required: bool
    most_letters: int | None
    unit: str
    minimum: float | None
    maximum: float | None
    options: list[Choice]


class Criterion(Told):
    """What reviewers score from 0 to `most`; weights sum to 100."""

    label_zh: str
    label_en: str
    hint_zh: str
    hint_en: str
    weight: int
    most: int
    is_veto: bool


class Quota(Told):
    """How many may be selected: in all, of a sector, or of a province."""

    sector: SectorRef | None
    region: RegionRef | None
    places: int


class DateChange(Told):
    """A phase that was moved after publishing: from when to when, and why."""

    phase: PhaseKind
    reason: ChangeReason
    words_zh: str
    words_en: str
    started_at: datetime | None
    ended_at: datetime | None
    starts_at: datetime
    ends_at: datetime | None
    at: datetime


class CallOut(CallLine):
    """A call with all its page shows."""

    version: int
    text_zh: str
    text_en: str
    entrant: Entrant
    regions: list[RegionRef] = told(_("空表示不限"))
    entries_most: int = told(_("每个单位最多几份"))
    may_be_joint: bool
    needs_recommendation: bool
    is_blind: bool
    valid_months: int
    reviews_wanted: int
    aggregate: Aggregate
    questions: list[Question]
    criteria: list[Criterion]
    quotas: list[Quota]
    changes: list[DateChange]
    cancelled_at: datetime | None
    cancel_words: str
    results_at: datetime | None
    has_notice: bool = told(_("公示是否已经开始"))


class NoticeLine(Told):
    """What the public notice lists: selected, and open to objections for a time."""

    number: str | None
    title: str
    organisation: OrganisationRef
    partners: list[str]
    sector: SectorRef | None
    region: RegionRef | None
    level: str
    objections_until: datetime | None = told(_("异议截止时间；已截止为 null"))


class EntryLine(Told):
    """What a call selected, and how long it holds."""

    number: str
    call_id: int
    call_title_zh: str
    call_title_en: str
    programme_type: ProgrammeType | None
    title: str
    organisation: OrganisationRef
    partners: list[str]
    sector: SectorRef | None
    region: RegionRef | None
    level: str
    listed_at: datetime
    valid_from: date
    valid_until: date
    standing: Standing


def call_line(row: Call, now: datetime) -> CallLine:
    """Give a call as the list shows it."""
    return CallLine.of(row, **_line(row, now))


def call_out(
    row: Call,
    now: datetime,
    *,
    regions: Sequence[Region],
    changes: Sequence[CallChange],
    has_notice: bool,
) -> CallOut:
    """Give a call with all its page shows."""
    return CallOut.of(
        row,
        **_line(row, now),
        regions=region_refs(regions),
        questions=[_question(one) for one in row.questions],
        criteria=[Criterion.of(one) for one in row.criteria],
        quotas=[
            Quota(sector=sector_ref(one.sector), region=region_ref(one.region), places=one.places)
            for one in row.quotas
        ],
        changes=[DateChange.of(one) for one in changes],
        has_notice=has_notice,
    )


def notice_line(row: Submission, until: datetime | None) -> NoticeLine:
    """Give a line of the public notice; `until` is the end of its time where that still runs."""
    return NoticeLine.of(
        row,
        organisation=organisation_ref(row.organisation),
        partners=_partners(row),
        sector=sector_ref(row.sector),
        region=region_ref(row.region),
        level=row.verdict_level,
        objections_until=until,
    )


def entry_line(row: Entry, today: date, *, with_partners: bool = True) -> EntryLine:
    """Give a line of the results or the pool; call, submission and organisation are loaded."""
    submission, call = row.submission, row.call
    return EntryLine.of(
        row,
        call_title_zh=call.title_zh,
        call_title_en=call.title_en,
        programme_type=call.programme_type,
        title=submission.title,
        organisation=organisation_ref(row.organisation),
        partners=_partners(submission) if with_partners else [],
        sector=sector_ref(submission.sector),
        region=region_ref(submission.region),
        standing=row.standing(today),
    )


def _line(row: Call, now: datetime) -> dict[str, Any]:
    sectors: Sequence[Sector] = row.sectors
    return {
        "url": page("programmes.call", call_id=row.id),
        "stage": stage_of(row, now),
        "sectors": [sector_ref(one) for one in sectors],
        "phases": [_phase(row, one, now) for one in row.phases],
    }


def _phase(call: Call, row: CallPhase, now: datetime) -> CallStep:
    return CallStep.of(row, is_running=call.state is CallState.PUBLISHED and is_running(row, now))


def _question(row: CallQuestion) -> Question:
    options = [
        Choice(value=one["value"], name_zh=one["zh"], name_en=one.get("en", ""))
        for one in row.options
    ]
    return Question.of(row, options=options)


def _partners(row: Submission) -> list[str]:
    return [one.name for one in row.partners if one.agreed_at or not one.organisation_id]
