"""What callers send for several resources: bounded texts and figures, and names made into rows.

The rules of what an offering, a case or a demand may say are those of their operations; here is
only what a form does for a page: tidying texts, and finding what codes and slugs name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

from flask_babel import lazy_gettext as _
from pydantic import AfterValidator, Field

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.api.forms.base import Given, told
from matchmaker.errors import DomainError, Words
from matchmaker.matching.scoring.reading.typed import POSSIBLE, FigureError, checked_figure
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.queries import (
    capabilities_with_slugs,
    region_named,
    sectors_with_scenes,
)
from matchmaker.taxonomy.queries.standards import standard_coded
from matchmaker.taxonomy.words import place_named
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import clean_line, clean_prose

T = TypeVar("T")
CODE_MOST: Final = 80
NAME_SHOWN: Final = 40
_SUBJECTS: Final = ("metric", "capability", "standard")
_BESIDE: Final = frozenset({"organisation", "demand"})
NAMES_MOST: Final = 60  # of one list; operations say how many a thing may have

_MONEY: Any = _("单位：万元")
Code = Annotated[str, Field(min_length=1, max_length=CODE_MOST)]
Codes = Annotated[list[Code], Field(max_length=NAMES_MOST)]
RowId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Wan = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False, description=_MONEY)]
Days = Annotated[int, Field(ge=0, le=100_000)]
Value = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-999_999_999, le=999_999_999, allow_inf_nan=False)]
Link = Annotated[str, Field(max_length=1_000), AfterValidator(clean_line)]
Day = Annotated[date, Field(examples=["2027-06-30"])]

AS_LINE: Final = AfterValidator(clean_line)
AS_WORDS: Final = AfterValidator(clean_prose)


class FigureIn(Given):
    """What is asked for or assured: exactly one of `metric`, `capability` and `standard`.

    A metric comes with its figure in the unit of the metric; without `op` it binds on the side
    natural for the metric, with `value2` it is a range.
    """

    metric: Metric | None = None
    capability: Code | None = told(_("能力的代码（slug）"), default=None)
    standard: Code | None = told(_("标准号"), default=None)
    op: Operator | None = None
    value: Value | None = None
    value2: Value | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about, as rows and exact numbers."""

    kind: RequirementKind
    metric: Metric | None = None
    capability: Capability | None = None
    standard: Standard | None = None
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None


