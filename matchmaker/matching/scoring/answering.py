"""The verdicts of `verdicts` for every offering of a block at once, as arrays."""

from collections.abc import Sequence
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
from matchmaker.matching.scoring.facts import Bools, Doubles, Facts, Ints
from matchmaker.matching.scoring.records import ABROAD, Requirement
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.verdicts import (
    BORDERING,
    ELSEWHERE,
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
NOT_SAID: Final = -1  # no place at all
_PER_PROVINCE: Final = 10_000  # codes of a province
_FULL: Final = 100.0
_OF_HUNDRED: Final = frozenset({Metric.RELIABILITY, Metric.AVAILABILITY})
_NO_SHARE: Final = frozenset(
    {COLD, HOT, SOLIDS, WATER, Metric.EXPLOSION_PROOF, Metric.SECURITY_LEVEL}
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One requirement answered for n offerings.

    `answers`: int8, n: +1 met, 0 unknown, −1 not met. `is_backed`: bool, n: met, and the evidence
    that was reviewed and is not out of date suffices for it. `near`: float32, n: how near what is
    not met comes, 1 for all but met, 0 where that cannot be said.
    """

    answers: Answers
    is_backed: Bools
    near: Floats


def answer_all(requirement: Requirement, facts: Facts, judge: Judge) -> Answered:
    """Answer a requirement for every offering, exactly as `judge` answers it for each."""
    match requirement.kind:
        case RequirementKind.METRIC:
            return _metric(requirement, facts, judge.today.toordinal())
        case RequirementKind.CAPABILITY | RequirementKind.STANDARD:
            return _named(requirement, facts, judge)
        case RequirementKind.REGION:
            return _unbacked(_places(requirement.subject, facts, judge.regions))
        case RequirementKind.BUDGET:
            return _unbacked(
                _prices(requirement, facts.prices),
                _shares(requirement.value2, facts.prices[:, 0]),
            )
        case RequirementKind.TIME:
            return _unbacked(
                _leads(requirement, facts.lead_days),
                _shares(requirement.value2, facts.lead_days[:, 0]),
            )


def judge_matrix(requirements: Sequence[Requirement], facts: Facts, judge: Judge) -> Answers:
    """Requirements × offerings, int8. For few requirements, or few offerings, at a time."""
    answers = np.zeros((len(requirements), len(facts)), np.int8)
    for at, requirement in enumerate(requirements):
        answers[at] = answer_all(requirement, facts, judge).answers
    return answers


def nearest_places(
    code: str | None, facts: Facts, regions: Regions, *, with_home: bool = False
) -> Ints:
    """How near the nearest place an offering serves is: SERVED to ELSEWHERE; int32, n.

    NOT_SAID without any. `with_home` counts the offering's own place too; without a `code` all
    places are ELSEWHERE.
    """
    counts = regions.knows(facts.place_codes)
    if not with_home:
        counts &= facts.is_served
    codes, rows = facts.place_codes[counts], facts.place_rows[counts]
    levels = np.full(len(rows), ELSEWHERE, np.int32)
    if code is not None:
        wanted, provinces = int(code), codes // _PER_PROVINCE
        is_same = provinces == wanted // _PER_PROVINCE
        levels[regions.bordering(code)[provinces]] = BORDERING
        levels[is_same] = SAME_PROVINCE
        levels[(codes == wanted) | (is_same & (codes % _PER_PROVINCE == 0))] = SERVED
    nearest = np.full(len(facts), NOT_SAID, np.int32)
    np.maximum.at(nearest, rows, levels)
    return nearest


def _places(code: str, facts: Facts, regions: Regions) -> Answers:
    answers = np.full(len(facts), OPEN, np.int8)
    has_list = facts.nationwide | (nearest_places(None, facts, regions) > NOT_SAID)
    if code == ABROAD:
        answers[has_list] = NO
        answers[facts.abroad] = YES
    elif code in regions:
        nearest = nearest_places(code, facts, regions, with_home=True)
        answers[(nearest == ELSEWHERE) & has_list] = NO
        answers[(nearest == SERVED) | facts.nationwide] = YES
    return answers


def _prices(requirement: Requirement, prices: Doubles) -> Answers:
    low, high = prices.T
    answers = np.full(len(prices), OPEN, np.int8)
    most = requirement.value2
    if most is None:
        if requirement.value is not None:
            answers[~(np.isnan(low) & np.isnan(high))] = YES
        return answers
    answers[(low <= most) | (high <= most)] = YES
    answers[(low > most) & ~(high <= most)] = NO
    return answers


def _leads(requirement: Requirement, lead_days: Doubles) -> Answers:
    low, high = lead_days.T
    answers = np.full(len(lead_days), OPEN, np.int8)
    if requirement.value2 is not None:
        in_time = high <= requirement.value2
        answers[(low > requirement.value2) & ~in_time] = NO
        answers[in_time] = YES
    return answers


def _named(requirement: Requirement, facts: Facts, judge: Judge) -> Answered:
    answers = np.full(len(facts), OPEN, np.int8)
    is_backed = np.zeros(len(facts), bool)
    wanted = requirement.subject
    if requirement.kind is RequirementKind.CAPABILITY and judge.vocabulary.is_kind(
        wanted, CapabilityKind.DEPLOYMENT
    ):
        answers[facts.lists_modes] = NO
    entries = facts.promised.about(f"{requirement.kind}:{wanted}")
    if entries is not None:
        answers[entries.rows] = YES
        is_backed[entries.rows[entries.until >= judge.today.toordinal()]] = True
    return Answered(answers, is_backed, np.zeros(len(facts), np.float32))


def _metric(requirement: Requirement, facts: Facts, day: int) -> Answered:
    if requirement.op is None or requirement.value is None:
        return _unbacked(np.full(len(facts), OPEN, np.int8))
    asked = ways(Metric(requirement.subject), requirement.op, requirement.value, requirement.value2)
    answers = _any_way([_way(way, facts, since=None) for way in asked])
    backed = _any_way([_way(way, facts, since=day) for way in asked])
    single = asked[0].checks[0] if len(asked[0].checks) == 1 else None
    near = _near(single, facts) if single else np.zeros(len(facts), np.float32)
    return Answered(answers, (answers == YES) & (backed == YES), near)


def _any_way(answers: Sequence[Answers]) -> Answers:
    """Met where one way is met, else not met where one is not."""
    found = answers[0]
    for other in answers[1:]:
        is_no = (found == NO) | (other == NO)
        found = np.where(is_no, np.int8(NO), np.int8(OPEN)).astype(np.int8)
        found[(answers[0] == YES) | (other == YES)] = YES
    return found


def _way(way: Way, facts: Facts, *, since: int | None) -> Answers:
    """The answers of checks that must all hold, by the evidence that counts on day `since`."""
    found = np.full(len(facts), YES if way.checks else OPEN, np.int8)
    for check in way.checks:
        answers = _check(check, facts, since)
        found = np.minimum(found, answers) if not way.is_whole else _whole(found, answers)
    return found


def _whole(found: Answers, answers: Answers) -> Answers:
    both = np.minimum(found, answers)
    both[(found == OPEN) | (answers == OPEN)] = OPEN
    return both


def _check(check: Check, facts: Facts, since: int | None) -> Answers:
    answers = np.full(len(facts), OPEN, np.int8)
    entries = facts.promised.about(check.aspect)
    if entries is None:
        return answers
    rows, low, high = entries.together(since)
    answers[rows] = _answers(check, low, high)
    return answers


def _answers(check: Check, low: Doubles, high: Doubles) -> Answers:
    if check.is_upper:
        is_yes = high <= check.high
        is_no = (high < MOST) | (low > check.high)
    else:
        is_yes = low >= check.high
        is_no = np.where(low > LEAST, low, high) < check.low
    found = np.where(is_yes, YES, np.where(is_no, NO, OPEN)).astype(np.int8)
    found[low > high] = OPEN
    return found


def _unbacked(answers: Answers, near: Floats | None = None) -> Answered:
    none = np.zeros(len(answers), np.float32)
    return Answered(answers, np.zeros(len(answers), bool), none if near is None else near)


def _shares(most: float | None, least: Doubles) -> Floats:
    """How much of the least anybody asks for a bound allows, in [0, 1]; 0 where not stated."""
    if most is None or most <= 0:
        return np.zeros(len(least), np.float32)
    shares = np.divide(most, least, out=np.zeros_like(least), where=least > 0)
    return np.asarray(np.clip(shares, 0, 1), np.float32)


def _near(check: Check, facts: Facts) -> Floats:
    """How near each offering's worst figure comes to the one asked for, in [0, 1].

    The share reached; of what is counted against 100 % the share of what may be missing. Codes,
    levels and temperatures have no such share.
    """
    near = np.zeros(len(facts), np.float32)
    entries = facts.promised.about(check.aspect)
    if entries is None or check.aspect in _NO_SHARE:
        return near
    rows, low, high = entries.together()
    if check.aspect in _OF_HUNDRED:
        wanted, worst = np.full(len(rows), _FULL - check.low), _FULL - low
    elif check.is_upper:
        wanted, worst = np.full(len(rows), check.high), high
    else:
        wanted, worst = low, np.full(len(rows), check.low)
    is_share = np.isfinite(wanted) & np.isfinite(worst) & (wanted > 0) & (worst > 0)
    shares = np.divide(wanted, worst, out=np.zeros(len(rows)), where=is_share)
    near[rows] = np.clip(shares, 0, 1)
    return near
