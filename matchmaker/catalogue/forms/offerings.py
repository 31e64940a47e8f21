"""The form of an offering."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.forms.written import SpeakerForm, WrittenForm
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import PriceModel
from matchmaker.catalogue.forms.promises import PromiseRow, typed_promises
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import (
    PROMISES_MOST,
    SUMMARY_EN_MAX,
    SUMMARY_MAX,
    TITLE_EN_MAX,
    TITLE_MAX,
    OfferingContent,
    content_of,
    submit_offering,
)
from matchmaker.catalogue.policies import may_submit
from matchmaker.catalogue.queries import cases_to_rest_on
from matchmaker.catalogue.words import PRICE_MODELS
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
    GrowingForm,
    LineField,
    MaxLength,
    NeededLater,
    WholeNumberField,
    clean_prose,
)

EMPTY_ROWS = 2
ROWS_READ = PROMISES_MOST + 20  # rows past the most allowed are kept, so that nothing typed is lost


class OfferingForm(WrittenForm[Offering], GrowingForm, SpeakerForm):
    """An offering: saved as a draft or submitted."""

    title = LineField(
        _("标题"), validators=[InputRequired(_("请写标题。")), MaxLength(TITLE_MAX, show=False)]
    )
    summary = TextAreaField(
        _("方案介绍"),
        filters=[clean_prose],
        validators=[NeededLater(), MaxLength(SUMMARY_MAX, show=False)],
    )
    title_en = LineField(_("英文标题"), validators=[MaxLength(TITLE_EN_MAX, show=False)])
    summary_en = TextAreaField(
        _("英文介绍"), filters=[clean_prose], validators=[MaxLength(SUMMARY_EN_MAX, show=False)]
    )
    sector = SectorField(_("行业"), validators=[NeededLater()])
    scenes = ScenesField(_("场景"), validators=[NeededLater()])
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
    save = SubmitField(_("存为草稿"))
    send = SubmitField(_("提交审核"))

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

    @property
    def may_grow(self) -> bool:
        """Whether there is room for more promises."""
        return len(self.promises) < PROMISES_MOST

    def content(self) -> OfferingContent:
        """Give what was filled in; call it on a valid form.

        The cases promises rest on are cases of the offering.
        """
        promises = [row.form.content for row in self.promises if row.form.content]
        chosen = [self._cases[key] for key in self.cases.data or ()]
        rested_on = [promise.case for promise in promises if promise.case]
        return OfferingContent(
            title=self.title.data or "",
            title_en=self.title_en.data or "",
            summary=self.summary.data or "",
            summary_en=self.summary_en.data or "",
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

    def hand_in(self, row: Offering, actor: Account) -> None:
        """Submit it where that button was pressed."""
        if self.send.data and may_submit(actor, row):
            submit_offering(row, actor=actor)

    @classmethod
    def of(cls, offering: Offering, content: OfferingContent | None = None) -> "OfferingForm":
        """Give a form that shows what an offering says, or what was just posted.

        With a content it shows that in place of what the offering says now.
        """
        said = content or content_of(offering)
        form = cls(
            title=said.title,
            title_en=said.title_en,
            summary=said.summary,
            summary_en=said.summary_en,
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