class Naming:
    """Finds the rows an input names. What it refuses carries the place it stands at."""

    def sector(self, code: str | None, field: str = "sector") -> Sector | None:
        """Find a sector by its code. Raises DomainError for a code nobody knows."""
        if not code:
            return None
        found = next((row for row in sectors_with_scenes() if row.code == code), None)
        if found is None:
            raise DomainError(_("没有这个行业，请从列表中选择。"), field=field)
        return found

    def sectors(self, codes: Sequence[str], field: str = "sectors") -> list[Sector]:
        """Find sectors, each once."""
        return self._all({row.code: row for row in sectors_with_scenes()}, codes, field)

    def scenes(self, slugs: Sequence[str], field: str = "scenes") -> list[Scene]:
        """Find scenes, each once."""
        known = {scene.slug: scene for row in sectors_with_scenes() for scene in row.scenes}
        return self._all(known, slugs, field)

    def capabilities(self, slugs: Sequence[str], field: str = "capabilities") -> list[Capability]:
        """Find capabilities in use, each once."""
        rows = capabilities_with_slugs(slugs) if slugs else []
        known = {row.slug: row for row in rows if row.retired_at is None}
        return self._all(known, slugs, field)

    def region(self, code: str | None, field: str = "region") -> Region | None:
        """Find a region by its code, or by a name people write."""
        if not code:
            return None
        found = region_named(code)
        if found is None:
            raise DomainError(_unknown(code), field=field)
        return found

    def regions(self, codes: Sequence[str], field: str = "served_regions") -> list[Region]:
        """Find regions, each once."""
        found = [self.region(code, f"{field}.{at}") for at, code in enumerate(codes)]
        return list(dict.fromkeys(row for row in found if row))

    def places(self, codes: Sequence[str], field: str = "places") -> list[str]:
        """Find countries and areas of the world, by their codes or names, each once."""
        found = [place_named(code) for code in codes]
        for at, (code, place) in enumerate(zip(codes, found, strict=True)):
            if place is None:
                raise DomainError(_unknown(code), field=f"{field}.{at}")
        return list(dict.fromkeys(place for place in found if place))

    def subject(self, sent: FigureIn, field: str) -> Subject:
        """Find what a figure is about, and check the figure as typed ones are."""
        named = [name for name in _SUBJECTS if getattr(sent, name) is not None]
        if len(named) != 1:
            raise DomainError(
                _("请在 metric、capability、standard 三项中写一项，且只写一项。"), field=field
            )
        if sent.metric is not None:
            return self._figure(sent.metric, sent, field)
        if (sent.op, sent.value, sent.value2) != (None, None, None):
            raise DomainError(_("能力和标准不用写数值，请清空。"), field=field)
        if sent.capability is not None:
            found = capabilities_with_slugs([sent.capability])
            if not found or found[0].retired_at is not None:
                raise DomainError(_unknown(sent.capability), field=f"{field}.capability")
            return Subject(RequirementKind.CAPABILITY, capability=found[0])
        standard = standard_coded(sent.standard or "")
        if standard is None:
            raise DomainError(_unknown(sent.standard or ""), field=f"{field}.standard")
        return Subject(RequirementKind.STANDARD, standard=standard)

    def _figure(self, metric: Metric, sent: FigureIn, field: str) -> Subject:
        if sent.value is None:
            raise DomainError(_("请写数值，单位是这项指标的单位。"), field=f"{field}.value")
        try:
            figure = checked_figure(metric, sent.op, sent.value, sent.value2)
        except FigureError as error:
            raise DomainError(_figure_fault(error, metric), field=f"{field}.value") from error
        return Subject(
            RequirementKind.METRIC,
            metric=metric,
            op=figure.op,
            value=figure.value,
            value2=figure.value2,
        )

    def _all(self, known: Mapping[str, T], names: Sequence[str], field: str) -> list[T]:
        for at, name in enumerate(names):
            if name not in known:
                raise DomainError(_unknown(name), field=f"{field}.{at}")
        return [known[name] for name in dict.fromkeys(names)]


def written(sent: Given, finders: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Give the fields that were sent, those with a finder as what it makes of them.

    What says for whom, or of which row, something is written is no part of it.
    """
    return {
        name: finders[name](getattr(sent, name)) if name in finders else getattr(sent, name)
        for name in type(sent).model_fields
        if name in sent.model_fields_set - _BESIDE
    }


def speaking_for(number: int | None, actor: Account) -> Organisation:
    """Give the organisation a caller writes for; one that has only one need not say which.

    Raises DomainError for one it may not act for, and where it has to say which.
    """
    own = acting_organisations(actor)
    found = [row for row in own if number in (None, row.id)]
    if len(found) != 1:
        raise DomainError(_("请选择您能代表的单位。"), field="organisation")
    return found[0]


def wan(value: float | None) -> Decimal | None:
    """Give money as it is kept: exact, with two decimals."""
    return None if value is None else round(Decimal(str(value)), 2)


def _unknown(name: str) -> Words:
    return _("没有找到“%(name)s”，请从列表中选择。", name=name[:NAME_SHOWN])


def _figure_fault(error: FigureError, metric: Metric) -> Words:
    low, high = (f"{end:,.12g}" for end in POSSIBLE[metric])
    return {
        "one-ended": _("range 要写 value 和 value2 两个数，其他比较只写 value。"),
        "impossible": _("这个数不可能，请填 %(low)s 到 %(high)s 之间的数。", low=low, high=high),
    }.get(error.code, _("这项指标不能这样写，请核对数值和比较方式。"))
