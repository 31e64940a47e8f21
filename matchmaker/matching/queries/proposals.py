"""What a demand may mean: lines read from its text and typical needs, until the person answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import (
    METRICS_BY_NAME,
    LineSubjects,
    LineToken,
    line_subjects,
)
from matchmaker.matching.scoring.posting import Posting, budget_subject, figure
from matchmaker.matching.scoring.reading.written import write_figure
from matchmaker.matching.scoring.records import ABROAD
from matchmaker.taxonomy.enums import Operator, RequirementKind
from matchmaker.taxonomy.models import Region, Scene, TypicalNeed
from matchmaker.taxonomy.words import metric_figure
from matchmaker.web.filters import money_wan
from matchmaker.web.language import localised

SHOWN_FROM_TEXT = 30
SCENES_ASKED = 3
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line read from a text, at [start, end) of it, before anybody confirmed it.

    Values as in `scoring.records.Requirement`. `is_must` is what the wording suggests.
    """

    kind: RequirementKind
    subject: str
    start: int
    end: int
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None
    is_must: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line to accept, mend or decline. `number` is its mark in the text, 0 without one.

    `token`, `op` and `typed` are what its form fields hold.
    """

    number: int
    token: LineToken
    label: str
    figure: str
    op: str = ""
    typed: str = ""
    is_must: bool = False
    source: str = ""
    scene: str = ""
    is_official: bool = False

    @property
    def is_mendable(self) -> bool:
        return self.token.metric is not None


class MarkedPart(NamedTuple):
    """A piece of the demand's text; `number` is that of the proposal read from it, 0 for none."""

    text: str
    number: int
    is_read: bool


@dataclass(frozen=True, slots=True)
class Proposals:
    """What waits for an answer. `more` lines of the text are not shown yet."""

    lines: Sequence[Proposal] = ()
    typical: Sequence[Proposal] = ()
    parts: Sequence[MarkedPart] = ()
    more: int = 0

    @property
    def tokens(self) -> list[LineToken]:
        return [proposal.token for proposal in (*self.lines, *self.typical)]


def open_readings(demand: Demand, posting: Posting) -> list[Reading]:
    """List what was read and neither confirmed nor turned down, in the order of the text."""
    answered = _Answered.of(demand)
    found: dict[tuple[object, ...], Reading] = {}
    for reading in _readings(posting):
        if not answered.holds(reading, demand.text):
            said = (reading.kind, reading.subject, reading.op, reading.value, reading.value2)
            found.setdefault(said, reading)
    return sorted(found.values(), key=lambda reading: reading.start)


def proposals_for(demand: Demand, posting: Posting, scenes: Sequence[str]) -> Proposals:
    """Give what to ask the person: lines of the text, then typical needs of chosen or read scenes.

    `scenes` are the slugs understood from the text.
    """
    readings = open_readings(demand, posting)
    shown = readings[:SHOWN_FROM_TEXT]
    tokens = [_token(reading, demand.text) for reading in shown]
    subjects = line_subjects(tokens)
    regions = _regions(shown)
    lines = [
        _proposal(number, token, reading, subjects, regions)
        for number, (token, reading) in enumerate(zip(tokens, shown, strict=True), 1)
    ]
    wanted = [scene.slug for scene in demand.scenes] or list(scenes)
    return Proposals(
        lines=lines,
        typical=list(_typical(demand, wanted[:SCENES_ASKED])),
        parts=_parts(demand.text, shown),
        more=len(readings) - len(shown),
    )


def _readings(posting: Posting) -> Iterator[Reading]:
    for read in posting.requirements:
        if read.metric in METRICS_BY_NAME:
            yield Reading(
                RequirementKind.METRIC,
                read.metric,
                read.start,
                read.end,
                Operator(read.op),
                figure(read.value),
                read.value2,
                bool(read.must),
            )
    for capability in posting.capabilities:
        if capability.slug:
            kind, slug = RequirementKind.CAPABILITY, capability.slug
            yield Reading(kind, slug, capability.start, capability.end)
    for standard in posting.standards:
        if standard.code:
            kind, code = RequirementKind.STANDARD, standard.code
            yield Reading(kind, code, standard.start, standard.end)
    place = next((one for one in reversed(posting.regions) if one.code), None)
    if place is not None and place.code:
        yield Reading(RequirementKind.REGION, place.code, place.start, place.end)
    budget = posting.budget
    if budget:
        ends = (budget.min_wan, budget.max_wan)
        subject = budget_subject(*ends)
        start, end = budget.start, budget.end
        yield Reading(RequirementKind.BUDGET, subject, start, end, None, *ends)
    yield from _day(posting)


def _day(posting: Posting) -> Iterator[Reading]:
    """The day it must run: the deadline, or what the time to deliver comes to from today."""
    ends = []
    if posting.deadline and (posting.days_left or -1) >= 0:
        ends.append((posting.days_left or 0, posting.deadline.start, posting.deadline.end))
    if posting.duration:
        ends.append((posting.duration.days, posting.duration.start, posting.duration.end))
    if ends:
        days, start, end = min(ends)
        day = clock.today() + days * DAY
        kind = RequirementKind.TIME
        yield Reading(kind, day.isoformat(), start, end, None, None, float(days))


