"""The lines of a demand in a form: each with its figure and must switch, and what a press does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField

from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.demands.operations import LineContent, line_problems
from matchmaker.demands.queries import (
    LineSubjects,
    LineToken,
    line_subjects,
    standards_for_choice,
)
from matchmaker.errors import Words
from matchmaker.matching.scoring.reading.typed import (
    POSSIBLE,
    FigureError,
    TypedFigure,
    read_figure,
)
from matchmaker.matching.scoring.reading.written import says_side, write_figure
from matchmaker.matching.scoring.records import ABROAD
from matchmaker.taxonomy.enums import CapabilityKind, Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.taxonomy.queries import capability_choices
from matchmaker.taxonomy.queries.metrics import metrics_in_use
from matchmaker.taxonomy.words import metric_figure, metric_label
from matchmaker.web.forms import LineField

ENTRIES_MOST = 120  # more than may be saved, so that what is too much comes back with advice
DECLINED_MOST = 200
FIELDS = ("what", "op", "value", "is_must")
OPERATORS = {op.value: op for op in Operator}
KIND_LABELS = {
    CapabilityKind.CATEGORY: _("供应链环节"),
    CapabilityKind.ITEM: _("产品与服务"),
    CapabilityKind.DEPLOYMENT: _("组网方式"),
    CapabilityKind.FEATURE: _("网络能力"),
    CapabilityKind.SECURITY: _("安全能力"),
}
UNREADABLE = _("读不出这个数。请写一个数和单位，例如 20毫秒、1Gbps、99.99%、10~20。")
REFUSALS = {
    "one-ended": _("“介于”要填两个数，例如 10~20。"),
    "unit": _("这个单位量的不是这项指标，请换成合适的单位。"),
}


class LineForm(Form):
    """One line: hidden what it is about, how its figure binds, the figure as typed, must or not."""

    what = HiddenField()
    op = LineField()
    value = LineField()
    is_must = BooleanField()

    @property
    def token(self) -> LineToken | None:
        return LineToken.parse(self.what.data or "")

    @property
    def metric(self) -> Metric | None:
        return self.token.metric if self.token else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the figure; say beside it what is wrong with it."""
        is_valid: bool = super().validate(extra_validators)
        if self.metric is None:
            return is_valid
        try:
            self._read(self.metric)
        except FigureError as error:
            self.refuse(_refusal(error, self.metric))
            return False
        return is_valid

    def refuse(self, message: Words) -> None:
        """Say what is wrong with the line."""
        self.value.errors = [*self.value.errors, str(message)]

    @property
    def shown_op(self) -> str:
        """The comparison to show: the one that holds, else the one chosen."""
        figure = self.figure()
        return figure.op.value if figure else self.op.data or ""

    def figure(self) -> TypedFigure | None:
        """Give the figure with the comparison that holds: what was typed before what was chosen."""
        try:
            return self._read(self.metric) if self.metric else None
        except FigureError:
            return None

    def _read(self, metric: Metric) -> TypedFigure:
        return _bound(metric, self.value.data or "", self.op.data or "")


def _bound(metric: Metric, typed: str, chosen: str) -> TypedFigure:
    figure = read_figure(metric, typed)
    op = OPERATORS.get(chosen)
    if op is Operator.RANGE and figure.value2 is None:
        raise FigureError("one-ended")
    if op is None or figure.value2 is not None or says_side(typed):
        return figure
    return TypedFigure(op, figure.value)


def _refusal(error: FigureError, metric: Metric) -> Words:
    if error.code == "impossible":
        low, high = (f"{end:,.12g}" for end in POSSIBLE[metric])
        return _("这个数不可能，请填 %(low)s 到 %(high)s 之间的数。", low=low, high=high)
    return REFUSALS.get(error.code, UNREADABLE)


