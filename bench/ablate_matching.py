"""What each idea of the text and scene signals adds: all of them, then each one left out.

    python bench/ablate_matching.py [--public DIR] [--only NAME ...]

Measured on the development sets in tests/data/eval and, where DIR holds them, on public sets
(folders csl_half and drcd_q with docs, queries and qrels). The floor is taken away. The rows with
half of the concepts hidden are means over five draws: what to expect of fields whose words are
known only in part. Prints a table in Markdown, a row as soon as it is measured.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from types import ModuleType

from matchmaker import clock
from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring import (
    ConceptEntry,
    Need,
    Ranker,
    Vocabulary,
    vocabulary,
    weighed,
    weighing,
)
from matchmaker.matching.scoring import scenes as scene_profiles
from matchmaker.matching.scoring.judged import DEEP, JudgedSet, Quality, quality
from matchmaker.matching.scoring.judged_files import read_judged_set
from matchmaker.matching.scoring.judged_scenes import (
    SceneQuality,
    mean_scene_quality,
    scene_quality,
)
from matchmaker.matching.scoring.model import FIRST_MODEL, MatchingModel
from matchmaker.matching.scoring.plain import PlainBM25
from seeds.files import read_cases
from seeds.files.concepts import read_concepts

EVAL = Path(__file__).resolve().parent.parent / "tests" / "data" / "eval"
REGIONS = seed_regions()
VOCABULARY = seed_vocabulary()
CONCEPTS = [ConceptEntry(row.slug, row.name_zh, row.kind, row.forms) for row in read_concepts()]
YEAR = clock.today().year
DRAWS = 5
PUBLIC = ("abstracts", "questions")
Judged = Mapping[str, JudgedSet]


@dataclass(frozen=True)
class Variant:
    """One way to rank: constants set otherwise, another vocabulary, other weights."""

    name: str
    constants: tuple[tuple[ModuleType, str, object], ...] = ()
    vocabularies: tuple[Vocabulary, ...] = (VOCABULARY,)
    model: MatchingModel = field(default=FIRST_MODEL)


def without_words() -> Vocabulary:
    scenes = [replace(scene, words=()) for scene in VOCABULARY.scenes]
    return rebuilt(scenes=scenes)


def hiding(kept: Callable[[str], bool]) -> Vocabulary:
    return rebuilt(concepts=[c for c in CONCEPTS if c.kind == "mask" or kept(c.slug)])


def half_hidden() -> tuple[Vocabulary, ...]:
    draws = []
    for seed in range(DRAWS):
        chance = random.Random(seed)  # noqa: S311 - a repeatable measurement
        kept = {c.slug for c in VOCABULARY.concepts.values() if chance.random() < 1 / 2}
        draws.append(hiding(kept.__contains__))
    return tuple(draws)


def rebuilt(**changed: object) -> Vocabulary:
    told: dict[str, object] = {
        "scenes": VOCABULARY.scenes,
        "sectors": VOCABULARY.sectors.values(),
        "capabilities": VOCABULARY.capabilities.values(),
        "concepts": CONCEPTS,
    }
    return Vocabulary(**(told | changed))  # type: ignore[arg-type]  # names are checked above


def without_signal(*names: str) -> MatchingModel:
    weights = {k: 0.0 if k in names else v for k, v in FIRST_MODEL.weights.items()}
    weights["text"] += sum(FIRST_MODEL.weights[name] for name in names)
    return replace(FIRST_MODEL, weights=weights)


def variants() -> Iterator[Variant]:
    yield Variant("all")
    yield Variant("without concepts", vocabularies=(hiding(frozenset().__contains__),))
    yield Variant("half of the concepts hidden", vocabularies=half_hidden())
    yield Variant(
        "half of the concepts hidden, no scene signal",
        vocabularies=half_hidden(),
        model=without_signal("scene"),
    )
    yield Variant("without the words of scenes", vocabularies=(without_words(),))
    yield Variant("without the scene signal", model=without_signal("scene"))
    yield Variant("without the region signal", model=without_signal("region"))
    yield Variant("profiles with idf^1.4", ((scene_profiles, "_IDF_POWER", 1.4),))
    yield Variant("idf^1.4 in place of idf^1.2", ((weighing, "IDF_POWER", 1.4),))
    yield Variant("idf^1 in place of idf^1.2", ((weighing, "IDF_POWER", 1.0),))
    yield Variant("repeated words count whole", ((weighing, "_COUNT_POWER", 1.0),))
    yield Variant("characters count whole", ((weighing, "_CHARACTER", 1.0),))
    yield Variant("function characters count whole", ((weighing, "_FUNCTION", 1.0),))
    yield Variant("familiarity full from one concept on", ((vocabulary, "_CONCEPTS_ENOUGH", 1),))
    yield Variant(
        "title and sector count once",
        ((weighed, "TITLE_REPEATS", 1.0), (weighed, "SECTOR_REPEATS", 1.0)),
    )


@contextmanager
def constants(changed: tuple[tuple[ModuleType, str, object], ...]) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name, value in changed:
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        weighing.term_class.cache_clear()
        yield
    weighing.term_class.cache_clear()


def ranked(judged: JudgedSet, known: Vocabulary, model: MatchingModel) -> list[Quality]:
    open_model = replace(model, floor=0.0)
    ranker = Ranker(judged.records, vocabulary=known, regions=REGIONS, year=YEAR, model=open_model)
    return [
        quality(ranker.signal_table(query.need, (), DEEP).keys, query.grades)
        for query in judged.queries
    ]


def plainly(judged: JudgedSet) -> list[Quality]:
    plain = PlainBM25(judged.texts)
    orders = (plain.rank(f"{q.need.text}\n{q.need.sector or ''}", DEEP) for q in judged.queries)
    return [
        quality([judged.records[at].key for at in order], query.grades)
        for order, query in zip(orders, judged.queries, strict=True)
    ]


def scenes_found(known: Vocabulary, needs: list[tuple[Need, list[str]]]) -> SceneQuality:
    ranker = Ranker([], vocabulary=known, regions=REGIONS, year=YEAR)
    return mean_scene_quality(
        scene_quality([scene.slug for scene in ranker.understand(need).scenes], judged)
        for need, judged in needs
    )


def scene_sets() -> dict[str, list[tuple[Need, list[str]]]]:
    lines = (EVAL / "scenes.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    cases = {case.key: case for case in read_cases()}
    judged = {row["id"] for row in rows}
    return {
        "scenes": [(Need(row["text"]), row["scenes"]) for row in rows],
        "scenes, sector given": [
            (Need(row["text"], cases[row["id"]].sector), row["scenes"]) for row in rows
        ],
        "scenes of the other cases": [
            (Need(case.problem), list(case.scenes))
            for key, case in cases.items()
            if key not in judged and case.scenes
        ],
    }


def judged_sets(public: Path | None) -> dict[str, JudgedSet]:
    folders = [("text alone", EVAL, ""), ("with title, sector, region", EVAL, "_full")]
    if public:
        folders += [(PUBLIC[0], public / "csl_half", ""), (PUBLIC[1], public / "drcd_q", "")]
    return {
        name: read_judged_set(
            folder / f"docs{suffix}.jsonl",
            folder / f"queries{suffix}.jsonl",
            folder / "qrels.jsonl",
            REGIONS,
        )
        for name, folder, suffix in folders
    }


def cell(qualities: list[Quality]) -> str:
    means = (
        fmean(one.ndcg for one in qualities),
        fmean(one.hit1 for one in qualities),
        fmean(one.hit5 for one in qualities),
        fmean(one.recall10 for one in qualities if one.recall10 is not None),
    )
    return " / ".join(f"{value:.3f}" for value in means)


def scene_cell(found: list[SceneQuality]) -> str:
    mean = mean_scene_quality(found)
    values = (mean.best_first, mean.any_first, mean.best_shown, mean.any_shown)
    return " / ".join(f"{value:.3f}" for value in values)


def main(public: Path | None, only: list[str]) -> None:
    sets, needs = judged_sets(public), scene_sets()
    print("| | " + " | ".join([*sets, *needs]) + " |")
    print("|---" * (1 + len(sets) + len(needs)) + "|")
    plain = " | ".join(cell(plainly(judged)) for judged in sets.values())
    print(f"| plain BM25 | {plain} |" + " – |" * len(needs), flush=True)
    for variant in variants():
        if only and variant.name not in only:
            continue
        with constants(variant.constants):
            cells = [
                cell([q for v in variant.vocabularies for q in ranked(judged, v, variant.model)])
                if name not in PUBLIC or len(variant.vocabularies) == 1
                else "–"
                for name, judged in sets.items()
            ]
            cells += [
                scene_cell([scenes_found(v, rows) for v in variant.vocabularies])
                for rows in needs.values()
            ]
        print(f"| {variant.name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--public", type=Path, help="folder of the public sets")
    parser.add_argument("--only", nargs="*", default=[], help="names of variants")
    chosen = parser.parse_args()
    main(chosen.public, chosen.only)