@dataclass(frozen=True, slots=True)
class _Answered:
    """What the person said already: by what a line says, and by the words it was read from."""

    said: frozenset[tuple[object, ...]]
    quoted: frozenset[tuple[str, str]]
    fields: frozenset[RequirementKind]
    declined: frozenset[str]

    @classmethod
    def of(cls, demand: Demand) -> "_Answered":
        rows = demand.requirements
        filled = {
            RequirementKind.REGION: demand.region is not None or demand.is_abroad,
            RequirementKind.BUDGET: demand.budget_min_wan is not None
            or demand.budget_max_wan is not None,
            RequirementKind.TIME: demand.ends_on is not None,
        }
        return cls(
            frozenset((row.kind, row.subject, row.op, row.value, row.value2) for row in rows),
            frozenset((row.subject, row.quote(demand.text)) for row in rows if row.span_end),
            frozenset(kind for kind, is_filled in filled.items() if is_filled),
            frozenset(demand.declined_readings),
        )

    def holds(self, reading: Reading, text: str) -> bool:
        quote = text[reading.start : reading.end]
        said = (reading.kind, reading.subject, reading.op, reading.value, reading.value2)
        return (
            reading.kind in self.fields
            or said in self.said
            or (reading.subject, quote) in self.quoted
            or f"{reading.kind}|{reading.subject}" in self.declined
            # A time to deliver means another day tomorrow; once turned down it stays so.
            or (
                reading.kind is RequirementKind.TIME
                and any(name.startswith(f"{reading.kind}|") for name in self.declined)
            )
        )


def _token(reading: Reading, text: str) -> LineToken:
    quote = text[reading.start : reading.end]
    return LineToken(reading.kind, reading.subject, RequirementSource.TEXT, 0, quote)


def _proposal(
    number: int,
    token: LineToken,
    reading: Reading,
    subjects: LineSubjects,
    regions: dict[str, Region],
) -> Proposal:
    op, value = reading.op, reading.value
    made = Proposal(number, token, subjects.label(token), "", is_must=reading.is_must)
    if token.metric and op and value is not None:
        return replace(
            made,
            figure=metric_figure(token.metric, op, value, reading.value2),
            op=op.value,
            typed=write_figure(token.metric, value, reading.value2),
        )
    match reading.kind:
        case RequirementKind.REGION:
            row = regions.get(reading.subject)
            name = localised(row) if row else _("境外")
            return replace(made, label=_("地区"), figure=name, typed=row.name_zh if row else ABROAD)
        case RequirementKind.BUDGET:
            low, high = (
                None if end is None else Decimal(str(end)) for end in (value, reading.value2)
            )
            return replace(made, label=_("预算"), figure=money_wan(low, high))
        case RequirementKind.TIME:
            return replace(made, label=_("希望完成"), figure=reading.subject)
    return made


def _regions(readings: Sequence[Reading]) -> dict[str, Region]:
    codes = [row.subject for row in readings if row.kind is RequirementKind.REGION]
    if not codes:
        return {}
    rows = db.session.scalars(select(Region).where(Region.code.in_(codes)))
    return {row.code: row for row in rows}


def _typical(demand: Demand, slugs: Sequence[str]) -> Iterator[Proposal]:
    """The typical needs of some scenes on metrics the demand says nothing about yet."""
    rows = db.session.scalars(
        select(TypicalNeed)
        .join(Scene)
        .where(Scene.slug.in_(slugs))
        .options(joinedload(TypicalNeed.scene))
        .order_by(TypicalNeed.id)
    )
    answered = {row.typical_need_id for row in demand.requirements}
    spoken = {row.metric for row in demand.requirements if not row.is_declined}
    for row in sorted(rows, key=lambda row: slugs.index(row.scene.slug)):
        metric = METRICS_BY_NAME.get(row.metric)
        if metric is None or metric in spoken or row.id in answered:
            continue
        spoken.add(metric)  # of two scenes the first speaks
        kind, source = RequirementKind.METRIC, RequirementSource.TYPICAL
        token = LineToken(kind, metric.value, source, row.id)
        yield Proposal(
            number=0,
            token=token,
            label=LineSubjects({}, {}, {}).label(token),
            figure=metric_figure(metric, Operator(row.op), row.value, row.value2),
            op=row.op,
            typed=write_figure(metric, row.value, row.value2),
            source=row.source,
            scene=localised(row.scene),
            is_official=row.is_official,
        )


def _parts(text: str, readings: Sequence[Reading]) -> list[MarkedPart]:
    """Cut the text at what was read; of two readings that overlap the first is marked."""
    parts: list[MarkedPart] = []
    at = 0
    for number, reading in enumerate(readings, 1):
        if reading.start < at:
            continue
        if reading.start > at:
            parts.append(MarkedPart(text[at : reading.start], 0, is_read=False))
        parts.append(MarkedPart(text[reading.start : reading.end], number, is_read=True))
        at = reading.end
    if at < len(text):
        parts.append(MarkedPart(text[at:], 0, is_read=False))
    return parts
