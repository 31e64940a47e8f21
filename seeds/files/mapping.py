"""How the free words of cases, providers and notices map to the taxonomy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.files.capabilities import read_capabilities
from seeds.files.records import SEEDS, Record, SeedError, read_jsonl, read_tsv
from seeds.files.regions import read_regions
from seeds.files.scenes import read_sectors, scenes_by_slug

PROVIDERS = "catalogue/providers.jsonl"
_SCENES_PER_RECORD = 3
_BASES = ("exact", "alias", "judged", "parent", "abroad", "none")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a region code, or a country, or neither (at sea, nationwide)."""

    region: str | None
    country: str


@dataclass(frozen=True, slots=True)
class WordMap:
    """Words of one kind and what each maps to; a word without a row is an error of its record."""

    file: str
    rows: Mapping[str, tuple[str, ...]]

    def of(self, record: Record, word: str) -> tuple[str, ...]:
        if word not in self.rows:
            record.fail(f"{word!r} has no row in {self.file}")
        return self.rows[word]

    def of_all(self, record: Record, words: Iterable[str]) -> tuple[str, ...]:
        """What the words map to, each once, in order."""
        return tuple(dict.fromkeys(slug for word in words for slug in self.of(record, word)))


@dataclass(frozen=True, slots=True)
class Mappings:
    """Every mapping, checked against the taxonomy.

    `scenes` is keyed by record and word (`C004 行车无人化`), the other word maps by word;
    `case_scenes` and `notice_scenes` hold the judged result, best first.
    """

    sectors: WordMap
    scenes: WordMap
    capabilities: WordMap
    providers: WordMap
    case_scenes: WordMap
    notice_scenes: WordMap
    places: Mapping[str, Place]
    unmapped: frozenset[str]

    def sector(self, record: Record, word: str) -> str | None:
        return next(iter(self.sectors.of(record, word)), None)

    def place(self, record: Record, word: str) -> Place:
        if word not in self.places:
            record.fail(f"{word!r} has no row in mapping/regions.tsv")
        return self.places[word]


def read_mappings(root: Path = SEEDS) -> Mappings:
    """All mappings.

    Raises SeedError for an unknown target, a word twice, an unmapped word without its reason, more
    than three scenes, or a record without scene that mapping/unmapped.tsv does not list.
    """
    sectors = read_sectors(root)
    scenes = frozenset(scenes_by_slug(sectors))
    providers = {record.text("id") for record in read_jsonl(root, PROVIDERS)}
    unmapped = frozenset(
        record.text("record") for record in _explained(root, "mapping/unmapped.tsv", "reason")
    )
    return Mappings(
        sectors=_read(root, "sectors", "word", "sector", {row.code for row in sectors}),
        scenes=_read_scene_words(root, scenes),
        capabilities=_read(
            root, "capabilities", "word", "capabilities", {r.slug for r in read_capabilities(root)}
        ),
        providers=_read(root, "provider_names", "name", "provider", providers),
        case_scenes=_read_result(root, "case", scenes, unmapped),
        notice_scenes=_read_result(root, "notice", scenes, unmapped),
        places=_read_places(root),
        unmapped=unmapped,
    )


def _read(root: Path, name: str, key: str, value: str, allowed: Iterable[str]) -> WordMap:
    file = f"mapping/{name}.tsv"
    rows: dict[str, tuple[str, ...]] = {}
    for record in read_tsv(root, file):
        _add(rows, record, record.text(key), _targets(record, value, allowed))
    return WordMap(file, rows)


def _read_scene_words(root: Path, scenes: frozenset[str]) -> WordMap:
    file = "mapping/scenes.tsv"
    rows: dict[str, tuple[str, ...]] = {}
    for record in read_tsv(root, file):
        word = f"{record.text('record')} {record.text('word')}"
        _add(rows, record, word, _targets(record, "scenes", scenes))
    return WordMap(file, rows)


def _read_result(
    root: Path, kind: str, scenes: frozenset[str], unmapped: frozenset[str]
) -> WordMap:
    file = f"mapping/{kind}_scenes.tsv"
    rows: dict[str, tuple[str, ...]] = dict.fromkeys(unmapped, ())
    for record in read_tsv(root, file):
        slugs = _targets(record, "scenes", scenes)
        if len(slugs) > _SCENES_PER_RECORD:
            record.fail(f"more than {_SCENES_PER_RECORD} scenes")
        name = record.text(kind)
        if bool(slugs) == (name in unmapped):
            record.fail(f"{name} needs scenes here or a reason in mapping/unmapped.tsv, not both")
        rows.pop(name, None)
        _add(rows, record, name, slugs)
    return WordMap(file, rows)


def _read_places(root: Path) -> Mapping[str, Place]:
    regions = {row.code for row in read_regions(root)}
    rows: dict[str, Place] = {}
    for record in read_tsv(root, "mapping/regions.tsv"):
        region = record.one_of("region", regions) if record.has("region") else None
        place = Place(region, record.optional_text("country") or "")
        basis = record.one_of("basis", _BASES)
        if (basis == "abroad") != bool(place.country) or (region is None) != (
            basis in {"abroad", "none"}
        ):
            record.fail(f"basis {basis} does not go with this place")
        if basis == "none":
            record.text("note")
        word = record.text("word")
        if word in rows:
            record.fail(f"{word!r} stands twice")
        rows[word] = place
    return rows


def _targets(record: Record, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    slugs = record.known(name, allowed)
    if (record.one_of("basis", _BASES) == "none") != (not slugs):
        record.fail("basis none goes with an empty target, and only with that")
    if not slugs:
        record.text("note")
    return slugs


def _add(
    rows: dict[str, tuple[str, ...]], record: Record, word: str, slugs: tuple[str, ...]
) -> None:
    if word in rows:
        record.fail(f"{word!r} stands twice")
    rows[word] = slugs


def _explained(root: Path, file: str, reason: str) -> tuple[Record, ...]:
    records = read_tsv(root, file)
    if len({record.text("record") for record in records}) != len(records):
        raise SeedError(file, 0, "a record stands twice")
    for record in records:
        record.text(reason)
    return records
