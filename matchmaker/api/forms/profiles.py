"""What an organisation says of itself as a provider: as programs read it, as they write it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.accounts.models import Account, Organisation
from matchmaker.api.forms.base import Given, Told, told
from matchmaker.api.forms.parts import RegionRef, SectorRef
from matchmaker.api.forms.providers import QualificationOut, profile_facts
from matchmaker.api.forms.writing import AS_LINE, AS_WORDS, Codes, Naming, written
from matchmaker.catalogue.enums import ProgrammeType, ProviderType
from matchmaker.catalogue.forms.profiles import ISSUER_MOST, NAME_MOST, NUMBER_MOST
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.operations.profiles import (
    CONTACT_EN_MOST,
    PLACES_MOST,
    QUALIFICATIONS_MOST,
    REGIONS_MOST,
    SECTORS_MOST,
    SUMMARY_MOST,
    ProfileContent,
    QualificationContent,
    content_of_profile,
)
from matchmaker.errors import DomainError

Text = Annotated[str, Field(max_length=SUMMARY_MOST), AS_WORDS]


class ProfileOut(Told):
    """A provider's profile as its own people write it; before the first change its version is 0."""

    organisation_id: int
    id: int | None = told(_("档案编号；还没有写时为 null"))
    version: int
    published_at: datetime | None = told(_("公开的时间；没有公开时为 null"))
    type: ProviderType | None
    programme_type: ProgrammeType | None
    summary: str
    summary_en: str
    contact_en: str
    is_translated: bool = told(_("英文由平台翻译"))
    places: list[str] = told(_("服务的境外国家和地区：ISO 3166-1 代码，或一片地区"))
    sectors: list[SectorRef]
    served_regions: list[RegionRef]
    is_nationwide: bool
    serves_abroad: bool
    source_urls: list[str]
    qualifications: list[QualificationOut]


class QualificationIn(Given):
    """A licence or rating; one whose words stay as they are keeps its certificate."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MOST), AS_LINE]
    number: Annotated[str, Field(max_length=NUMBER_MOST), AS_LINE] = ""
    issuer: Annotated[str, Field(max_length=ISSUER_MOST), AS_LINE] = ""
    valid_until: date | None = None


class ProfileChange(Given):
    """What to change of a profile: fields that are not sent stay, a list is replaced whole."""

    type: ProviderType | None = told(_("主要类型；第一次写时必填"), default=None)
    programme_type: ProgrammeType | None = None
    summary: Text = ""
    summary_en: Text = ""
    contact_en: Annotated[str, Field(max_length=CONTACT_EN_MOST), AS_LINE] = ""
    places: Annotated[Codes, Field(max_length=PLACES_MOST)] = []
    sectors: Annotated[Codes, Field(max_length=SECTORS_MOST)] = []
    served_regions: Annotated[Codes, Field(max_length=REGIONS_MOST)] = []
    is_nationwide: bool = False
    serves_abroad: bool = False
    qualifications: Annotated[list[QualificationIn], Field(max_length=QUALIFICATIONS_MOST)] = []


def profile_out(
    organisation: Organisation, profile: ProviderProfile | None, actor: Account, today: date
) -> ProfileOut:
    """Give the profile of an organisation, also one that is not written yet."""
    return ProfileOut(
        organisation_id=organisation.id,
        id=profile.id if profile else None,
        version=profile.version if profile else 0,
        published_at=profile.published_at if profile else None,
        type=profile.type if profile else None,
        programme_type=profile.programme_type if profile else None,
        contact_en=profile.contact_en if profile else "",
        **profile_facts(profile, actor, today),
    )


def profile_content(sent: ProfileChange, profile: ProviderProfile | None) -> ProfileContent:
    """Give what a profile says once the fields that were sent are changed.

    Raises DomainError whose field says where a name leads nowhere or what is missing.
    """
    naming = Naming()
    changes = written(
        sent,
        {
            "places": naming.places,
            "sectors": naming.sectors,
            "served_regions": naming.regions,
            "qualifications": lambda rows: [_qualification(row) for row in rows],
        },
    )
    if profile is None and sent.type is not None:
        return ProfileContent(**changes)
    if profile is None or changes.get("type", profile.type) is None:
        raise DomainError(_("请选择主要类型。"), field="type")
    return replace(content_of_profile(profile), **changes)


def _qualification(sent: QualificationIn) -> QualificationContent:
    return QualificationContent(
        name=sent.name, number=sent.number, issuer=sent.issuer, valid_until=sent.valid_until
    )
