"""Everything that changes provider profiles, cases and offerings."""

from matchmaker.catalogue.operations.offerings import (
    PROMISES_MOST,
    SUMMARY_MAX,
    TITLE_MAX,
    OfferingContent,
    PromiseContent,
    draft_offering,
    edit_offering,
    promise_fault,
    publish_offering,
    put_case,
    put_sourced_offering,
    put_unclaimed_provider,
    review_promise,
    withdraw_offering,
)

__all__ = [
    "PROMISES_MOST",
    "SUMMARY_MAX",
    "TITLE_MAX",
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
