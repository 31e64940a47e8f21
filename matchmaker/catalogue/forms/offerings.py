"""The form of an offering."""

from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.catalogue.enums import PriceModel
from matchmaker.catalogue.forms.promises import PromiseRow, typed_promises
from matchmaker.catalogue.forms.wanted import number_from
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    PROMISES_MOST,
    SUMMARY_MAX,
    TITLE_MAX,
    OfferingContent,
    content_of,
    submit_offering,
)
from matchmaker.catalogue.policies import may_submit
from matchmaker.catalogue.queries import cases_to_rest_on
from matchmaker.catalogue.words import PRICE_MODELS
from matchmaker.errors import ConflictError
from matchmaker.taxonomy.forms import (
    CapabilitiesField,
    RegionField,
    RegionsField,
    ScenesField,
    SectorField,
    Subjects,
)
from matchmaker.web.forms import (
    AmountField,
    BaseForm,
    LineField,
    MaxLength,
    WholeNumberField,
    clean_prose,
)

EMPTY_ROWS = 2
ROWS_READ = PROMISES_MOST + 20  # rows past the most allowed are kept, so that nothing typed is lost
STALE = _("您打开页面之后，这个方案已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。")
SPEAKER_MISSING = _("请选择您能代表的单位。")


class OfferingForm(BaseForm):
    """An offering: saved as a draft or submitted."""

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
    region = RegionField(_("主要服务地区"))
    is_nationwide = BooleanField(_("服务全国"))
    serves_abroad = BooleanField(_("服务境外"))
    served_regions = RegionsField(_("其他服务地区"))
    price_min_wan = AmountField(_("价格下限"))
    price_max_wan = AmountField(_("价格上限"))
    lead_days_min = WholeNumberField(_("最快交付"))
    lead_days_max = WholeNumberField(_("最迟交付"))
    price_model = SelectField(_("计价方式"), choices=list, validate_choice=True)
    cases = SelectMultipleField(
        _("佐证案例"),
        choices=list,
        validate_choice=True,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    promises = FieldList(FormField(PromiseRow), max_entries=ROWS_READ)
    more = SubmitField(_("再加一行"))
    version = HiddenField()
    save = SubmitField(_("存为草稿"))
    send = SubmitField(_("提交审核"))
    saved: Offering

    def offer(self, cases: Sequence[Case] = ()) -> "OfferingForm":
        """Let the offering and its promises rest on the cases; show empty rows to write on."""
        self.subjects = Subjects()
        self._cases = {str(case.id): case for case in cases}
        self.cases.choices = [SelectChoice(key, case.title) for key, case in self._cases.items()]
        self.cases.data = self.cases.data or []
        self.price_model.choices = [
            SelectChoice("", _("未选择")),
            *(SelectChoice(key, words) for key, words in PRICE_MODELS.items()),
        ]
        self.price_model.data = self.price_model.data or ""
        if self.more.data or not self.is_submitted():
            for _row in range(min(EMPTY_ROWS, PROMISES_MOST - len(self.promises))):
                self.promises.append_entry()
        for row in self.promises:
            row.form.offer(self.subjects, cases)
        return self

    def is_to_save(self) -> bool:
        """Whether a valid form was sent; the button for more rows checks and saves nothing."""
        return not self.more.data and bool(self.validate_on_submit())

    @property
    def may_grow(self) -> bool:
        """Whether there is room for more promises."""
        return len(self.promises) < PROMISES_MOST

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

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations the person may choose from."""
        return list(self._organisations.values())

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
        return number_from(self.version.data or "") or 0

    def content(self) -> OfferingContent:
        """Give what was filled in; call it on a valid form.

        The cases promises rest on are cases of the offering.
        """
        promises = [row.form.content for row in self.promises if row.form.content]
        chosen = [self._cases[key] for key in self.cases.data or ()]
        rested_on = [promise.case for promise in promises if promise.case]
        return OfferingContent(
            title=self.title.data or "",
            summary=self.summary.data or "",
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            capabilities=self.capabilities.capabilities,
            region=self.region.region,
            served_regions=self.served_regions.regions,
            is_nationwide=self.is_nationwide.data,
            serves_abroad=self.serves_abroad.data,
            price_min_wan=self.price_min_wan.data,
            price_max_wan=self.price_max_wan.data,
            lead_days_min=self.lead_days_min.data,
            lead_days_max=self.lead_days_max.data,
            price_model=PriceModel(self.price_model.data) if self.price_model.data else None,
            promises=promises,
            cases=list(dict.fromkeys([*chosen, *rested_on])),
        )

    def save_with(self, write: Callable[[], Offering], *, actor: Account) -> bool:
        """Write the offering, and submit it where that button was pressed: both or neither."""

        def operation() -> Offering:
            try:
                offering = write()
            except StaleDataError as error:  # somebody else was faster between reading and writing
                raise ConflictError(STALE) from error
            if self.send.data and may_submit(actor, offering):
                submit_offering(offering, actor=actor)
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
    def of(cls, offering: Offering, content: OfferingContent | None = None) -> "OfferingForm":
        """Give a form that shows what an offering says, or what was just posted.

        With a content it shows that in place of what the offering says now.
        """
        said = content or content_of(offering)
        form = cls(
            title=said.title,
            summary=said.summary,
            sector=said.sector.code if said.sector else "",
            scenes=[scene.slug for scene in said.scenes],
            capabilities=[capability.slug for capability in said.capabilities],
            region=said.region.name_zh if said.region else "",
            is_nationwide=said.is_nationwide,
            serves_abroad=said.serves_abroad,
            served_regions="、".join(region.name_zh for region in said.served_regions),
            price_min_wan=said.price_min_wan,
            price_max_wan=said.price_max_wan,
            lead_days_min=said.lead_days_min,
            lead_days_max=said.lead_days_max,
            promises=typed_promises(said.promises),
            price_model=said.price_model.value if said.price_model else "",
            cases=[str(case.id) for case in said.cases or ()],
            version=str(offering.version),
        )
        del form.organisation  # an offering stays with its organisation
        own = cases_to_rest_on([offering.organisation_id])
        return form.offer(list(dict.fromkeys([*(said.cases or ()), *own])))
