"""Published cases and the providers named in them, with the mapping applied."""

import re
from dataclasses import dataclass
from pathlib import Path

from seeds.files.mapping import PROVIDERS, Mappings, read_mappings
from seeds.files.records import SEEDS, Record, read_jsonl, unique

CASES = "catalogue/cases.jsonl"
PROVIDER_TYPES = (
    "operator",
    "vendor",
    "integrator",
    "platform",
    "terminal",
    "module",
    "security",
    "research",
)
_YEARS = re.compile(r"^(\d{4})(?:-(\d{4}))?$")


@dataclass(frozen=True, slots=True)
class PartSeed:
    """What one named party did in a case; `provider` is None for those who fund or organise."""

    provider: str | None
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class CaseSeed:
    """A delivered project.

    `place` is the words of the source; `region` and `country` are their reading. `scenes` are best
    first; none where mapping/unmapped.tsv says why. `is_problem_explicit` is False where the
    setting only implies it.
    """

    key: str
    title: str
    client: str
    sector: str | None
    scenes: tuple[str, ...]
    capabilities: tuple[str, ...]
    place: str
    region: str | None
    country: str
    parts: tuple[PartSeed, ...]
    problem: str
    is_problem_explicit: bool
    solution: str
    effects: str
    awards: str
    year_from: int
    year_to: int
    source_url: str
    note: str


@dataclass(frozen=True, slots=True)
class ProviderSeed:
    """Who appears as a provider. One that `is_mention_only` has no case.

    `region`, `country` and `place` are the seat; `is_seat_checked` is False where it comes from
    general knowledge. `capability_words` are the words of the source, `capabilities` their mapping.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    type: str
    place: str
    region: str | None
    country: str
    is_seat_checked: bool
    sectors: tuple[str, ...]
    scenes: tuple[str, ...]
    capabilities: tuple[str, ...]
    capability_words: tuple[str, ...]
    roles: tuple[str, ...]
    cases: tuple[str, ...]
    source_urls: tuple[str, ...]
    is_mention_only: bool
    note: str


def read_cases(root: Path = SEEDS) -> tuple[CaseSeed, ...]:
    """All cases. Raises SeedError for a word no mapping knows, a duplicate or a missing source."""
    mappings = read_mappings(root)
    return unique(
        ((record, _case(record, mappings)) for record in read_jsonl(root, CASES)),
        key=lambda row: row.key,
    )


def read_providers(root: Path = SEEDS) -> tuple[ProviderSeed, ...]:
    """All providers.

    Raises SeedError for a word no mapping knows, an unknown case, a duplicate id or name, or a
    missing source.
    """
    mappings = read_mappings(root)
    words_of_case = {
        record.text("id"): record.texts("scenes") for record in read_jsonl(root, CASES)
    }
    records = read_jsonl(root, PROVIDERS)
    providers = unique(
        ((record, _provider(record, mappings, words_of_case)) for record in records),
        key=lambda row: row.key,
    )
    unique(zip(records, providers, strict=True), key=lambda row: row.name)
    return providers


def years_of(record: Record) -> tuple[int, int]:
    """First and last year of `2023` or `2023-2024`."""
    match = _YEARS.match(record.text("year"))
    if match is None:
        record.fail(f"year is neither a year nor two: {record.text('year')!r}")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        record.fail("the years are not in order")
    return first, last


def source_url(record: Record, name: str = "source_url") -> str:
    """A web address."""
    url = record.text(name)
    if not url.startswith(("https://", "http://")):
        record.fail(f"{name} is not a web address: {url!r}")
    return url


def _case(record: Record, mappings: Mappings) -> CaseSeed:
    key = record.text("id")
    for word in record.texts("scenes"):
        mappings.scenes.of(record, f"{key} {word}")
    place = mappings.place(record, record.text("region"))
    year_from, year_to = years_of(record)
    return CaseSeed(
        key=key,
        title=record.text("title"),
        client=record.text("enterprise"),
        sector=mappings.sector(record, record.text("sector")),
        scenes=mappings.case_scenes.of(record, key),
        capabilities=mappings.capabilities.of_all(record, record.texts("network_features")),
        place=record.text("region"),
        region=place.region,
        country=place.country,
        parts=tuple(_part(part, mappings) for part in record.records("providers")),
        problem=record.text("problem"),
        is_problem_explicit=record.one_of("problem_basis", ("explicit", "implied")) == "explicit",
        solution=record.text("solution"),
        effects=record.optional_text("effects") or "",
        awards=record.optional_text("awards") or "",
        year_from=year_from,
        year_to=year_to,
        source_url=source_url(record),
        note=record.optional_text("note") or "",
    )


def _part(part: Record, mappings: Mappings) -> PartSeed:
    name = part.text("name")
    return PartSeed(
        provider=next(iter(mappings.providers.of(part, name)), None),
        name=name,
        role=part.text("role"),
    )


def _provider(
    record: Record, mappings: Mappings, words_of_case: dict[str, tuple[str, ...]]
) -> ProviderSeed:
    key = record.text("id")
    cases = record.known("evidence_case_ids", words_of_case)
    sources = record.texts("source_urls")
    if not sources:
        record.fail("source_urls is empty")
    seat = record.optional_text("hq_region")
    place = mappings.place(record, seat) if seat else None
    own_words = {f"{case} {word}" for case in cases for word in words_of_case[case]}
    return ProviderSeed(
        key=key,
        name=record.text("name"),
        aliases=record.texts("aliases"),
        type=record.one_of("type", PROVIDER_TYPES),
        place=seat or "",
        region=place.region if place else None,
        country=place.country if place else "",
        is_seat_checked=record.optional_text("hq_basis") in {"name", "source"},
        sectors=mappings.sectors.of_all(record, record.texts("sectors")),
        scenes=_scenes_of_provider(record, mappings, cases, own_words),
        capabilities=mappings.capabilities.of_all(record, record.texts("capability_tags")),
        capability_words=record.texts("capability_tags"),
        roles=record.texts("roles"),
        cases=cases,
        source_urls=sources,
        is_mention_only=record.one_of("evidence_level", ("case", "mention")) == "mention",
        note=record.optional_text("note") or "",
    )


def _scenes_of_provider(
    record: Record, mappings: Mappings, cases: tuple[str, ...], case_words: set[str]
) -> tuple[str, ...]:
    """The scenes of the cases of a provider, then those of words that stand in none of them."""
    key = record.text("id")
    words_in_cases = {words.partition(" ")[2] for words in case_words}
    others = [f"{key} {word}" for word in record.texts("scenes") if word not in words_in_cases]
    return tuple(
        dict.fromkeys(
            (*mappings.case_scenes.of_all(record, cases), *mappings.scenes.of_all(record, others))
        )
    )
