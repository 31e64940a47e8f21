"""Offerings as the API gives them."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.api.forms.base import Told, told
from matchmaker.api.forms.parts import (
    CapabilityRef,
    Figure,
    FileRef,
    Money,
    OrganisationRef,
    RegionRef,
    SceneRef,
    SectorRef,
    capability_refs,
    figure_of,
    file_refs,
    money,
    organisation_ref,
    page,
    region_ref,
    region_refs,
    scene_refs,
    sector_ref,
)
from matchmaker.catalogue import policies
from matchmaker.catalogue.enums import EvidenceKind, OfferingState, PriceModel
from matchmaker.catalogue.models import Case, Offering, Promise

EXCERPT = 300


class OfferingLine(Told):
    """An offering as a list shows it."""

    id: int
    url: str = told(_("网页地址"))
    title: str
    title_en: str
    summary: str = told(_("正文的前 300 个字"))
    provider: OrganisationRef
    scenes: list[SceneRef]
    region: RegionRef | None
    is_nationwide: bool
    serves_abroad: bool
    price: Money | None
    is_light: bool = told(_("按平台规则符合小快轻准"))
    tier: str = told(_("供应商的等级，现在有效的"))
    state: OfferingState
    published_at: datetime | None
    updated_at: datetime


class CaseRef(Told):
    """A case an offering rests on."""

    id: int
    title: str
    client: str
    url: str


class PromiseOut(Figure):
    """What an offering assures, and what it rests on; `reviewed_at` once staff saw that."""

    id: int
    evidence: EvidenceKind
    case_id: int | None
    note: str
    source_url: str
    valid_until: date | None
    is_expired: bool
    reviewed_at: datetime | None


class OfferingOut(Told):
    """An offering with all its page shows; `actions` are the moves open to the caller."""

    id: int
    version: int
    url: str
    state: OfferingState
    title: str
    title_en: str
    summary: str
    summary_en: str
    is_translated: bool = told(_("英文由平台翻译"))
    provider: OrganisationRef
    sector: SectorRef | None
    scenes: list[SceneRef]
    capabilities: list[CapabilityRef]
    region: RegionRef | None
    served_regions: list[RegionRef]
    is_nationwide: bool
    serves_abroad: bool
    price: Money | None
    price_model: PriceModel | None
    lead_days_min: int | None
    lead_days_max: int | None
    is_light: bool
    tier: str
    promises: list[PromiseOut]
    cases: list[CaseRef]
    files: list[FileRef]
    published_at: datetime | None
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    archived_at: datetime | None
    updated_at: datetime
    actions: list[str]


def offering_line(row: Offering) -> OfferingLine:
    """Give an offering as a list shows it."""
    return OfferingLine.of(
        row,
        url=page("catalogue.offering", offering_id=row.id),
        summary=row.summary[:EXCERPT],
        provider=organisation_ref(row.organisation),
        scenes=scene_refs(row.scenes),
        region=region_ref(row.region),
        price=money(row.price_min_wan, row.price_max_wan),
        tier=_tier(row),
    )


def offering_out(row: Offering, actor: Account | None, today: date) -> OfferingOut:
    """Give an offering with all its page shows; call it for whom the page is open."""
    return OfferingOut.of(
        row,
        url=page("catalogue.offering", offering_id=row.id),
        provider=organisation_ref(row.organisation),
        sector=sector_ref(row.sector),
        scenes=scene_refs(row.scenes),
        capabilities=capability_refs(row.capabilities),
        region=region_ref(row.region),
        served_regions=region_refs(row.served_regions),
        price=money(row.price_min_wan, row.price_max_wan),
        tier=_tier(row),
        promises=[_promise(promise, today) for promise in row.promises],
        cases=[_case(case) for case in row.cases],
        files=file_refs(row.files, "catalogue.offering_file", "file_id"),
        actions=[name for name, may in ACTIONS.items() if may(actor, row)],
    )


ACTIONS = {
    "edit": policies.may_edit,
    "submit": policies.may_submit,
    "take-back": policies.may_take_back,
    "withdraw": policies.may_withdraw,
    "archive": policies.may_archive,
    "copy": policies.may_copy,
}


def _tier(row: Offering) -> str:
    return row.profile.tier if row.profile and row.profile.has_tier else ""


def _promise(row: Promise, today: date) -> PromiseOut:
    return PromiseOut.of(
        row,
        **dict(figure_of(row)),
        note=row.evidence_note,
        source_url=row.evidence_url,
        is_expired=row.valid_until is not None and row.valid_until < today,
    )


def _case(row: Case) -> CaseRef:
    return CaseRef.of(row, url=page("catalogue.case", case_id=row.id))
