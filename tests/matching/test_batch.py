"""Many needs at once: the same order as one by one, in however many processes."""

import pytest
from factories.matching import PHRASES, ranker_of, records
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.scoring import Need, OfferingRecord
from matchmaker.matching.scoring.batch import rank_many

needs = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3).map("。".join).map(Need)


@given(st.lists(records, max_size=12), needs, st.integers(0, 6))
@settings(max_examples=15)
def test_best_are_the_matches_of_the_ranking(
    offerings: list[OfferingRecord], need: Need, limit: int
) -> None:
    ranker = ranker_of(*offerings)

    ranking = ranker.rank(need, limit, period=3)
    best = ranker.best(need, limit, period=3)

    assert best.keys == tuple(match.key for match in ranking.matches)
    assert best.points == tuple(match.score for match in ranking.matches)
    assert best.reaching == ranking.reaching


def test_processes_give_what_one_gives_in_the_same_order() -> None:
    ranker = ranker_of(*(OfferingRecord(key, title, title) for key, title in enumerate(PHRASES)))
    asked = [Need(PHRASES[at % len(PHRASES)] + PHRASES[at % 5]) for at in range(100)]

    one = list(rank_many(ranker, asked, 5, processes=1))
    two = list(rank_many(ranker, asked, 5, processes=2))

    assert one == two
    assert len(one) == len(asked)
    assert any(best.keys for best in one)


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        list(rank_many(ranker_of(), [Need("矿卡")], -1))
