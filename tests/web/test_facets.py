"""Counting by facets, and reading what was chosen."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from matchmaker.web.facets import MOST_VALUES, Tally, chosen_values

VALUES = st.sampled_from("abc")
ROWS = st.dictionaries(st.integers(1, 40), st.tuples(st.sets(VALUES), st.sets(VALUES)), max_size=20)


@given(rows=ROWS, first=st.sets(VALUES), second=st.sets(VALUES), only=st.sets(st.integers(1, 50)))
def test_counts_are_those_of_looking_at_each_row(
    rows: dict[int, tuple[set[str], set[str]]], first: set[str], second: set[str], only: set[int]
) -> None:
    tags = {
        "first": [(row, value) for row, (values, _) in rows.items() for value in values],
        "second": [(row, value) for row, (_, values) in rows.items() for value in values],
    }
    chosen = {"first": tuple(first), "second": tuple(second)}

    counts = Tally(rows, tags).counts(chosen, only=only)

    # A facet does not narrow its own counts, the other one does.
    for mine, other, wanted in ((0, 1, second), (1, 0, first)):
        name = ("first", "second")[mine]
        seen = [
            facets[mine]
            for row, facets in rows.items()
            if row in only and (not wanted or wanted & facets[other])
        ]
        expected = {value: sum(value in values for values in seen) for value in "abc"}
        assert counts[name] == {value: count for value, count in expected.items() if count}


def test_rows_that_are_not_listed_are_not_counted() -> None:
    tally = Tally([1], {"kind": [(1, "a"), (2, "a"), (2, "b")]})

    assert tally.counts({}) == {"kind": {"a": 1}}
    assert len(tally) == 1


def test_what_the_address_says_is_tidied_and_bounded() -> None:
    sent = [("a", " x\x00 "), ("a", "x"), ("a", ""), *(("b", str(n)) for n in range(500))]

    read = chosen_values(MultiDict(sent), ("a", "b", "c"))

    assert read["a"] == ("x",)
    assert len(read["b"]) == MOST_VALUES
    assert read["c"] == ()
