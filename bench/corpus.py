"""Offerings and needs of any number, recombined from real texts with a fixed seed.

Texts are clauses of published cases, of the judged development set and of scene descriptions;
scenes, regions, capabilities and cases are those of the seeds; promises, prices and times are drawn
from usual figures. The vocabulary is smaller than that of as many real offerings, so each word
stands in more of them than in life, and there is more to sum up.
"""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matchmaker.matching.commands.evaluating import seed_regions
from matchmaker.matching.scoring import EvidenceRecord, Need, OfferingRecord
from matchmaker.matching.scoring.reading.requirements import read_requirements
from matchmaker.matching.scoring.records import Promise, Requirement
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from seeds.files import read_cases, read_regions, read_sectors

EVAL = Path(__file__).resolve().parent.parent / "tests" / "data" / "eval"
YEAR = 2026
REGIONS = seed_regions()
PROVINCES = [row.code for row in read_regions() if row.code.endswith("0000")]
FIGURES: dict[Metric, tuple[Operator, tuple[float, ...]]] = {
    Metric.LATENCY: (Operator.AT_MOST, (5, 10, 15, 20, 30, 50, 100)),
    Metric.UL_RATE: (Operator.AT_LEAST, (20, 50, 100, 200, 400, 1000)),
    Metric.DL_RATE: (Operator.AT_LEAST, (100, 300, 500, 1000, 2000)),
    Metric.RELIABILITY: (Operator.AT_LEAST, (99, 99.9, 99.99, 99.999)),
    Metric.POSITIONING: (Operator.AT_MOST, (0.1, 0.3, 0.5, 1, 3)),
    Metric.CONNECTIONS: (Operator.AT_LEAST, (50, 100, 500, 1000)),
    Metric.SECURITY_LEVEL: (Operator.AT_LEAST, (2, 3)),
}


def needs() -> list[Need]:
    """The real needs of the development set, with the requirements their text names."""
    return [
        Need(
            row["text"],
            row.get("sector"),
            (),
            REGIONS.find(row.get("region", "")),
            requirements(row["text"]),
        )
        for row in _rows("queries_full.jsonl")
    ]


def more_needs(count: int) -> list[Need]:
    """As many needs as wanted, each of one to three pieces of real ones."""
    chance = random.Random(11)  # noqa: S311 - a repeatable measurement
    real = needs()
    parts = sorted({part for need in real for part in re.split(r"[。；]", need.text) if part})
    made = []
    for _ in range(count):
        like = chance.choice(real)
        text = "。".join(chance.choices(parts, k=chance.randint(1, 3)))
        made.append(Need(text, like.sector, (), like.region, requirements(text)))
    return made


def requirements(text: str) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            str(number),
            RequirementKind.METRIC,
            row.metric,
            Operator(row.op),
            float(row.value),
            row.value2,
        )
        for number, row in enumerate(read_requirements(text))
        if row.metric in set(Metric) and not isinstance(row.value, str)
    )


def clauses() -> list[str]:
    texts = [f"{case.problem}。{case.solution}。{case.effects}" for case in read_cases()]
    texts += [row["text"] for row in _rows("docs.jsonl")]
    texts += [scene.description for sector in read_sectors() for scene in sector.scenes]
    parts = {part for text in texts for part in re.split(r"[。；，]", text) if len(part) > 5}
    return sorted(parts)


def offerings(count: int) -> Iterator[OfferingRecord]:
    chance = random.Random(7)  # noqa: S311 - a repeatable measurement
    parts, cases = clauses(), read_cases()
    for key in range(1, count + 1):
        case = chance.choice(cases)
        proofs = chance.sample(cases, chance.choice((0, 1, 1, 1, 2, 4)))
        price = chance.choice((None, 20, 50, 100, 300, 800))
        days = chance.choice((None, 30, 60, 90, 180))
        yield OfferingRecord(
            key=key,
            title=f"{case.title} {key}",
            text="，".join(chance.choices(parts, k=chance.randint(5, 14))),
            sector=case.sector,
            scenes=case.scenes,
            region=case.region,
            capabilities=case.capabilities,
            evidence=tuple(
                EvidenceRecord(
                    n, proof.title, chance.randint(2018, YEAR), proof.scenes, reviewed=True
                )
                for n, proof in enumerate(proofs)
            ),
            promises=tuple(_promises(chance)),
            served=tuple(chance.sample(PROVINCES, chance.choice((0, 0, 1, 3)))),
            nationwide=chance.random() < 0.3,
            abroad=chance.random() < 0.05,
            price_wan=(price, price * 2) if price else (None, None),
            lead_days=(days, days * 2) if days else (None, None),
        )


def _promises(chance: random.Random) -> Iterator[Promise]:
    for metric in chance.sample(list(FIGURES), chance.choice((0, 1, 2, 4))):
        op, values = FIGURES[metric]
        is_tested = chance.random() < 0.4
        yield Promise(
            RequirementKind.METRIC,
            metric,
            op,
            chance.choice(values),
            evidence="test-report" if is_tested else "statement",
            reviewed=is_tested,
        )


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVAL / name).read_text(encoding="utf-8").splitlines()]
