"""Form fields for parts of the taxonomy: a sector, scenes, capabilities, a region by name."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from matchmaker.taxonomy.models import Capability, Region, Scene, Sector
from matchmaker.taxonomy.queries import (
    CapabilityGroup,
    capabilities_with_slugs,
    capability_groups,
    region_named,
    regions_for_choice,
    sectors_with_scenes,
)
from matchmaker.web.forms import LineField
from matchmaker.web.language import localised


class SectorField(SelectField):
    """One sector by code, or none; `data` is the code, `sector` the row."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=self._choices, validate_choice=False, **kwargs)

    @staticmethod
    def _choices() -> list[tuple[str, str]]:
        rows = [(sector.code, localised(sector)) for sector in sectors_with_scenes()]
        return [("", str(_("未选择"))), *rows]

    @property
    def sector(self) -> Sector | None:
        return next((row for row in sectors_with_scenes() if row.code == self.data), None)

    def pre_validate(self, _form: Any) -> None:
        """Refuse a code the taxonomy does not have."""
        if self.data and self.sector is None:
            raise ValidationError(_("没有这个行业，请从列表中选择。"))


class ScenesField(SelectMultipleField):
    """Any number of scenes by slug; `scenes` are the rows, `groups` the choices by sector."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=list, validate_choice=False, **kwargs)

    @property
    def groups(self) -> list[Sector]:
        return sectors_with_scenes()

    @property
    def scenes(self) -> list[Scene]:
        wanted = set(self.data or ())
        return [
            scene for row in sectors_with_scenes() for scene in row.scenes if scene.slug in wanted
        ]

    def pre_validate(self, _form: Any) -> None:
        """Refuse slugs the taxonomy does not have."""
        if len(self.scenes) < len(set(self.data or ())):
            raise ValidationError(_("有的场景已不存在，请重新选择。"))


class CapabilitiesField(SelectMultipleField):
    """Any number of capabilities by slug; `capabilities` are the rows, `groups` what to tick."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=list, validate_choice=False, **kwargs)

    @property
    def groups(self) -> list[CapabilityGroup]:
        return capability_groups()

    @property
    def capabilities(self) -> list[Capability]:
        return capabilities_with_slugs(self.data or [])

    def pre_validate(self, _form: Any) -> None:
        """Refuse slugs the taxonomy does not have."""
        if len(self.capabilities) < len(set(self.data or ())):
            raise ValidationError(_("有的能力已不存在，请重新选择。"))


class RegionField(LineField):
    """A region typed as people write it; `region` is the row, `choices` feed a datalist."""

    region: Region | None = None

    @property
    def choices(self) -> list[Region]:
        return regions_for_choice()

    def pre_validate(self, _form: Any) -> None:
        """Find the region, or say how to write it."""
        self.region = region_named(self.data) if self.data else None
        if self.data and self.region is None:
            raise ValidationError(
                _(
                    "没有找到“%(name)s”。请写省或地级市的名称，例如“广东”或“广东深圳”。",
                    name=self.data[:20],
                )
            )
