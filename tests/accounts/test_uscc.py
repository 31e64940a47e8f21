"""The unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.accounts.uscc import ALPHABET, checked_uscc, is_uscc, normalised_uscc
from matchmaker.errors import DomainError

GOOD = "91110000600037341L"


@pytest.mark.parametrize(
    "typed",
    [GOOD, "91110000600037341l", " 9111 0000 6000 3734 1L ", "９１１１００００６０００３７３４１Ｌ",
     "911100-006000-37341L"],
)  # fmt: skip
def test_code_is_accepted_however_it_is_typed(typed: str) -> None:
    assert checked_uscc(typed) == GOOD


def test_code_of_a_rural_collective_is_accepted() -> None:
    body = "N2110000MF1234567"
    [code] = [body + last for last in ALPHABET if is_uscc(body + last)]

    assert checked_uscc(code) == code


@pytest.mark.parametrize(
    "typed",
    ["91110000600037341A", "91110000600037314L", "01110000600037341L", "9111000060003734IL",
     "91110000600037341", "91110000600037341LL", "", "统一社会信用代码十八位的中文文字",
     "A" * 18, "91110000６０００３７３４１\u0661"],
)  # fmt: skip
def test_bad_code_is_refused_on_its_field(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_uscc(typed)

    assert refused.value.field == "uscc"


@given(st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(position: int, character: str) -> None:
    wrong = GOOD[:position] + character + GOOD[position + 1 :]

    assert is_uscc(wrong) is (wrong == GOOD)


@given(st.text(max_size=40))
def test_any_text_is_normalised_without_failing(text: str) -> None:
    assert is_uscc(normalised_uscc(text)) in {True, False}
