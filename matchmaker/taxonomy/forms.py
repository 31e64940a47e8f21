"""Form fields for parts of the taxonomy: a sector, scenes, capabilities, regions by name.

And the names of what can be asked for or assured: metrics, capabilities, standards.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from matchmaker.jobs.kept import kept
from matchmaker.taxonomy.enums import Metric, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.taxonomy.queries import (
    CapabilityGroup,
    SectorName,
    capabilities_in_order,
    capabilities_with_slugs,
    capability_groups,
    region_named,
    region_names,
    scenes_with_slugs,
    sector_in_use,
    sector_names,
    sectors_with_scenes,
    standards_by_code,
)
from matchmaker.taxonomy.queries.metrics import metric_entries, metrics_in_use
from matchmaker.taxonomy.words import (
    built_in_label,
    metric_hint,
    metric_label,
    place_named,
    unit_label,
)
from matchmaker.web.forms import LineField
from matchmaker.web.language import in_each_language, language, localised

REGIONS_READ = 60  # names; more are refused unread
SCENE_GROUPS = 300  # of forms kept as written, in both languages
BETWEEN_NAMES = re.compile(r"[、,，;；/]")


class SectorField(SelectField):
    """One sector by code, or none; `data` is the code, `sector` the row."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=self._choices, validate_choice=False, **kwargs)

    @staticmethod
    def _choices() -> list[tuple[str, str]]:
        rows = [(sector.code, localised(sector)) for sector in sector_names()]
        return [("", str(_("未选择"))), *rows]

    @property
    def sector(self) -> Sector | None:
        return sector_in_use(self.data) if self.data else None

    def pre_validate(self, _form: Any) -> None:
        """Refuse a code the taxonomy does not have."""
        if self.data and self.sector is None:
            raise ValidationError(_("没有这个行业，请从列表中选择。"))


class SectorsField(SelectMultipleField):
    """Any number of sectors by code; `sectors` are the rows, `choices` what to tick."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=SectorsField._rows, validate_choice=False, **kwargs)

    @staticmethod
    def _rows() -> list[tuple[str, str]]:
        return [(sector.code, localised(sector)) for sector in sector_names()]

    @property
    def sectors(self) -> list[Sector]:
        wanted = set(self.data or ())
        if not wanted:
            return []
        return [row for row in sectors_with_scenes() if row.code in wanted]

    def pre_validate(self, _form: Any) -> None:
        """Refuse codes the taxonomy does not have."""
        if len(self.sectors) < len(set(self.data or ())):
            raise ValidationError(_("有的行业已不存在，请重新选择。"))


class ScenesField(SelectMultipleField):
    """Any number of scenes by slug; `scenes` are the rows, `groups` the choices by sector."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=list, validate_choice=False, **kwargs)

    def groups(self, open_sector: str) -> Markup:
        """Give the scenes to tick, one folding group a sector; one with a choice is open."""
        wanted = set(self.data or ())
        return Markup("").join(
            _scene_group(
                sector,
                frozenset(wanted.intersection(scene.slug for scene in sector.scenes)),
                (self.id, self.name),
                language(),
                is_open=sector.code == open_sector,
            )
            for sector in sector_names()
        )

    @property
    def scenes(self) -> list[Scene]:
        wanted = set(self.data or ())
        offered = (scene.slug for sector in sector_names() for scene in sector.scenes)
        chosen = [slug for slug in offered if slug in wanted]
        return scenes_with_slugs(chosen) if chosen else []

    def pre_validate(self, _form: Any) -> None:
        """Refuse slugs the taxonomy does not have."""
        if len(self.scenes) < len(set(self.data or ())):
            raise ValidationError(_("有的场景已不存在，请重新选择。"))


@lru_cache(SCENE_GROUPS)
def _scene_group(
    sector: SectorName,
    chosen: frozenset[str],
    field: tuple[str, str],
    _language: str,
    *,
    is_open: bool,
) -> Markup:
    # Kept: a page offers three hundred scenes, and hardly any of them is chosen.
    key, name = field
    box = Markup(
        '<label class="check" for="{key}-{slug}"><input type="checkbox" name="{name}"'
        ' value="{slug}" id="{key}-{slug}"{checked}> <span>{words}</span></label>'
    )
    boxes = Markup("").join(
        box.format(
            key=key,
            name=name,
            slug=scene.slug,
            checked=" checked" if scene.slug in chosen else "",
            words=localised(scene),
        )
        for scene in sector.scenes
    )
    tag = Markup(' <span class="tag">{}</span>')
    return Markup(
        '<details class="scene-picker__group"{}><summary>{}{}</summary>'
        '<div class="scene-picker__options">{}</div></details>'
    ).format(
        " open" if chosen or is_open else "",
        localised(sector),
        tag.format(_("已选 %(n)s", n=len(chosen))) if chosen else "",
        boxes,
    )


