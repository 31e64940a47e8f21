"""The lines of a demand: what the person stated, accepted, mended, added or turned down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.errors import DomainError, Words
from matchmaker.matching.scoring.conflicts import conflicts
from matchmaker.matching.scoring.reading.typed import POSSIBLE
from matchmaker.matching.scoring.records import Requirement as Judged
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Standard, TypicalNeed
from matchmaker.taxonomy.words import metric_line

LINES_MOST = 60
DECLINED_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LineContent:
    """One line as a person left it.

    Figures are in the unit of the metric. `quote` are the words of the text it was read from.
    A declined line is kept so that it is not proposed again.
    """

    kind: RequirementKind
    metric: Metric | None = None
    capability: Capability | None = None
    standard: Standard | None = None
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None
    is_must: bool = False
    is_declined: bool = False
    source: RequirementSource = RequirementSource.STATED
    quote: str = ""
    typical_need: TypicalNeed | None = None


def line_problems(lines: Sequence[LineContent]) -> Mapping[int, Words]:
    """Say which lines cannot be, by their place: impossible, said twice, against one above."""
    problems: dict[int, Words] = {}
    counted = {at: line for at, line in enumerate(lines) if not line.is_declined}
    for conflict in conflicts([_requirement(at, line) for at, line in counted.items()]):
        first, last = int(conflict.keys[0]), int(conflict.keys[-1])
        if conflict.code == "contradictory":
            problems.setdefault(last, _against(counted[first]))
        else:
            problems.setdefault(last, _impossible(counted[last]))
    seen: set[tuple[object, ...]] = set()
    for at, line in counted.items():
        key = (line.metric, line.capability, line.standard, line.op, line.value, line.value2)
        if key in seen:
            problems.setdefault(at, _("这一条和上面的重复了，请移除一条。"))
        seen.add(key)
    return problems


def check_lines(lines: Sequence[LineContent]) -> None:
    """Raise DomainError where there are too many lines, or one that cannot be."""
    kept = sum(not line.is_declined for line in lines)
    if kept > LINES_MOST:
        raise DomainError(
            _(
                "要求最多 %(limit)s 条，现在有 %(count)s 条。请留下最重要的。",
                limit=LINES_MOST,
                count=kept,
            ),
            field="lines",
        )
    for message in line_problems(lines).values():
        raise DomainError(message, field="lines")


def write_lines(demand: Demand, lines: Sequence[LineContent]) -> None:
    """Make the rows of a demand say what the lines say; a row that says so already stays.

    Its version and date change with its lines.
    """
    declined = [line for line in lines if line.is_declined][-DECLINED_MOST:]
    wanted = [*(line for line in lines if not line.is_declined), *declined]
    spare = {_said(row): row for row in demand.requirements}
    rows = [spare.pop(_said(row), row) for row in _rows(wanted, demand.text)]
    is_same = rows == list(demand.requirements)
    for position, row in enumerate(rows):
        row.position = position
    if not is_same:
        demand.requirements = rows
        demand.updated_at = clock.now()


def lines_of(demand: Demand) -> list[LineContent]:
    """Give what the lines of a demand say, those that were turned down too."""
    names = {one.name for one in fields(LineContent)} - {"quote"}
    return [
        LineContent(**{name: getattr(row, name) for name in names}, quote=row.quote(demand.text))
        for row in demand.requirements
    ]


def _rows(lines: Sequence[LineContent], text: str) -> Iterator[Requirement]:
    for line in lines:
        start = text.find(line.quote) if line.quote else -1
        yield Requirement(
            kind=line.kind,
            metric=line.metric,
            capability=line.capability,
            capability_id=line.capability.id if line.capability else None,
            standard=line.standard,
            standard_id=line.standard.id if line.standard else None,
            op=line.op,
            value=line.value,
            value2=line.value2,
            is_must=line.is_must,
            is_declined=line.is_declined,
            source=line.source,
            span_start=start if start >= 0 else None,
            span_end=start + len(line.quote) if start >= 0 else None,
            typical_need=line.typical_need,
            typical_need_id=line.typical_need.id if line.typical_need else None,
        )


def _said(row: Requirement) -> tuple[object, ...]:
    return (
        row.kind, row.metric, row.capability_id, row.standard_id, row.op, row.value, row.value2,
        row.is_must, row.is_declined, row.source, row.span_start, row.span_end,
        row.typical_need_id,
    )  # fmt: skip


def _requirement(at: int, line: LineContent) -> Judged:
    subject = str(line.metric) if line.metric else ""
    return Judged(str(at), line.kind, subject, line.op, line.value, line.value2, line.is_must)


def _against(other: LineContent) -> Words:
    if other.metric is None or other.op is None or other.value is None:
        return ""
    said = metric_line(other.metric, other.op, other.value, other.value2)
    return _("与“%(other)s”矛盾，没有方案能同时做到。请改正其中一条，或移除一条。", other=said)


def _impossible(line: LineContent) -> Words:
    if line.metric is None:
        return ""
    low, high = (f"{end:,.12g}" for end in POSSIBLE[line.metric])
    return _("这个数不可能，请填 %(low)s 到 %(high)s 之间的数。", low=low, high=high)
