"""The order of reviewed submissions, who is above the line, what quotas leave."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.programmes.scoring.ranking import Scored, chosen, filled, ranked


@dataclass(frozen=True)
class Places:
    places: int
    sector_id: int | None = None
    region_code: str | None = None


ROWS = st.lists(
    st.builds(
        Scored,
        id=st.integers(1, 10_000),
        total=st.none() | st.integers(0, 100).map(float),
        is_vetoed=st.booleans(),
        sector_id=st.integers(1, 3),
        region_code=st.sampled_from(["110000", "140000"]),
    ),
    max_size=30,
    unique_by=lambda row: row.id,
)


def test_order_is_by_total_with_vetoed_then_unreviewed_last() -> None:
    rows = [
        Scored(1, 80.0),
        Scored(2, 91.5),
        Scored(3, None),
        Scored(4, 99.0, is_vetoed=True),
        Scored(5, 80.0),
    ]

    found = ranked(rows, [Places(2)])

    assert [(one.scored.id, one.place, one.is_tied, one.is_above) for one in found] == [
        (2, 1, False, True),
        (1, 2, True, True),
        (5, 2, True, False),
        (4, None, False, False),
        (3, None, False, False),
    ]


def test_full_quota_of_a_sector_lets_the_next_one_of_another_through() -> None:
    rows = [
        Scored(1, 90.0, sector_id=1),
        Scored(2, 80.0, sector_id=1),
        Scored(3, 70.0, sector_id=2, region_code="140000"),
        Scored(4, 60.0, sector_id=3, region_code="140000"),
    ]
    quotas = [Places(3), Places(1, sector_id=1), Places(1, region_code="140000")]

    assert {one.scored.id for one in ranked(rows, quotas) if one.is_above} == {1, 3}


@given(ROWS, st.integers(1, 10), st.integers(1, 10))
def test_no_quota_is_ever_exceeded_and_each_place_is_given_that_can_be(
    rows: list[Scored], whole: int, part: int
) -> None:
    quotas = [Places(whole), Places(part, sector_id=1)]

    above = [one.scored for one in ranked(rows, quotas) if one.is_above]
    left = [one.scored for one in ranked(rows, quotas) if one.place and not one.is_above]

    assert not any(one.is_over for one in filled(above, quotas))
    assert all(any(one.is_over for one in filled([*above, row], quotas)) for row in left)
    assert chosen([], quotas) == set()
