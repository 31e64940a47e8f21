"""Figures are read in the unit of their dimension, however they are written."""

import pytest

from matchmaker.matching.scoring.reading.clauses import fold
from matchmaker.matching.scoring.reading.quantities import find_quantities, read_number


def ends(text: str) -> tuple[float, float | None]:
    (found,) = find_quantities(fold(text))
    return found.low, found.high


@pytest.mark.parametrize("count", [1, 2.5, 40, 999])
@pytest.mark.parametrize(
    ("large", "small", "factor"),
    [("Gbps", "Mbps", 1000), ("s", "ms", 1000), ("公里", "米", 1000), ("公顷", "亩", 15)],
)
def test_units_of_a_dimension_agree(count: float, large: str, small: str, factor: int) -> None:
    assert ends(f"{count}{large}")[0] == pytest.approx(ends(f"{count * factor}{small}")[0])


@pytest.mark.parametrize(
    ("written", "value"),
    [("四百二十万", 4.2e6), ("1,650", 1650), ("两百五", 250), ("二〇二六", 2026), ("十二", 12)],
)
def test_numerals_are_read(written: str, value: float) -> None:
    assert read_number(written) == value


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        read_number("很多")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("-20～55摄氏度", (-20, 55)),
        ("-30℃～50℃", (-30, 50)),
        ("零下25度", (-25, None)),
        ("10-20ms", (10, 20)),
        ("三个九", (99.9, None)),
        ("千分之一", (0.1, None)),
        ("亚米级", (1, None)),
        ("厘米级", (0.1, None)),
        ("3～5万个", (30000, 50000)),
    ],
)
def test_ranges_and_figures_in_words_are_read(
    written: str, expected: tuple[float, float | None]
) -> None:
    assert ends(written) == expected
