"""What staff write of a scene, and into which one they merge it."""

import unicodedata
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from matchmaker.staff.operations.scenes import (
    ALIASES_MOST,
    DESCRIPTION_MAX,
    NAME_MAX,
    NEED_UNITS,
    SLUG_MAX,
    SOURCE_MAX,
    SOURCES_MOST,
    NeedContent,
    SceneContent,
)
from matchmaker.staff.queries import scene_names
from matchmaker.taxonomy.enums import Metric, Operator, Trust
from matchmaker.taxonomy.forms import CapabilitiesField, SectorField
from matchmaker.taxonomy.models import Scene, TypicalNeed
from matchmaker.taxonomy.queries.metrics import metrics_in_use
from matchmaker.taxonomy.words import named_metric, operator_label
from matchmaker.web.forms import LineField, MaxLength, clean_line, number_from
from matchmaker.web.versions import VersionedForm

REASON_MAX: Final = 200
SPARE: Final = 2  # blank rows for more typical needs
FIGURE_MAX: Final = 20
NEED_LABELS: Final = {
    "latency": _("时延"),
    "ul_rate": _("上行速率"),
    "dl_rate": _("下行速率"),
    "reliability": _("可靠性"),
    "availability": _("可用性"),
    "positioning": _("定位精度"),
    "density": _("连接密度"),
    "mobility": _("移动速度"),
    "sync": _("同步精度"),
    "coverage_area": _("覆盖面积"),
    "transfer_interval": _("传输间隔"),
    "survival_time": _("生存时间"),
    "video_latency": _("视频时延"),
    "reconnect_time": _("重连时间"),
    "sensing_accuracy": _("感知精度"),
    "communication_range": _("通信距离"),
    "altitude": _("高度"),
    "activity_factor": _("激活比例"),
}
TRUSTS: Final = {
    Trust.SEEN: _("有出处"),
    Trust.SECONDARY: _("转引"),
    Trust.RECALLED: _("凭记忆"),
    Trust.INFERRED: _("推定"),
}
_OPERATORS: Final = (Operator.AT_MOST, Operator.AT_LEAST, Operator.EQUAL, Operator.RANGE)
_UNITS: Final = {"us": "μs", "per_km2": "/km²", "km2": "km²"}


class FigureField(LineField):
    """A number, or none; full-width digits too. `number` is it once the row was checked."""

    @property
    def number(self) -> float | None:
        """The figure typed; None for nothing. Raises ValueError for what is no number."""
        typed = unicodedata.normalize("NFKC", self.data or "").replace(",", "")
        if not typed:
            return None
        if len(typed) > FIGURE_MAX:
            raise ValueError(typed)
        figure = float(typed)
        if not abs(figure) < 10**12:  # also what is no number at all
            raise ValueError(typed)
        return figure


