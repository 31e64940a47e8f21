"""Providers as the API gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import FirmSize, OrganisationState
from matchmaker.accounts.models import Account
from matchmaker.api.forms.base import Told, told
from matchmaker.api.forms.offerings import OfferingLine, offering_line
from matchmaker.api.forms.parts import (
    RegionRef,
    SectorRef,
    organisation_ref,
    page,
    region_ref,
    region_refs,
    sector_ref,
)
from matchmaker.catalogue import policies
from matchmaker.catalogue.enums import ProgrammeType, ProviderType, Validity
from matchmaker.catalogue.models import CasePart, Offering, ProviderProfile, Qualification
from matchmaker.catalogue.queries import Provider
from matchmaker.catalogue.queries.lists import Listed
from matchmaker.engagements.scoring.ratings import RatingSummary
from matchmaker.programmes.enums.results import Standing
from matchmaker.programmes.models.results import Entry


class Tier(Told):
    """What a call of the programme ranked a provider as; it never counts in a match."""

    name: str
    call: str
    until: date | None


class ProviderLine(Told):
    """A provider as the directory shows it."""

    id: int
    url: str = told(_("网页地址"))
    name: str
    name_en: str
    is_claimed: bool
    is_verified: bool
    type: ProviderType | None
    programme_type: ProgrammeType | None
    tier: Tier | None
    region: RegionRef | None
    offerings: int = told(_("已发布的方案数"))
    cases: int = told(_("参与的案例数"))


class QualificationOut(Told):
    """A licence or rating a provider holds, with its certificate where the caller may read it."""

    name: str
    number: str
    issuer: str
    valid_until: date | None
    validity: Validity
    certificate_url: str | None


class EntryRef(Told):
    """What a call selected of a provider."""

    number: str
    call_id: int
    call_title_zh: str
    call_title_en: str
    title: str
    level: str
    listed_at: datetime
    valid_until: date
    standing: Standing


class PartOut(Told):
    """A case a provider took part in, and what it did."""

    case_id: int
    title: str
    client: str
    role: str
    year_from: int | None
    year_to: int | None
    url: str


class RatingOut(Told):
    """What enterprises say after working together, 1 to 5; only of three or more."""

    count: int
    overall: float
    answers: float
    reliability: float
    result: float


class ProviderOut(ProviderLine):
    """A provider with all its page shows; offerings and cases are the first ten of their lists."""

    version: int
    state: OrganisationState
    aliases: list[str]
    place: str
    website: str
    about: str
    size: FirmSize | None
    summary: str
    summary_en: str
    is_translated: bool = told(_("英文由平台翻译"))
    places: list[str] = told(_("服务的境外国家和地区：ISO 3166-1 代码，或一片地区"))
    sectors: list[SectorRef]
    served_regions: list[RegionRef]
    is_nationwide: bool
    serves_abroad: bool
    source_urls: list[str]
    is_mention_only: bool
    qualifications: list[QualificationOut]
    entries: list[EntryRef]
    rating: RatingOut | None
    first_offerings: list[OfferingLine]
    first_cases: list[PartOut]
    may_write: bool = told(_("您能否修改这个档案"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the page of a provider shows beside its profile."""

    entries: Sequence[Entry]
    rating: RatingSummary | None
    offerings: Listed[Offering]
    parts: Listed[CasePart]


def provider_line(provider: Provider) -> ProviderLine:
    """Give a provider as the directory shows it."""
    return ProviderLine(**_line(provider))


def provider_out(
    provider: Provider, beside: Beside, actor: Account | None, today: date
) -> ProviderOut:
    """Give a provider with all its page shows the caller."""
    organisation, profile = provider.organisation, provider.profile
    return ProviderOut.of(
        organisation,
        **_line(provider),
        **profile_facts(profile, actor, today),
        version=profile.version if profile else 0,
        aliases=list(organisation.aliases),
        is_mention_only=bool(profile and profile.is_mention_only),
        entries=[_entry(row, today) for row in beside.entries],
        rating=_rating(beside.rating),
        first_offerings=[offering_line(row) for row in beside.offerings.rows],
        first_cases=[_part(row) for row in beside.parts.rows],
        may_write=policies.may_write_profile(actor, organisation),
    )


def profile_facts(
    profile: ProviderProfile | None, actor: Account | None, today: date
) -> dict[str, Any]:
    """Give what a profile says, whoever reads it; nothing where there is none."""
    return {
        "summary": profile.summary if profile else "",
        "summary_en": profile.summary_en if profile else "",
        "is_translated": bool(profile and profile.is_translated),
        "places": [row.place for row in profile.places] if profile else [],
        "sectors": [
            made for row in (profile.sectors if profile else ()) if (made := sector_ref(row))
        ],
        "served_regions": region_refs(profile.served_regions if profile else ()),
        "is_nationwide": bool(profile and profile.is_nationwide),
        "serves_abroad": bool(profile and profile.serves_abroad),
        "source_urls": list(profile.source_urls) if profile else [],
        "qualifications": [
            _qualification(row, actor, today) for row in (profile.qualifications if profile else ())
        ],
    }


def _line(provider: Provider) -> dict[str, Any]:
    profile = provider.profile
    return {
        **dict(organisation_ref(provider.organisation)),
        "url": page("catalogue.provider", organisation_id=provider.organisation.id),
        "type": profile.type if profile else None,
        "programme_type": profile.programme_type if profile else None,
        "tier": _tier(profile),
        "region": region_ref(provider.region),
        "offerings": provider.offerings,
        "cases": provider.cases,
    }


def _tier(profile: ProviderProfile | None) -> Tier | None:
    if profile is None or not profile.has_tier:
        return None
    return Tier(name=profile.tier, call=profile.tier_call, until=profile.tier_until)


def _qualification(row: Qualification, actor: Account | None, today: date) -> QualificationOut:
    is_open = row.attachment is not None and policies.may_see_certificate(actor, row)
    return QualificationOut.of(
        row,
        validity=row.validity(today),
        certificate_url=page("catalogue.certificate", qualification_id=row.id) if is_open else None,
    )


def _entry(row: Entry, today: date) -> EntryRef:
    return EntryRef.of(
        row,
        call_title_zh=row.call.title_zh,
        call_title_en=row.call.title_en,
        title=row.submission.title,
        standing=row.standing(today),
    )


def _part(row: CasePart) -> PartOut:
    return PartOut(
        case_id=row.case.id,
        title=row.case.title,
        client=row.case.client,
        role=row.role,
        year_from=row.case.year_from,
        year_to=row.case.year_to,
        url=page("catalogue.case", case_id=row.case.id),
    )


def _rating(summary: RatingSummary | None) -> RatingOut | None:
    if summary is None:
        return None
    return RatingOut(
        count=summary.count,
        overall=round(summary.overall, 1),
        answers=round(summary.answers, 1),
        reliability=round(summary.reliability, 1),
        result=round(summary.result, 1),
    )
