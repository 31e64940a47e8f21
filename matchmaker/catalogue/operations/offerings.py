"""Everything that changes provider profiles, cases and offerings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import inspect
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for
from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.catalogue.enums import OFFERING_TRANSITIONS, EvidenceKind, OfferingState
from matchmaker.catalogue.models import (
    Case,
    CaseEffect,
    CasePart,
    Offering,
    Promise,
    ProviderProfile,
)
from matchmaker.catalogue.scoring import effects_in
from matchmaker.errors import ConflictError, DomainError
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard

TITLE_MIN, TITLE_MAX = 4, 60
SUMMARY_MIN, SUMMARY_MAX = 20, 4_000
SCENES_MOST = 12
SERVED_MOST = 40
PROMISES_MOST = 40
PRICE_MOST_WAN = Decimal(1_000_000)  # 100 亿元
LEAD_MOST_DAYS = 3_650
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
    summary: str
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
    promises: Sequence[PromiseContent] = field(default_factory=tuple)


def put_unclaimed_provider(
    organisation: Organisation,
    values: Values,
    profile: ProviderProfile,
    profile_values: Values,
    *,
    actor: HasId | None,
) -> bool:
    """Add or change an organisation known from published sources, and its profile.

    Once its own people have taken the profile over, nothing is changed from outside any more.
    """
    if organisation.state not in {None, OrganisationState.UNCLAIMED}:
        return False
    state = {"state": OrganisationState.UNCLAIMED}
    changed = audit.put("organisation", organisation, {**values, **state}, actor=actor)
    known = {"organisation": organisation, **profile_values}
    return audit.put("provider_profile", profile, known, actor=actor) or changed


def put_case(
    row: Case,
    values: Values,
    *,
    scenes: Sequence[Scene],
    capabilities: Sequence[Capability],
    parts: Sequence[tuple[Organisation, str]],
    actor: HasId | None,
) -> bool:
    """Add or change a case, its scenes, capabilities and who did which part."""
    links = {"scenes": scenes, "capabilities": capabilities}
    changed = audit.put("case", row, values, actor=actor, links=links)
    present = {part.organisation_id: part for part in row.parts}
    for organisation, role in parts:
        part = present.pop(organisation.id, None) or CasePart()
        values = {"case": row, "organisation": organisation, "role": role}
        changed |= audit.put("case_part", part, values, actor=actor)
    for gone in present.values():
        audit.happened("case_part.removed", gone, actor=actor, facts={"role": gone.role})
        row.parts.remove(gone)
        changed = True
    reached = effects_in(row.effects)
    if {effect.kind for effect in row.effect_rows} != set(reached):
        row.effect_rows = [CaseEffect(kind=kind) for kind in reached]
        changed = True
    return changed


def put_sourced_offering(
    row: Offering,
    content: OfferingContent,
    *,
    cases: Sequence[Case],
    actor: HasId | None,
) -> bool:
    """Add or change an offering known from published cases; a new one is public at once.

    One that its own people have withdrawn stays withdrawn. Its promises carry a public source and
    so count as reviewed.
    """
    values: dict[str, Any] = {
        "title": content.title,
        "summary": content.summary,
        "sector": content.sector,
        "region": content.region,
    }
    if row.state is None:
        values |= {"state": OfferingState.PUBLISHED, "published_at": clock.now()}
        _write_promises(row, content.promises, is_sourced=True)
    links = {"scenes": content.scenes, "capabilities": content.capabilities, "cases": cases}
    changed = audit.put("offering", row, values, actor=actor, links=links)
    if _promised(row) != list(content.promises):
        with audit.change("offering.changed", row, actor=actor):
            _write_promises(row, content.promises, is_sourced=True)
        changed = True
    return changed


def draft_offering(
    organisation: Organisation, content: OfferingContent, *, actor: Account
) -> Offering:
    """Start an offering; only its own people see it until it is published."""
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    _check_content(content)
    offering = Offering(organisation=organisation, state=OfferingState.DRAFT, title="", summary="")
    _write(offering, content)
    audit.created("offering.drafted", offering, actor=actor)
    return offering


def edit_offering(
    offering: Offering, content: OfferingContent, *, seen_version: int, actor: Account
) -> Offering:
    """Change an offering.

    Raises ConflictError when it was changed since the person opened it (`seen_version`).
    """
    if seen_version != offering.version:
        raise ConflictError(
            _(
                "您打开页面之后，这个方案已被改动。下面同时列出您填写的和已保存的内容，请核对后再保存。"
            )
        )
    _check_content(content)
    with audit.change("offering.edited", offering, actor=actor):
        _write(offering, content)
    if offering.state is OfferingState.PUBLISHED:
        _check_complete(offering)
    return offering


def publish_offering(offering: Offering, *, actor: Account) -> None:
    """Make a complete offering public; it counts in the next match."""
    _check_complete(offering)
    with audit.change("offering.published", offering, actor=actor):
        _move(offering, OfferingState.PUBLISHED)
        offering.published_at = clock.now()
        offering.withdrawn_at = None


def withdraw_offering(offering: Offering, *, actor: Account) -> None:
    """Take a public offering back; it leaves every list and match at once."""
    with audit.change("offering.withdrawn", offering, actor=actor):
        _move(offering, OfferingState.WITHDRAWN)
        offering.withdrawn_at = clock.now()


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


def review_promise(promise: Promise, *, actor: Account) -> None:
    """Mark that staff have seen what a promise rests on; done once, undone by changing it."""
    if promise.reviewed_at is not None:
        raise ConflictError(_("这条承诺已经核对过，请刷新页面查看。"))
    promise.reviewed_at = clock.now()
    facts = {"promise": promise.id, "kind": promise.kind.value, "evidence": promise.evidence.value}
    audit.happened("offering.promise_reviewed", promise.offering, actor=actor, facts=facts)


def _write(offering: Offering, content: OfferingContent) -> None:
    strange = {promise.case for promise in content.promises if promise.case} - {*offering.cases}
    if strange:
        raise DomainError(_("承诺只能依据这个方案自己的案例。"), field="promises")
    offering.title = content.title
    offering.summary = content.summary
    offering.sector = content.sector
    offering.scenes = list(content.scenes)
    offering.capabilities = list(content.capabilities)
    offering.region = content.region
    offering.served_regions = list(content.served_regions)
    offering.is_nationwide = content.is_nationwide
    offering.serves_abroad = content.serves_abroad
    offering.price_min_wan = content.price_min_wan
    offering.price_max_wan = content.price_max_wan
    offering.lead_days_min = content.lead_days_min
    offering.lead_days_max = content.lead_days_max
    _write_promises(offering, content.promises)


def _write_promises(
    offering: Offering, contents: Sequence[PromiseContent], *, is_sourced: bool = False
) -> None:
    """Make the promises say this, in this order; one that says the same stays, review and all."""
    if _promised(offering) == list(contents):
        return
    present = dict(zip(_promised(offering), offering.promises, strict=True))
    kept = [present.get(content) or Promise(**_said(content)) for content in contents]
    for position, promise in enumerate(kept):
        promise.position = position
        if is_sourced:
            promise.reviewed_at = promise.reviewed_at or clock.now()
    offering.promises = kept
    if inspect(offering).persistent:
        flag_modified(offering, "updated_at")  # a change of its parts is a change of the offering


def _promised(offering: Offering) -> list[PromiseContent]:
    names = [one.name for one in fields(PromiseContent)]
    return [
        PromiseContent(**{name: getattr(promise, name) for name in names})
        for promise in offering.promises
    ]


def _said(content: PromiseContent) -> dict[str, Any]:
    return {one.name: getattr(content, one.name) for one in fields(content)}


def _check_content(content: OfferingContent) -> None:
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


def _check_complete(offering: Offering) -> None:
    if len(offering.summary) < SUMMARY_MIN:
        raise DomainError(
            _("发布前请把方案介绍写得更具体，至少 %(low)s 个字。", low=SUMMARY_MIN), field="summary"
        )
    if offering.sector is None:
        raise DomainError(_("发布前请选择行业。"), field="sector")
    if not offering.scenes:
        raise DomainError(_("发布前请至少选择一个场景，匹配要用到它。"), field="scenes")


def _move(offering: Offering, target: OfferingState) -> None:
    if target not in OFFERING_TRANSITIONS[offering.state]:
        raise ConflictError(_("这个方案现在的状态不允许这样做，请刷新页面查看。"))
    offering.state = target
