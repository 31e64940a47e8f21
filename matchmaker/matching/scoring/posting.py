"""A posting understood: scenes, and every line that can be checked, with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matchmaker.matching.scoring.reading.capabilities import ReadCapability, read_capabilities
from matchmaker.matching.scoring.reading.dates import (
    Deadline,
    Duration,
    read_deadline,
    read_duration_days,
)
from matchmaker.matching.scoring.reading.money import Budget, read_budget
from matchmaker.matching.scoring.reading.places import ReadPlace, read_places
from matchmaker.matching.scoring.reading.requirements import ReadRequirement, read_requirements
from matchmaker.matching.scoring.reading.standards import ReadStandard, read_standards
from matchmaker.matching.scoring.records import ABROAD, Need, Requirement
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.scenes import SceneIndex
from matchmaker.matching.scoring.understanding import UnderstoodScene, understand
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.taxonomy.enums import Operator, RequirementKind


@dataclass(frozen=True, slots=True)
class Posting:
    """What a text says, line by line; every line carries the [start, end) it was read from.

    `regions` are the places of delivery from the widest to the narrowest, `budget` is in 万元,
    `deadline` a day, `duration` days to deliver. None of it is confirmed by anybody.
    """

    scenes: tuple[UnderstoodScene, ...] = ()
    requirements: tuple[ReadRequirement, ...] = ()
    capabilities: tuple[ReadCapability, ...] = ()
    standards: tuple[ReadStandard, ...] = ()
    regions: tuple[ReadPlace, ...] = ()
    budget: Budget | None = None
    deadline: Deadline | None = None
    duration: Duration | None = None
    days_left: int | None = None

    @property
    def region(self) -> str | None:
        """The code of the narrowest place of delivery the region table knows, or `ABROAD`."""
        codes = [place.code for place in self.regions if place.code]
        return codes[-1] if codes else None

    @property
    def is_abroad(self) -> bool:
        """Whether the place of delivery lies outside China."""
        return self.region == ABROAD

    @property
    def is_empty(self) -> bool:
        """Whether no checkable line was read at all."""
        return not (
            self.requirements
            or self.capabilities
            or self.standards
            or self.regions
            or self.budget
            or self.deadline
            or self.duration
        )


def read_posting(
    text: str,
    *,
    vocabulary: Vocabulary,
    index: SceneIndex,
    regions: Regions,
    today: date,
    sector: str | None = None,
) -> Posting:
    """Understand a text as written; never raises, whatever the text.

    `today` turns a deadline into days left (`days_left`, below 0 once it has passed). A `sector`,
    by code or in free words, only helps to find the scenes.
    """
    deadline = read_deadline(text)
    return Posting(
        scenes=understand(Need(text, sector), vocabulary, index, regions).scenes,
        requirements=read_requirements(text, vocabulary.metrics),
        capabilities=read_capabilities(text, vocabulary),
        standards=read_standards(text, vocabulary.standards),
        regions=read_places(text, regions),
        budget=read_budget(text),
        deadline=deadline,
        duration=read_duration_days(text),
        days_left=(deadline.day - today).days if deadline else None,
    )


def proposals(posting: Posting) -> tuple[Requirement, ...]:
    """What was read, as lines to be judged: wishes all, until a person confirms them.

    A key is `text:<start>:<subject>`, the same as long as the text is. Capabilities and standards
    the taxonomy lacks, and places without a code, are no lines. Alike lines come once.
    """
    lines: dict[tuple[object, ...], Requirement] = {}
    for line in _lines(posting):
        said = (line.kind, line.subject, line.op, line.value, line.value2)
        lines.setdefault(said, line)
    return tuple(lines.values())


def _lines(posting: Posting) -> Iterator[Requirement]:
    for read in posting.requirements:
        yield Requirement(
            _key(read.start, read.metric),
            RequirementKind.METRIC,
            read.metric,
            Operator(read.op),
            figure(read.value),
            read.value2,
        )
    for capability in posting.capabilities:
        if capability.slug:
            key = _key(capability.start, capability.slug)
            yield Requirement(key, RequirementKind.CAPABILITY, capability.slug)
    for standard in posting.standards:
        if standard.code:
            key = _key(standard.start, standard.code)
            yield Requirement(key, RequirementKind.STANDARD, standard.code)
    place = next((one for one in reversed(posting.regions) if one.code), None)
    if place is not None and place.code:
        yield Requirement(_key(place.start, place.code), RequirementKind.REGION, place.code)
    if posting.budget:
        low, high = posting.budget.min_wan, posting.budget.max_wan
        key = _key(posting.budget.start, "budget")
        yield Requirement(key, RequirementKind.BUDGET, value=low, value2=high)
    yield from _time(posting)


def _time(posting: Posting) -> Iterator[Requirement]:
    """Days until it must run: the shorter of the time to build and the days left."""
    ends = [(float(posting.duration.days), posting.duration.start)] if posting.duration else []
    if posting.deadline and posting.days_left is not None and posting.days_left >= 0:
        ends.append((float(posting.days_left), posting.deadline.start))
    if ends:
        days, start = min(ends)
        yield Requirement(_key(start, "time"), RequirementKind.TIME, value2=days)


def figure(value: float | str | bool) -> float:  # noqa: FBT001 - a value as it was read
    """A value as a number: IP67 is 67, IP6X is 60, IPX7 is 7; True is 1."""
    if isinstance(value, str):
        digits = re.sub(r"[^0-9X]", "", value.removeprefix("IP"))[:2].replace("X", "0")
        return float(digits or 0)
    return float(value)


def start_of(line: Requirement) -> int | None:
    """Where in the text a proposal begins; None for a line somebody stands by."""
    mark, _, rest = line.key.partition(":")
    return int(rest.partition(":")[0]) if mark == "text" else None


def budget_subject(low: float | None, high: float | None) -> str:
    """Name a budget read from a text, by its ends in 万元: 100-300, -300."""
    return "-".join("" if end is None else f"{end:.10g}" for end in (low, high))


def _key(start: int, subject: str) -> str:
    return f"text:{start}:{subject}"
