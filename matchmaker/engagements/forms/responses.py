"""The form of a response: a row for each requirement, price and plan; and that of a partner."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.forms.written import WrittenForm
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Case, Offering, Promise
from matchmaker.demands.models import Requirement
from matchmaker.demands.operations import LINES_MOST
from matchmaker.demands.queries import requirement_words
from matchmaker.engagements.enums.responses import LineAnswer
from matchmaker.engagements.models.responses import EVIDENCE_MAX, Response
from matchmaker.engagements.operations.partners import ROLE_MAX
from matchmaker.engagements.operations.responses import (
    PLAN_MAX,
    PRICE_WORDS_MAX,
    LineGiven,
    ResponseContent,
    submit_response,
)
from matchmaker.engagements.queries.responses import AnsweredLine
from matchmaker.engagements.scoring.weighing import answer_of
from matchmaker.engagements.words.responses import LINE_ANSWER_LABELS
from matchmaker.taxonomy.words import CODES
from matchmaker.web.forms import (
    AmountField,
    BaseForm,
    LineField,
    MaxLength,
    NeededLater,
    WholeNumberField,
    clean_line,
    clean_prose,
)

LONGEST_FIGURE = 20


class FigureField(LineField):
    """A figure in the unit shown beside it, or none."""

    number: float | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        super().process_formdata(valuelist)
        typed = unicodedata.normalize("NFKC", self.data or "").replace(",", "").replace(" ", "")
        self.number = None
        if not typed:
            return
        try:
            number = float(typed) if len(typed) <= LONGEST_FIGURE else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(_("请只写数字，单位已写在旁边，例如 20。"))
        self.number = number


class LineRow(Form):
    """What one answers to one requirement."""

    requirement = HiddenField()
    answer = SelectField(
        _("答复"),
        choices=[
            SelectChoice("", _("还没有答")),
            *(SelectChoice(one.value, label) for one, label in LINE_ANSWER_LABELS.items()),
        ],
    )
    figure = FigureField(_("能做到的数值"))
    evidence = LineField(_("佐证"), validators=[MaxLength(EVIDENCE_MAX, show=False)])
    case = SelectField(_("所依据的案例"), choices=[SelectChoice("", _("不指定"))])


class ResponseForm(WrittenForm[Response]):
    """A whole response."""

    offering = SelectField(_("用哪个方案"))
    lines = FieldList(FormField(LineRow), max_entries=LINES_MOST)
    price_min = AmountField(_("最低价"))
    price_max = AmountField(_("最高价"))
    price_words = LineField(_("价格说明"), validators=[MaxLength(PRICE_WORDS_MAX)])
    plan = TextAreaField(
        _("实施方案"),
        filters=[clean_prose],
        validators=[NeededLater(), MaxLength(PLAN_MAX, show=False)],
    )
    weeks = WholeNumberField(_("工期"))
    save = SubmitField(_("保存草稿"))
    send = SubmitField(_("提交应答"))

    rows: Sequence[AnsweredLine]
    offerings: Mapping[str, Offering]
    cases: Mapping[str, Case]

    @classmethod
    def of(
        cls,
        rows: Sequence[AnsweredLine],
        response: Response | None,
        offerings: Sequence[Offering],
        cases: Sequence[Case],
    ) -> "ResponseForm":
        """Give a form that shows a response, or one prefilled with what an offering promises."""
        chosen = response.offering if response else offerings[0] if len(offerings) == 1 else None
        form = cls(
            version=str(response.version if response else 0),
            offering=str(chosen.id) if chosen else "",
            price_min=response.price_min_wan if response else None,
            price_max=response.price_max_wan if response else None,
            price_words=response.price_words if response else "",
            plan=response.plan if response else "",
            weeks=response.weeks if response else None,
            lines=[_shown(row, None if response else chosen) for row in rows],
        )
        form.rows = rows
        form.offerings = {str(row.id): row for row in offerings}
        form.cases = {str(row.id): row for row in cases}
        form.offering.choices = [
            SelectChoice("", _("还没有对应的方案")),
            *(SelectChoice(str(row.id), row.title) for row in offerings),
        ]
        form._add_missing()
        return form

    def _add_missing(self) -> None:
        """Give every requirement its row, also those that came while the person was writing."""
        there = {entry.form.requirement.data for entry in self.lines}
        for row in self.rows:
            if str(row.requirement.id) not in there and len(self.lines) < LINES_MOST:
                self.lines.append_entry(_shown(row, None))
        choices = [
            SelectChoice("", _("不指定")),
            *(SelectChoice(number, case.title[:60]) for number, case in self.cases.items()),
        ]
        for entry in self.lines:
            entry.form.case.choices = choices

    @property
    def shown(self) -> list[tuple[AnsweredLine, Any]]:
        """Give the requirements with the rows that answer them."""
        rows = {entry.form.requirement.data: entry for entry in self.lines}
        return [
            (row, rows[str(row.requirement.id)])
            for row in self.rows
            if str(row.requirement.id) in rows
        ]

    def hand_in(self, row: Response, actor: Account) -> None:
        """Submit it where that button was pressed."""
        if self.send.data:
            submit_response(row, actor=actor)

    def content(self) -> ResponseContent:
        """Give what was filled in."""
        return ResponseContent(
            offering=self.offerings.get(self.offering.data or ""),
            lines=[_given(row.requirement, entry.form, self.cases) for row, entry in self.shown],
            price_min_wan=self.price_min.data,
            price_max_wan=self.price_max.data,
            price_words=self.price_words.data or "",
            plan=self.plan.data or "",
            weeks=self.weeks.data,
        )


class PartnerForm(BaseForm):
    """Whom one asks to stand in the response, for what."""

    organisation = LineField(
        _("单位全称"), validators=[InputRequired(_("请填单位全称。")), MaxLength(200)]
    )
    role = LineField(
        _("承担什么"),
        validators=[InputRequired(_("请写这个伙伴承担什么。")), MaxLength(ROLE_MAX)],
    )
    covers = SelectMultipleField(
        _("负责哪些要求"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    requirements: Mapping[str, Requirement]

    @classmethod
    def among(cls, requirements: Sequence[Requirement]) -> "PartnerForm":
        """Offer the requirements of the demand."""
        form = cls()
        form.requirements = {str(row.id): row for row in requirements}
        form.covers.choices = [
            SelectChoice(number, requirement_words(row))
            for number, row in form.requirements.items()
        ]
        return form

    @property
    def chosen(self) -> list[Requirement]:
        """The requirements the partner is to cover."""
        return [self.requirements[number] for number in self.covers.data or ()]


def _given(requirement: Requirement, row: Any, cases: Mapping[str, Case]) -> LineGiven:
    return LineGiven(
        requirement=requirement,
        answer=LineAnswer(row.answer.data) if row.answer.data else None,
        figure=row.figure.number if takes_figure(requirement) else None,
        evidence=clean_line(row.evidence.data),
        case=cases.get(row.case.data or ""),
    )


def takes_figure(requirement: Requirement) -> bool:
    """Whether a figure can be given: of a metric with a unit."""
    return requirement.metric is not None and requirement.metric not in CODES


def _shown(row: AnsweredLine, offering: Offering | None) -> dict[str, Any]:
    """Give the values of a row: what was answered before, else what the offering promises."""
    line = row.line
    shown: dict[str, Any] = {"requirement": str(row.requirement.id), "answer": "", "case": ""}
    if line is not None:
        return {
            **shown,
            "answer": line.answer.value if line.answer and row.change is None else "",
            "figure": _typed(line.figure),
            "evidence": line.evidence,
            "case": str(line.case_id or ""),
        }
    return {**shown, **(_promised(row.requirement, offering) if offering else {})}


def _promised(requirement: Requirement, offering: Offering) -> dict[str, Any]:
    about = (requirement.metric, requirement.capability_id, requirement.standard_id)
    promise = next(
        (
            one
            for one in offering.promises
            if (one.metric, one.capability_id, one.standard_id) == about
        ),
        None,
    )
    if promise is None:
        has = requirement.capability_id in {row.id for row in offering.capabilities}
        return {"answer": LineAnswer.YES.value} if requirement.capability_id and has else {}
    if requirement.metric is None:
        return {"answer": LineAnswer.YES.value, "evidence": _evidence(promise)}
    answer = answer_of(requirement.op, requirement.value, requirement.value2, promise.value)
    return {
        "answer": answer.value if answer else "",
        "figure": _typed(promise.value) if takes_figure(requirement) else "",
        "evidence": _evidence(promise),
        "case": str(promise.case_id or "") if promise.evidence is EvidenceKind.CASE else "",
    }


def _evidence(promise: Promise) -> str:
    return promise.evidence_note[:EVIDENCE_MAX]


def _typed(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.12g}"
