"""The verdicts of `verdicts` for every offering of a block at once, as arrays.

Only the rows that say something about a line are answered; the others leave it open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.checks import (
    COLD,
    HOT,
    LEAST,
    MOST,
    SOLIDS,
    WATER,
    Check,
    Way,
    ways,
)
from matchmaker.matching.scoring.facts import Bools, Facts, Figures, Ints, Places, Ranges
from matchmaker.matching.scoring.records import ABROAD, Requirement
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.verdicts import (
    BORDERING,
    NO,
    OPEN,
    SAME_PROVINCE,
    SERVED,
    YES,
    Judge,
)
from matchmaker.matching.scoring.weighing import Floats
from matchmaker.taxonomy.enums import CapabilityKind, Metric, RequirementKind

Answers = NDArray[np.int8]
_PER_PROVINCE: Final = 10_000  # codes of a province
_FULL: Final = 100.0
_OF_HUNDRED: Final = frozenset({Metric.RELIABILITY, Metric.AVAILABILITY})
_NO_SHARE: Final = frozenset(
    {COLD, HOT, SOLIDS, WATER, Metric.EXPLOSION_PROOF, Metric.SECURITY_LEVEL}
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One requirement answered for the offerings in `rows` (int32, ascending), open for others.

    `answers`: int8: +1 met, 0 unknown, −1 not met. `is_backed`: bool: met, and the evidence that
    was reviewed and is not out of date suffices for it. `near`: float32: how near what is not met
    comes, in [0, 1], 0 where that cannot be said and for every other answer.
    """

    rows: Ints
    answers: Answers
    is_backed: Bools
    near: Floats

    @classmethod
    def unbacked(cls, rows: Ints, answers: Answers, near: Floats | None = None) -> "Answered":
        """Answers that no evidence is asked for."""
        none = np.zeros(len(rows), np.float32) if near is None else near
        return cls(rows, answers, np.zeros(len(rows), bool), none)

    def spread(self, count: int) -> Answers:
        """The answers of all `count` offerings."""
        answers = np.zeros(count, np.int8)
        answers[self.rows] = self.answers
        return answers


def answer_all(requirement: Requirement, facts: Facts, judge: Judge) -> Answered:
    """Answer a requirement for every offering, exactly as `judge` answers it for each."""
    match requirement.kind:
        case RequirementKind.METRIC:
            return _metric(requirement, facts, judge.today.toordinal())
        case RequirementKind.CAPABILITY | RequirementKind.STANDARD:
            return _named(requirement, facts, judge)
        case RequirementKind.REGION:
            return _said(_places(requirement.subject, facts, judge.regions))
        case RequirementKind.BUDGET:
            return _ranged(requirement, facts.prices, _prices(requirement, facts.prices))
        case RequirementKind.TIME:
            return _ranged(requirement, facts.lead_days, _leads(requirement, facts.lead_days))


def judge_matrix(requirements: Sequence[Requirement], facts: Facts, judge: Judge) -> Answers:
    """Requirements × offerings, int8. For few requirements, or few offerings, at a time."""
    answers = np.zeros((len(requirements), len(facts)), np.int8)
    for at, requirement in enumerate(requirements):
        answered = answer_all(requirement, facts, judge)
        answers[at, answered.rows] = answered.answers
    return answers


def rows_by_nearness(code: str, places: Places, regions: Regions) -> Mapping[int, Ints]:
    """The rows that name a place, by how it stands to a wanted one: BORDERING to SERVED.

    In this order, so that who writes them one after the other keeps the nearest of each row.
    """
    codes, wanted = places.codes, int(code)
    provinces, is_known = codes // _PER_PROVINCE, regions.knows(codes)
    is_same = provinces == wanted // _PER_PROVINCE
    is_there = (codes == wanted) | (is_same & (codes % _PER_PROVINCE == 0))
    levels = {
        BORDERING: regions.bordering(code)[provinces] & ~is_same,
        SAME_PROVINCE: is_same & ~is_there,
        SERVED: is_there,
    }
    return {level: places.of(which & is_known) for level, which in levels.items()}


