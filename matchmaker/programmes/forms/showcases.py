"""Forms with which staff write, file and withdraw showcases."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
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
from wtforms.validators import InputRequired, ValidationError

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import Effect
from matchmaker.catalogue.forms.attaching import FILE_MISSING
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.words import EFFECTS
from matchmaker.errors import Words
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import NamedBy, Proof
from matchmaker.programmes.forms.fields import is_blank
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.operations.showcase_content import (
    ABROAD_MAX,
    FIGURES_MOST,
    LINK_MAX,
    NAME_MAX,
    PARTS_MOST,
    PROOF_MAX,
    PROSE_MAX,
    ROLE_MAX,
    TEXTS,
    TITLE_MAX,
    UNIT_MAX,
    WHAT_EN_MAX,
    WHAT_MAX,
    ShowcaseContent,
    ShownFigure,
    ShownPart,
)
from matchmaker.programmes.operations.showcases import WORDS_MAX
from matchmaker.programmes.queries.showcases import offerings_numbered, provider_named
from matchmaker.programmes.words import SUBJECT_LABELS
from matchmaker.programmes.words.showcases import NAMED_BY_LABELS, PROOF_LABELS
from matchmaker.taxonomy.forms import CapabilitiesField, RegionField, ScenesField, SectorField
from matchmaker.taxonomy.models import Standard
from matchmaker.taxonomy.queries import standards_by_code
from matchmaker.web.forms import (
    AmountField,
    BaseForm,
    DayField,
    GrowingForm,
    LineField,
    MaxLength,
    NeededLater,
    WholeNumberField,
    clean_prose,
    number_from,
)
from matchmaker.web.versions import VersionedForm

SPARE = 8  # rows past the most allowed are read, so that nothing typed is lost
LIST_MAX = 1000
_NUMBER: Final = re.compile(r"(?:.*/offerings/)?([0-9]{1,9})/?")
_BETWEEN: Final = re.compile(r"[、,，;；\n]")


def _line(label: Any, most: int, *validators: Any) -> LineField:
    return LineField(label, validators=[*validators, MaxLength(most, show=False)])


def _prose(label: Any, *validators: Any) -> TextAreaField:
    limits = [*validators, MaxLength(PROSE_MAX, show=False)]
    return TextAreaField(label, filters=[clean_prose], validators=limits)


def _choices(labels: Mapping[Any, Words]) -> list[Any]:
    return [SelectChoice(getattr(key, "value", key), words) for key, words in labels.items()]


class OfferingsField(TextAreaField):
    """Offerings by address or number, one a line; `offerings` are the rows."""

    offerings: Sequence[Offering] = ()

    def pre_validate(self, _form: Any) -> None:
        """Find the public offerings, or name the lines that lead to none."""
        lines = [line.strip() for line in (self.data or "").splitlines() if line.strip()]
        found = {line: _NUMBER.fullmatch(line) for line in lines}
        numbers = {line: int(one[1]) for line, one in found.items() if one}
        rows = {row.id: row for row in offerings_numbered(list(numbers.values()))}
        unknown = [line[:60] for line in lines if numbers.get(line) not in rows]
        if unknown:
            raise ValidationError(
                _(
                    "没有找到公开的方案：%(lines)s。请贴方案页的网址，一行一个。",
                    lines="、".join(unknown[:3]),
                )
            )
        self.offerings = [rows[numbers[line]] for line in lines]


class StandardsField(LineField):
    """Standards by code, with 、 between them; `standards` are the rows."""

    standards: Sequence[Standard] = ()

    @property
    def choices(self) -> Sequence[Standard]:
        return standards_by_code()

    def pre_validate(self, _form: Any) -> None:
        """Find the standards, or name the codes nobody knows."""
        codes = [code.strip() for code in _BETWEEN.split(self.data or "") if code.strip()]
        known = {_folded(row.code): row for row in standards_by_code()} if codes else {}
        unknown = [code[:40] for code in codes if _folded(code) not in known]
        if unknown:
            raise ValidationError(
                _(
                    "没有找到标准 %(codes)s。请写标准库里的编号，用“、”隔开。",
                    codes="、".join(unknown[:3]),
                )
            )
        self.standards = [known[_folded(code)] for code in codes]


def _folded(code: str) -> str:
    return "".join(code.split()).casefold()


class ShownFigureRow(Form):
    """One effect in a figure and what it rests on. A blank row says nothing."""

    kind = SelectField(_("成效类别"), choices=_choices(EFFECTS), default=Effect.EFFICIENCY.value)
    what_zh = _line(_("指标"), WHAT_MAX)
    what_en = _line(_("指标（英文）"), WHAT_EN_MAX)
    before = AmountField(_("原来"))
    after = AmountField(_("现在"))
    unit = _line(_("单位"), UNIT_MAX)
    measured_on = DayField(_("测量日期"))
    proof = SelectField(_("依据"), choices=_choices(PROOF_LABELS), default=Proof.STATED.value)
    proof_words = _line(_("文件名称和出具单位"), PROOF_MAX)
    source_url = _line(_("报道网址"), LINK_MAX)
    remove = BooleanField(_("删去这条"))

    content: ShownFigure | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; a blank or removed one into none."""
        blank = is_blank(self, "what_zh", "what_en", "before", "after", "unit", "measured_on")
        if self.remove.data or blank:
            return True
        if not super().validate(extra_validators):
            return False
        if not self.what_zh.data:
            self.what_zh.errors = [str(_("请写指标，例如“单班用工”。"))]
        if self.after.data is None:
            self.after.errors = [str(_("请写现在的数值。"))]
        if self.errors or self.after.data is None:
            return False
        self.content = ShownFigure(
            kind=Effect(self.kind.data),
            what_zh=self.what_zh.data or "",
            what_en=self.what_en.data or "",
            before=self.before.data,
            after=self.after.data,
            unit=self.unit.data or "",
            measured_on=self.measured_on.data,
            proof=Proof(self.proof.data),
            proof_words=self.proof_words.data or "",
            source_url=self.source_url.data or "",
        )
        return True


