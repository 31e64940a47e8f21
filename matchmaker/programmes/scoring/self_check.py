"""The self-check: answers held against what sources ask for and what the platform suggests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matchmaker.programmes.enums.showcases import CriterionKind, Extent
from matchmaker.programmes.models.pilots import PilotCriterion, PilotPoint

Answer = Extent | Decimal | bool | str | None


@dataclass(frozen=True, slots=True)
class PointGap:
    """What a source asks for and is done in part or not; None: nobody answered."""

    point: PilotPoint
    extent: Extent | None


@dataclass(frozen=True, slots=True)
class CriterionGap:
    """A suggestion of the platform that is not reached; `answer` None: nobody answered."""

    criterion: PilotCriterion
    answer: Decimal | bool | None

    @property
    def short_by(self) -> Decimal | None:
        """How far a figure stays below the suggested one."""
        suggested = self.criterion.suggested
        if suggested is None or not isinstance(self.answer, Decimal):
            return None
        return Decimal(str(suggested)) - self.answer


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What is done and what is missing, of sources apart from the platform's own suggestions.

    A choice (the level that was built) is no gap: no level is a mark to reach.
    """

    point_gaps: Sequence[PointGap]
    points_done: int
    criterion_gaps: Sequence[CriterionGap]
    criteria_done: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.point_gaps and not self.criterion_gaps


def check(
    points: Sequence[PilotPoint],
    criteria: Sequence[PilotCriterion],
    answers: Mapping[str, Answer],
) -> CheckResult:
    """Hold answers, by the key of what they answer, against points and criteria."""
    point_gaps = [
        PointGap(point, _extent(answers.get(point.key)))
        for point in points
        if answers.get(point.key) is not Extent.YES
    ]
    measured = [row for row in criteria if row.kind is not CriterionKind.CHOICE]
    criterion_gaps = list(_criterion_gaps(measured, answers))
    return CheckResult(
        point_gaps,
        len(points) - len(point_gaps),
        criterion_gaps,
        len(measured) - len(criterion_gaps),
    )


def _criterion_gaps(
    criteria: Sequence[PilotCriterion], answers: Mapping[str, Answer]
) -> Iterator[CriterionGap]:
    for row in criteria:
        answer = answers.get(row.key)
        if row.kind is CriterionKind.YES_NO:
            said = answer if isinstance(answer, bool) else None
            if not said:
                yield CriterionGap(row, said)
        else:
            figure = answer if isinstance(answer, Decimal) else None
            wanted = Decimal(str(row.suggested or 0))
            if figure is None or figure < wanted:
                yield CriterionGap(row, figure)


def _extent(answer: Answer) -> Extent | None:
    return answer if isinstance(answer, Extent) else None
