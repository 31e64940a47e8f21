"""What a demand, or a text, is ranked by: its lines, and what was read from its words."""

from dataclasses import dataclass

from matchmaker import clock
from matchmaker.demands.models import Demand
from matchmaker.matching.documents import need_of, with_proposals
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.scoring.posting import Posting, read_posting
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.records import Need


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """A need, and its text understood: `posting` tells where in the text each line stands."""

    need: Need
    posting: Posting


def posting_of(text: str, ranker: Ranker | None = None) -> Posting:
    """Understand a text with the words of the site; of many, give the `ranker` for all."""
    if ranker is None:
        ranker = live_ranker()
    return read_posting(
        text,
        vocabulary=ranker.vocabulary,
        index=ranker.collection.index,
        regions=ranker.regions,
        today=clock.today(),
    )


def demand_to_rank(demand: Demand, ranker: Ranker | None = None) -> ReadNeed:
    """Give a demand with its accepted lines, and what its text says besides as wishes."""
    posting = posting_of(demand.text, ranker)
    return ReadNeed(need_of(demand, clock.today(), posting), posting)


def text_to_rank(need: Need) -> ReadNeed:
    """Give a need that is only words, with what they say as wishes."""
    posting = posting_of(need.text)
    return ReadNeed(with_proposals(need, posting), posting)
