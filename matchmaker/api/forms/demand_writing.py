"""What callers send of a demand, or of a need only tried out, and the content operations take."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.api.forms.base import Given, told
from matchmaker.api.forms.writing import (
    AS_LINE,
    AS_WORDS,
    Amount,
    Code,
    Codes,
    FigureIn,
    Naming,
    RowId,
    Wan,
    wan,
    written,
)
from matchmaker.demands.enums import CloseReason, GoalKind, Phase, Priority, Visibility
from matchmaker.demands.forms.moves import CHOSEN
from matchmaker.demands.operations import (
    LINES_MOST,
    TEXT_MAX,
    TITLE_MAX,
    WORDS_MAX,
    DemandContent,
    GoalContent,
    LineContent,
)
from matchmaker.demands.operations.posting import GOAL_UNIT_MAX, GOAL_WORDS_MAX, SCENES_MOST

EXAMPLE = "An open-pit coal mine wants to run 40 haul trucks without drivers."
Text = Annotated[str, Field(max_length=TEXT_MAX), AS_WORDS]


class RequirementIn(FigureIn):
    """One checkable line; a must excludes offerings that do not meet it."""

    must: bool = False


class GoalIn(Given):
    """What is to be reached: in words, or from which figure to which."""

    kind: GoalKind
    words: Annotated[str, Field(max_length=GOAL_WORDS_MAX), AS_LINE] = ""
    from_figure: Amount | None = None
    to_figure: Amount | None = None
    unit: Annotated[str, Field(max_length=GOAL_UNIT_MAX), AS_LINE] = ""


class NeedFields(Given):
    """What somebody needs, beside the words: scenes, place, money, time, requirements."""

    sector: Code | None = told(_("行业代码"), default=None)
    scenes: Annotated[Codes, Field(max_length=SCENES_MOST)] = []
    region: Code | None = told(_("地区代码（GB/T 2260）"), default=None)
    is_abroad: bool = False
    is_region_must: bool = False
    budget_min_wan: Wan | None = None
    budget_max_wan: Wan | None = None
    is_budget_must: bool = False
    ends_on: date | None = told(_("希望完成的日期"), default=None)
    is_time_must: bool = False
    requirements: Annotated[list[RequirementIn], Field(max_length=LINES_MOST)] = []


class DemandChange(NeedFields):
    """What to change of a demand: fields that are not sent stay, a list is replaced whole."""

    title: Annotated[str, Field(max_length=TITLE_MAX), AS_LINE] = ""
    text: Text = Field(default="", examples=[EXAMPLE])
    starts_on: date | None = None
    goals: Annotated[list[GoalIn], Field(max_length=len(GoalKind))] = []
    priority: Priority | None = None
    phase: Phase | None = None
    visibility: Visibility = Visibility.PUBLIC
    closes_on: date | None = told(_("应答截止的日期"), default=None)
    organisation: RowId | None = told(_("单位编号；只有草稿可以换"), default=None)


class NewDemand(DemandChange):
    """A new demand: a draft until it is submitted."""

    text: Text = Field(examples=[EXAMPLE])


class Closing(Given):
    """Why a demand takes no more responses."""

    reason: Literal[CHOSEN]  # type: ignore[valid-type]  # the reasons people may choose
    words: Annotated[str, Field(max_length=WORDS_MAX), AS_WORDS] = ""

    @property
    def chosen(self) -> CloseReason:
        return CloseReason(self.reason)


def demand_content(sent: NeedFields, start: DemandContent) -> DemandContent:
    """Give what a demand says once the fields that were sent are changed.

    Lines that were turned down stay, so that they are not proposed again; a line that says what
    one there says already keeps where it was read. Raises DomainError whose field says where a
    name leads nowhere.
    """
    naming = Naming()
    changes = written(
        sent,
        {
            "sector": naming.sector,
            "scenes": naming.scenes,
            "region": naming.region,
            "budget_min_wan": wan,
            "budget_max_wan": wan,
            "goals": _goals,
        },
    )
    if "requirements" in changes:
        changes["lines"] = _lines(changes.pop("requirements"), start.lines, naming)
    return replace(start, **changes)


def _lines(
    sent: Sequence[RequirementIn], present: Sequence[LineContent], naming: Naming
) -> list[LineContent]:
    known = {_said(line): line for line in present if not line.is_declined}
    made = []
    for at, one in enumerate(sent):
        subject = naming.subject(one, f"requirements.{at}")
        line = LineContent(
            kind=subject.kind,
            metric=subject.metric,
            capability=subject.capability,
            standard=subject.standard,
            op=subject.op,
            value=subject.value,
            value2=subject.value2,
            is_must=one.must,
        )
        before = known.get(_said(line))
        made.append(replace(before, is_must=one.must) if before else line)
    return [*made, *(line for line in present if line.is_declined)]


def _said(line: LineContent) -> tuple[object, ...]:
    return line.metric, line.capability, line.standard, line.op, line.value, line.value2


def _goals(sent: Sequence[GoalIn]) -> list[GoalContent]:
    return [
        GoalContent(
            kind=one.kind,
            words=one.words,
            from_figure=_exact(one.from_figure),
            to_figure=_exact(one.to_figure),
            unit=one.unit,
        )
        for one in sent
    ]


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else round(Decimal(str(value)), 2)
