"""The form of a need, and of a whole demand."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.demands.enums import DemandState
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
from matchmaker.demands.operations import TEXT_MAX, TITLE_MAX, DemandContent, publish_demand
from matchmaker.demands.queries import LineToken
from matchmaker.errors import DomainError, Words
from matchmaker.intake.files import FileText, text_of_file
from matchmaker.taxonomy.forms import RegionField, ScenesField, SectorField
from matchmaker.taxonomy.models import Scene
from matchmaker.web.forms import BaseForm, LineField, MaxLength, clean_prose


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
    budget_min_wan = DecimalField(_("预算下限（万元）"), places=2, validators=[Optional()])
    budget_max_wan = DecimalField(_("预算上限（万元）"), places=2, validators=[Optional()])
    is_budget_must = BooleanField(_("必须"))
    ends_on = DateField(_("希望完成"), validators=[Optional()])
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


class DemandForm(NeedForm):
    """A whole demand: saved as a draft or published."""

    title = LineField(_("标题"), validators=[MaxLength(TITLE_MAX)])
    organisation = SelectField(_("代表单位"), validate_choice=True)
    starts_on = DateField(_("希望开始"), validators=[Optional()])
    version = HiddenField()
    saved: Demand
    file_note: Words = ""  # what was left out of a file that was read
    save = SubmitField(_("存为草稿"))
    publish = SubmitField(_("发布需求"))

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

    def save_with(self, write: Callable[[], Demand], actor: Account) -> bool:
        """Write the demand, and publish it where that button was pressed: both or neither."""

        def operation() -> Demand:
            demand = write()
            if self.publish.data and demand.state is not DemandState.OPEN:
                publish_demand(demand, actor=actor)
            return demand

        demand = self.attempt(operation)
        if demand is None:
            return False
        self.saved = demand
        return True

    @property
    def seen_version(self) -> int:
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() else 0

    @property
    def chosen_organisation(self) -> Organisation | None:
        return self._organisations.get(self.organisation.data or "")

    def content(self) -> DemandContent:
        """Give what was filled in; call it on a valid form."""
        return replace(
            super().content(), title=self.title.data or "", starts_on=self.starts_on.data
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
            version=str(demand.version),
            **posted_or(demand),
        )
