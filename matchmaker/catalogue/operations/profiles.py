"""What a provider says of itself: written, shown to the public, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations.standing import check_publisher
from matchmaker.accounts.policies import may_act_for
from matchmaker.attachments.operations.keeping import drop_attachment
from matchmaker.audit import operations as audit
from matchmaker.catalogue.enums import ProgrammeType, ProviderType
from matchmaker.catalogue.models import ProfilePlace, ProviderProfile, Qualification
from matchmaker.catalogue.queries.profiles import profile_of
from matchmaker.errors import ConflictError, DomainError
from matchmaker.taxonomy.models import Region, Sector
from matchmaker.web.forms import checked_words

SUMMARY_LEAST, SUMMARY_MOST = 20, 2_000
SECTORS_MOST = 12
REGIONS_MOST = 40
QUALIFICATIONS_MOST = 30
CONTACT_EN_MOST = 300
PLACES_MOST = 40
STALE = _("您打开页面之后，档案已被改动。旁边列出了已保存的内容，请核对后再保存。")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationContent:
    """A certificate, licence or rating; without `valid_until` it has no end.

    `row_id` is the row it was read from: that row keeps its certificate when its words change.
    """

    name: str
    number: str = ""
    issuer: str = ""
    valid_until: date | None = None
    row_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileContent:
    """What a provider writes in the form."""

    type: ProviderType
    programme_type: ProgrammeType | None = None
    summary: str = ""
    summary_en: str = ""
    contact_en: str = ""
    places: Sequence[str] = field(default_factory=tuple)  # countries and areas of the world
    sectors: Sequence[Sector] = field(default_factory=tuple)
    served_regions: Sequence[Region] = field(default_factory=tuple)
    is_nationwide: bool = False
    serves_abroad: bool = False
    qualifications: Sequence[QualificationContent] = field(default_factory=tuple)


def content_of_profile(profile: ProviderProfile) -> ProfileContent:
    """Give what a profile says, as its people write it."""
    return ProfileContent(
        type=profile.type,
        programme_type=profile.programme_type,
        summary=profile.summary,
        summary_en=profile.summary_en,
        contact_en=profile.contact_en,
        places=[row.place for row in profile.places],
        sectors=list(profile.sectors),
        served_regions=list(profile.served_regions),
        is_nationwide=profile.is_nationwide,
        serves_abroad=profile.serves_abroad,
        qualifications=[_said(row) for row in profile.qualifications],
    )


def write_profile(
    organisation: Organisation, content: ProfileContent, *, seen_version: int, actor: Account
) -> ProviderProfile:
    """Write the profile of an organisation; the first time it is made, and nobody sees it yet.

    `seen_version` is 0 where the person saw none. Raises ConflictError when it was changed, or
    made, since the person opened it.
    """
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"))
    _check(content)
    profile = profile_of(organisation)
    if (profile.version if profile else 0) != seen_version:
        raise ConflictError(STALE)
    try:
        if profile is None:
            profile = ProviderProfile(organisation=organisation, published_at=None)
            _write(profile, content, actor)
            audit.created("provider_profile.drafted", profile, actor=actor)
        else:
            with audit.change("provider_profile.edited", profile, actor=actor):
                _write(profile, content, actor)
    except (IntegrityError, StaleDataError) as error:  # somebody else was faster
        raise ConflictError(STALE) from error
    if profile.published_at is not None:
        _check_complete(profile)
    return profile


def publish_profile(profile: ProviderProfile, *, actor: Account) -> None:
    """Show a complete profile to everybody. Raises DomainError for an unverified organisation."""
    check_publisher(profile.organisation, actor)
    if profile.published_at is not None:
        raise ConflictError(_("档案已经公开，请刷新页面查看。"))
    _check_complete(profile)
    with audit.change("provider_profile.published", profile, actor=actor):
        profile.published_at = clock.now()


def hide_profile(profile: ProviderProfile, *, actor: Account) -> None:
    """Take a profile back; what the organisation offers stays public."""
    if profile.published_at is None:
        raise ConflictError(_("档案现在没有公开，请刷新页面查看。"))
    with audit.change("provider_profile.hidden", profile, actor=actor):
        profile.published_at = None


def _check(content: ProfileContent) -> None:
    if len(content.summary) > SUMMARY_MOST:
        raise DomainError(
            _(
                "简介最多 %(limit)s 个字，现在有 %(length)s 个。",
                limit=SUMMARY_MOST,
                length=len(content.summary),
            ),
            field="summary",
        )
    checked_words(content.summary_en, SUMMARY_MOST, field="summary_en")
    checked_words(content.contact_en, CONTACT_EN_MOST, field="contact_en")
    if content.places and not content.serves_abroad:
        raise DomainError(_("写了境外的国家，请同时勾选“服务境外”。"), field="serves_abroad")
    for found, most, name in (
        (content.places, PLACES_MOST, "places"),
        (content.sectors, SECTORS_MOST, "sectors"),
        (content.served_regions, REGIONS_MOST, "served_regions"),
        (content.qualifications, QUALIFICATIONS_MOST, "qualifications"),
    ):
        if len(found) > most:
            raise DomainError(_("最多 %(limit)s 项，请留下最重要的。", limit=most), field=name)
    named = [(row.name, row.number) for row in content.qualifications]
    if len(set(named)) < len(named):
        raise DomainError(_("同一项资质写了两次，请删去一条。"), field="qualifications")


def _check_complete(profile: ProviderProfile) -> None:
    if len(profile.summary) < SUMMARY_LEAST:
        raise DomainError(
            _("公开前请把简介写得更具体，至少 %(low)s 个字。", low=SUMMARY_LEAST), field="summary"
        )


def _write(profile: ProviderProfile, content: ProfileContent, actor: Account) -> None:
    profile.type = content.type
    profile.programme_type = content.programme_type
    english = (content.summary_en, content.contact_en)
    if english != (profile.summary_en or "", profile.contact_en or ""):
        profile.is_translated = False  # its own words now
    profile.summary, profile.summary_en = content.summary, content.summary_en
    profile.contact_en = content.contact_en
    _write_places(profile, content.places)
    profile.is_nationwide = content.is_nationwide
    profile.serves_abroad = content.serves_abroad
    for name in ("sectors", "served_regions"):
        if set(getattr(profile, name)) != set(getattr(content, name)):
            setattr(profile, name, list(getattr(content, name)))
    _write_qualifications(profile, content.qualifications, actor)


def _write_places(profile: ProviderProfile, wanted: Sequence[str]) -> None:
    if [row.place for row in profile.places] == list(wanted):
        return
    held = {row.place: row for row in profile.places}
    kept = [held.get(place) or ProfilePlace(place=place) for place in wanted]
    for position, row in enumerate(kept):
        row.position = position
    profile.places = kept
    if inspect(profile).persistent:
        flag_modified(profile, "updated_at")  # a change of its parts is a change of the profile


def _write_qualifications(
    profile: ProviderProfile, wanted: Sequence[QualificationContent], actor: Account
) -> None:
    held = list(profile.qualifications)
    if [_said(row) for row in held] == list(wanted):
        return
    by_id, by_words = {row.id: row for row in held}, {_said(row): row for row in held}
    kept: list[Qualification] = []
    for position, said in enumerate(wanted):
        row = by_id.get(said.row_id or 0) or by_words.get(said)
        if row is None or row in kept:
            row = Qualification()
        row.name, row.number, row.issuer = said.name, said.number, said.issuer
        row.valid_until, row.position = said.valid_until, position
        kept.append(row)
    profile.qualifications = kept
    if inspect(profile).persistent:
        flag_modified(profile, "updated_at")  # a change of its parts is a change of the profile
    for gone in set(held) - set(kept):
        if gone.attachment:
            drop_attachment(gone.attachment, actor=actor)


def _said(row: Qualification) -> QualificationContent:
    return QualificationContent(
        name=row.name, number=row.number, issuer=row.issuer, valid_until=row.valid_until
    )
