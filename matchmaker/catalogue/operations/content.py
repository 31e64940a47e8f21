"""What a provider says of an offering, and what is checked of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import EvidenceKind, PriceModel
from matchmaker.catalogue.models import (
    Case,
    Offering,
)
from matchmaker.errors import DomainError, raise_all
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from matchmaker.web.forms import checked_words

TITLE_MIN, TITLE_MAX = 4, 60
SUMMARY_MIN, SUMMARY_MAX = 20, 4_000
TITLE_EN_MAX, SUMMARY_EN_MAX = 120, 2_000
SCENES_MOST = 12
SERVED_MOST = 40
PROMISES_MOST = 40
PRICE_MOST_WAN = Decimal(1_000_000)  # 100 亿元
LEAD_MOST_DAYS = 3_650
NOTE_MAX, LINK_MAX = 500, 1_000  # of what a promise rests on
BAD_LINK = _("网址要以 https:// 或 http:// 开头。")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseContent:
    """One thing an offering assures and what it rests on; values in the unit of the metric."""

    kind: RequirementKind
    metric: Metric | None = None
    capability: Capability | None = None
    standard: Standard | None = None
    op: Operator | None = None
    value: float | None = None
    value2: float | None = None
    evidence: EvidenceKind = EvidenceKind.STATEMENT
    case: Case | None = None
    evidence_note: str = ""
    evidence_url: str = ""
    valid_until: date | None = None

    @property
    def subject(self) -> Metric | Capability | Standard | None:
        """What is assured, whatever kind it is of."""
        return self.metric or self.capability or self.standard


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingContent:
    """What a provider writes in the form; prices in 万元 for a whole project, times in days."""

    title: str
    title_en: str = ""
    summary: str
    summary_en: str = ""
    sector: Sector | None = None
    scenes: Sequence[Scene] = field(default_factory=tuple)
    capabilities: Sequence[Capability] = field(default_factory=tuple)
    region: Region | None = None
    served_regions: Sequence[Region] = field(default_factory=tuple)
    is_nationwide: bool = False
    serves_abroad: bool = False
    price_min_wan: Decimal | None = None
    price_max_wan: Decimal | None = None
    lead_days_min: int | None = None
    lead_days_max: int | None = None
    price_model: PriceModel | None = None
    promises: Sequence[PromiseContent] = field(default_factory=tuple)
    cases: Sequence[Case] | None = None  # None leaves those it rests on as they are


def promise_fault(content: PromiseContent) -> DomainError | None:
    """Say what a promise lacks to rest on what it says it rests on; None for nothing."""
    kind, url, note = content.evidence, content.evidence_url, content.evidence_note
    is_certificate = kind is EvidenceKind.CERTIFICATE
    has_no_day = content.valid_until is None
    lacking = (
        (bool(url) and not url.startswith(("https://", "http://")), "url", BAD_LINK),
        (kind is EvidenceKind.CASE and content.case is None, "case", _("请选择所依据的案例。")),
        (
            kind is EvidenceKind.TEST_REPORT and not (note or url),
            "note",
            _("请写检测报告的编号或网址。"),
        ),
        (is_certificate and not note, "note", _("请写证书编号。")),
        (is_certificate and has_no_day, "valid_until", _("请写证书的有效期。")),
        (
            not (is_certificate or has_no_day),
            "valid_until",
            _("有效期只用于证书，请清空，或把佐证改为证书。"),
        ),
    )
    faults = (DomainError(words, field=name) for is_faulty, name, words in lacking if is_faulty)
    return next(faults, None)


def check_content(content: OfferingContent) -> None:
    """Refuse what no offering may say, draft or not. Raises DomainError naming the field."""
    if not TITLE_MIN <= len(content.title) <= TITLE_MAX:
        raise DomainError(
            _("请写标题，%(low)s 到 %(high)s 个字。", low=TITLE_MIN, high=TITLE_MAX), field="title"
        )
    if len(content.summary) > SUMMARY_MAX:
        raise DomainError(
            _(
                "介绍最多 %(limit)s 个字，现在有 %(length)s 个。",
                limit=SUMMARY_MAX,
                length=len(content.summary),
            ),
            field="summary",
        )
    checked_words(content.title_en, TITLE_EN_MAX, field="title_en")
    checked_words(content.summary_en, SUMMARY_EN_MAX, field="summary_en")
    if content.summary_en and not content.title_en:
        raise DomainError(_("写了英文介绍，请也写英文标题。"), field="title_en")
    if len(content.scenes) > SCENES_MOST:
        raise DomainError(
            _("场景最多选 %(limit)s 个，请留下最重要的。", limit=SCENES_MOST), field="scenes"
        )
    _check_terms(content)
    _check_promises(content.promises)


def _check_terms(content: OfferingContent) -> None:
    for low, high, most, name in (
        (content.price_min_wan, content.price_max_wan, PRICE_MOST_WAN, "price_max_wan"),
        (content.lead_days_min, content.lead_days_max, LEAD_MOST_DAYS, "lead_days_max"),
    ):
        ends = [end for end in (low, high) if end is not None]
        if any(not 0 <= end <= most for end in ends):
            raise DomainError(_("请写 0 到 %(most)s 之间的数字。", most=f"{most:,}"), field=name)
        if low is not None and high is not None and low > high:
            raise DomainError(_("上限要不小于下限，请核对两个数字。"), field=name)
    if len(content.served_regions) > SERVED_MOST:
        raise DomainError(
            _("其他服务地区最多写 %(limit)s 个；全国都服务请勾选“服务全国”。", limit=SERVED_MOST),
            field="served_regions",
        )


def _check_promises(promises: Sequence[PromiseContent]) -> None:
    if len(promises) > PROMISES_MOST:
        raise DomainError(
            _("承诺最多写 %(limit)s 条，请留下最重要的。", limit=PROMISES_MOST), field="promises"
        )
    if len({(promise.kind, promise.subject) for promise in promises}) < len(promises):
        raise DomainError(_("同一项承诺写了两次，请合并成一条。"), field="promises")
    fault = next(filter(None, map(promise_fault, promises)), None)
    if fault:
        raise DomainError(fault.message, field="promises")


def lacking_of(offering: Offering) -> tuple[DomainError, ...]:
    """Say what an offering lacks before it may be submitted, each with its field."""
    lacking = (
        (
            len(offering.summary) < SUMMARY_MIN,
            "summary",
            _("发布前请把方案介绍写得更具体，至少 %(low)s 个字。", low=SUMMARY_MIN),
        ),
        (offering.sector is None, "sector", _("发布前请选择行业。")),
        (not offering.scenes, "scenes", _("发布前请至少选择一个场景，匹配要用到它。")),
    )
    return tuple(
        DomainError(words, field=name) for is_lacking, name, words in lacking if is_lacking
    )


def check_complete(offering: Offering) -> None:
    """Refuse to publish what lacks what matching needs. Raises DomainError naming the field."""
    raise_all(lacking_of(offering))
