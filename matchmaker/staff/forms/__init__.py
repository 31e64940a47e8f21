"""What staff set: models and judged sets."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FloatField,
    Form,
    FormField,
    IntegerField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import NumberInput

from matchmaker.matching.models import ModelVersion
from matchmaker.matching.operations.models import (
    NAME_MAX,
    NOTES_MAX,
    OVERRIDES_MOST,
    ModelContent,
    content_of,
)
from matchmaker.matching.queries.cards import SIGNAL_LABELS
from matchmaker.matching.scoring.model import FULL, SIGNALS
from matchmaker.matching.scoring.records import Need
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import BaseForm, LineField, MaxLength, clean_prose
from matchmaker.web.versions import VersionedForm

SLOT = "weight_"
Choices = Sequence[tuple[str, str]]


class PointsField(FloatField):
    """Points from 0 to 100; what is no number comes back as it was typed, with advice."""

    widget = NumberInput(step="any", min=0, max=FULL)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a number, full-width digits too; an empty box is 0."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            self.data = 0.0
            return
        try:
            self.data = float(typed)
        except ValueError as error:
            self.data = None
            raise ValueError(_("请填 0 到 100 之间的数。")) from error


class _Weights:
    """The fields of the signals of a form, in the order of the signals."""

    def points(self) -> dict[str, float]:
        return {name: field.data or 0.0 for name, field in self.by_signal()}

    def by_signal(self) -> Iterator[tuple[str, Field]]:
        fields = cast("Any", self)
        return ((name, fields[SLOT + name]) for name in SIGNALS)

    def set_points(self, weights: Any) -> None:
        for name, field in self.by_signal():
            field.data = weights.get(name, 0.0)


class OverrideForm(_Weights, Form):
    """The weights of one scene; without a scene the row is not used."""

    scene = SelectField(_("场景"))


class ModelForm(_Weights, VersionedForm):
    """A version of the matching model."""

    name = LineField(_("名称"), validators=[InputRequired(_("请写名称。")), MaxLength(NAME_MAX)])
    floor = PointsField(_("门槛"))
    overrides = FieldList(FormField(OverrideForm), max_entries=OVERRIDES_MOST + 1)
    notes = TextAreaField(_("说明"), validators=[MaxLength(NOTES_MAX, show=False)])

    @classmethod
    def of(cls, version: ModelVersion, scenes: Choices) -> "ModelForm":
        """Give the form, filled from a version where nothing was sent."""
        form = cls()
        if not form.is_submitted():
            form.fill(content_of(version))
            form.version.data = str(version.version)
        entries = form.overrides.entries
        is_full = len(entries) > OVERRIDES_MOST
        if not is_full and (not entries or entries[-1].form.scene.data):
            form.overrides.append_entry()  # an empty row for one more
        for entry in form.overrides.entries:
            entry.form.scene.choices = [("", _("不设")), *scenes]
            entry.form.scene.data = entry.form.scene.data or ""
        return form

    def fill(self, content: ModelContent) -> None:
        """Show what a version says."""
        self.name.data, self.notes.data, self.floor.data = (
            content.name,
            content.notes,
            content.floor,
        )
        self.set_points(content.weights)
        for name in SIGNALS:
            self["on_" + name].data = name not in content.off
        for scene, own in content.overrides.items():
            entry = self.overrides.append_entry()
            entry.form.scene.data = scene
            entry.form.set_points(own)

    def content(self) -> ModelContent:
        """Give what was set. Rows without a scene count as not there."""
        rows = [entry.form for entry in self.overrides.entries if entry.form.scene.data]
        return ModelContent(
            name=self.name.data or "",
            notes=clean_prose(self.notes.data),
            floor=-1.0 if self.floor.data is None else self.floor.data,
            weights=self.points(),
            overrides={row.scene.data: row.points() for row in rows},
            off=[name for name in SIGNALS if not self["on_" + name].data],
        )

    @property
    def total(self) -> float:
        return sum(self.points().values())

    def messages(self) -> list[tuple[str, str]]:
        """List what has to be mended: the id of the control, empty where it is none, and words."""
        found = [("", str(message)) for message in self.form_errors]
        for field in self:
            if field is self.overrides:
                continue
            found += [(field.id, str(message)) for message in field.errors]
        for entry in self.overrides.entries:
            found += [(f.id, str(message)) for f in entry.form for message in f.errors]
        return found + [("", str(m)) for m in self.overrides.errors if isinstance(m, str)]


for _name in SIGNALS:
    _label: Any = SIGNAL_LABELS.get(_name, _name)
    setattr(ModelForm, SLOT + _name, PointsField(_label))
    setattr(ModelForm, "on_" + _name, BooleanField(_("计分"), default=True))
    setattr(OverrideForm, SLOT + _name, PointsField(_label, default=0.0))


class PreviewForm(BaseForm):
    """The need a draft is tried on: a public demand or a text."""

    class Meta:
        """Sent with the form of the model, whose token counts."""

        csrf = False

    demand = SelectField(_("拿哪条需求试"), validators=[Optional()])
    text = TextAreaField(_("或粘贴一段需求"), validators=[MaxLength(10_000, show=False)])

    def pasted(self) -> Need | None:
        """Give the text as a need, if there is one."""
        text = clean_prose(self.text.data)
        return Need(text=text) if text else None


class LearningForm(BaseForm):
    """What weights are fitted to, besides what was judged."""

    outcomes = BooleanField(_("也从对接结果中学习"))


class SetForm(BaseForm):
    """A new judged set."""

    name = LineField(_("名称"), validators=[InputRequired(_("请写名称。")), MaxLength(NAME_MAX)])
    notes = TextAreaField(_("说明"), validators=[MaxLength(NOTES_MAX, show=False)])


class AddNeedForm(BaseForm):
    """A demand for a judged set."""

    demand = SelectField(_("需求"), validators=[InputRequired(_("请选择一条需求。"))])


class GradeForm(BaseForm):
    """The grade of one pair."""

    grade = IntegerField(_("评分"), validators=[InputRequired(), NumberRange(0, LARGEST_NUMBER)])
