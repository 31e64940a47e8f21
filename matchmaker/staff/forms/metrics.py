"""What staff write of a metric, and the list of metrics as a file."""

from typing import Final

from flask import Response
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Select
from wtforms import TextAreaField

from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.staff.forms.taxonomy import lines_of
from matchmaker.staff.operations.metrics import (
    ALIAS_MAX,
    ALIASES_MOST,
    HINT_MAX,
    NAME_MAX,
    MetricContent,
)
from matchmaker.staff.queries.metrics import uses_of
from matchmaker.taxonomy.enums import Metric, Operator
from matchmaker.taxonomy.models import MetricEntry
from matchmaker.taxonomy.words import metric_label, operator_label, unit_label
from matchmaker.web.forms import LineField, MaxLength
from matchmaker.web.sheets import Columns, first_rows, table_file
from matchmaker.web.versions import VersionedForm

_ALIASES: Final = MaxLength(ALIASES_MOST * (ALIAS_MAX + 2), show=False)


class MetricForm(VersionedForm):
    """What the site calls a metric, other words for it, and what it means."""

    name_zh = LineField(_("中文名称"), validators=[MaxLength(NAME_MAX)])
    name_en = LineField(_("英文名称"), validators=[MaxLength(NAME_MAX)])
    aliases = TextAreaField(_("别名"), validators=[_ALIASES])
    hint_zh = LineField(_("中文说明"), validators=[MaxLength(HINT_MAX)])
    hint_en = LineField(_("英文说明"), validators=[MaxLength(HINT_MAX)])

    @classmethod
    def of(cls, entry: MetricEntry) -> "MetricForm":
        """Give the form of a metric, filled from it where nothing was sent."""
        form = cls(version=str(entry.version))
        if not form.is_submitted():
            form.name_zh.data, form.name_en.data = entry.name_zh, entry.name_en
            form.hint_zh.data, form.hint_en.data = entry.hint_zh, entry.hint_en
            form.aliases.data = "\n".join(entry.aliases)
        return form

    def content(self) -> MetricContent:
        """Give what was typed, once the form is valid."""
        return MetricContent(
            name_zh=self.name_zh.data or "",
            name_en=self.name_en.data or "",
            aliases=tuple(lines_of(self.aliases.data)),
            hint_zh=self.hint_zh.data or "",
            hint_en=self.hint_en.data or "",
        )


def side_label(metric: Metric) -> str:
    """Say which side a bare figure of a metric means: 不高于."""
    return operator_label(Operator(METRICS[metric.value].natural))


def metrics_file(found: Select[MetricEntry]) -> Response:
    """Send the list of metrics as a file."""
    rows = first_rows(found)
    uses = uses_of([row.key for row in rows.items])
    columns: Columns[MetricEntry] = {
        gettext("名称"): lambda row: metric_label(row.key),
        gettext("代码"): lambda row: row.key.value,
        gettext("单位"): lambda row: unit_label(row.key),
        gettext("比较"): lambda row: side_label(row.key),
        gettext("别名"): lambda row: gettext("、").join(row.aliases),
        gettext("典型需求"): lambda row: uses[row.key].typical_needs,
        gettext("需求里的要求"): lambda row: uses[row.key].requirements,
        gettext("方案里的承诺"): lambda row: uses[row.key].promises,
        gettext("状态"): lambda row: gettext("已停用") if row.retired_at else gettext("在用"),
    }
    return table_file("metrics", gettext("指标"), columns, rows)