def has_list(facts: Facts, regions: Regions) -> Bools:
    """Which offerings list the places they serve; bool, n."""
    found = facts.nationwide.copy()
    served, is_known = facts.served, regions.knows(facts.served.codes)
    found[served.rows if is_known.all() else served.of(is_known)] = True
    return found


def _places(code: str, facts: Facts, regions: Regions) -> Answers:
    answers = np.zeros(len(facts), np.int8)
    if code == ABROAD:
        np.putmask(answers, has_list(facts, regions), NO)
        np.putmask(answers, facts.abroad, YES)
    elif code in regions:
        np.putmask(answers, has_list(facts, regions), NO)
        both = [rows_by_nearness(code, group, regions) for group in (facts.homes, facts.served)]
        for level in (BORDERING, SAME_PROVINCE, SERVED):
            for found in both:
                answers[found[level]] = YES if level == SERVED else OPEN
        np.putmask(answers, facts.nationwide, YES)
    return answers


def _said(answers: Answers) -> Answered:
    rows = np.flatnonzero(answers).astype(np.int32)
    return Answered.unbacked(rows, answers[rows])


def _ranged(requirement: Requirement, ranges: Ranges, answers: Answers) -> Answered:
    """Answers with how much of the least anybody asks for a bound allows."""
    near = np.zeros(len(answers), np.float32)
    most, missed = requirement.value2, np.flatnonzero(answers == NO)
    if most is not None and most > 0:
        least = ranges.lows[missed]
        near[missed] = np.divide(most, least, out=np.zeros_like(least), where=least > 0)
    return Answered.unbacked(ranges.rows, answers, near)


def _prices(requirement: Requirement, prices: Ranges) -> Answers:
    most = requirement.value2
    if most is None:
        is_asked = requirement.value is not None
        return np.full(len(prices.rows), YES if is_asked else OPEN, np.int8)
    is_within = prices.highs <= most
    answers = -(prices.lows > most).view(np.int8)
    np.putmask(answers, is_within | (prices.lows <= most), YES)
    return answers


def _leads(requirement: Requirement, lead_days: Ranges) -> Answers:
    if requirement.value2 is None:
        return np.zeros(len(lead_days.rows), np.int8)
    answers = -(lead_days.lows > requirement.value2).view(np.int8)
    np.putmask(answers, lead_days.highs <= requirement.value2, YES)
    return answers


def _named(requirement: Requirement, facts: Facts, judge: Judge) -> Answered:
    wanted, nobody = requirement.subject, np.zeros(0, np.int32)
    rows, until = facts.named.about(f"{requirement.kind}:{wanted}") or (nobody, nobody)
    is_backed = until >= judge.today.toordinal()
    if not (
        requirement.kind is RequirementKind.CAPABILITY
        and judge.vocabulary.is_kind(wanted, CapabilityKind.DEPLOYMENT)
    ):
        met = np.full(len(rows), YES, np.int8)
        return Answered(rows, met, is_backed, np.zeros(len(rows), np.float32))
    answers = -facts.lists_modes.view(np.int8)
    answers[rows] = YES
    answered, backed = _said(answers), np.zeros(len(facts), bool)
    backed[rows] = is_backed
    return Answered(answered.rows, answered.answers, backed[answered.rows], answered.near)


def _metric(requirement: Requirement, facts: Facts, day: int) -> Answered:
    if requirement.op is None or requirement.value is None:
        return _said(np.zeros(0, np.int8))
    asked = ways(Metric(requirement.subject), requirement.op, requirement.value, requirement.value2)
    checks = [check for way in asked for check in way.checks]
    if len(checks) == 1:
        return _single(checks[0], facts, day)
    answered = _said(_combined(asked, facts, None))
    is_backed = _combined(asked, facts, day)[answered.rows] == YES
    is_backed &= answered.answers == YES
    return Answered(answered.rows, answered.answers, is_backed, answered.near)


