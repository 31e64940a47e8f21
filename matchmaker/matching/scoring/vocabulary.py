"""The words of the trade: scenes, sectors, capabilities and concepts, recognised in any text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, compress
from operator import add
from typing import Final

from matchmaker.search.analysis import fold
from matchmaker.taxonomy.enums import CapabilityKind

SETTING_WEIGHT: Final = 2.0
TASK_WEIGHT: Final = 1.5
CONCEPT_MARK: Final = "#"  # no analysed word begins with it, so concepts and words share one matrix
_NAMED_LETTERS: Final = 4  # shorter names (巡检, AGV) stand in texts of every kind
_COVERED_NOTHING: Final = 0.10
_COVERED_ENOUGH: Final = 0.25
_CONCEPTS_ENOUGH: Final = 3
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """A scene of the taxonomy; `sector` is the code of the sector it belongs to.

    `words` are how the trade speaks of it: they help to recognise the scene and nothing else.
    """

    slug: str
    name: str
    sector: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorEntry:
    """A sector of the taxonomy."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CapabilityEntry:
    """A capability; its name counts among the words of an offering that has it.

    By its name and its `aliases` it is recognised in what a posting wants. `kind` is one of
    category, item, deployment, feature and security. `parent` is the category of an item: who
    offers the item offers the category.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """Words that speak of the same thing. `kind` is setting, task, or mask (no concept at all)."""

    slug: str
    name: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricWords:
    """Other words that name a metric; lines about one that `is_retired` are not read."""

    name: str
    aliases: tuple[str, ...] = ()
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was recognised in a text.

    `concepts` are marked slugs with their count; `covered` is the share of the text's word
    characters that stand in a form of a concept.
    """

    concepts: Counter[str]
    covered: float

    @property
    def familiarity(self) -> float:
        """How much the vocabulary can say about the text: 0 below a tenth covered, 1 from 25 %.

        One concept alone counts a third of that, two two thirds: a single word of the trade
        stands in texts of every kind.
        """
        span = _COVERED_ENOUGH - _COVERED_NOTHING
        covered = min(1.0, max(0.0, (self.covered - _COVERED_NOTHING) / span))
        return covered * min(1.0, len(self.concepts) / _CONCEPTS_ENOUGH)


@dataclass(frozen=True, slots=True)
class VocabularyEntries:
    """All a vocabulary is built from: two built from equal entries understand the same."""

    scenes: tuple[SceneEntry, ...]
    sectors: tuple[SectorEntry, ...]
    capabilities: tuple[CapabilityEntry, ...]
    concepts: tuple[ConceptEntry, ...]
    standards: tuple[str, ...]
    metrics: tuple[MetricWords, ...]

    def vocabulary(self) -> "Vocabulary":
        return Vocabulary(
            self.scenes,
            self.sectors,
            self.capabilities,
            self.concepts,
            self.standards,
            self.metrics,
        )


