"""What a need says, before any offering is looked at."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from matchmaker.matching.scoring.records import ABROAD, Need
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.scenes import SceneIndex, leanings
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.matching.scoring.weighed import Weighed, weigh_need
from matchmaker.matching.scoring.weighing import Floats
from matchmaker.matching.scoring.wishes import Line, lines_of
from matchmaker.taxonomy.enums import RequirementKind

SHOWN_SCENES: Final = 3
_SHOWN_FROM: Final = 0.5
_CERTAIN: Final = 1.0
_RIVAL: Final = 0.8  # a second scene this near the first leaves it open which one is meant
_UNCHOSEN: Final = 0.5  # how much the text's own scenes still count beside a chosen one


@dataclass(frozen=True, slots=True)
class UnderstoodScene:
    """A scene the need speaks of. `score` in [0, 1]; 1 for a scene the person chose."""

    slug: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """A need in numbers: its terms, how it leans over the scenes, how far that can be trusted.

    `familiarity` in [0, 1] says how much the vocabulary can say about the text at all;
    `scene_known` the same of its scenes (1 where the person chose or wrote out one). `wanted` is
    in [0, 1] per scene, highest for the scene wanted most, 0 for those the need does not lean to.
    `region` is a code the region table knows, or ABROAD; `lines` are what is asked for, each once.
    """

    need: Need
    weighed: Weighed
    leaning: Floats
    wanted: Floats
    familiarity: float
    scene_known: float
    region: str | None
    lines: tuple[Line, ...]
    scenes: tuple[UnderstoodScene, ...]

    @property
    def certain_scene(self) -> str | None:
        """The first scene chosen; else the first understood, where no other comes near it."""
        named = {scene.slug for scene in self.scenes}
        chosen = next((slug for slug in self.need.scenes if slug in named), None)
        if chosen or not self.scenes or self.scenes[0].score < _CERTAIN:
            return chosen
        rivals = [scene for scene in self.scenes[1:] if scene.score >= _RIVAL]
        return None if rivals else self.scenes[0].slug


def understand(
    need: Need, vocabulary: Vocabulary, index: SceneIndex, regions: Regions
) -> Understanding:
    """Read a need. A scene the vocabulary does not hold and an unknown region count as not said."""
    weighed, reading = weigh_need(need, vocabulary)
    chosen = [vocabulary.scene_index[s] for s in need.scenes if s in vocabulary.scene_index]
    wanted = _wanted(index.scores([weighed])[0], chosen)
    leaning = leanings(wanted[np.newaxis])[0] if wanted.size else wanted
    familiarity = reading.familiarity
    is_named = bool(chosen) or (familiarity < 1 and vocabulary.names_scene(need.text))
    leads = 1.0 if is_named else familiarity
    return Understanding(
        need=need,
        weighed=weighed,
        leaning=leaning,
        wanted=np.where(leaning > 0, wanted * np.float32(leads), np.float32(0)),
        familiarity=familiarity,
        scene_known=leads if wanted.any() else 0.0,
        region=_place(need, regions),
        lines=lines_of(need.requirements, vocabulary),
        scenes=_shown(wanted, leads, vocabulary),
    )


def _place(need: Need, regions: Regions) -> str | None:
    """The place of a need: the one chosen, else the first one required; a code or ABROAD."""
    asked = [row.subject for row in need.requirements if row.kind is RequirementKind.REGION]
    named = [need.region, *asked]
    return next((code for code in named if code == ABROAD or code in regions), None)


def _wanted(scores: Floats, chosen: list[int]) -> Floats:
    highest = scores.max(initial=0.0)
    wanted = scores / highest if highest > 0 else scores
    if chosen:
        wanted = wanted * np.float32(_UNCHOSEN)
        wanted[chosen] = 1.0
    return wanted


def _shown(wanted: Floats, leads: float, vocabulary: Vocabulary) -> tuple[UnderstoodScene, ...]:
    """The scenes that come near the one wanted most; none where the vocabulary knows nothing."""
    if not leads:
        return ()
    order = np.argsort(-wanted, kind="stable")[:SHOWN_SCENES]
    return tuple(
        UnderstoodScene(
            vocabulary.scenes[at].slug,
            vocabulary.scenes[at].name,
            round(float(wanted[at]) * leads, 3),
        )
        for at in order
        if wanted[at] >= _SHOWN_FROM
    )