class NeedRow(Form):
    """One typical need; without a metric the row says nothing."""

    metric = SelectField(_("指标"), choices=list, validate_choice=True)
    op = SelectField(_("比较"), choices=list, validate_choice=True)
    value = FigureField(_("数值"))
    value2 = FigureField(_("介于时的另一个数"))
    source = LineField(_("来源"), validators=[MaxLength(SOURCE_MAX, show=False)])
    trust = SelectField(_("可信程度"), choices=list, validate_choice=True)
    is_official = BooleanField(_("官方文件里的指标"))

    content: NeedContent | None = None

    def offer(self) -> None:
        """Say what there is to choose from."""
        units = {name: _UNITS.get(unit, unit) for name, unit in NEED_UNITS.items()}
        metrics, offered = set(Metric), metrics_in_use(self.metric.data or "")
        named = [
            (name, f"{named_metric(name) or words} ({units[name]})")
            for name, words in NEED_LABELS.items()
            if name not in metrics or name in offered
        ]
        self.metric.choices = [("", gettext("不写")), *named]
        self.op.choices = [(op.value, operator_label(op)) for op in _OPERATORS]
        self.trust.choices = [(trust.value, str(words)) for trust, words in TRUSTS.items()]
        self.metric.data = self.metric.data or ""
        self.op.data = self.op.data or Operator.AT_MOST.value
        self.trust.data = self.trust.data or Trust.SEEN.value

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; a blank one into none."""
        self.content = None
        typed = (self.value.data, self.value2.data, self.source.data)
        if not self.metric.data and not any(typed):
            return True
        if not super().validate(extra_validators):
            return False
        figures = self._figures()
        if not self.metric.data:
            self._refuse("metric", gettext("请选择指标；整行清空就不算。"))
        if not self.source.data:
            self._refuse("source", gettext("请写来源：文件名和表号，或网址。"))
        if figures is None or self.errors:
            return False
        self.content = NeedContent(
            metric=self.metric.data,
            op=Operator(self.op.data),
            value=figures[0],
            value2=figures[1],
            source=self.source.data or "",
            trust=Trust(self.trust.data),
            is_official=self.is_official.data,
        )
        return True

    def _figures(self) -> tuple[float, float | None] | None:
        read: list[float | None] = []
        for field in (self.value, self.value2):
            try:
                read.append(field.number)
            except ValueError:
                self._refuse(field.short_name, gettext("请写数字，例如 20 或 99.99。"))
        if self.errors:
            return None
        low, high = read
        if low is None:
            self._refuse("value", gettext("请写数值。"))
            return None
        if (self.op.data == Operator.RANGE.value) != (high is not None):
            self._refuse("value2", gettext("“介于”要写两个数，其他只写一个数。"))
            return None
        return low, high

    def _refuse(self, name: str, message: str) -> None:
        self[name].errors = [*self[name].errors, message]


class SceneForm(VersionedForm):
    """A scene: names, place, words it goes by, what it usually needs."""

    sector = SectorField(_("行业"), validators=[InputRequired(_("请选择行业。"))])
    name_zh = LineField(
        _("中文名称"), validators=[InputRequired(_("请写中文名称。")), MaxLength(NAME_MAX)]
    )
    name_en = LineField(
        _("英文名称"), validators=[InputRequired(_("请写英文名称。")), MaxLength(NAME_MAX)]
    )
    slug = LineField(_("代码"), validators=[InputRequired(_("请写代码。")), MaxLength(SLUG_MAX)])
    aliases = TextAreaField(
        _("别名"), validators=[MaxLength(ALIASES_MOST * (NAME_MAX + 2), show=False)]
    )
    description = TextAreaField(_("说明"), validators=[MaxLength(DESCRIPTION_MAX, show=False)])
    sources = TextAreaField(
        _("来源"), validators=[MaxLength(SOURCES_MOST * (SOURCE_MAX + 2), show=False)]
    )
    capabilities = CapabilitiesField(_("通常需要的能力"))
    needs = FieldList(FormField(NeedRow), max_entries=len(NEED_UNITS) + SPARE)

    @classmethod
    def of(cls, scene: Scene | None) -> "SceneForm":
        """Give the form, filled from a scene where nothing was sent."""
        form = cls()
        if scene is not None and not form.is_submitted():
            form._fill(scene)
        if not form.is_submitted():
            for _place in range(min(SPARE, len(NEED_UNITS) + SPARE - len(form.needs))):
                form.needs.append_entry()
        for entry in form.needs:
            entry.form.offer()
        return form

    def _fill(self, scene: Scene) -> None:
        self.version.data = str(scene.version)
        self.sector.data, self.slug.data = scene.sector.code, scene.slug
        self.name_zh.data, self.name_en.data = scene.name_zh, scene.name_en
        self.description.data = scene.description
        self.aliases.data, self.sources.data = "\n".join(scene.aliases), "\n".join(scene.sources)
        self.capabilities.data = [row.slug for row in scene.capabilities]
        for need in scene.typical_needs:
            self.needs.append_entry(_typed(need))

    def content(self) -> SceneContent:
        """Give what was typed, once the form is valid."""
        sector = self.sector.sector
        if sector is None:
            raise TypeError("a form that is not valid has no content")
        rows = (entry.form.content for entry in self.needs)
        return SceneContent(
            sector=sector,
            slug=self.slug.data or "",
            name_zh=self.name_zh.data or "",
            name_en=self.name_en.data or "",
            aliases=lines_of(self.aliases.data),
            description=(self.description.data or "").strip(),
            sources=lines_of(self.sources.data),
            capabilities=self.capabilities.capabilities,
            needs=[content for content in rows if content],
        )


class TendForm(VersionedForm):
    """One step with a scene as it was seen: retiring it."""


class ReasonForm(TendForm):
    """The same with the reason, which the history keeps."""

    reason = LineField(
        _("理由"),
        validators=[InputRequired(_("请写理由。")), MaxLength(REASON_MAX)],
    )


class MergeForm(VersionedForm):
    """Into which scene another is merged, both as they were seen."""

    into = SelectField(
        _("并入哪个场景"),
        choices=list,
        validate_choice=True,
        validators=[InputRequired(_("请选择另一个场景。"))],
    )
    into_version = HiddenField()

    def offer(self, scene: Scene, chosen: str) -> None:
        """Give the scenes to choose from: those in use but the one that is merged."""
        rows = [(slug, name) for slug, name in scene_names() if slug != scene.slug]
        self.into.choices = [("", gettext("未选择")), *rows]
        if not self.is_submitted():
            self.into.data = chosen if chosen in dict(rows) else ""

    @property
    def seen_into_version(self) -> int:
        """The version of the other scene the person saw; 0 for nonsense."""
        return number_from(self.into_version.data or "") or 0


def lines_of(text: str | None) -> list[str]:
    """Give the lines of a text, each once, without blank ones."""
    rows = (clean_line(row) for row in (text or "").splitlines())
    return list(dict.fromkeys(row for row in rows if row))


def _typed(need: TypicalNeed) -> dict[str, Any]:
    return {
        "metric": need.metric,
        "op": need.op,
        "value": f"{need.value:.12g}",
        "value2": "" if need.value2 is None else f"{need.value2:.12g}",
        "source": need.source,
        "trust": need.trust.value,
        "is_official": need.is_official,
    }
