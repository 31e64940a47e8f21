"""Everything that changes provider profiles, cases and offerings."""

from matchmaker.catalogue.operations.content import (
    BAD_LINK,
    LEAD_MOST_DAYS,
    PRICE_MOST_WAN,
    PROMISES_MOST,
    SCENES_MOST,
    SERVED_MOST,
    SUMMARY_MAX,
    SUMMARY_MIN,
    TITLE_MAX,
    TITLE_MIN,
    OfferingContent,
    PromiseContent,
    promise_fault,
)
from matchmaker.catalogue.operations.offerings import (
    draft_offering,
    edit_offering,
    publish_offering,
    review_promise,
    withdraw_offering,
)
from matchmaker.catalogue.operations.sourced import (
    put_case,
    put_sourced_offering,
    put_unclaimed_provider,
)

__all__ = [
    "BAD_LINK",
    "LEAD_MOST_DAYS",
    "PRICE_MOST_WAN",
    "PROMISES_MOST",
    "SCENES_MOST",
    "SERVED_MOST",
    "SUMMARY_MAX",
    "SUMMARY_MIN",
    "TITLE_MAX",
    "TITLE_MIN",
    "OfferingContent",
    "PromiseContent",
    "draft_offering",
    "edit_offering",
    "promise_fault",
    "publish_offering",
    "put_case",
    "put_sourced_offering",
    "put_unclaimed_provider",
    "review_promise",
    "withdraw_offering",
]
