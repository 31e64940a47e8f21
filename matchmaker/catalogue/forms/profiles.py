"""The form of a provider's profile."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from matchmaker.accounts.forms.written import WrittenForm
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import ProgrammeType, ProviderType
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.operations.profiles import (
    CONTACT_EN_MOST,
    QUALIFICATIONS_MOST,
    SUMMARY_MOST,
    ProfileContent,
    QualificationContent,
    publish_profile,
)
from matchmaker.catalogue.words import PROGRAMME_TYPES, PROVIDER_TYPES
from matchmaker.taxonomy.forms import PlacesField, RegionsField, SectorsField
from matchmaker.taxonomy.words import place_name
from matchmaker.web.forms import (
    DayField,
    GrowingForm,
    LineField,
    MaxLength,
    clean_prose,
    number_from,
)

NAME_MOST, NUMBER_MOST, ISSUER_MOST = 200, 120, 200
EMPTY_ROWS = 2
ROWS_READ = QUALIFICATIONS_MOST + 10  # rows past the most allowed are kept: nothing typed is lost


class QualificationRow(Form):
    """One qualification. A blank row says nothing."""

    name = LineField(_("资质名称"), validators=[MaxLength(NAME_MOST, show=False)])
    number = LineField(_("证书编号"), validators=[MaxLength(NUMBER_MOST, show=False)])
    issuer = LineField(_("发证机构"), validators=[MaxLength(ISSUER_MOST, show=False)])
    valid_until = DayField(_("有效期至"))
    remove = BooleanField(_("删去这条"))
    row = HiddenField()

    content: QualificationContent | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; a blank or removed one into none."""
        day = "".join(map(str, self.valid_until.raw_data or ()))
        typed = (self.name.data, self.number.data, self.issuer.data, day)
        if self.remove.data or not any(typed):
            return True
        if not super().validate(extra_validators):
            return False
        if not self.name.data:
            self.name.errors = [str(_("请写资质名称。"))]
            return False
        self.content = QualificationContent(
            name=self.name.data,
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            valid_until=self.valid_until.data,
            row_id=number_from(self.row.data or ""),
        )
        return True


class ProfileForm(WrittenForm[ProviderProfile], GrowingForm):
    """A profile: saved, or saved and shown to everybody."""

    type = SelectField(
        _("主要类型"), validators=[InputRequired(_("请选择主要类型。"))], validate_choice=True
    )
    programme_type = SelectField(_("供应商类别"), validate_choice=True)
    summary = TextAreaField(
        _("简介"), filters=[clean_prose], validators=[MaxLength(SUMMARY_MOST, show=False)]
    )
    summary_en = TextAreaField(
        _("英文简介"), filters=[clean_prose], validators=[MaxLength(SUMMARY_MOST, show=False)]
    )
    contact_en = LineField(_("英文联系方式"), validators=[MaxLength(CONTACT_EN_MOST, show=False)])
    places = PlacesField(_("服务的国家和地区"))
    sectors = SectorsField(_("服务行业"))
    served_regions = RegionsField(_("服务地区"))
    is_nationwide = BooleanField(_("服务全国"))
    serves_abroad = BooleanField(_("服务境外"))
    qualifications = FieldList(FormField(QualificationRow), max_entries=ROWS_READ)
    more = SubmitField(_("再加一行"))
    save = SubmitField(_("保存"))
    publish = SubmitField(_("保存并公开"))

    def offer(self) -> "ProfileForm":
        """Say what can be chosen; show empty rows to write on."""
        unsaid = ("", str(_("未选择")))
        self.type.choices = [unsaid, *((key, str(name)) for key, name in PROVIDER_TYPES.items())]
        self.programme_type.choices = [
            unsaid,
            *((key, str(name)) for key, name in PROGRAMME_TYPES.items()),
        ]
        self.programme_type.data = self.programme_type.data or ""
        if self.more.data or not self.is_submitted():
            for _row in range(min(EMPTY_ROWS, QUALIFICATIONS_MOST - len(self.qualifications))):
                self.qualifications.append_entry()
        return self

    @property
    def may_grow(self) -> bool:
        """Whether there is room for more qualifications."""
        return len(self.qualifications) < QUALIFICATIONS_MOST

    def content(self) -> ProfileContent:
        """Give what was filled in; call it on a valid form."""
        chosen = self.programme_type.data
        return ProfileContent(
            type=ProviderType(self.type.data),
            programme_type=ProgrammeType(chosen) if chosen else None,
            summary=self.summary.data or "",
            summary_en=self.summary_en.data or "",
            contact_en=self.contact_en.data or "",
            places=self.places.places,
            sectors=self.sectors.sectors,
            served_regions=self.served_regions.regions,
            is_nationwide=self.is_nationwide.data,
            serves_abroad=self.serves_abroad.data,
            qualifications=[
                row.form.content for row in self.qualifications if row.form.content is not None
            ],
        )

    def hand_in(self, row: ProviderProfile, actor: Account) -> None:
        """Publish it where that button was pressed and it is not public yet."""
        if self.publish.data and row.published_at is None:
            publish_profile(row, actor=actor)

    @classmethod
    def of(cls, profile: ProviderProfile | None) -> "ProfileForm":
        """Give a form that shows what a profile says, or what was just posted."""
        if profile is None:
            return cls(version="0").offer()
        return cls(
            type=profile.type.value,
            programme_type=profile.programme_type.value if profile.programme_type else "",
            summary=profile.summary,
            summary_en=profile.summary_en,
            contact_en=profile.contact_en,
            places=_("、").join(place_name(row.place) for row in profile.places),
            sectors=[sector.code for sector in profile.sectors],
            served_regions="、".join(region.name_zh for region in profile.served_regions),
            is_nationwide=profile.is_nationwide,
            serves_abroad=profile.serves_abroad,
            qualifications=[
                {
                    "name": row.name,
                    "number": row.number,
                    "issuer": row.issuer,
                    "valid_until": row.valid_until,
                    "row": str(row.id),
                }
                for row in profile.qualifications
            ],
            version=str(profile.version),
        ).offer()
