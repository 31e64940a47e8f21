"""What staff send about figures that creates something."""

from collections.abc import Callable, Mapping
from typing import Final

from factories.insight import city, indicator
from factories.people import account
from factories.sending import Sending

from matchmaker.accounts.enums import StaffRole


def _observation() -> Sending:
    page = f"/staff/insight/indicators/{indicator().slug}/observations/new"
    typed = {"as_of": "2026-03-31", "value": "68", "source": "https://example.org/2026 新闻"}
    return Sending(account(staff=StaffRole.CURATOR), page, typed)


def _city_figure() -> Sending:
    row = city("440400", "珠海市", 1)
    page = f"/staff/insight/cities/{row.region_code}/figures/new"
    typed = {
        "measure": "traffic", "as_of": "2026-03-31", "value": "68",
        "source": "https://example.org/2026 新闻",
    }  # fmt: skip
    return Sending(account(staff=StaffRole.CURATOR), page, typed)


INSIGHT: Final[Mapping[str, Callable[[], Sending]]] = {
    "insight.new_city_figure": _city_figure,
    "insight.new_observation": _observation,
}
