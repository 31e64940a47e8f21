"""Lines of a need and the verdicts on them, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.db import db
from matchmaker.errors import Words
from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.posting import start_of
from matchmaker.matching.scoring.ranking import Hindrance
from matchmaker.matching.scoring.records import ABROAD, Requirement
from matchmaker.matching.scoring.verdicts import Verdict
from matchmaker.taxonomy.enums import Metric, RequirementKind
from matchmaker.taxonomy.models import Capability, Region
from matchmaker.taxonomy.words import metric_figure, metric_line
from matchmaker.web.filters import figure, money_wan
from matchmaker.web.language import localised

ANSWER_LABELS: Mapping[Answer, Words] = {
    Answer.MET: _("满足"),
    Answer.NOT_MET: _("不满足"),
    Answer.UNKNOWN: _("未知"),
}
EVIDENCE_LABELS: Mapping[str, Words] = {
    EvidenceKind.CASE: _("案例"),
    EvidenceKind.TEST_REPORT: _("测试报告"),
    EvidenceKind.CERTIFICATE: _("证书"),
    EvidenceKind.STATEMENT: _("供应商自述"),
}
_NOTES: Mapping[str, Words] = {
    "covers-part": _("只能确定满足一部分"),
    "case-reached-less": _("案例达到这一数值，未说明上限"),
    "one-direction": _("只写明了上行或下行其中一个方向"),
    "direction-not-said": _("写了速率，没有写明是上行还是下行"),
    "contradictory": _("方案写的数值前后矛盾"),
    "not-stated": _("方案没有写明"),
    "no-figure": _("要求没有数值"),
    "other-deployment": _("供应商写明的组网方式里没有这一种"),
    "served": _("服务范围包含该地"),
    "nationwide": _("服务全国"),
    "same-province": _("只写明同省的其他地方"),
    "neighbouring": _("服务相邻的省份"),
    "elsewhere": _("写明的是其他地区"),
    "abroad": _("服务境外项目"),
    "not-abroad": _("没有写明服务境外"),
    "unknown-place": _("没有找到这个地区"),
    "within": _("报价在预算之内"),
    "part-of-range": _("报价的低端在预算之内"),
    "above": _("报价高于预算"),
    "in-time": _("工期来得及"),
    "too-late": _("最快也来不及"),
    "may-be-late": _("最慢时可能来不及"),
}


@dataclass(frozen=True, slots=True)
class ShownRequirement:
    """A line of a need in words.

    `is_proposal`: read from the text and not confirmed, so that it counts as a wish. Of the
    offerings that reach the floor this must keeps `excludes` off the list, `excludes_alone` of them
    by itself; `unknown` of the `asked` best leave it open.
    """

    key: str
    kind: RequirementKind
    label: str
    is_must: bool
    is_proposal: bool
    excludes: int
    excludes_alone: int
    unknown: int
    asked: int


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """One line held against one offering, in words.

    `promised` is the figure the offering assures, empty where there is none; `source` the words
    or number of its evidence, `note` what else there is to know.
    """

    key: str
    kind: RequirementKind
    label: str
    is_must: bool
    is_proposal: bool
    answer: Answer
    answer_label: str
    promised: str
    evidence_label: str
    source: str
    note: str
    case_id: int | None
    is_backed: bool
    is_expired: bool


class Namer:
    """Names what lines are about; loads the rows for all of them at once."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        subjects: dict[RequirementKind, set[str]] = {}
        for row in requirements:
            subjects.setdefault(row.kind, set()).add(row.subject)
        self._labels: dict[Requirement, str] = {}
        self._names: dict[RequirementKind, dict[str, str]] = {}
        if slugs := subjects.get(RequirementKind.CAPABILITY):
            found = db.session.scalars(select(Capability).where(Capability.slug.in_(slugs)))
            self._names[RequirementKind.CAPABILITY] = {row.slug: localised(row) for row in found}
        if codes := subjects.get(RequirementKind.REGION):
            places = db.session.scalars(select(Region).where(Region.code.in_(codes)))
            self._names[RequirementKind.REGION] = {row.code: localised(row) for row in places}

    def label(self, row: Requirement) -> str:
        """Say what a line asks: 时延 ≤ 20 毫秒."""
        # Every offering is held against the same lines.
        if row not in self._labels:
            self._labels[row] = self._label(row)
        return self._labels[row]

    def _label(self, row: Requirement) -> str:
        words = self._names.get(row.kind, {}).get(row.subject, row.subject)
        match row.kind:
            case RequirementKind.METRIC if row.op is not None and row.value is not None:
                words = metric_line(Metric(row.subject), row.op, row.value, row.value2)
            case RequirementKind.REGION if row.subject == ABROAD:
                words = gettext("服务境外")
            case RequirementKind.REGION:
                words = gettext("服务%(region)s", region=words)
            case RequirementKind.BUDGET:
                money = money_wan(_decimal(row.value), _decimal(row.value2))
                words = gettext("预算 %(money)s", money=money)
            case RequirementKind.TIME:
                words = gettext("%(n)s 天内上线", n=figure(row.value2))
        return words

    def verdict(self, verdict: Verdict) -> ShownVerdict:
        """Say a verdict in words."""
        row = verdict.requirement
        return ShownVerdict(
            key=row.key,
            kind=row.kind,
            label=self.label(row),
            is_must=row.must,
            is_proposal=start_of(row) is not None,
            answer=verdict.answer,
            answer_label=str(ANSWER_LABELS[verdict.answer]),
            promised=promised_words(verdict),
            evidence_label=str(EVIDENCE_LABELS.get(verdict.evidence, "")),
            source=verdict.source,
            note=str(_note(verdict)),
            case_id=verdict.case_key if isinstance(verdict.case_key, int) else None,
            is_backed=verdict.is_backed,
            is_expired=verdict.is_expired,
        )

    def requirement(self, row: Requirement, hindrance: Hindrance | None) -> ShownRequirement:
        """Say a line and what it keeps away."""
        return ShownRequirement(
            key=row.key,
            kind=row.kind,
            label=self.label(row),
            is_must=row.must,
            is_proposal=start_of(row) is not None,
            excludes=hindrance.excluded if hindrance else 0,
            excludes_alone=hindrance.alone if hindrance else 0,
            unknown=hindrance.unknown if hindrance else 0,
            asked=hindrance.asked if hindrance else 0,
        )


def promised_words(verdict: Verdict) -> str:
    """Write what is promised: ≤ 10 毫秒, 50–80 万元, 30–60 天; nothing where there is nothing."""
    low, high = verdict.value, verdict.value2
    match verdict.requirement.kind:
        case RequirementKind.METRIC if verdict.op is not None and low is not None:
            return metric_figure(Metric(verdict.requirement.subject), verdict.op, low, high)
        case RequirementKind.BUDGET if (low, high) != (None, None):
            return money_wan(_decimal(low), _decimal(high))
        case RequirementKind.TIME if low is not None or high is not None:
            ends = [figure(end) for end in (low, high) if end is not None]
            return gettext("%(days)s 天", days="–".join(dict.fromkeys(ends)))
        case _:
            return ""


def _note(verdict: Verdict) -> Words:
    if verdict.is_expired:
        return _("证书已过期，按供应商自述计")
    return _NOTES.get(verdict.note, "")


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
