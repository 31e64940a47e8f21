"""Everything that changes provider profiles, cases and offerings."""

from matchmaker.catalogue.operations.case_content import (
    CaseContent,
    FigureContent,
    PartnerContent,
)
from matchmaker.catalogue.operations.cases import (
    approve_case,
    draft_case,
    edit_case,
    return_case,
    submit_case,
    take_back_case,
    withdraw_case,
)
from matchmaker.catalogue.operations.content import (
    BAD_LINK,
    LEAD_MOST_DAYS,
    PRICE_MOST_WAN,
    PROMISES_MOST,
    SCENES_MOST,
    SERVED_MOST,
    SUMMARY_EN_MAX,
    SUMMARY_MAX,
    SUMMARY_MIN,
    TITLE_EN_MAX,
    TITLE_MAX,
    TITLE_MIN,
    OfferingContent,
    PromiseContent,
    promise_fault,
)
from matchmaker.catalogue.operations.files import (
    add_file,
    drop_certificate,
    keep_certificate,
    keep_consent,
    move_file,
    remove_file,
)
from matchmaker.catalogue.operations.offerings import (
    archive_offering,
    copy_offering,
    draft_offering,
    edit_offering,
    submit_offering,
    take_back_offering,
    withdraw_offering,
)
from matchmaker.catalogue.operations.reviewing import (
    approve_offering,
    return_offering,
    review_promise,
)
from matchmaker.catalogue.operations.sourced import (
    put_case,
    put_sourced_offering,
    put_unclaimed_provider,
)
from matchmaker.catalogue.operations.versions import content_of_version
from matchmaker.catalogue.operations.writing import (
    content_of,
)

__all__ = [
    "BAD_LINK",
    "LEAD_MOST_DAYS",
    "PRICE_MOST_WAN",
    "PROMISES_MOST",
    "SCENES_MOST",
    "SERVED_MOST",
    "SUMMARY_EN_MAX",
    "SUMMARY_MAX",
    "SUMMARY_MIN",
    "TITLE_EN_MAX",
    "TITLE_MAX",
    "TITLE_MIN",
    "CaseContent",
    "FigureContent",
    "OfferingContent",
    "PartnerContent",
    "PromiseContent",
    "add_file",
    "approve_case",
    "approve_offering",
    "archive_offering",
    "content_of",
    "content_of_version",
    "copy_offering",
    "draft_case",
    "draft_offering",
    "drop_certificate",
    "edit_case",
    "edit_offering",
    "keep_certificate",
    "keep_consent",
    "move_file",
    "promise_fault",
    "put_case",
    "put_sourced_offering",
    "put_unclaimed_provider",
    "remove_file",
    "return_case",
    "return_offering",
    "review_promise",
    "submit_case",
    "submit_offering",
    "take_back_case",
    "take_back_offering",
    "withdraw_case",
    "withdraw_offering",
]
