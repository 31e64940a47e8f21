"""The verdicts of `verdicts` for every offering of a block at once, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.checks import LEAST, MOST, Check, Way, ways
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
from matchmaker.taxonomy.enums import CapabilityKind, Metric, RequirementKind

Answers = NDArray[np.int8]
NOT_SAID: Final = -1  # no place at all


@dataclass(frozen=True, slots=True)
class Answered:
    """One requirement answered for n offerings.

    `answers`: int8, n: +1 met, 0 unknown, −1 not met. `is_backed`: bool, n: met, and the evidence
    that was reviewed and is not out of date suffices for it.
    """

    answers: Answers
    is_backed: Bools


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
            return _unbacked(_prices(requirement, facts.prices))
        case RequirementKind.TIME:
            return _unbacked(_leads(requirement, facts.lead_days))


def judge_matrix(requirements: Sequence[Requirement], facts: Facts, judge: Judge) -> Answers:
    """Requirements × offerings, int8. For few requirements, or few offerings, at a time."""
    answers = np.zeros((len(requirements), len(facts)), np.int8)
    for at, requirement in enumerate(requirements):
        answers[at] = answer_all(requirement, facts, judge).answers
    return answers


def place_levels(code: str, facts: Facts, regions: Regions) -> Ints:
    """The nearest place of each offering: SERVED to ELSEWHERE, NOT_SAID without any; int32, n."""
    known = regions.knows(facts.place_codes)
    codes, rows = facts.place_codes[known], facts.place_rows[known]
    wanted, province = int(code), codes // 10_000
    levels = np.where(regions.bordering(code)[province], BORDERING, ELSEWHERE)
    levels[province == wanted // 10_000] = SAME_PROVINCE
    holds = (codes % 10_000 == 0) & (province == wanted // 10_000)
    levels[(codes == wanted) | holds] = SERVED
    nearest = np.full(len(facts), NOT_SAID, np.int32)
    np.maximum.at(nearest, rows, levels.astype(np.int32))
    return nearest


def _places(code: str, facts: Facts, regions: Regions) -> Answers:
    answers = np.full(len(facts), OPEN, np.int8)
    has_list = facts.nationwide.copy()
    has_list[facts.place_rows[facts.is_served & regions.knows(facts.place_codes)]] = True
    if code == ABROAD:
        answers[has_list] = NO
        answers[facts.abroad] = YES
    elif code in regions:
        levels = place_levels(code, facts, regions)
        answers[(levels == ELSEWHERE) & has_list] = NO
        answers[(levels == SERVED) | facts.nationwide] = YES
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
    return Answered(answers, is_backed)


def _metric(requirement: Requirement, facts: Facts, day: int) -> Answered:
    if requirement.op is None or requirement.value is None:
        return _unbacked(np.full(len(facts), OPEN, np.int8))
    asked = ways(Metric(requirement.subject), requirement.op, requirement.value, requirement.value2)
    answers = _any_way([_way(way, facts, since=None) for way in asked])
    backed = _any_way([_way(way, facts, since=day) for way in asked])
    return Answered(answers, (answers == YES) & (backed == YES))


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
    firsts = np.flatnonzero(np.diff(entries.rows, prepend=-1))
    lows, highs = entries.lows, entries.highs
    if since is not None:
        counts = entries.until >= since
        lows, highs = np.where(counts, lows, LEAST), np.where(counts, highs, MOST)
    low, high = np.maximum.reduceat(lows, firsts), np.minimum.reduceat(highs, firsts)
    answers[entries.rows[firsts]] = _answers(check, low, high)
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


def _unbacked(answers: Answers) -> Answered:
    return Answered(answers, np.zeros(len(answers), bool))