def _single(check: Check, facts: Facts, day: int) -> Answered:
    """Answer by one figure, which is how nearly every metric is asked."""
    figures = facts.figures.about(check.aspect)
    if figures is None:
        return _said(np.zeros(0, np.int8))
    answers = _answers(check, figures)
    reached = _reached(check, figures)
    np.putmask(answers, reached, YES)
    is_backed = np.zeros(len(figures.rows), bool)
    proven = _proven(check, facts, day)
    if proven is not None:
        backed = np.zeros(len(facts), bool)
        backed[proven.rows] = (_answers(check, proven) == YES) | _reached(check, proven)
        is_backed = backed[figures.rows] & (answers == YES)
    return Answered(figures.rows, answers, is_backed, _near(check, figures, answers))


def _combined(asked: Sequence[Way], facts: Facts, day: int | None) -> Answers:
    """The answers, int8, n, of ways that are answered by several figures each, or of several ways.

    With a day, by the evidence that was reviewed and counts on it.
    """
    is_yes, is_no = np.zeros(len(facts), bool), np.zeros(len(facts), bool)
    for way in asked:
        is_kept = np.full(len(facts), bool(way.checks))
        refused, is_open = np.zeros(len(facts), bool), np.zeros(len(facts), bool)
        for check in way.checks:
            figures = (
                facts.figures.about(check.aspect) if day is None else _proven(check, facts, day)
            )
            answers, kept = np.zeros(len(facts), np.int8), np.zeros(len(facts), bool)
            if figures is not None:
                own = _answers(check, figures)
                answers[figures.rows] = own
                kept[figures.rows] = (own == YES) | _reached(check, figures)
            is_kept &= kept
            refused |= answers == NO
            is_open |= answers == OPEN
        is_yes |= is_kept
        is_no |= refused & ~is_open if way.is_whole else refused
    answers = -is_no.view(np.int8)
    np.putmask(answers, is_yes, YES)
    return answers


def _proven(check: Check, facts: Facts, day: int) -> Figures | None:
    proven = facts.proven.about(check.aspect)
    return None if proven is None else proven.since(day)


def _answers(check: Check, figures: Figures) -> Answers:
    """What all promises but cases answer, an entry each."""
    low, high = figures.lows, figures.highs
    if check.is_upper:
        is_yes = high <= check.high
        is_no = (high < MOST) | (low > check.high)
    else:
        is_yes = low >= check.high
        is_no = np.where(low > LEAST, low, high) < check.low
    answers = -is_no.view(np.int8)
    np.putmask(answers, is_yes, YES)
    np.putmask(answers, low > high, OPEN)
    return answers


def _reached(check: Check, figures: Figures) -> Bools:
    """Where a case reached the figure."""
    if check.is_upper:
        return figures.reached_highs <= check.high
    return figures.reached_lows >= check.high


def _near(check: Check, figures: Figures, answers: Answers) -> Floats:
    """How near the best figure of what is not met comes to the one asked for, in [0, 1].

    The share reached; of what is counted against 100 % the share of what may be missing. Codes,
    levels and temperatures have no such share.
    """
    near = np.zeros(len(answers), np.float32)
    if check.aspect in _NO_SHARE:
        return near
    missed = np.flatnonzero(answers == NO)
    low = np.maximum(figures.lows[missed], figures.reached_lows[missed])
    if check.aspect in _OF_HUNDRED:
        wanted, worst = np.full(len(missed), _FULL - check.low), _FULL - low
    elif check.is_upper:
        high = np.minimum(figures.highs[missed], figures.reached_highs[missed])
        wanted, worst = np.full(len(missed), check.high), high
    else:
        wanted, worst = low, np.full(len(missed), check.low)
    is_share = np.isfinite(wanted) & np.isfinite(worst) & (wanted > 0) & (worst > 0)
    shares = np.divide(wanted, worst, out=np.zeros(len(missed)), where=is_share)
    near[missed] = np.clip(shares, 0, 1)
    return near
