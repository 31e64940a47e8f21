"""小快轻准: four terms held against what an offering states."""

from decimal import Decimal
from typing import Any

import pytest

from matchmaker.catalogue.scoring import HEAVY, LightTerm, is_light, light_tests

STATED: dict[str, Any] = {
    "price_max_wan": Decimal(50),
    "lead_days_max": 60,
    "capabilities": {"redcap", "light-solution"},
    "scenes": 3,
}


def test_an_offering_at_every_threshold_is_light() -> None:
    assert is_light(light_tests(**STATED))


@pytest.mark.parametrize(
    ("changes", "term", "is_met"),
    [
        ({"price_max_wan": Decimal("50.01")}, LightTerm.SMALL, False),
        ({"price_max_wan": None}, LightTerm.SMALL, None),
        ({"lead_days_max": 61}, LightTerm.QUICK, False),
        ({"lead_days_max": None}, LightTerm.QUICK, None),
        ({"capabilities": set()}, LightTerm.LIGHT, None),
        ({"scenes": 4}, LightTerm.PRECISE, False),
        ({"scenes": 0}, LightTerm.PRECISE, None),
        *(({"capabilities": {"redcap", slug}}, LightTerm.LIGHT, False) for slug in sorted(HEAVY)),
    ],
)
def test_one_term_that_is_not_met_or_not_stated_is_enough(
    changes: dict[str, Any], term: LightTerm, is_met: object
) -> None:
    tests = light_tests(**{**STATED, **changes})

    assert {test.term: test.is_met for test in tests if test.is_met is not True} == {term: is_met}
    assert not is_light(tests)
