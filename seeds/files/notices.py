"""Tenders and calls published elsewhere."""

from dataclasses import dataclass
from pathlib import Path

from seeds.files.cases import source_url, years_of
from seeds.files.mapping import Mappings, read_mappings
from seeds.files.records import SEEDS, Record, read_jsonl, unique

FILE = "demands/notices.jsonl"


@dataclass(frozen=True, slots=True)
class NoticeSeed:
    """A published demand. `indicators`, `budget` and `deadline` are the words of the source.

    `mentions_5g` is False where the need is an adjacent one.
    """

    key: str
    title: str
    issuer: str
    kind: str
    need: str
    sector: str | None
    scenes: tuple[str, ...]
    place: str
    region: str | None
    country: str
    indicators: str
    budget: str
    deadline: str
    year_from: int
    year_to: int
    source_url: str
    note: str
    mentions_5g: bool


def read_notices(root: Path = SEEDS) -> tuple[NoticeSeed, ...]:
    """All notices.

    Raises SeedError for a word no mapping knows, a duplicate or a missing source.
    """
    mappings = read_mappings(root)
    return unique(
        ((record, _notice(record, mappings)) for record in read_jsonl(root, FILE)),
        key=lambda row: row.key,
    )


def _notice(record: Record, mappings: Mappings) -> NoticeSeed:
    place = mappings.place(record, record.text("region"))
    year_from, year_to = years_of(record)
    return NoticeSeed(
        key=record.text("id"),
        title=record.text("title"),
        issuer=record.text("enterprise"),
        kind=record.text("kind"),
        need=record.text("need"),
        sector=mappings.sector(record, record.text("sector")),
        scenes=mappings.notice_scenes.of(record, record.text("id")),
        place=record.text("region"),
        region=place.region,
        country=place.country,
        indicators=record.optional_text("indicators") or "",
        budget=record.optional_text("budget") or "",
        deadline=record.optional_text("deadline") or "",
        year_from=year_from,
        year_to=year_to,
        source_url=source_url(record),
        note=record.optional_text("note") or "",
        mentions_5g=record.flag("mentions_5g"),
    )
