"""The form of a need, and of a whole demand."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, Optional

from matchmaker.accounts.forms.written import WrittenForm
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.demands.enums import DemandState, GoalKind, Phase, Priority, Visibility
from matchmaker.demands.forms.lines import (
    DeclinedWords,
    LinesField,
    declined_contents,
    declined_readings,
    declined_words,
    lines_of,
    pressed,
    subject_choices,
)
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    GOAL_UNIT_MAX,
    GOAL_WORDS_MAX,
    TEXT_MAX,
    TITLE_MAX,
    DemandContent,
    GoalContent,
    submit_demand,
)
from matchmaker.demands.queries import LineToken
from matchmaker.demands.words import PHASES, PRIORITIES, VISIBILITIES
from matchmaker.errors import DomainError, Words
from matchmaker.intake.files import FileText, text_of_file
from matchmaker.taxonomy.forms import RegionField, ScenesField, SectorField
from matchmaker.taxonomy.models import Scene
from matchmaker.web.forms import (
    AmountField,
    BaseForm,
    DayField,
    LineField,
    MaxLength,
    NeededLater,
    clean_prose,
)


def _choices_of(words: Mapping[Any, Words], empty: Words = "") -> list[Any]:
    said = [SelectChoice(value.value, name) for value, name in words.items()]
    return [SelectChoice("", empty), *said] if empty else said


class GoalForm(Form):
    """One goal: its kind stands beside it, everything may stay empty."""

    words = LineField(_("要达到什么"), validators=[MaxLength(GOAL_WORDS_MAX)])
    from_figure = AmountField(_("现在的数"), validators=[Optional()])
    to_figure = AmountField(_("要达到的数"), validators=[Optional()])
    unit = LineField(_("单位"), validators=[MaxLength(GOAL_UNIT_MAX)])


class NeedForm(BaseForm):
    """The text of a need and where it belongs: what the match page lets a visitor change."""

    text = TextAreaField(
        _("需求"),
        filters=[clean_prose],
        validators=[
            InputRequired(_("请写一段话描述需求，例如要做什么、在哪里、希望达到什么效果。")),
            MaxLength(TEXT_MAX, show=False),
        ],
    )
    sector = SectorField(_("行业"))
    scenes = ScenesField(_("场景"))
    region = RegionField(_("地区"))
    is_abroad = BooleanField(_("在境外交付"))
    is_region_must = BooleanField(_("必须"))
    budget_min_wan = AmountField(_("预算下限（万元）"), validators=[Optional()])
    budget_max_wan = AmountField(_("预算上限（万元）"), validators=[Optional()])
    is_budget_must = BooleanField(_("必须"))
    ends_on = DayField(_("希望完成"), validators=[Optional()])
    is_time_must = BooleanField(_("必须"))
    lines = LinesField(_("要求"))
    declined = SelectMultipleField(validate_choice=False, choices=list)

    @property
    def declined_words(self) -> list[DeclinedWords]:
        """What was turned down, to take it back."""
        return declined_words(self.declined.data or [])

    @property
    def subject_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What a new line can be about."""
        return subject_choices(self.sector.sector, self.scenes.scenes)

    def lines_mark(self, proposed: Iterable[LineToken]) -> str:
        """A mark of which lines there are and what is wrong with them, whatever their figures."""
        said = [
            *(f"{form.what.data}{form.errors}" for form in self.lines.forms),
            *(self.declined.data or []),
            *map(str, proposed),
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then the lines against each other."""
        is_valid: bool = super().validate(extra_validators)
        return self.lines.find_problems() and is_valid

    def content(self) -> DemandContent:
        """Give what was filled in; call it on a valid form."""
        declined = self.declined.data or []
        return DemandContent(
            text=self.text.data or "",
            sector=self.sector.sector,
            scenes=self.scenes.scenes,
            region=self.region.region,
            budget_min_wan=self.budget_min_wan.data,
            budget_max_wan=self.budget_max_wan.data,
            ends_on=self.ends_on.data,
            is_abroad=self.is_abroad.data,
            is_region_must=self.is_region_must.data,
            is_budget_must=self.is_budget_must.data,
            is_time_must=self.is_time_must.data,
            lines=[*self.lines.contents(), *declined_contents(declined)],
            declined_readings=declined_readings(declined),
        )

    @classmethod
    def of(cls, demand: Demand) -> "NeedForm":
        """Give a form that shows what a demand says, or what was just posted."""
        return cls(**posted_or(demand))


def uploaded_text() -> FileText:
    """Give the text of the file that was sent. Raises DomainError for one that cannot be read."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise DomainError(_("请先选择文件，再按“读取文件”。"), field="text")
    read = text_of_file(sent.read(), field="text")
    return replace(read, text=clean_prose(read.text))


def posted_or(demand: Demand | None) -> dict[str, Any]:
    """Give what a form starts from: what was posted, after the press; else what a demand says."""
    start: dict[str, Any] = {}
    if request.method == "POST":
        start["formdata"] = pressed(request.form)
    if demand is None:
        return start
    return start | {
        "text": demand.text,
        "sector": demand.sector.code if demand.sector else "",
        "scenes": [scene.slug for scene in demand.scenes],
        "region": demand.region.name_zh if demand.region else "",
        "is_abroad": demand.is_abroad,
        "is_region_must": demand.is_region_must,
        "budget_min_wan": demand.budget_min_wan,
        "budget_max_wan": demand.budget_max_wan,
        "is_budget_must": demand.is_budget_must,
        "ends_on": demand.ends_on,
        "is_time_must": demand.is_time_must,
        **lines_of(demand),
    }


class DemandForm(WrittenForm[Demand], NeedForm):
    """A whole demand: saved as a draft or published."""

    title = LineField(_("标题"), validators=[NeededLater(), MaxLength(TITLE_MAX)])
    sector = SectorField(_("行业"), validators=[NeededLater()])
    organisation = SelectField(_("代表单位"), validators=[NeededLater()])
    starts_on = DayField(_("希望开始"), validators=[Optional()])
    goals = FieldList(FormField(GoalForm), min_entries=len(GoalKind), max_entries=len(GoalKind))
    priority = SelectField(_("优先级"), choices=_choices_of(PRIORITIES, _("不写")), default="")
    phase = SelectField(_("阶段"), choices=_choices_of(PHASES, _("不写")), default="")
    visibility = RadioField(
        _("谁能看到"), choices=_choices_of(VISIBILITIES), default=Visibility.PUBLIC.value
    )
    closes_on = DayField(_("应答截止"), validators=[Optional()])
    file_note: Words = ""  # what was left out of a file that was read
    save = SubmitField(_("存为草稿"))
    publish = SubmitField(_("提交审核"))

    def speak_for(self, account: Account) -> "DemandForm":
        """Offer the organisations a person may post for."""
        own = acting_organisations(account)
        self._organisations = {str(row.id): row for row in own}
        self.organisation.choices = [
            ("", str(_("暂不选择"))),
            *((key, row.name) for key, row in self._organisations.items()),
        ]
        if len(own) == 1 and not self.is_submitted() and not self.organisation.data:
            self.organisation.data = str(own[0].id)
        return self

    def is_saved(self) -> bool:
        """Whether it was sent to be saved and nothing is wrong; a press on one line saves nothing.

        After such a press the lines say what is wrong with them, the rest of the form is at peace.
        """
        if self.is_submitted() and request.form.get("press"):
            if request.form["press"] == "file":
                self.attempt(self._take_file)
            for line in self.lines.forms:
                line.validate()
            self.lines.find_problems()
            return False
        is_sound: bool = self.validate_on_submit()
        return is_sound

    def _take_file(self) -> None:
        read = uploaded_text()
        self.text.data = "\n".join(filter(None, [self.text.data, read.text]))
        self.file_note = read.note

    def hand_in(self, row: Demand, actor: Account) -> None:
        """Submit a draft where that button was pressed."""
        if self.publish.data and row.state is DemandState.DRAFT:
            submit_demand(row, actor=actor)

    @property
    def adds_organisation(self) -> bool:
        """Whether the draft is kept to register the organisation it is for."""
        return request.form.get(self.save.name) == "organisation"

    @property
    def chosen_organisation(self) -> Organisation | None:
        return self._organisations.get(self.organisation.data or "")

    def content(self) -> DemandContent:
        """Give what was filled in; call it on a valid form."""
        return replace(
            super().content(),
            title=self.title.data or "",
            starts_on=self.starts_on.data,
            goals=_goals(self.goals.entries),
            priority=_PRIORITIES.get(self.priority.data or ""),
            phase=_PHASES.get(self.phase.data or ""),
            visibility=_VISIBILITIES.get(self.visibility.data or "", Visibility.PUBLIC),
            closes_on=self.closes_on.data,
        )

    @classmethod
    def about(cls, scene: Scene | None) -> "DemandForm":
        """Give an empty form, or one that already names a scene and its sector."""
        chosen = {"sector": scene.sector.code, "scenes": [scene.slug]} if scene else {}
        return cls(**chosen, **posted_or(None))

    @classmethod
    def of(cls, demand: Demand) -> "DemandForm":
        """Give a form that shows what a demand says, or what was just posted."""
        return cls(
            title=demand.title,
            organisation=str(demand.organisation_id or ""),
            starts_on=demand.starts_on,
            goals=_goal_rows(demand),
            priority=demand.priority or "",
            phase=demand.phase or "",
            visibility=demand.visibility or Visibility.PUBLIC,
            closes_on=demand.closes_on,
            version=str(demand.version),
            **posted_or(demand),
        )


_PRIORITIES: Final = {value.value: value for value in Priority}
_PHASES: Final = {value.value: value for value in Phase}
_VISIBILITIES: Final = {value.value: value for value in Visibility}


def _goal_rows(demand: Demand) -> list[dict[str, Any]]:
    """One row a kind, in the order of the kinds, whatever the demand says of it."""
    said = {row.kind: row for row in demand.goals}
    return [
        {
            name: getattr(said.get(kind), name, None)
            for name in ("words", "from_figure", "to_figure", "unit")
        }
        for kind in GoalKind
    ]


def _goals(entries: Sequence[Any]) -> list[GoalContent]:
    """Give the rows in which something is said; a unit alone says nothing."""
    rows = zip(GoalKind, (entry.form for entry in entries), strict=False)
    return [
        GoalContent(
            kind=kind,
            words=row.words.data or "",
            from_figure=row.from_figure.data,
            to_figure=row.to_figure.data,
            unit=row.unit.data or "",
        )
        for kind, row in rows
        if row.words.data or row.from_figure.data is not None or row.to_figure.data is not None
    ]
