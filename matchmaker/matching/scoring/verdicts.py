"""Whether one offering does what one requirement asks: met, not met, or unknown.

A promise counts by its guaranteed worst figure. Several promises on one metric hold together: the
tightest counts. A case tells what one project reached, not what the provider can do at most, so it
can show that a figure is met and never that it is not. What nobody states is unknown, never "not
met", but for a provider's own people who list the ways they deploy and leave one out.
docs/matching.md tells the rules.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.checks import (
    BOTH_WAYS,
    LEAST,
    LIMITS,
    MOST,
    Check,
    Span,
    Way,
    assured,
    ways,
)
from matchmaker.matching.scoring.records import ABROAD, OfferingRecord, Promise, Requirement
from matchmaker.matching.scoring.regions import UNKNOWN, Regions, place_numbers
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.taxonomy.enums import CapabilityKind, Metric, Operator, RequirementKind

YES, OPEN, NO = 1, 0, -1
ANSWERS: Final = {YES: Answer.MET, OPEN: Answer.UNKNOWN, NO: Answer.NOT_MET}
SERVED, SAME_PROVINCE, BORDERING, ELSEWHERE = 3, 2, 1, 0
_ANYTHING: Final = (LEAST, MOST)
REACHED_LESS: Final = "case-reached-less"
_PLACE_NOTES: Final = {SERVED: "served", SAME_PROVINCE: "same-province", BORDERING: "neighbouring"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One requirement held against one offering.

    `op`, `value` and `value2` are what is promised (for budget and time the stated range), None
    where nothing is. `evidence` is the kind of evidence it rests on and `source` its words;
    `is_backed` = that evidence was reviewed and is not out of date. `note` is a code word that
    says more: `covers-part`, `neighbouring`, `not-stated` …
    """

    requirement: Requirement
    answer: Answer
    note: str = ""
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None
    evidence: str = ""
    source: str = ""
    case_key: int | str | None = None
    is_backed: bool = False
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """Holds requirements against offerings; `today` tells which certificates are out of date."""

    vocabulary: Vocabulary
    regions: Regions
    today: date

    def judge(self, requirement: Requirement, record: OfferingRecord) -> Verdict:
        """Answer one requirement for one offering."""
        match requirement.kind:
            case RequirementKind.METRIC:
                return self._metric(requirement, record)
            case RequirementKind.CAPABILITY:
                return self._capability(requirement, record)
            case RequirementKind.STANDARD:
                named = [row for row in record.promises if _is_same(row, requirement)]
                return self._named(requirement, YES if named else OPEN, named, "not-stated")
            case RequirementKind.REGION:
                found, note = place_answer(requirement.subject, record, self.regions)
                return Verdict(requirement, ANSWERS[found], note)
            case RequirementKind.BUDGET:
                found, note = price_answer(requirement, record)
                return _stated_range(requirement, found, note, record.price_wan)
            case RequirementKind.TIME:
                found, note = lead_answer(requirement, record)
                return _stated_range(requirement, found, note, record.lead_days)

    def is_backed(self, promise: Promise) -> bool:
        """Whether the evidence of a promise was reviewed and is not out of date."""
        return promise.reviewed and not self._is_expired(promise)

    def _is_expired(self, promise: Promise) -> bool:
        return promise.valid_until is not None and promise.valid_until < self.today.isoformat()

    def _metric(self, requirement: Requirement, record: OfferingRecord) -> Verdict:
        op, value = requirement.op, requirement.value
        if op is None or value is None:
            return Verdict(requirement, Answer.UNKNOWN, "no-figure")
        asked = ways(Metric(requirement.subject), op, value, requirement.value2)
        aspects = {check.aspect for way in asked for check in way.checks}
        promises = [row for row in record.promises if _aspects(row) & aspects]
        found = figure_answer(asked, promises)
        if not promises:
            note = "direction-not-said" if _says_rate(requirement, record) else "not-stated"
            return Verdict(requirement, Answer.UNKNOWN, note)
        backed = [row for row in promises if self.is_backed(row)]
        note = _open_note(asked, promises) if found == OPEN else ""
        if note == REACHED_LESS:
            telling = [row for row in promises if is_case(row)]
        else:
            telling = [row for row in promises if figure_answer(asked, [row]) == found] or promises
        best = min(telling, key=lambda row: (not self.is_backed(row), *_by_figure(row)))
        is_backed = bool(backed) and figure_answer(asked, backed) == found
        return self._resting_on(requirement, found, best, note, is_backed=is_backed)

    def _capability(self, requirement: Requirement, record: OfferingRecord) -> Verdict:
        wanted = requirement.subject
        has = [slug for slug in record.capabilities if wanted in self._with_parents(slug)]
        named = [
            row
            for row in record.promises
            if row.kind is RequirementKind.CAPABILITY and wanted in self._with_parents(row.subject)
        ]
        if has or named:
            return self._named(requirement, YES, named, "")
        is_mode = self.vocabulary.is_kind(wanted, CapabilityKind.DEPLOYMENT)
        if is_mode and lists_modes(record, self.vocabulary):
            return Verdict(requirement, Answer.NOT_MET, "other-deployment")
        return Verdict(requirement, Answer.UNKNOWN, "not-stated")

    def _with_parents(self, slug: str) -> Collection[str]:
        return self.vocabulary.with_parents(slug)

    def _named(
        self, requirement: Requirement, found: int, named: list[Promise], note: str
    ) -> Verdict:
        if not named:
            said = "statement" if found == YES else ""
            return Verdict(requirement, ANSWERS[found], note, evidence=said)
        best = min(named, key=lambda row: not self.is_backed(row))
        return self._resting_on(requirement, found, best, "", is_backed=self.is_backed(best))

    def _resting_on(
        self, requirement: Requirement, found: int, promise: Promise, note: str, *, is_backed: bool
    ) -> Verdict:
        return Verdict(
            requirement,
            ANSWERS[found],
            note,
            promise.op,
            promise.value,
            promise.value2,
            promise.evidence,
            promise.source,
            promise.case_key,
            is_backed,
            self._is_expired(promise),
        )


