"""The form of a case a provider writes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.accounts.forms.written import SpeakerForm, WrittenForm
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import ClientConsent, Effect
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import (
    CaseContent,
    FigureContent,
    PartnerContent,
    submit_case,
)
from matchmaker.catalogue.operations.case_content import (
    CLIENT_MAX,
    EFFECTS_MAX,
    FIGURES_MOST,
    LINK_MAX,
    PARTNERS_MOST,
    PROSE_MAX,
    ROLE_MAX,
    TITLE_MAX,
    UNIT_MAX,
    WHAT_MAX,
)
from matchmaker.catalogue.words import CONSENTS, EFFECTS
from matchmaker.errors import Words
from matchmaker.taxonomy.forms import CapabilitiesField, RegionField, ScenesField, SectorField
from matchmaker.web.forms import (
    AmountField,
    DayField,
    GrowingForm,
    LineField,
    MaxLength,
    NeededLater,
    clean_prose,
)

SPARE = 10  # rows past the most allowed are read, so that nothing typed is lost


class FigureRow(Form):
    """One effect in a figure. A blank row says nothing."""

    kind = SelectField(_("成效类别"), choices=list, validate_choice=True)
    what = LineField(_("指标"), validators=[MaxLength(WHAT_MAX, show=False)])
    before = AmountField(_("原来"))
    after = AmountField(_("现在"))
    unit = LineField(_("单位"), validators=[MaxLength(UNIT_MAX, show=False)])
    measured_on = DayField(_("测量日期"))
    remove = BooleanField(_("删去这条"))

    content: FigureContent | None = None

    def offer(self) -> None:
        """Say which kinds of effects there are."""
        self.kind.choices = [SelectChoice(key, words) for key, words in EFFECTS.items()]
        self.kind.data = self.kind.data or Effect.EFFICIENCY.value

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        fields = (self.what, self.before, self.after, self.unit, self.measured_on)
        typed = "".join(str(one) for field in fields for one in field.raw_data or ())
        return not (typed.strip() or self.what.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; a blank or removed one into none."""
        if self.remove.data or self.is_blank:
            return True
        if not super().validate(extra_validators):
            return False
        wanted = (
            (self.what, _("请写指标，例如“单班用工”。")),
            (self.after, _("请写现在的数值。")),
            (self.measured_on, _("请写测量日期，例如 2026-03-31。")),
        )
        for field, words in wanted:
            if field.data in (None, ""):
                _refuse(field, words)
        if self.errors or self.after.data is None or self.measured_on.data is None:
            return False
        self.content = FigureContent(
            kind=Effect(self.kind.data),
            what=self.what.data or "",
            before=self.before.data,
            after=self.after.data,
            unit=self.unit.data or "",
            measured_on=self.measured_on.data,
        )
        return True


