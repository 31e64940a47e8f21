"""Offerings: what each provider brought to a case, derived from the case and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.files.capabilities import read_capabilities
from seeds.files.cases import CaseSeed, PartSeed, ProviderSeed, read_cases, read_providers
from seeds.files.records import SEEDS, Record, SeedError, read_tsv

TITLES = "catalogue/offering_titles.tsv"
TITLE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """The written title of one part, and the capabilities this provider itself brought."""

    title: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferingSeed:
    """One thing a provider delivered in a case, and can be asked for again.

    `key` is stable (`C009-P002`). `region` is where it was delivered. `evidence` is the key of the
    case it rests on.
    """

    key: str
    provider: str
    title: str
    summary: str
    sector: str | None
    scenes: tuple[str, ...]
    capabilities: tuple[str, ...]
    place: str
    region: str | None
    country: str
    evidence: str


def build_offerings(
    cases: Iterable[CaseSeed],
    providers: Mapping[str, ProviderSeed],
    headings: Mapping[tuple[str, str], Heading],
) -> tuple[OfferingSeed, ...]:
    """One offering per provider part of a case; parties that only fund or organise yield none.

    The summary says the role of the provider first, then the solution as the case tells it.
    Raises KeyError where a part has no heading.
    """
    return tuple(
        _offering(case, part, providers[part.provider], headings[case.key, part.name])
        for case in cases
        for part in case.parts
        if part.provider is not None
    )


def read_offerings(root: Path = SEEDS) -> tuple[OfferingSeed, ...]:
    """All offerings, in the order of the cases.

    Raises SeedError where a part has no title or a title no part, for a title that is too long or
    names the client, and for an unknown capability.
    """
    cases = read_cases(root)
    headings = _headings(root, cases)
    for case in cases:
        for part in case.parts:
            if part.provider is not None and (case.key, part.name) not in headings:
                raise SeedError(TITLES, 0, f"no title for {part.name} in {case.key}")
    providers = {row.key: row for row in read_providers(root)}
    return build_offerings(cases, providers, headings)


def _offering(
    case: CaseSeed, part: PartSeed, provider: ProviderSeed, heading: Heading
) -> OfferingSeed:
    return OfferingSeed(
        key=f"{case.key}-{provider.key}",
        provider=provider.key,
        title=heading.title,
        summary=f"{provider.name}在“{case.title}”项目中的角色：{part.role}。{case.solution}",
        sector=case.sector,
        scenes=case.scenes,
        capabilities=heading.capabilities,
        place=case.place,
        region=case.region,
        country=case.country,
        evidence=case.key,
    )


def _headings(root: Path, cases: Iterable[CaseSeed]) -> dict[tuple[str, str], Heading]:
    capabilities = {row.slug for row in read_capabilities(root)}
    clients = {case.key: case.client for case in cases}
    parts = {(case.key, part.name) for case in cases for part in case.parts if part.provider}
    headings: dict[tuple[str, str], Heading] = {}
    for record in read_tsv(root, TITLES):
        part = (record.text("case"), record.text("provider"))
        if part not in parts:
            record.fail(f"no case has the part {' '.join(part)}")
        if part in headings:
            record.fail(f"{' '.join(part)} stands twice")
        headings[part] = Heading(
            title=_title(record, clients[part[0]]),
            capabilities=record.known("capabilities", capabilities),
        )
    return headings


def _title(record: Record, client: str) -> str:
    title = record.text("title_zh")
    if len(title) > TITLE_LENGTH:
        record.fail(f"the title has more than {TITLE_LENGTH} characters")
    if client in title:
        record.fail("the title names the client")
    return title
