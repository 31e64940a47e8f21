"""What visitors narrow the lists to, and the form of an offering."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField, SelectField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, ValidationError

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.catalogue.enums import OfferingState, ProviderType
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations import (
    SUMMARY_MAX,
    TITLE_MAX,
    OfferingContent,
    publish_offering,
)
from matchmaker.catalogue.queries import OTHER_INITIAL, providing_organisation
from matchmaker.errors import ConflictError
from matchmaker.taxonomy.forms import CapabilitiesField, RegionField, ScenesField, SectorField
from matchmaker.taxonomy.queries import Chosen, chosen_from
from matchmaker.web.forms import BaseForm, LineField, MaxLength, clean_line, clean_prose

OWN = ("provider", "year", "type", "initial", "sort")
STALE = _("您打开页面之后，这个方案已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。")
SPEAKER_MISSING = _("请选择您能代表的单位。")
SORTS = ("newest", "title")
INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | {OTHER_INITIAL}
YEARS = range(2000, 2100)
LONGEST_NUMBER = 9  # digits; the database holds 32-bit numbers
SHOWN_OF_UNKNOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address asks a list for. `unknown` holds the values that mean nothing here."""

    chosen: Chosen
    provider: Organisation | None = None
    year: int | None = None
    type: ProviderType | None = None
    initial: str = ""
    sort: str = SORTS[0]
    unknown: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was chosen."""
        chosen = self.chosen
        facts = (chosen.sector, chosen.scene, chosen.region, chosen.capability)
        return any((*facts, self.provider, self.year, self.type, self.initial))


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """Read the address of a list; a value nobody knows is dropped and named."""
    chosen = chosen_from(args)
    words = {name: clean_line(args.get(name))[:SHOWN_OF_UNKNOWN] for name in OWN}
    year, number = _number(words["year"]), _number(words["provider"])
    wanted = Wanted(
        chosen=chosen,
        provider=providing_organisation(number) if number else None,
        year=year if year in YEARS else None,
        type=next((kind for kind in ProviderType if kind == words["type"]), None),
        initial=words["initial"].upper() if words["initial"].upper() in INITIALS else "",
        sort=words["sort"] if words["sort"] in SORTS else "",
    )
    dropped = [words[name] for name in OWN if words[name] and not getattr(wanted, name)]
    return replace(wanted, unknown=(*chosen.unknown, *dropped), sort=wanted.sort or SORTS[0])


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


class OfferingForm(BaseForm):
    """An offering: saved as a draft or published."""

    organisation = SelectField(
        _("代表单位"), validators=[InputRequired(SPEAKER_MISSING)], validate_choice=False
    )
    title = LineField(
        _("标题"), validators=[InputRequired(_("请写标题。")), MaxLength(TITLE_MAX, show=False)]
    )
    summary = TextAreaField(
        _("方案介绍"), filters=[clean_prose], validators=[MaxLength(SUMMARY_MAX, show=False)]
    )
    sector = SectorField(_("行业"))
    scenes = ScenesField(_("场景"))
    capabilities = CapabilitiesField(_("能力"))
    region = RegionField(_("服务地区"))
    version = HiddenField()
    save = SubmitField(_("存为草稿"))
    publish = SubmitField(_("发布方案"))
    saved: Offering

    def speak_for(self, account: Account) -> "OfferingForm":
        """Offer the organisations a person may act for; a single one is chosen already."""
        own = acting_organisations(account)
        self._organisations = {str(row.id): row for row in own}
        self.organisation.choices = [
            SelectChoice(key, row.name) for key, row in self._organisations.items()
        ]
        if len(own) > 1:
            self.organisation.choices.insert(0, SelectChoice("", str(_("请选择"))))
        elif own and not self.is_submitted():
            self.organisation.data = str(own[0].id)
        return self

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse an organisation the person may not act for."""
        if field.data not in self._organisations:
            raise ValidationError(SPEAKER_MISSING)

    @property
    def chosen_organisation(self) -> Organisation:
        """The organisation of a valid form."""
        return self._organisations[self.organisation.data]

    @property
    def seen_version(self) -> int:
        """The version the person saw when they opened the form; 0 for none."""
        return _number(self.version.data or "") or 0

    def content(self) -> OfferingContent:
        """Give what was filled in; call it on a valid form."""
        return OfferingContent(
            title=self.title.data or "",
            summary=self.summary.data or "",
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            capabilities=self.capabilities.capabilities,
            region=self.region.region,
        )

    def save_with(self, write: Callable[[], Offering], *, actor: Account) -> bool:
        """Write the offering, and publish it where that button was pressed: both or neither."""

        def operation() -> Offering:
            try:
                offering = write()
            except StaleDataError as error:  # somebody else was faster between reading and writing
                raise ConflictError(STALE) from error
            if self.publish.data and offering.state is not OfferingState.PUBLISHED:
                publish_offering(offering, actor=actor)
            return offering

        offering = self.attempt(operation)
        if offering is None:
            return False
        self.saved = offering
        return True

    def is_stale(self) -> bool:
        """Whether the offering was changed since the person opened the form."""
        return self.refused_status is ConflictError.status

    def take_over(self, offering: Offering) -> None:
        """Let the next save replace what is stored now, which the page shows beside the form."""
        self.version.data = str(offering.version)

    @classmethod
    def of(cls, offering: Offering) -> "OfferingForm":
        """Give a form that shows what an offering says, or what was just posted."""
        form = cls(
            title=offering.title,
            summary=offering.summary,
            sector=offering.sector.code if offering.sector else "",
            scenes=[scene.slug for scene in offering.scenes],
            capabilities=[capability.slug for capability in offering.capabilities],
            region=offering.region.name_zh if offering.region else "",
            version=str(offering.version),
        )
        del form.organisation  # an offering stays with its organisation
        return form