class PartnerRow(Form):
    """Who else took part. A blank row says nothing."""

    name = LineField(_("合作单位"), validators=[MaxLength(CLIENT_MAX, show=False)])
    role = LineField(_("角色"), validators=[MaxLength(ROLE_MAX, show=False)])

    content: PartnerContent | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; a blank one into none."""
        if not (self.name.data or self.role.data):
            return True
        if not super().validate(extra_validators):
            return False
        if not self.name.data:
            _refuse(self.name, _("请写合作单位的名称。"))
            return False
        self.content = PartnerContent(name=self.name.data, role=self.role.data or "")
        return True


class CaseForm(WrittenForm[Case], GrowingForm, SpeakerForm):
    """A case: saved as a draft or submitted."""

    growing = "more_figures", "more_partners"
    title = LineField(
        _("标题"), validators=[InputRequired(_("请写标题。")), MaxLength(TITLE_MAX, show=False)]
    )
    consent = RadioField(_("客户署名"), choices=list, validate_choice=True)
    client = LineField(
        _("客户（公开显示）"), validators=[NeededLater(), MaxLength(CLIENT_MAX, show=False)]
    )
    client_name = LineField(_("客户全称（不公开）"), validators=[MaxLength(CLIENT_MAX, show=False)])
    sector = SectorField(_("行业"))
    scenes = ScenesField(_("场景"))
    capabilities = CapabilitiesField(_("能力"))
    region = RegionField(_("项目地区"))
    started_on = DayField(_("开始日期"), validators=[NeededLater()])
    finished_on = DayField(_("完成日期"))
    problem = TextAreaField(
        _("问题"),
        filters=[clean_prose],
        validators=[NeededLater(), MaxLength(PROSE_MAX, show=False)],
    )
    solution = TextAreaField(
        _("做法"),
        filters=[clean_prose],
        validators=[NeededLater(), MaxLength(PROSE_MAX, show=False)],
    )
    effects = TextAreaField(
        _("成效"),
        filters=[clean_prose],
        validators=[NeededLater(), MaxLength(EFFECTS_MAX, show=False)],
    )
    figures = FieldList(FormField(FigureRow), max_entries=FIGURES_MOST + SPARE)
    role = LineField(_("本单位的角色"), validators=[MaxLength(ROLE_MAX, show=False)])
    partners = FieldList(FormField(PartnerRow), max_entries=PARTNERS_MOST + SPARE)
    source_url = LineField(_("公开报道的网址"), validators=[MaxLength(LINK_MAX, show=False)])
    more_figures = SubmitField(_("再加一项成效"))
    more_partners = SubmitField(_("再加一个单位"))
    save = SubmitField(_("存为草稿"))
    send = SubmitField(_("提交审核"))

    def offer(self) -> "CaseForm":
        """Fill the choices; show empty rows to write on."""
        self.consent.choices = [SelectChoice(key, words) for key, words in CONSENTS.items()]
        self.consent.data = self.consent.data or ClientConsent.ANONYMOUS.value
        is_first = not self.is_submitted()
        _grow(self.figures, FIGURES_MOST, 2 if is_first else int(bool(self.more_figures.data)))
        _grow(self.partners, PARTNERS_MOST, 1 if is_first else int(bool(self.more_partners.data)))
        for row in self.figures:
            row.form.offer()
        return self

    def content(self) -> CaseContent:
        """Give what was filled in; call it on a valid form."""
        return CaseContent(
            title=self.title.data or "",
            client=self.client.data or "",
            client_name=self.client_name.data or "",
            consent=ClientConsent(self.consent.data),
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            capabilities=self.capabilities.capabilities,
            region=self.region.region,
            problem=self.problem.data or "",
            solution=self.solution.data or "",
            effects=self.effects.data or "",
            role=self.role.data or "",
            started_on=self.started_on.data,
            finished_on=self.finished_on.data,
            source_url=self.source_url.data or "",
            figures=_contents(self.figures),
            partners=_contents(self.partners),
        )

    def hand_in(self, row: Case, actor: Account) -> None:
        """Submit it where that button was pressed."""
        if self.send.data:
            submit_case(row, actor=actor)

    @classmethod
    def of(cls, case: Case) -> "CaseForm":
        """Give a form that shows what a case says, or what was just posted."""
        form = cls(
            title=case.title,
            consent=case.consent.value if case.consent else "",
            client=case.client,
            client_name=case.client_name,
            sector=case.sector.code if case.sector else "",
            scenes=[scene.slug for scene in case.scenes],
            capabilities=[capability.slug for capability in case.capabilities],
            region=case.region.name_zh if case.region else "",
            started_on=case.started_on,
            finished_on=case.finished_on,
            problem=case.problem,
            solution=case.solution,
            effects=case.effects,
            figures=[
                {
                    "kind": row.kind.value,
                    "what": row.what,
                    "before": row.before,
                    "after": row.after,
                    "unit": row.unit,
                    "measured_on": row.measured_on,
                }
                for row in case.figures
            ],
            role=case.parts[0].role if case.parts else "",
            partners=[{"name": row.name, "role": row.role} for row in case.partners],
            source_url=case.source_url,
            version=str(case.version),
        )
        del form.organisation  # a case stays with its organisation
        return form.offer()


def _grow(rows: Any, most: int, count: int) -> None:
    for _row in range(min(count, most - len(rows))):
        rows.append_entry()


def _contents(rows: Any) -> Sequence[Any]:
    return [row.form.content for row in rows if row.form.content]


def _refuse(field: Any, message: Words) -> None:
    field.errors = [*field.errors, str(message)]