class Vocabulary:
    """Everything recognition needs, built from plain entries; immutable afterwards."""

    def __init__(
        self,
        scenes: Iterable[SceneEntry] = (),
        sectors: Iterable[SectorEntry] = (),
        capabilities: Iterable[CapabilityEntry] = (),
        concepts: Iterable[ConceptEntry] = (),
        standards: Iterable[str] = (),
        metrics: Iterable[MetricWords] = (),
    ) -> None:
        self.entries = VocabularyEntries(
            tuple(scenes),
            tuple(sectors),
            tuple(capabilities),
            tuple(concepts),
            tuple(standards),
            tuple(metrics),
        )
        self.scenes = self.entries.scenes
        self.sectors = {entry.code: entry for entry in self.entries.sectors}
        self.capabilities = {entry.slug: entry for entry in self.entries.capabilities}
        self.standards = frozenset(self.entries.standards)  # codes, as published
        self.metrics = self.entries.metrics  # those with words of their own, or retired
        self.scene_index = {entry.slug: at for at, entry in enumerate(self.scenes)}
        entries = self.entries.concepts
        self.concepts: Mapping[str, ConceptEntry] = {
            CONCEPT_MARK + entry.slug: entry for entry in entries if entry.kind != "mask"
        }
        self.kind_weights: Mapping[str, float] = {
            slug: SETTING_WEIGHT if entry.kind == "setting" else TASK_WEIGHT
            for slug, entry in self.concepts.items()
        }
        names = {fold(name) for entry in self.scenes for name in (entry.name, *entry.aliases)}
        self._scene_names = tuple(name for name in names if len(name) >= _NAMED_LETTERS)
        self._forms: dict[str, list[str]] = {}
        for entry in entries:
            for form in entry.forms:
                slugs = self._forms.setdefault(fold(form), [])
                if entry.kind != "mask":
                    slugs.append(CONCEPT_MARK + entry.slug)
        self._openings = _by_opening(self._forms)
        self._singles = frozenset(form for form in self._forms if len(form) == 1)
        self._folded_names = {slug: fold(entry.name) for slug, entry in self.concepts.items()}
        self._forms_of = {
            slug: sorted(map(fold, entry.forms), key=len, reverse=True)
            for slug, entry in self.concepts.items()
        }

    def read(self, text: str) -> Reading:
        """Recognise concepts in a text: at each place the longest form wins.

        A form in Latin letters counts only as a whole word.
        """
        return self.reading_of([fold(text)])[0]

    def reading_of(self, folded: Iterable[str]) -> tuple[Reading, list[list[str]]]:
        """Recognise concepts in the folded pieces of a text, with those of each piece."""
        pieces: list[list[str]] = []
        covered = letters = 0
        for piece in folded:
            forms = self._forms_found(piece)
            pieces.append([slug for form in forms for slug in self._forms[form]])
            covered += sum([len(form) for form in forms if self._forms[form]])
            letters += sum(map(str.isalnum, piece))
        concepts = Counter(chain.from_iterable(pieces))
        return Reading(concepts, covered / letters if letters else 0.0), pieces

    def concepts_in_folded(self, folded: str) -> list[str]:
        """The marked slugs of the concepts in a folded text, each as often as it stands there."""
        return [slug for form in self._forms_found(folded) for slug in self._forms[form]]

    def with_parents(self, capability: str) -> tuple[str, ...]:
        """A capability and those it is a part of; a slug nobody knows stands alone."""
        found: list[str] = []
        at: str | None = capability
        while at is not None and at not in found:
            found.append(at)
            entry = self.capabilities.get(at)
            at = entry.parent if entry else None
        return tuple(found)

    def is_kind(self, capability: str, kind: CapabilityKind) -> bool:
        """Whether a capability is known and of a kind."""
        entry = self.capabilities.get(capability)
        return entry is not None and entry.kind == kind

    def names_scene(self, text: str) -> bool:
        """Whether a text writes out the name or an alias of a scene, of four letters or more."""
        folded = fold(text)
        return any(name in folded for name in self._scene_names)

    def sector_words(self, sector: str | None) -> str:
        """The name of a sector given by code; free words stay as they are."""
        if sector is None:
            return ""
        known = self.sectors.get(sector)
        return known.name if known else sector

    def forms_in(self, concept: str, folded: str) -> list[str]:
        """The forms of a concept that stand in a folded text, longest first, none inside another.

        `concept` is a marked slug.
        """
        found = [form for form in self._forms_of[concept] if form in folded]
        if len(found) < _SEVERAL:
            return found
        kept: list[str] = []
        joined = ""
        for form in found:
            if form not in joined:
                kept.append(form)
                joined += f"{form}\n"
        return kept

    def folded_name(self, concept: str) -> str:
        """The name of a concept, given by its marked slug, as comparisons see it."""
        return self._folded_names[concept]

    def _forms_found(self, folded: str) -> list[str]:
        # Every character of every offering passes here: no loop of ours before a form can begin.
        openings = self._openings
        pairs = map(add, folded, f"{folded[1:]}\0")
        starts = list(compress(range(len(folded)), map(openings.__contains__, pairs)))
        if not self._singles.isdisjoint(folded):
            singles = compress(range(len(folded)), map(self._singles.__contains__, folded))
            starts = sorted({*starts, *singles})
        found: list[str] = []
        free = 0
        for at in starts:
            if at < free:
                continue
            for form in openings.get(folded[at : at + 2]) or openings[folded[at]]:
                if folded.startswith(form, at) and _is_whole(folded, at, form):
                    found.append(form)
                    free = at + len(form)
                    break
        return found


def _by_opening(forms: Iterable[str]) -> dict[str, list[str]]:
    """Forms by their first two characters, longest first; those of one character stand alone.

    A pair that opens longer forms also offers the one-character form it begins with.
    """
    openings: dict[str, list[str]] = {}
    singles = {form for form in forms if len(form) == 1}
    for form in forms:
        openings.setdefault(form[:2], []).append(form)
    for opening, group in openings.items():
        group.sort(key=len, reverse=True)
        if len(opening) > 1 and opening[0] in singles:
            group.append(opening[0])
    return openings


def _is_whole(folded: str, at: int, form: str) -> bool:
    end = at + len(form)
    return not (
        (_is_latin(form[0]) and at > 0 and _is_latin(folded[at - 1]))
        or (_is_latin(form[-1]) and end < len(folded) and _is_latin(folded[end]))
    )


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
