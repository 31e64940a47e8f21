"""What sources say of providers at work outside China, and English for readers abroad."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.files.cases import read_cases, read_providers
from seeds.files.offerings import read_offerings
from seeds.files.records import SEEDS, Record, read_yaml, unique
from seeds.files.showcases import read_showcases

_FILE = "catalogue/abroad.yaml"


@dataclass(frozen=True, slots=True)
class ProviderAbroad:
    """A provider and the offering that rests on its case abroad; `places` are ISO 3166-1 codes."""

    provider: str
    offering: str
    name_en: str
    places: tuple[str, ...]
    profile_en: str
    title_en: str
    summary_en: str


@dataclass(frozen=True, slots=True)
class AbroadSeed:
    """Providers abroad; English summaries of showcases by case; English of roles by their words."""

    providers: tuple[ProviderAbroad, ...]
    showcases: Mapping[str, str]
    roles: Mapping[str, str]


def read_abroad(root: Path = SEEDS) -> AbroadSeed:
    """All of it. Raises SeedError for a case in China, an unknown provider, one twice."""
    places = {case.key: case.country for case in read_cases(root)}
    providers = {row.key for row in read_providers(root)}
    offerings = {row.key for row in read_offerings(root)}
    shown = {row.case for row in read_showcases(root)}

    def provider(record: Record) -> ProviderAbroad:
        case = record.one_of("case", places)
        if not places[case]:
            record.fail(f"{case} is in China")
        key = record.one_of("provider", providers)
        if f"{case}-{key}" not in offerings:
            record.fail(f"{key} took no part in {case}")
        return ProviderAbroad(
            provider=key,
            offering=f"{case}-{key}",
            name_en=record.text("name_en"),
            places=record.texts("places"),
            profile_en=record.text("profile_en"),
            title_en=record.text("title_en"),
            summary_en=record.text("summary_en"),
        )

    file = read_yaml(root, _FILE)
    rows = file.records("providers")
    roles = file.record("roles")
    return AbroadSeed(
        providers=unique(((row, provider(row)) for row in rows), key=lambda row: row.provider),
        showcases={
            row.one_of("case", shown): row.text("summary_en") for row in file.records("showcases")
        },
        roles={name: roles.text(name) for name in roles.names()},
    )
