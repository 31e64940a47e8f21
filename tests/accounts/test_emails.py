"""E-mail addresses."""

import pytest

from matchmaker.accounts.operations.emails import checked_email, email_key
from matchmaker.errors import DomainError


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Lin.X@Example.COM", "lin.x@example.com"),
        ("  lin@example.com ", "lin@example.com"),
        ("用户@例子.中国", "用户@例子.中国"),
        ("lin+5g@example.com", "lin+5g@example.com"),
    ],
)
def test_address_is_normalised(typed: str, stored: str) -> None:
    assert checked_email(typed) == stored
    assert email_key(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "lin", "lin@", "@example.com", "lin@localhost", "a b@example.com",
     "lin@example.com\r\nBcc: x@example.com", "lin@example.com, x@example.com",
     "Lin <lin@example.com>", "x" * 65 + "@example.com", "lin@" + "a" * 250 + ".com"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        checked_email(typed)

    assert refused.value.field == "email"
