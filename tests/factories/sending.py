"""Somebody who sends a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matchmaker.accounts.models import Account


@dataclass(frozen=True)
class Sending:
    """Who sends what: the page the form stands on, what is typed, where it goes (there too)."""

    person: Account
    page: str
    typed: Mapping[str, Any] = field(default_factory=dict)
    to: str = ""
