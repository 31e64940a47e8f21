"""One promise of an offering as a row of its form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, SelectField

from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Case, Promise
from matchmaker.catalogue.operations import PromiseContent, promise_fault
from matchmaker.catalogue.operations.content import LINK_MAX, NOTE_MAX
from matchmaker.catalogue.words import evidence_label
from matchmaker.errors import Words
from matchmaker.matching.scoring.reading.typed import FigureError, TypedFigure, read_figure
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.forms import Subject, Subjects, subject_of
from matchmaker.taxonomy.words import CODES, metric_figure, unit_label
from matchmaker.web.forms import DayField, LineField, MaxLength

NAME_MAX = 200
NAME_SHOWN = 40
EVIDENCE = (
    EvidenceKind.STATEMENT,
    EvidenceKind.CASE,
    EvidenceKind.TEST_REPORT,
    EvidenceKind.CERTIFICATE,
)
REFUSED_FIGURES: Mapping[str, str] = {
    "unreadable": _("没有读懂这个数值，请只写一个数字和单位，例如“%(example)s”。"),
    "unit": _("单位不对，这项指标请写成“%(example)s”这样。"),
    "impossible": _("这个数值不可能，请核对数字和单位。"),
}
# What is typed for a metric, as an example beside a figure that could not be read.
EXAMPLES: Mapping[Metric, str] = {
    Metric.IP_RATING: "IP67",
    Metric.SECURITY_LEVEL: _("三级"),
    Metric.EXPLOSION_PROOF: _("是"),
}


class PromiseRow(Form):
    """What is promised, the figure, and what it rests on. A blank row says nothing."""

    subject = LineField(_("承诺什么"), validators=[MaxLength(NAME_MAX, show=False)])
    figure = LineField(_("数值"))
    evidence = SelectField(_("佐证"), validate_choice=True)
    case = SelectField(_("所属案例"), validate_choice=True)
    note = LineField(_("编号或说明"), validators=[MaxLength(NOTE_MAX, show=False)])
    url = LineField(_("网址"), validators=[MaxLength(LINK_MAX, show=False)])
    valid_until = DayField(_("有效期至"))
    remove = BooleanField(_("删去这条"))

    content: PromiseContent | None = None

    def offer(self, subjects: Subjects, cases: Sequence[Case]) -> None:
        """Say what can be promised, and which cases it may rest on."""
        self._subjects = subjects
        self._cases = {str(case.id): case for case in cases}
        self.evidence.choices = [(kind.value, evidence_label(kind)) for kind in EVIDENCE]
        self.case.choices = [("", _("未选择")), *((key, c.title) for key, c in self._cases.items())]
        self.evidence.data = self.evidence.data or EvidenceKind.STATEMENT.value
        self.case.data = self.case.data or ""

    @property
    def has_details(self) -> bool:
        """Whether anything beyond the figure and the kind of evidence was filled in or refused."""
        fields = (self.case, self.note, self.url, self.valid_until)
        typed = "".join(map(str, self.valid_until.raw_data or ()))
        return bool(typed) or any(field.data or field.errors for field in fields)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the row into `content`; a blank or removed one into none."""
        if self.remove.data or not any(self._typed()):
            return True
        if not super().validate(extra_validators):
            return False
        subject = self._subjects.find(self.subject.data or "")
        if subject is None:
            self._refuse("subject", _unknown(self.subject.data or ""))
            return False
        return self._read(subject)

    def _typed(self) -> Iterator[str]:
        for field in (self.subject, self.figure, self.note, self.url):
            yield field.data or ""
        yield "".join(self.valid_until.raw_data or ())

    def _read(self, subject: Subject) -> bool:
        figure = self._figure(subject)
        if self.errors:
            return False
        evidence = EvidenceKind(self.evidence.data)
        content = PromiseContent(
            kind=subject.kind,
            metric=subject.metric,
            capability=subject.capability,
            standard=subject.standard,
            op=figure.op if figure else None,
            value=figure.value if figure else None,
            value2=figure.value2 if figure else None,
            evidence=evidence,
            case=self._cases.get(self.case.data) if evidence is EvidenceKind.CASE else None,
            evidence_note=self.note.data or "",
            evidence_url=self.url.data or "",
            valid_until=self.valid_until.data,
        )
        fault = promise_fault(content)
        if fault:
            self._refuse(fault.field or "subject", fault.message)
            return False
        self.content = content
        return True

    def _figure(self, subject: Subject) -> TypedFigure | None:
        typed = self.figure.data or ""
        if subject.metric is None:
            if typed:
                self._refuse("figure", _("能力和标准不用写数值，请清空。"))
            return None
        try:
            return read_figure(subject.metric, typed)
        except FigureError as error:
            example = EXAMPLES.get(subject.metric) or f"20 {unit_label(subject.metric)}"
            self._refuse("figure", str(REFUSED_FIGURES[error.code]) % {"example": example})
            return None

    def _refuse(self, name: str, message: Words) -> None:
        self[name].errors = [*self[name].errors, str(message)]


def _unknown(name: str) -> str:
    if not name:
        return str(_("请写承诺的指标、能力或标准。"))
    return str(_("没有找到“%(name)s”，请从列表中选择。", name=name[:NAME_SHOWN]))


def typed_promises(promises: Sequence[PromiseContent]) -> list[dict[str, Any]]:
    """Give stored promises as they are typed into the rows."""
    return [
        {
            "subject": subject_of(promise.metric, promise.capability, promise.standard).name,
            "figure": typed_figure(promise),
            "evidence": promise.evidence.value,
            "case": str(promise.case.id) if promise.case else "",
            "note": promise.evidence_note,
            "url": promise.evidence_url,
            "valid_until": promise.valid_until,
        }
        for promise in promises
    ]


def typed_figure(promise: PromiseContent | Promise) -> str:
    """Write a stored figure as `read_figure` reads it back; nothing where there is none."""
    if promise.kind is not RequirementKind.METRIC:
        return ""
    assert promise.metric is not None  # noqa: S101 - the CHECK of the table says so
    assert promise.op is not None  # noqa: S101 - as above
    assert promise.value is not None  # noqa: S101 - as above
    words = metric_figure(promise.metric, promise.op, promise.value, promise.value2)
    is_measured = promise.op is Operator.EQUAL and promise.metric not in CODES
    return f"= {words}" if is_measured else words