class ShownPartRow(Form):
    """A provider by its name and what it did. A blank row says nothing."""

    name = _line(_("供应商"), NAME_MAX)
    role_zh = _line(_("角色"), ROLE_MAX)
    role_en = _line(_("角色（英文）"), ROLE_MAX)

    content: ShownPart | None = None
    known: Mapping[str, Organisation] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; who stands in it already stays, public or not."""
        if is_blank(self, "name", "role_zh", "role_en"):
            return True
        if not super().validate(extra_validators):
            return False
        name = self.name.data or ""
        found = self.known.get(name) or provider_named(name)
        if found is None:
            self.name.errors = [str(_("供应商名录里没有这个名称，请写它的全称。"))]
            return False
        self.content = ShownPart(
            organisation=found, role_zh=self.role_zh.data or "", role_en=self.role_en.data or ""
        )
        return True


class ShowcaseForm(VersionedForm, GrowingForm):
    """All that a showcase says, in both languages."""

    growing = "more_figures", "more_parts"
    subject_type = SelectField(_("领航者的类型"), choices=_choices(SUBJECT_LABELS))
    title_zh = _line(_("中文标题"), TITLE_MAX, InputRequired(_("请写中文标题。")))
    title_en = _line(_("英文标题"), TITLE_MAX, NeededLater())
    is_for_abroad = BooleanField(_("推荐给境外读者（出海）"))
    summary_en = TextAreaField(
        _("英文摘要"), filters=[clean_prose], validators=[MaxLength(ABROAD_MAX, show=False)]
    )
    named_by = RadioField(
        _("署名"), choices=_choices(NAMED_BY_LABELS), default=NamedBy.NOBODY.value
    )
    owner_zh = _line(_("单位（公开显示）"), NAME_MAX, NeededLater())
    owner_en = _line(_("单位的英文"), NAME_MAX)
    site_zh = _line(_("现场"), NAME_MAX)
    site_en = _line(_("现场的英文"), NAME_MAX)
    region = RegionField(_("地区"))
    live_year = WholeNumberField(_("投用年份"))
    sector = SectorField(_("行业"), validators=[NeededLater()])
    scenes = ScenesField(_("场景"))
    capabilities = CapabilitiesField(_("能力"))
    problem_zh = _prose(_("问题"), NeededLater())
    problem_en = _prose(_("问题的英文"), NeededLater())
    solution_zh = _prose(_("做法"), NeededLater())
    solution_en = _prose(_("做法的英文"), NeededLater())
    network_zh = _prose(_("网络"))
    network_en = _prose(_("网络的英文"))
    figures = FieldList(FormField(ShownFigureRow), max_entries=FIGURES_MOST + SPARE)
    parts = FieldList(FormField(ShownPartRow), max_entries=PARTS_MOST + SPARE)
    offerings = OfferingsField(_("用到的方案"), validators=[MaxLength(LIST_MAX, show=False)])
    standards = StandardsField(_("标准"), validators=[MaxLength(LIST_MAX, show=False)])
    cost_min_wan = AmountField(_("投入下限"))
    cost_max_wan = AmountField(_("投入上限"))
    lessons_zh = _prose(_("经验教训"))
    lessons_en = _prose(_("经验教训的英文"))
    replication_zh = _prose(_("怎样复制"))
    replication_en = _prose(_("怎样复制的英文"))
    source_name = _line(_("最早由谁公布"), NAME_MAX)
    source_url = _line(_("公布的网址"), LINK_MAX)
    more_figures = SubmitField(_("再加一项成效"))
    more_parts = SubmitField(_("再加一个供应商"))

    @classmethod
    def of(cls, showcase: Showcase | None) -> "ShowcaseForm":
        """Give a form that shows what a showcase says, or what was just posted."""
        form = cls(**_shown(showcase)) if showcase is not None else cls(version="0")
        if not form.is_submitted():
            form.figures.append_entry()
            form.parts.append_entry()
        _grow_if(form.more_figures.data, form.figures, FIGURES_MOST)
        _grow_if(form.more_parts.data, form.parts, PARTS_MOST)
        if showcase is not None:
            known = {part.organisation.name: part.organisation for part in showcase.parts}
            for row in form.parts:
                row.form.known = known
        return form

    def content(self) -> ShowcaseContent:
        """Give what was filled in; call it on a valid form."""
        texts = {
            f"{name}_{key}": self[f"{name}_{key}"].data or ""
            for name in ("title", "owner", "site", *TEXTS)
            for key in ("zh", "en")
        }
        return ShowcaseContent(
            subject_type=SubjectType(self.subject_type.data),
            is_for_abroad=self.is_for_abroad.data,
            summary_en=self.summary_en.data or "",
            named_by=NamedBy(self.named_by.data),
            region=self.region.region,
            live_year=self.live_year.data,
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            capabilities=self.capabilities.capabilities,
            figures=[row.form.content for row in self.figures if row.form.content],
            parts=[row.form.content for row in self.parts if row.form.content],
            offerings=self.offerings.offerings,
            standards=self.standards.standards,
            cost_min_wan=self.cost_min_wan.data,
            cost_max_wan=self.cost_max_wan.data,
            source_name=self.source_name.data or "",
            source_url=self.source_url.data or "",
            **texts,
        )


def _shown(showcase: Showcase) -> dict[str, Any]:
    plain = (
        *(f"{name}_{key}" for name in ("title", "owner", "site", *TEXTS) for key in ("zh", "en")),
        "is_for_abroad",
        "summary_en",
        "live_year",
        "cost_min_wan",
        "cost_max_wan",
        "source_name",
        "source_url",
    )
    figures = ("what_zh", "what_en", "before", "after", "unit", "measured_on", "proof_words",
               "source_url")  # fmt: skip
    return {
        **{name: getattr(showcase, name) for name in plain},
        "version": str(showcase.version),
        "subject_type": showcase.subject_type.value,
        "named_by": showcase.named_by.value,
        "region": showcase.region.name_zh if showcase.region else "",
        "sector": showcase.sector.code if showcase.sector else "",
        "scenes": [scene.slug for scene in showcase.scenes],
        "capabilities": [row.slug for row in showcase.capabilities],
        "standards": "、".join(row.code for row in showcase.standards),
        "offerings": "\n".join(f"/offerings/{row.id}" for row in showcase.offerings),
        "figures": [
            {
                **{name: getattr(row, name) for name in figures},
                "kind": row.kind.value,
                "proof": row.proof.value,
            }
            for row in showcase.figures
        ],
        "parts": [
            {"name": row.organisation.name, "role_zh": row.role_zh, "role_en": row.role_en}
            for row in showcase.parts
        ],
    }


def _grow_if(is_pressed: Any, rows: Any, most: int) -> None:
    if is_pressed and len(rows) < most:
        rows.append_entry()


class MoveForm(VersionedForm):
    """Only the version that was seen."""


class WithdrawForm(VersionedForm):
    """Why a showcase is taken off the site."""

    words = TextAreaField(
        _("撤回的原因"),
        filters=[clean_prose],
        validators=[InputRequired(_("请写撤回的原因。")), MaxLength(WORDS_MAX, show=False)],
    )


class OwnerConsentForm(BaseForm):
    """The document in which the organisation agrees to be named."""

    consent = FileField(_("同意书"), validators=[FileRequired(FILE_MISSING)])


class FromCaseForm(BaseForm):
    """A case by its address or number."""

    case = LineField(
        _("案例的网址或编号"),
        validators=[InputRequired(_("请贴案例页的网址，或写编号。")), MaxLength(200)],
    )

    @property
    def number(self) -> int | None:
        """The number of the case that was typed; None where none can be read."""
        return number_from((self.case.data or "").rstrip("/").rpartition("/")[2])