class LinesField(FieldList):  # type: ignore[type-arg]  # generic in the stubs only
    """All lines of a demand; `contents` are what they say."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(FormField(LineForm), label, max_entries=ENTRIES_MOST, **kwargs)
        self._subjects: LineSubjects | None = None

    @property
    def forms(self) -> list[LineForm]:
        return [entry.form for entry in self.entries]

    @property
    def subjects(self) -> LineSubjects:
        """The rows the lines speak of, looked up once."""
        if self._subjects is None:
            self._subjects = line_subjects([form.token for form in self.forms if form.token])
        return self._subjects

    def label_of(self, form: LineForm) -> str:
        """Name what a line is about."""
        return self.subjects.label(form.token) if form.token else ""

    def contents(self) -> list[LineContent]:
        """Give what the lines say; what nobody knows any more is left out."""
        found = (_content(form.token, form, self.subjects) for form in self.forms)
        return [line for line in found if line is not None]

    def find_problems(self) -> bool:
        """Say beside each line why it cannot be; give whether all can. For lines that are read."""
        if any(form.errors for form in self.forms):
            return False
        problems = line_problems(self.contents())
        for at, message in problems.items():
            self.forms[at].refuse(message)
        self.errors = [form.errors for form in self.forms if form.errors]
        return not problems


@dataclass(frozen=True, slots=True)
class DeclinedWords:
    """A line that was turned down: the value of its hidden field, and how it reads."""

    value: str
    label: str
    figure: str


def declined_words(values: Sequence[str]) -> list[DeclinedWords]:
    """Say what was turned down, for a list to take it back from."""
    read = [(value, entry) for value in values[-DECLINED_MOST:] if (entry := _Declined.read(value))]
    subjects = line_subjects([entry.token for _value, entry in read])
    return [DeclinedWords(value, *entry.words(subjects)) for value, entry in read]


def subject_choices(
    sector: Sector | None, scenes: Sequence[Scene]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """List what a line can be about, under headings: metrics, capabilities, standards nearby."""
    metrics = [(f"metric:{metric}", metric_label(metric)) for metric in metrics_in_use()]
    groups = [(str(_("指标")), metrics)]
    for choices in capability_choices():
        heading = choices.category or str(KIND_LABELS[choices.kind])
        named = [(f"capability:{row.value}", row.name) for row in choices.capabilities]
        groups.append((heading, named))
    standards = standards_for_choice(sector, scenes)
    codes = [(f"standard:{row.code}", f"{row.code} {row.title}"[:60]) for row in standards]
    return [*groups, (str(_("标准")), codes)] if codes else groups


def declined_contents(values: Sequence[str]) -> list[LineContent]:
    """Give the lines that were turned down, as a form keeps them: `op|value|token`."""
    read = [entry for value in values[-DECLINED_MOST:] if (entry := _Declined.read(value))]
    subjects = line_subjects([entry.token for entry in read])
    found = (_content(entry.token, entry, subjects, is_declined=True) for entry in read)
    return [line for line in found if line is not None]


def declined_readings(values: Sequence[str]) -> list[str]:
    """Give the places, budgets and days that were turned down."""
    read = [entry for value in values[-DECLINED_MOST:] if (entry := _Declined.read(value))]
    return [entry.token.reading for entry in read if not entry.token.is_line]


def lines_of(demand: Demand) -> dict[str, Any]:
    """Give the lines of a demand as data for a form: those that count, and those turned down."""
    rows = [(row, token_of(row, demand.text)) for row in demand.requirements]
    readings = (tuple(reading.split("|", 1)) for reading in demand.declined_readings)
    return {
        "lines": [
            {
                "what": str(token),
                "op": row.op.value if row.op else "",
                "value": _written(row),
                "is_must": row.is_must,
            }
            for row, token in rows
            if not row.is_declined
        ],
        "declined": [
            *(f"{row.op or ''}|{_written(row)}|{token}" for row, token in rows if row.is_declined),
            *(f"||{kind}|{subject}|text|0|" for kind, subject in readings),
        ],
    }


def token_of(row: Requirement, text: str) -> LineToken:
    """Give the token of a stored line."""
    return LineToken(row.kind, row.subject, row.source, row.typical_need_id or 0, row.quote(text))


def pressed(posted: "MultiDict[str, str]") -> "ImmutableMultiDict[str, str]":
    """Give the form as it stands after the button that was pressed: accept, decline, remove, add.

    Works on what was posted, so that nothing typed elsewhere is lost whatever is wrong with it.
    """
    form = MultiDict(posted)
    action, _dash, at = form.get("press", "").partition("-")
    if action in _PRESSES:
        _PRESSES[action](form, at)
    if action == "add" or _is_filled(form):
        _add(form)
    return ImmutableMultiDict(form)


def _accept(form: "MultiDict[str, str]", at: str) -> None:
    if at == "all":
        for number in list(_numbers(form, "proposals")):
            token = LineToken.parse(form.get(f"proposals-{number}-what", ""))
            if token and token.source is RequirementSource.TEXT:
                _accept(form, number)
        return
    token = LineToken.parse(form.get(f"proposals-{at}-what", ""))
    if token is None:
        return
    if token.kind is RequirementKind.REGION and token.subject == ABROAD:
        form["is_abroad"] = "y"
    elif token.kind is RequirementKind.REGION:
        form["region"] = form.get(f"proposals-{at}-value", token.subject)
    elif token.kind is RequirementKind.BUDGET:
        form["budget_min_wan"], _dash, form["budget_max_wan"] = token.subject.partition("-")
    elif token.kind is RequirementKind.TIME:
        form["ends_on"] = token.subject
    else:
        _append(form, {name: form.get(f"proposals-{at}-{name}", "") for name in FIELDS})


def _decline(form: "MultiDict[str, str]", at: str) -> None:
    _turn_down(form, f"proposals-{at}")


def _remove(form: "MultiDict[str, str]", at: str) -> None:
    """Take a line out; what was once proposed is then turned down, not proposed again."""
    token = LineToken.parse(form.get(f"lines-{at}-what", ""))
    if token and token.source is not RequirementSource.STATED:
        _turn_down(form, f"lines-{at}")
    for name in FIELDS:
        form.poplist(f"lines-{at}-{name}")


def _restore(form: "MultiDict[str, str]", text: str) -> None:
    form.setlist("declined", [other for other in form.getlist("declined") if other != text])


def _turn_down(form: "MultiDict[str, str]", prefix: str) -> None:
    op, value, what = (form.get(f"{prefix}-{name}", "") for name in ("op", "value", "what"))
    form.add("declined", f"{op}|{value}|{what}")


def _add(form: "MultiDict[str, str]") -> None:
    kind, _colon, subject = form.get("add_what", "").partition(":")
    token = LineToken.parse(f"{kind}|{subject}|stated|0|")
    if token and token.is_line:
        values = {name: form.get(f"add_{name}", "") for name in FIELDS}
        _append(form, {**values, "what": str(token)})
    for name in FIELDS:
        form.poplist(f"add_{name}")


def _is_filled(form: "MultiDict[str, str]") -> bool:
    """Whether a new line was filled in; sent with another button it counts all the same."""
    kind, value = form.get("add_what", "").partition(":")[0], form.get("add_value", "")
    return bool(value.strip() if kind == RequirementKind.METRIC else kind)


def _append(form: "MultiDict[str, str]", values: dict[str, str]) -> None:
    number = max([int(at) for at in _numbers(form, "lines")], default=-1) + 1
    for name, value in values.items():
        if name != "is_must" or value:
            form[f"lines-{number}-{name}"] = value


def _numbers(form: "MultiDict[str, str]", prefix: str) -> Iterator[str]:
    for name in list(form):
        head, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if head == prefix and field == "what" and number.isdecimal() and number.isascii():
            yield number


_PRESSES = {"accept": _accept, "decline": _decline, "remove": _remove, "restore": _restore}


class _Declined:
    """A line that was turned down, as it stands in a hidden field."""

    def __init__(self, op: str, value: str, token: LineToken) -> None:
        self.op, self.value, self.token = op, value, token

    @classmethod
    def read(cls, text: str) -> "_Declined | None":
        op, _bar, rest = text.partition("|")
        value, _bar, what = rest.partition("|")
        token = LineToken.parse(what)
        return cls(op, value, token) if token else None

    def words(self, subjects: LineSubjects) -> tuple[str, str]:
        """Say what it is about and its figure."""
        token, typed = self.token, self.figure()
        if token.metric and typed:
            figure = metric_figure(token.metric, typed.op, typed.value, typed.value2)
            return subjects.label(token), figure
        field = {
            RequirementKind.REGION: _("地区"),
            RequirementKind.BUDGET: _("预算"),
            RequirementKind.TIME: _("希望完成"),
        }.get(token.kind)
        return (str(field), token.quote or token.subject) if field else (subjects.label(token), "")

    def figure(self) -> TypedFigure | None:
        if self.token.metric is None:
            return None
        try:
            return _bound(self.token.metric, self.value, self.op)
        except FigureError:
            return None


def _content(
    token: LineToken | None,
    entry: LineForm | _Declined,
    subjects: LineSubjects,
    *,
    is_declined: bool = False,
) -> LineContent | None:
    if token is None or not token.is_line:
        return None
    typed = entry.figure()
    capability = subjects.capabilities.get(token.subject)
    standard = subjects.standards.get(token.subject)
    is_capability = token.kind is RequirementKind.CAPABILITY
    is_metric = token.kind is RequirementKind.METRIC
    if (typed if is_metric else capability if is_capability else standard) is None:
        return None
    return LineContent(
        kind=token.kind,
        metric=token.metric,
        capability=capability if is_capability else None,
        standard=standard if token.kind is RequirementKind.STANDARD else None,
        op=typed.op if typed else None,
        value=typed.value if typed else None,
        value2=typed.value2 if typed else None,
        is_must=isinstance(entry, LineForm) and bool(entry.is_must.data),
        is_declined=is_declined,
        source=token.source,
        quote=token.quote,
        typical_need=subjects.typical_needs.get(token.typical_need),
    )


def _written(row: Requirement) -> str:
    if row.metric is None or row.value is None:
        return ""
    return write_figure(row.metric, row.value, row.value2)
