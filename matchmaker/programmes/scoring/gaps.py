"""What a call still lacks before it can be published, and dates that do not go together."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.models import Call
from matchmaker.programmes.words import PHASE_LABELS

WHOLE = 100  # what the weights of the criteria sum to
ALWAYS = (PhaseKind.SUBMISSION, PhaseKind.REVIEW, PhaseKind.NOTICE, PhaseKind.RESULTS)
# The later step does not start before the earlier one has ended.
AFTER: Sequence[tuple[PhaseKind, PhaseKind]] = (
    (PhaseKind.SUBMISSION, PhaseKind.REVIEW),
    (PhaseKind.RECOMMENDATION, PhaseKind.REVIEW),
    (PhaseKind.REVIEW, PhaseKind.NOTICE),
    (PhaseKind.DECISION, PhaseKind.NOTICE),
    (PhaseKind.NOTICE, PhaseKind.RESULTS),
)
# The later step may overlap the earlier one, but neither starts nor ends before it does.
BESIDE: Sequence[tuple[PhaseKind, PhaseKind]] = (
    (PhaseKind.SUBMISSION, PhaseKind.RECOMMENDATION),
    (PhaseKind.REVIEW, PhaseKind.DECISION),
)


class Dates(Protocol):
    """A step with its instants."""

    @property
    def kind(self) -> PhaseKind: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime | None: ...


class Gap(NamedTuple):
    """What is missing, and the endpoint of the page where it is filled in."""

    endpoint: str
    words: Words


def disorder(phases: Iterable[Dates]) -> Iterator[Words]:
    """Say which steps do not follow each other; only the results may stay open."""
    by_kind = {phase.kind: phase for phase in phases}
    for phase in by_kind.values():
        label = PHASE_LABELS[phase.kind]
        if phase.ends_at is None and phase.kind is not PhaseKind.RESULTS:
            yield _("请填“%(phase)s”的截止时间。", phase=label)
        elif phase.ends_at is not None and phase.ends_at <= phase.starts_at:
            yield _("“%(phase)s”的截止时间要晚于开始时间。", phase=label)
    for first, second in (*AFTER, *BESIDE):
        earlier, later = by_kind.get(first), by_kind.get(second)
        if earlier is None or later is None or earlier.ends_at is None:
            continue
        names = {"later": PHASE_LABELS[second], "earlier": PHASE_LABELS[first]}
        if (first, second) in AFTER and later.starts_at < earlier.ends_at:
            yield _("“%(later)s”要在“%(earlier)s”截止以后才能开始。", **names)
        elif (first, second) in BESIDE and (
            later.starts_at < earlier.starts_at
            or (later.ends_at is not None and later.ends_at < earlier.ends_at)
        ):
            yield _("“%(later)s”的开始和截止都不能早于“%(earlier)s”。", **names)


def gaps(call: Call, now: datetime) -> list[Gap]:
    """List all that has to be there before a call is published; empty when it is complete."""
    return [*word_gaps(call), *_of_phases(call, now), *_of_questions(call), *_of_criteria(call)]


def word_gaps(call: Call) -> Iterator[Gap]:
    """Say which of its texts a call lacks."""
    page = "programmes.edit_call"
    needed = (
        (call.title_zh, _("请写中文标题。")),
        (call.title_en, _("请写英文标题。")),
        (call.summary_zh, _("请写中文摘要。")),
        (call.summary_en, _("请写英文摘要。")),
        (call.text_zh, _("请写中文正文。")),
        (call.text_en, _("请写英文正文。")),
    )
    yield from (Gap(page, words) for text, words in needed if not text)


def _of_phases(call: Call, now: datetime) -> Iterator[Gap]:
    page = "programmes.call_phases"
    there = {phase.kind: phase for phase in call.phases}
    wanted = [*ALWAYS, *([PhaseKind.RECOMMENDATION] if call.needs_recommendation else [])]
    for kind in wanted:
        if kind not in there:
            yield Gap(page, _("请填“%(phase)s”的时间。", phase=PHASE_LABELS[kind]))
    if PhaseKind.RECOMMENDATION in there and not call.needs_recommendation:
        yield Gap(
            "programmes.call_rules",
            _("时间里有“推荐”，规则里却没有要求推荐。请改其中一处。"),
        )
    yield from (Gap(page, words) for words in disorder(call.phases))
    submission = there.get(PhaseKind.SUBMISSION)
    if submission and submission.ends_at and submission.ends_at <= now:
        yield Gap(page, _("“申报”的截止时间已经过去，请改成以后的时间。"))


def _of_questions(call: Call) -> Iterator[Gap]:
    page = "programmes.call_questions"
    if not call.questions:
        yield Gap(page, _("请至少设一个申报题目。"))
    yield from (
        Gap(page, _("题目“%(label)s”还没有英文。", label=row.label_zh))
        for row in call.questions
        if not row.label_en
    )


def _of_criteria(call: Call) -> Iterator[Gap]:
    page = "programmes.call_criteria"
    total = sum(row.weight for row in call.criteria)
    if not call.criteria:
        yield Gap(page, _("请设评审标准。"))
    elif total != WHOLE:
        yield Gap(page, _("评审标准的权重合计要等于 100，现在是 %(total)s。", total=total))
    yield from (
        Gap(page, _("标准“%(label)s”还没有英文。", label=row.label_zh))
        for row in call.criteria
        if not row.label_en
    )