class CapabilitiesField(SelectMultipleField):
    """Any number of capabilities by slug; `capabilities` are the rows, `groups` what to tick."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=list, validate_choice=False, **kwargs)

    @property
    def groups(self) -> list[CapabilityGroup]:
        return capability_groups()

    @property
    def capabilities(self) -> list[Capability]:
        found = capabilities_with_slugs(self.data or [])
        return [row for row in found if row.retired_at is None]

    def pre_validate(self, _form: Any) -> None:
        """Refuse slugs the taxonomy does not have."""
        if len(self.capabilities) < len(set(self.data or ())):
            raise ValidationError(_("有的能力已不存在，请重新选择。"))


class RegionField(LineField):
    """A region typed as people write it; `region` is the row, `options` feed a datalist."""

    @property
    def region(self) -> Region | None:
        """The region that is meant, if there is one of that name."""
        return region_named(self.data) if self.data else None

    @property
    def options(self) -> Markup:
        return kept(("region-options", language()), _region_options)

    def pre_validate(self, _form: Any) -> None:
        """Refuse a name no region has, and say how to write it."""
        if self.data and self.region is None:
            raise ValidationError(
                _(
                    "没有找到“%(name)s”。请写省或地级市的名称，例如“广东”或“广东深圳”。",
                    name=self.data[:20],
                )
            )


def _region_options() -> Markup:
    option, label = Markup('<option value="{}"{}></option>'), Markup(' label="{}"')
    is_translated = language() == "en"
    return Markup("").join(
        option.format(name.name_zh, label.format(name.name_en) if is_translated else "")
        for name in region_names()
    )


class RegionsField(LineField):
    """Several regions, typed with 、 between them; `regions` are the rows, each once."""

    regions: tuple[Region, ...] = ()

    def pre_validate(self, _form: Any) -> None:
        """Find the regions, or name those nobody knows."""
        names = [name.strip() for name in BETWEEN_NAMES.split(self.data or "") if name.strip()]
        if len(names) > REGIONS_READ:
            raise ValidationError(_("地区太多了，请只写主要的，用“、”隔开。"))
        found = {name: region_named(name) for name in names}
        self.regions = tuple(dict.fromkeys(row for row in found.values() if row))
        unknown = [name[:20] for name, row in found.items() if row is None]
        if unknown:
            raise ValidationError(
                _(
                    "没有找到“%(name)s”。请写省或地级市的名称，用“、”隔开，例如“广东、江苏南京”。",
                    name="、".join(unknown[:5]),
                )
            )


class PlacesField(LineField):
    """Countries and areas of the world, typed with 、 between; `places` are codes, each once."""

    places: tuple[str, ...] = ()

    def pre_validate(self, _form: Any) -> None:
        """Find the places, or name those nobody knows."""
        names = [name.strip() for name in BETWEEN_NAMES.split(self.data or "") if name.strip()]
        if len(names) > REGIONS_READ:
            raise ValidationError(_("地区太多了，请只写主要的，用“、”隔开。"))
        found = {name: place_named(name) for name in names}
        self.places = tuple(dict.fromkeys(place for place in found.values() if place))
        unknown = [name[:20] for name, place in found.items() if place is None]
        if unknown:
            raise ValidationError(
                _(
                    "没有找到“%(name)s”。请写国家或大区的名称，用“、”隔开，例如“泰国、东南亚”。",
                    name="、".join(unknown[:5]),
                )
            )


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be asked for or assured, by its name in the reader's language."""

    kind: RequirementKind
    name: str
    note: str = ""  # the unit of a metric, the title of a standard
    metric: Metric | None = None
    capability: Capability | None = None
    standard: Standard | None = None


def subject_of(
    metric: Metric | None, capability: Capability | None, standard: Standard | None
) -> Subject:
    """Name the one of the three that is there. Raises ValueError if none is."""
    if metric:
        note = " ".join(filter(None, (unit_label(metric), metric_hint(metric))))
        return Subject(RequirementKind.METRIC, metric_label(metric), note, metric=metric)
    if capability:
        return Subject(RequirementKind.CAPABILITY, localised(capability), capability=capability)
    if standard:
        return Subject(RequirementKind.STANDARD, standard.code, standard.title, standard=standard)
    raise ValueError("a subject is a metric, a capability or a standard")


class Subjects:
    """All subjects, in the order to choose from, found by any name they go by.

    A retired metric is not among them but found by its name still: rows that stand say it.
    """

    def __init__(self) -> None:
        self.all: list[Subject] = []
        self._named: dict[str, Subject] = {}
        offered, entries = metrics_in_use(), metric_entries()
        for metric in Metric:
            subject = subject_of(metric, None, None)
            aliases = entries[metric].aliases if metric in entries else ()
            names = [metric.value, *_labels(metric), *aliases]
            self._add(subject, names, is_offered=metric in offered)
        for row in capabilities_in_order():
            names = [row.name_zh, row.name_en, row.slug, *row.aliases]
            self._add(subject_of(None, row, None), names)
        for standard in standards_by_code():
            self._add(subject_of(None, None, standard), [standard.code])

    def _add(self, subject: Subject, names: Iterable[str], *, is_offered: bool = True) -> None:
        if is_offered:
            self.all.append(subject)
        for name in filter(None, (subject.name, *names)):
            self._named.setdefault(_folded(name), subject)

    def find(self, typed: str) -> Subject | None:
        """Find a subject by name, whatever its width, case and spaces."""
        return self._named.get(_folded(typed))


def _labels(metric: Metric) -> list[str]:
    own = in_each_language(lambda: metric_label(metric))
    return [*own, *in_each_language(lambda: built_in_label(metric))]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")
