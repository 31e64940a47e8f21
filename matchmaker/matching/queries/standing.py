"""Why a ranking lists one offering or does not: its points and answers beside the last listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.queries import LISTED, offerings_named
from matchmaker.matching.queries.cards import ShownMatch
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.rankings import SHOWN, period, shown_matches
from matchmaker.matching.scoring.ranking import Match
from matchmaker.matching.scoring.records import Need
from matchmaker.matching.scoring.standings import standing_in
from matchmaker.search.analysis import fold

ASKED_MOST: Final = 80  # characters of a name
WORDS_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """One offering in the ranking of a need, as the match page has it.

    `reason` as in `scoring.standings.Standing`. `to_floor` are points above or, negative, below
    the floor; `last` is the last one listed, None where none is or the offering itself is it.
    `limit` is how many the match page lists, `reaching` how many reach the floor.
    """

    reason: str
    match: ShownMatch
    last: ShownMatch | None
    floor: float
    to_floor: float
    limit: int
    reaching: int
    model_name: str


@dataclass(frozen=True, slots=True)
class FoundOfferings:
    """Offerings of a name; `is_cut` where there are more than are listed."""

    offerings: Sequence[Offering]
    is_cut: bool


def shown_standing(need: Need, offering_id: int) -> ShownStanding | None:
    """Say where an offering stands for a need; None for one that is not public."""
    ranker = live_ranker()
    ranking = ranker.rank(need, SHOWN, period=period())
    found = standing_in(ranking, ranker, need, offering_id)
    if found is None:
        return None
    last = found.last if found.last and found.last.key != offering_id else None
    rows = {row.offering.id: row for row in shown_matches(_given(found.match, last), need)}
    match = rows.get(offering_id)
    if match is None:
        return None
    return ShownStanding(
        reason=found.reason,
        match=match,
        last=rows.get(last.key) if last else None,
        floor=found.floor,
        to_floor=found.to_floor,
        limit=SHOWN,
        reaching=ranking.reaching,
        model_name=ranking.model,
    )


def find_offerings(asked: str) -> FoundOfferings:
    """Find public offerings by words of their title or their provider's name; none for none."""
    words = fold(asked[:ASKED_MOST]).split()[:WORDS_MOST]
    found = offerings_named(words, LISTED + 1) if words else []
    return FoundOfferings(found[:LISTED], len(found) > LISTED)


def _given(*matches: Match | None) -> list[Match]:
    return [match for match in matches if match is not None]
