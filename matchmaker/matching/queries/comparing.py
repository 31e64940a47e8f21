"""Offerings side by side for one need: line by line and signal by signal."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.matching.queries.answers import ShownRequirement
from matchmaker.matching.queries.cards import ShownMatch
from matchmaker.matching.queries.rankings import ShownRanking, shown_ranking
from matchmaker.matching.scoring.records import Need

SIDE_BY_SIDE = 4
SEARCHED = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """Up to four offerings in the order of the ranking; `missing` were asked for and not found."""

    ranking: ShownRanking
    matches: Sequence[ShownMatch]
    missing: int

    @property
    def requirements(self) -> Sequence[ShownRequirement]:
        return self.ranking.requirements


def comparison(need: Need, offerings: Sequence[int]) -> Comparison:
    """Compare the first four offerings asked for, as the ranking of the need has them."""
    wanted = list(dict.fromkeys(offerings))[:SIDE_BY_SIDE]
    ranking = shown_ranking(need, SEARCHED)
    found = {match.offering.id: match for match in (*ranking.matches, *ranking.excluded)}
    matches = [match for number, match in found.items() if number in wanted]
    return Comparison(ranking, matches, len(wanted) - len(matches))
