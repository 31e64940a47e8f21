"""What keyword search knows of providers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents.cases import public_parts
from matchmaker.catalogue.documents.supply import (
    NATIONWIDE,
    PROVIDER,
    WITH_WORDS,
    moment,
    public_providers,
    published_offerings,
    verified_tag,
)
from matchmaker.catalogue.enums import Validity
from matchmaker.catalogue.models import Case, CasePart, Offering, ProviderProfile
from matchmaker.catalogue.scoring import short_names
from matchmaker.db import db
from matchmaker.search.kind_words import KIND_WORDS
from matchmaker.search.port import Document
from matchmaker.taxonomy.documents import (
    BATCH,
    capability_tags,
    place_tags,
    region_tags,
    words_of_capabilities,
    words_of_region,
    words_of_scenes,
)
from matchmaker.taxonomy.models import Capability, Region, Scene
from matchmaker.taxonomy.words import place_name
from matchmaker.web.language import in_each_language

PROFILE_WORDS = (
    selectinload(ProviderProfile.sectors),
    selectinload(ProviderProfile.served_regions),
    selectinload(ProviderProfile.qualifications),
    selectinload(ProviderProfile.places),
)


def provider_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of providers, all or those asked for.

    A provider is found by what it publishes and by the cases it took part in.
    """
    wanted = select(Organisation.id).order_by(Organisation.id)
    if ids is not None:
        wanted = wanted.where(Organisation.id.in_(ids))
    numbers = list(db.session.scalars(wanted))
    for at in range(0, len(numbers), BATCH):
        yield from _providers(numbers[at : at + BATCH])


def _providers(ids: Sequence[int]) -> Iterator[Document]:
    statement = public_providers().add_columns(ProviderProfile).options(*PROFILE_WORDS)
    rows = db.session.execute(statement.where(Organisation.id.in_(ids))).all()
    regions = {region.code: region for region in db.session.scalars(_regions_of(ids))}
    done = _what_they_did(ids)
    for organisation, profile in rows:
        yield _provider(
            organisation, profile, regions.get(organisation.region_code), done[organisation.id]
        )


def _what_they_did(ids: Sequence[int]) -> dict[int, list[Offering | Case]]:
    """The published offerings and the cases of providers, with their scenes and capabilities."""
    done: dict[int, list[Offering | Case]] = defaultdict(list)
    offerings = published_offerings().where(Offering.organisation_id.in_(ids)).options(*WITH_WORDS)
    for offering in db.session.scalars(offerings):
        done[offering.organisation_id].append(offering)
    parts = public_parts().where(CasePart.organisation_id.in_(ids))
    case = contains_eager(CasePart.case)
    for part in db.session.scalars(
        parts.options(
            case.joinedload(Case.sector),
            case.selectinload(Case.scenes).joinedload(Scene.sector),
            case.selectinload(Case.capabilities).joinedload(Capability.parent),
        )
    ):
        done[part.organisation_id].append(part.case)
    return done


def _regions_of(ids: Sequence[int]) -> Select[Region]:
    codes = select(Organisation.region_code).where(Organisation.id.in_(ids))
    return select(Region).where(Region.code.in_(codes))


def _provider(
    organisation: Organisation,
    profile: ProviderProfile | None,
    region: Region | None,
    done: Iterable[Offering | Case],
) -> Document:
    rows = list(done)
    sectors = {row.sector.id: row.sector for row in rows if row.sector}
    sectors |= {sector.id: sector for sector in profile.sectors} if profile else {}
    scenes = {scene.id: scene for row in rows for scene in row.scenes}
    capabilities = {one.id: one for row in rows for one in row.capabilities}
    names = (organisation.name, organisation.name_en, *organisation.aliases)
    return Document(
        kind=PROVIDER,
        id=organisation.id,
        version=organisation.version,
        title=organisation.name,
        summary="\n".join(names[1:]),
        body="\n".join(
            [
                KIND_WORDS[PROVIDER],
                organisation.about,
                *_words_of_profile(profile),
                *(row.title for row in rows),
                *words_of_scenes(scenes.values()),
                *words_of_capabilities(capabilities.values()),
                *(sector.name_zh for sector in sectors.values()),
                *words_of_region(region),
            ]
        ),
        tags={
            **place_tags(sectors.values(), list(scenes.values())),
            **capability_tags(capabilities.values()),
            "region": _places(organisation, profile),
            "verified": (verified_tag(organisation),),
            "type": (profile.type.value,) if profile else (),
        },
        names=(*names, *short_names(organisation.name), organisation.uscc or ""),
        is_suggested=True,
        published=moment(organisation.created_at),
    )


def _words_of_profile(profile: ProviderProfile | None) -> Iterator[str]:
    """What a profile says beside its links; qualifications only while they are valid."""
    if profile is None:
        return
    yield profile.summary
    yield profile.summary_en
    for served in profile.places:
        yield " ".join(dict.fromkeys(in_each_language(partial(place_name, served.place))))
    for row in profile.qualifications:
        if row.validity(clock.today()) is not Validity.EXPIRED:
            yield row.name
    for region in profile.served_regions:
        yield from words_of_region(region)


def _places(organisation: Organisation, profile: ProviderProfile | None) -> tuple[str, ...]:
    """Where a provider is, and where its profile says it serves."""
    served = [region.code for region in profile.served_regions] if profile else []
    everywhere = (NATIONWIDE,) if profile and profile.is_nationwide else ()
    return (*region_tags([organisation.region_code, *served])["region"], *everywhere)