def stated(record: OfferingRecord) -> set[str]:
    """The capabilities an offering is filed under or makes promises about."""
    promised = {row.subject for row in record.promises if row.kind is RequirementKind.CAPABILITY}
    return promised.union(record.capabilities)


def lists_modes(record: OfferingRecord, vocabulary: Vocabulary) -> bool:
    """Whether a provider's own people say in which ways they deploy."""
    return record.claimed and any(
        vocabulary.is_kind(slug, CapabilityKind.DEPLOYMENT) for slug in stated(record)
    )


def is_case(promise: Promise) -> bool:
    """Whether a promise rests on what one project reached."""
    return promise.evidence == EvidenceKind.CASE


def figure_answer(asked: Sequence[Way], promises: Iterable[Promise]) -> int:
    """+1, 0 or −1 for a required figure and the promises of an offering, taken together.

    What cases reached can only turn the answer of the other promises into +1.
    """
    rows = list(promises)
    assured_ = _held([row for row in rows if not is_case(row)])
    reached = _held([row for row in rows if is_case(row)])
    if any(_is_reached(way, assured_, reached) for way in asked):
        return YES
    return _plain_answer(asked, assured_)


def _held(promises: Iterable[Promise]) -> dict[str, tuple[float, float]]:
    """The highest low end and the lowest high end of what is said of each aspect."""
    held: dict[str, tuple[float, float]] = {}
    for span in (span for promise in promises for span in _spans(promise)):
        low, high = held.get(span.aspect, _ANYTHING)
        held[span.aspect] = max(low, span.low), min(high, span.high)
    return held


def _is_reached(
    way: Way,
    assured_: Mapping[str, tuple[float, float]],
    reached: Mapping[str, tuple[float, float]],
) -> bool:
    """Whether each check of a way holds, by what is assured or by the best a case reached."""
    return bool(way.checks) and all(
        check_answer(check, *assured_.get(check.aspect, _ANYTHING)) == YES
        or case_reaches(check, *reached.get(check.aspect, _ANYTHING))
        for check in way.checks
    )


def _plain_answer(asked: Sequence[Way], held: Mapping[str, tuple[float, float]]) -> int:
    answers = [_way_answer(way, held) for way in asked]
    return YES if YES in answers else NO if NO in answers else OPEN


def _way_answer(way: Way, held: Mapping[str, tuple[float, float]]) -> int:
    answers = [check_answer(check, *held.get(check.aspect, _ANYTHING)) for check in way.checks]
    return together(answers, is_whole=way.is_whole)


def case_reaches(check: Check, low: float, high: float) -> bool:
    """Whether one of some cases reached a figure: their highest low end, their lowest high end."""
    return high <= check.high if check.is_upper else low >= check.high


def check_answer(check: Check, low: float, high: float) -> int:
    """+1, 0 or −1 for figures assured to lie from `low` to `high`; promises that clash say 0."""
    if low > high:
        return OPEN
    if check.is_upper:
        if high <= check.high:
            return YES
        return NO if high < MOST or low > check.high else OPEN
    if low >= check.high:
        return YES
    worst = low if low > LEAST else high
    return NO if worst < check.low else OPEN


