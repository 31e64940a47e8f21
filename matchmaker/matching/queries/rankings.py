"""A ranking with the rows it speaks of, as the match page, the command line and exports show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy import select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.matching.queries.answers import ShownRequirement
from matchmaker.matching.queries.cards import ShownMatch, writer_for
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.scoring.posting import Posting, start_of
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.ranking import Match, Ranking
from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.matching.scoring.records import Need
from matchmaker.search.analysis import fold
from matchmaker.taxonomy.models import Scene
from matchmaker.web.language import localised

SHOWN = 20
DAYS_PER_PERIOD = 7  # equal scores change places every week


@dataclass(frozen=True, slots=True)
class ShownScene:
    """A scene read out of a need, with the words that name it."""

    slug: str
    name: str
    score: float
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownRanking:
    """A ranking with the rows it speaks of.

    `requirements` are the lines of the need; `excluded` explains the best offerings that miss a
    must, of `excluded_count` that do and reach the floor.
    """

    ranking: Ranking
    scenes: Sequence[ShownScene]
    matches: Sequence[ShownMatch]
    requirements: Sequence[ShownRequirement]
    excluded: Sequence[ShownMatch]

    @property
    def model_name(self) -> str:
        return self.ranking.model

    @property
    def floor(self) -> float:
        return self.ranking.floor

    @property
    def total_considered(self) -> int:
        return self.ranking.considered

    @property
    def reaching(self) -> int:
        return self.ranking.reaching

    @property
    def below_floor_count(self) -> int:
        return self._count("below-floor")

    @property
    def excluded_count(self) -> int:
        return self._count("must-not-met")

    @property
    def best_below(self) -> float | None:
        """The highest score under the floor, where nothing reached it."""
        return self.ranking.best_below

    @property
    def elapsed_ms(self) -> float:
        return self.ranking.elapsed_ms

    def _count(self, reason: str) -> int:
        return sum(group.count for group in self.ranking.excluded if group.reason == reason)


def rank(need: Need, limit: int = SHOWN, ranker: Ranker | None = None) -> Ranking:
    """Rank everything published for a need, with the `ranker` at hand or the live one."""
    return (live_ranker() if ranker is None else ranker).rank(need, limit, period=period())


def period() -> int:
    """Give the number of the week in hand, by which equal scores change places."""
    return clock.today().toordinal() // DAYS_PER_PERIOD


def shown_ranking(need: Need, limit: int = SHOWN, ranker: Ranker | None = None) -> ShownRanking:
    """Rank for a need and load the rows; what may no longer be seen is left out."""
    ranking = rank(need, limit, ranker)
    excluded = [match for group in ranking.excluded for match in group.matches]
    writer = writer_for([*ranking.matches, *excluded], need)
    hindrances = {row.key: row for row in ranking.hindrances}
    return ShownRanking(
        ranking=ranking,
        scenes=_scenes(ranking, need.text),
        matches=writer.matches(ranking.matches),
        requirements=[
            writer.namer.requirement(row, hindrances.get(row.key)) for row in need.requirements
        ],
        excluded=writer.matches(excluded),
    )


def shown_matches(matches: Sequence[Match], need: Need) -> list[ShownMatch]:
    """Give matches of a need with their rows; what may no longer be seen is left out."""
    return writer_for(matches, need).matches(matches)


def as_data(shown: ShownRanking, posting: Posting | None = None) -> dict[str, Any]:
    """Give a ranking as plain data; with `posting` lines read from the text say where they stand.

    Such a line counts as a wish until somebody confirms it: its `must` is what the text says,
    `confirmed` tells whether anybody stands by it.
    """
    rows = {match.offering.id: match for match in (*shown.matches, *shown.excluded)}
    visible = replace(
        shown.ranking,
        matches=_visible(shown.ranking.matches, rows),
        excluded=tuple(
            replace(group, matches=_visible(group.matches, rows))
            for group in shown.ranking.excluded
        ),
    )
    data = visible.as_dict(lambda key: _described(rows[key]))
    spans = {(one.start, one.metric): one for one in posting.requirements} if posting else {}
    for said, row, words in zip(
        data["understood"]["requirements"],
        shown.ranking.requirements,
        shown.requirements,
        strict=True,
    ):
        start = start_of(row)
        read = spans.get((start, row.subject)) if start is not None else None
        said |= {
            "metric": row.metric and row.metric.value,
            "unit": METRICS[row.subject].unit if row.metric else None,
            "label": words.label,
            "confirmed": start is None,
            "span": [read.start, read.end] if read else None,
        }
        said["must"] = read.must if read else row.must
    return data


def _visible(matches: Sequence[Match], rows: Mapping[int, ShownMatch]) -> tuple[Match, ...]:
    return tuple(match for match in matches if match.key in rows)


def _described(match: ShownMatch) -> Mapping[str, Any]:
    offering, provider = match.offering, match.provider
    url = url_for("catalogue.offering", offering_id=offering.id)
    return {
        "offering": {"id": offering.id, "title": offering.title, "url": url},
        "provider": {"id": provider.id, "name": provider.name},
    }


def _scenes(ranking: Ranking, text: str) -> list[ShownScene]:
    slugs = [scene.slug for scene in ranking.scenes]
    rows = {row.slug: row for row in db.session.scalars(select(Scene).where(Scene.slug.in_(slugs)))}
    folded = fold(text)
    shown = []
    for scene in ranking.scenes:
        row = rows.get(scene.slug)
        if row is None:
            continue
        words = [word for word in (row.name_zh, *row.aliases) if fold(word) in folded]
        shown.append(ShownScene(scene.slug, localised(row), scene.score, words))
    return shown
