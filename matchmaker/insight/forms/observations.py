"""What staff write of an observation, and observations as a file."""

from decimal import Decimal
from typing import Any, ClassVar

from flask import Response
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from matchmaker.insight.enums import Bound
from matchmaker.insight.models.plans import Observation
from matchmaker.insight.operations.observations import (
    NAME_MAX,
    NOTE_MAX,
    REASON_MAX,
    SOURCE_MAX,
    ObservationContent,
)
from matchmaker.insight.words import BOUND_LABELS
from matchmaker.web.forms import AmountField, BaseForm, DayField, LineField, MaxLength, clean_prose
from matchmaker.web.language import localised
from matchmaker.web.sheets import Columns, csv_file, first_rows, table_file
from matchmaker.web.versions import VersionedForm

_NOTE = MaxLength(NOTE_MAX, show=False)


class FigureField(AmountField):
    """A figure of a plan with at most six decimals: 0.123456 亿 is a whole number of people."""

    decimals: ClassVar[int] = 6


class ReasonForm(BaseForm):
    """A change with its reason, which the trail keeps."""

    reason = LineField(
        _("理由"), validators=[InputRequired(_("请写理由。")), MaxLength(REASON_MAX)]
    )


class ReasonedForm(ReasonForm, VersionedForm):
    """A change of an observation with its reason."""


class SourcedForm(BaseForm):
    """A figure of a day, from a source."""

    as_of = DayField(_("截至日期"), validators=[InputRequired(_("请写数字截至哪一天。"))])
    value = FigureField(_("数值"), validators=[InputRequired(_("请写数值。"))])
    source = LineField(
        _("来源"), validators=[InputRequired(_("请写来源。")), MaxLength(SOURCE_MAX)]
    )


class ObservationForm(SourcedForm, VersionedForm):
    """What a source says of an indicator on a day."""

    op = SelectField(_("来源怎么说"), choices=list, validate_choice=True)
    named = LineField(_("来源里的指标名称"), validators=[MaxLength(NAME_MAX)])
    is_official = BooleanField(_("数值和日期都是来源写明的"), default=True)
    note = TextAreaField(_("说明"), validators=[_NOTE])
    note_en = TextAreaField(_("英文说明"), validators=[_NOTE])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.op.choices = [(bound.value, str(words)) for bound, words in BOUND_LABELS.items()]
        self.op.data = self.op.data or Bound.EXACT.value

    def content(self) -> ObservationContent:
        """Give what was typed, once the form is valid."""
        if self.as_of.data is None or self.value.data is None:
            raise TypeError("a form that is not valid has no content")
        return ObservationContent(
            as_of=self.as_of.data,
            op=Bound(self.op.data),
            value=float(self.value.data),
            named=self.named.data or "",
            source=self.source.data or "",
            is_official=bool(self.is_official.data),
            note=clean_prose(self.note.data),
            note_en=clean_prose(self.note_en.data),
        )


class CorrectionForm(ReasonedForm, ObservationForm):
    """The same of an observation that stands already, with the reason for the change."""

    @classmethod
    def of(cls, row: Observation) -> "CorrectionForm":
        """Give the form of an observation, filled from it where nothing was sent."""
        form = cls(version=str(row.version))
        if not form.is_submitted():
            form.as_of.data, form.op.data = row.as_of, row.op.value
            form.value.data = Decimal(str(row.value))
            form.named.data, form.source.data = row.named, row.source
            form.is_official.data = row.is_official
            form.note.data, form.note_en.data = row.note, row.note_en
        return form


def observations_file(name: str, found: Select[Observation], *, as_csv: bool) -> Response:
    """Send observations as an .xlsx or .csv file, each with date, source and what is said of it."""
    columns: Columns[Observation] = {
        gettext("计划"): lambda row: row.indicator.plan_zh,
        gettext("代码"): lambda row: row.indicator.slug,
        gettext("指标"): lambda row: localised(row.indicator),
        gettext("单位"): lambda row: row.indicator.unit,
        gettext("目标"): lambda row: row.indicator.target,
        gettext("目标年份"): lambda row: row.indicator.target_year,
        gettext("截至日期"): lambda row: row.as_of.isoformat(),
        gettext("来源怎么说"): lambda row: str(BOUND_LABELS[row.op]),
        gettext("数值"): lambda row: row.value,
        gettext("来源里的指标名称"): lambda row: row.named,
        gettext("性质"): lambda row: gettext("来源写明") if row.is_official else gettext("推定"),
        gettext("说明"): lambda row: row.note,
        gettext("英文说明"): lambda row: row.note_en,
        gettext("来源"): lambda row: row.source,
    }
    rows = first_rows(found)
    if as_csv:
        return csv_file(name, columns, rows.items)
    return table_file(name, gettext("国家指标"), columns, rows, wide=(0, 2, 9, 11, 12, 13))
