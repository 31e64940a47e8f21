"""What staff write of a standard, a capability, a sector, and into which one they merge it."""

from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from matchmaker.staff.forms.taxonomy import lines_of
from matchmaker.staff.operations.entries import CODE_MAX, TITLE_MAX, EntryContent
from matchmaker.staff.operations.scenes import (
    ALIASES_MOST,
    DESCRIPTION_MAX,
    NAME_MAX,
    SOURCE_MAX,
    SOURCES_MOST,
)
from matchmaker.staff.queries.naming import Entry
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.forms import CapabilitiesField, ScenesField, SectorsField
from matchmaker.taxonomy.models import Capability, Sector, Standard
from matchmaker.taxonomy.queries import capabilities_in_order
from matchmaker.taxonomy.words import CAPABILITY_KINDS, STANDARD_LEVELS
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import LineField, MaxLength, WholeNumberField, number_from
from matchmaker.web.language import localised
from matchmaker.web.versions import VersionedForm

_ALIASES: Final = MaxLength(ALIASES_MOST * (NAME_MAX + 2), show=False)


class EntryForm(VersionedForm):
    """What every entry has: its code or slug, chosen when it is new and fixed from then on."""

    key = LineField(_("代码"), validators=[MaxLength(CODE_MAX)])

    def fill(self, entry: Any) -> None:
        """Show what an entry says now."""
        raise NotImplementedError

    def content(self) -> EntryContent:
        """Give what was typed, once the form is valid."""
        raise NotImplementedError


class StandardForm(EntryForm):
    """A standard: title, level, year, source, and what it applies to."""

    key = LineField(_("编号"), validators=[MaxLength(CODE_MAX)])
    title = LineField(_("名称"), validators=[MaxLength(TITLE_MAX, show=False)])
    level = SelectField(_("级别"), choices=list, validate_choice=True)
    year = WholeNumberField(_("年份"), validators=[Optional()])
    source = LineField(_("来源"), validators=[MaxLength(SOURCE_MAX, show=False)])
    is_general = BooleanField(_("各行业通用"))
    sectors = SectorsField(_("适用的行业"))
    scenes = ScenesField(_("适用的场景"))
    capabilities = CapabilitiesField(_("涉及的能力"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.level.choices = [(name, str(words)) for name, words in STANDARD_LEVELS.items()]
        self.level.data = self.level.data or "industry"

    def fill(self, entry: Any) -> None:
        """Show what a standard says now."""
        self.title.data, self.level.data = entry.title, entry.level
        self.year.data, self.source.data = entry.year, entry.source
        self.is_general.data = entry.is_general
        self.sectors.data = [row.code for row in entry.sectors]
        self.scenes.data = [row.slug for row in entry.scenes]
        self.capabilities.data = [row.slug for row in entry.capabilities]

    def content(self) -> EntryContent:
        """Give what was typed, once the form is valid."""
        return EntryContent(
            values={
                "title": self.title.data or "",
                "level": self.level.data,
                "year": self.year.data,
                "source": self.source.data or "",
                "is_general": self.is_general.data,
            },
            links={
                "sectors": self.sectors.sectors,
                "scenes": self.scenes.scenes,
                "capabilities": self.capabilities.capabilities,
            },
        )


class NamedForm(EntryForm):
    """What capabilities and sectors have: names in both languages, and others they go by."""

    name_zh = LineField(_("中文名称"), validators=[MaxLength(NAME_MAX)])
    name_en = LineField(_("英文名称"), validators=[MaxLength(NAME_MAX)])
    aliases = TextAreaField(_("别名"), validators=[_ALIASES])

    def fill(self, entry: Any) -> None:
        """Show what an entry says now."""
        self.name_zh.data, self.name_en.data = entry.name_zh, entry.name_en
        self.aliases.data = "\n".join(entry.aliases)

    def names(self) -> dict[str, Any]:
        """Give the columns of the names."""
        return {
            "name_zh": self.name_zh.data or "",
            "name_en": self.name_en.data or "",
            "aliases": lines_of(self.aliases.data),
        }


class CapabilityForm(NamedForm):
    """A capability; its kind is chosen when it is new."""

    kind = SelectField(_("种类"), choices=list, validate_choice=True)
    parent = SelectField(_("所属的供应链环节"), choices=list, validate_choice=True)
    description = TextAreaField(_("说明"), validators=[MaxLength(DESCRIPTION_MAX, show=False)])
    source = LineField(_("来源"), validators=[MaxLength(SOURCE_MAX, show=False)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._categories = {
            row.slug: row for row in capabilities_in_order() if row.kind is CapabilityKind.CATEGORY
        }
        named = [(slug, localised(row)) for slug, row in self._categories.items()]
        self.parent.choices = [("", gettext("未选择")), *named]
        self.parent.data = self.parent.data or ""
        self.kind.choices = [(kind.value, str(words)) for kind, words in CAPABILITY_KINDS.items()]
        self.kind.data = self.kind.data or CapabilityKind.FEATURE.value

    def fill(self, entry: Any) -> None:
        """Show what a capability says now."""
        super().fill(entry)
        self.kind.data = entry.kind.value
        self.parent.data = entry.parent.slug if entry.parent else ""
        self.description.data, self.source.data = entry.description, entry.source

    def content(self) -> EntryContent:
        """Give what was typed, once the form is valid."""
        return EntryContent(
            values={
                **self.names(),
                "kind": CapabilityKind(self.kind.data),
                "parent": self._categories.get(self.parent.data or ""),
                "description": (self.description.data or "").strip(),
                "source": self.source.data or "",
                "is_sourced": bool(self.source.data),
            }
        )


class SectorForm(NamedForm):
    """A sector: names, and its place in the order."""

    position = WholeNumberField(_("次序"), validators=[Optional()])
    sources = TextAreaField(
        _("来源"), validators=[MaxLength(SOURCES_MOST * (SOURCE_MAX + 2), show=False)]
    )

    def fill(self, entry: Any) -> None:
        """Show what a sector says now."""
        super().fill(entry)
        self.position.data, self.sources.data = entry.position, "\n".join(entry.sources)

    def content(self) -> EntryContent:
        """Give what was typed, once the form is valid; without a place it stays where it is."""
        place = self.position.data
        values = {**self.names(), "sources": lines_of(self.sources.data)}
        if place is not None:
            values["position"] = min(max(place, 0), LARGEST_NUMBER)
        return EntryContent(values=values)


FORMS: Final[dict[type[Entry], type[EntryForm]]] = {
    Standard: StandardForm,
    Capability: CapabilityForm,
    Sector: SectorForm,
}


def form_for(model: type[Entry], entry: Entry | None) -> EntryForm:
    """Give the form of a kind, filled from an entry where nothing was sent."""
    form = FORMS[model](version=str(entry.version) if entry else "0")
    if entry is not None and not form.is_submitted():
        form.fill(entry)
    return form


class MergeEntryForm(VersionedForm):
    """Which other entry takes over, both as they were seen."""

    into = SelectField(_("哪一个"), choices=list, validate_choice=True)
    into_version = HiddenField()

    def offer(self, rows: list[tuple[str, str]], chosen: str) -> None:
        """Give the entries to choose from."""
        self.into.choices = [("", gettext("未选择")), *rows]
        if not self.is_submitted():
            self.into.data = chosen if chosen in dict(rows) else ""

    @property
    def seen_into_version(self) -> int:
        """The version of the other entry the person saw; 0 for nonsense."""
        return number_from(self.into_version.data or "") or 0
