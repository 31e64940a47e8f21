"""What published sources say of providers at work abroad, put into English by the platform."""

from collections.abc import Sequence

from matchmaker.accounts.enums import OrganisationState
from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.catalogue.models import Offering, ProfilePlace, ProviderProfile


def put_profile_abroad(
    profile: ProviderProfile,
    *,
    name_en: str,
    summary_en: str,
    places: Sequence[str],
    actor: HasId | None,
) -> bool:
    """Say in an unclaimed profile where its provider is at work; what its own people say stays.

    `places` are codes of ISO 3166-1. Says whether that changed anything.
    """
    organisation = profile.organisation
    if organisation.state is not OrganisationState.UNCLAIMED or _is_own(profile):
        return False
    changed = audit.put("organisation", organisation, {"name_en": name_en}, actor=actor)
    if [row.place for row in profile.places] != list(places):
        with audit.change("provider_profile.changed", profile, actor=actor):
            profile.places = [
                ProfilePlace(place=place, position=position)
                for position, place in enumerate(places)
            ]
        changed = True
    said = {"summary_en": summary_en, "serves_abroad": True, "is_translated": True}
    return audit.put("provider_profile", profile, said, actor=actor) or changed


def put_offering_abroad(
    offering: Offering, *, title_en: str, summary_en: str, actor: HasId | None
) -> bool:
    """Say in English what the offering of an unclaimed provider did abroad."""
    if offering.organisation.state is not OrganisationState.UNCLAIMED or _is_own(offering):
        return False
    said = {"title_en": title_en, "summary_en": summary_en}
    flags = {"serves_abroad": True, "is_translated": True}
    return audit.put("offering", offering, {**said, **flags}, actor=actor)


def _is_own(row: ProviderProfile | Offering) -> bool:
    return bool(row.summary_en) and not row.is_translated