def together(answers: Collection[int], *, is_whole: bool) -> int:
    """The answer of checks that must all hold; with `is_whole` no refusal while one is open."""
    if not answers or (is_whole and OPEN in answers):
        return OPEN
    return min(answers)


def place_answer(code: str, record: OfferingRecord, regions: Regions) -> tuple[int, str]:
    """Whether an offering serves a place. Only a stated list of places can leave one out."""
    served = [place for place in record.served if place in regions]
    has_list = record.nationwide or bool(served)
    if code == ABROAD:
        return (YES, "abroad") if record.abroad else (NO if has_list else OPEN, "not-abroad")
    if code not in regions:
        return OPEN, "unknown-place"
    if record.nationwide:
        return YES, "nationwide"
    places = [*served, record.region] if record.region and record.region in regions else served
    nearest = max((place_level(code, place, regions) for place in places), default=None)
    if nearest is None:
        return OPEN, "not-stated"
    if nearest == ELSEWHERE:
        return NO if has_list else OPEN, "elsewhere"
    return (YES if nearest == SERVED else OPEN), _PLACE_NOTES[nearest]


def place_level(code: str, place: str, regions: Regions) -> int:
    """How an offering at a place stands to a wanted one: there, same province, next to it, away.

    Who serves a province serves every place in it, not the other way round.
    """
    (wanted, _), (province, prefecture) = place_numbers(code), place_numbers(place)
    if province == wanted:
        return SERVED if place == code or prefecture == UNKNOWN else SAME_PROVINCE
    return BORDERING if regions.bordering(code)[province] else ELSEWHERE


def price_answer(requirement: Requirement, record: OfferingRecord) -> tuple[int, str]:
    """Hold a price range against the upper end of a budget.

    A price that may lie inside is met as a part of its range; without the end that would tell, or
    without any price or budget, it is open. Who asks for less than the budget's lower end fits.
    """
    (low, high), most = record.price_wan, requirement.value2
    if (low is None and high is None) or (most is None and requirement.value is None):
        return OPEN, "not-stated"
    if most is None or (high is not None and high <= most):
        return YES, "within"
    if low is None:
        return OPEN, "part-of-range"
    return (NO, "above") if low > most else (YES, "part-of-range")


def lead_answer(requirement: Requirement, record: OfferingRecord) -> tuple[int, str]:
    """Hold the days from order to going live against the most days there are."""
    (low, high), most = record.lead_days, requirement.value2
    if (low is None and high is None) or most is None:
        return OPEN, "not-stated"
    if high is not None and high <= most:
        return YES, "in-time"
    if low is not None and low > most:
        return NO, "too-late"
    return OPEN, "may-be-late"


def _stated_range(
    requirement: Requirement, found: int, note: str, ends: tuple[float | None, float | None]
) -> Verdict:
    said = "" if ends == (None, None) else "statement"
    return Verdict(requirement, ANSWERS[found], note, value=ends[0], value2=ends[1], evidence=said)


def _is_same(promise: Promise, requirement: Requirement) -> bool:
    return promise.kind is requirement.kind and promise.subject == requirement.subject


def _says_rate(requirement: Requirement, record: OfferingRecord) -> bool:
    """Whether a rate was asked for one way and is promised without saying which."""
    return requirement.subject in BOTH_WAYS and any(
        row.kind is RequirementKind.METRIC and row.subject == Metric.RATE for row in record.promises
    )


def _open_note(asked: Sequence[Way], promises: Collection[Promise]) -> str:
    others = [row for row in promises if not is_case(row)]
    if any(low > high for low, high in _held(others).values()):
        return "contradictory"
    cases = [_held([row]) for row in promises if is_case(row)]
    if any(_plain_answer(asked, held) == NO for held in cases):
        return REACHED_LESS
    said = {aspect for row in promises for aspect in _aspects(row)}
    missing = {check.aspect for way in asked for check in way.checks} - said
    return "one-direction" if missing & set(BOTH_WAYS) else "covers-part"


def _aspects(promise: Promise) -> set[str]:
    return {span.aspect for span in _spans(promise)}


def _spans(promise: Promise) -> tuple[Span, ...]:
    if promise.kind is not RequirementKind.METRIC or promise.op is None or promise.value is None:
        return ()
    return assured(Metric(promise.subject), promise.op, promise.value, promise.value2)


def _by_figure(promise: Promise) -> tuple[float, ...]:
    """Better figures first: the lower limit, the higher capacity."""
    return tuple(span.high if span.aspect in LIMITS else -span.low for span in _spans(promise))
