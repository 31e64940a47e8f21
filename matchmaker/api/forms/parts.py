"""What answers of several resources are made of: places, scenes, organisations, figures, files."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.api.forms.base import Told, told
from matchmaker.catalogue.enums import Effect, FileKind
from matchmaker.catalogue.models.files import ShownFile
from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.taxonomy.enums import CapabilityKind, Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.words import metric_line
from matchmaker.web.addresses import site_url
from matchmaker.web.language import localised


class SectorRef(Told):
    """A sector of the taxonomy."""

    code: str = Field(examples=["mining"])
    name_zh: str
    name_en: str


class SceneRef(Told):
    """A scene of the taxonomy."""

    slug: str = Field(examples=["mine-unmanned-truck"])
    name_zh: str
    name_en: str


class CapabilityRef(Told):
    """A capability: a product, a network feature, a way to deploy, a security capability."""

    slug: str = Field(examples=["network-slicing"])
    kind: CapabilityKind
    name_zh: str
    name_en: str


class RegionRef(Told):
    """A region by its GB/T 2260 code."""

    code: str = Field(examples=["150600"])
    name_zh: str
    name_en: str


class StandardRef(Told):
    """A published standard."""

    code: str = Field(examples=["YD/T 3973-2021"])
    title: str


class OrganisationRef(Told):
    """An organisation; `is_claimed` once its own people look after what is said of it."""

    id: int
    name: str
    name_en: str
    is_claimed: bool
    is_verified: bool


class Money(Told):
    """A range in 万元 (10,000 yuan); an end nobody stated is null."""

    min_wan: float | None
    max_wan: float | None


class Figure(Told):
    """What a requirement asks or a promise assures: a figure, a capability or a standard.

    Figures are in `unit`; `value2` is the upper end of a range. `words` says it all in the
    language of the request.
    """

    kind: RequirementKind
    metric: Metric | None
    capability: CapabilityRef | None
    standard: StandardRef | None
    op: Operator | None
    value: float | None
    value2: float | None
    unit: str
    words: str


class EffectFigure(Told):
    """One effect in a figure: from how much to how much; what is new has no `before`."""

    kind: Effect
    what: str
    what_en: str = ""
    before: float | None
    after: float
    unit: str
    measured_on: date | None


class FileRef(Told):
    """A picture or a document, and the address to read it at."""

    id: int
    kind: FileKind
    words: str
    content_type: str
    size: int = told(_("字节数"))
    url: str


def sector_ref(row: Sector | None) -> SectorRef | None:
    """Give a sector, if there is one."""
    return SectorRef.of(row) if row else None


def scene_refs(rows: Iterable[Scene]) -> list[SceneRef]:
    """Give scenes."""
    return [SceneRef.of(row) for row in rows]


def capability_ref(row: Capability | None) -> CapabilityRef | None:
    """Give a capability, if there is one."""
    if row is None:
        return None
    return CapabilityRef.of(row)


def capability_refs(rows: Iterable[Capability]) -> list[CapabilityRef]:
    """Give capabilities."""
    return [made for row in rows if (made := capability_ref(row))]


def region_ref(row: Region | None) -> RegionRef | None:
    """Give a region, if there is one."""
    return RegionRef.of(row) if row else None


def region_refs(rows: Iterable[Region]) -> list[RegionRef]:
    """Give regions."""
    return [made for row in rows if (made := region_ref(row))]


def standard_ref(row: Standard | None) -> StandardRef | None:
    """Give a standard, if there is one."""
    return StandardRef.of(row) if row else None


def organisation_ref(row: Organisation) -> OrganisationRef:
    """Give an organisation as everybody may know it."""
    return OrganisationRef.of(row, is_claimed=row.state is not OrganisationState.UNCLAIMED)


def money(low: Decimal | None, high: Decimal | None) -> Money | None:
    """Give a range of money; None where neither end is stated."""
    if low is None and high is None:
        return None
    return Money(min_wan=number(low), max_wan=number(high))


def number(value: Decimal | None) -> float | None:
    """Give an exact number as JSON has it."""
    return None if value is None else float(value)


def figure_of(row: Any) -> Figure:
    """Give what a requirement or a promise is about."""
    metric: Metric | None = row.metric
    return Figure.of(
        row,
        metric=metric,
        capability=capability_ref(row.capability),
        standard=standard_ref(row.standard),
        unit=METRICS[metric.value].unit if metric else "",
        words=_figure_words(row),
    )


def effect_figures(rows: Sequence[Any]) -> list[EffectFigure]:
    """Give the effects of a case."""
    return [
        EffectFigure.of(row, what_en="", before=number(row.before), after=float(row.after))
        for row in rows
    ]


def file_refs(rows: Sequence[ShownFile], endpoint: str, name: str) -> list[FileRef]:
    """Give the files everybody who sees the thing may read: those a scan found clean."""
    return [
        FileRef.of(
            row,
            content_type=row.attachment.content_type,
            size=row.attachment.size,
            url=page(endpoint, **{name: row.id}),
        )
        for row in rows
        if row.attachment.is_clean
    ]


def page(endpoint: str, **values: int | str) -> str:
    """Give the full address of a page."""
    return site_url(endpoint, **values)


def _figure_words(row: Any) -> str:
    if row.metric is not None and row.op is not None and row.value is not None:
        return metric_line(row.metric, row.op, row.value, row.value2)
    if row.capability is not None:
        return localised(row.capability)
    return f"{row.standard.code} {row.standard.title}" if row.standard else ""
