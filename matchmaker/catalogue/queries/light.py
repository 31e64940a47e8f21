"""Holding the rule of 小快轻准 against an offering."""

from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.scoring import LightTest, light_tests


def light_tests_of(offering: Offering) -> tuple[LightTest, ...]:
    """Hold each term of 小快轻准 against what an offering states."""
    return light_tests(
        price_max_wan=offering.price_max_wan,
        lead_days_max=offering.lead_days_max,
        capabilities={capability.slug for capability in offering.capabilities},
        scenes=len(offering.scenes),
    )
