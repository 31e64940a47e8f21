"""Outcomes and reasons in words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.moderation.enums import Outcome

OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.APPROVED: _("通过"),
    Outcome.RETURNED: _("退回修改"),
    Outcome.REFUSED: _("不通过"),
    Outcome.SUSPENDED: _("暂停"),
    Outcome.RESTORED: _("恢复"),
    Outcome.REVOKED: _("撤销"),
}
# Colours of the chip: see templates/components/chips.html.
OUTCOME_LOOKS: Final[Mapping[Outcome, str]] = {
    Outcome.APPROVED: "live",
    Outcome.RESTORED: "live",
}


def reason_words(codes: list[str], labels: Mapping[StrEnum, Words]) -> list[str]:
    """Give coded reasons in words; a code no longer in use stands as it is."""
    by_code = {code.value: label for code, label in labels.items()}
    return [str(by_code.get(code, code)) for code in codes]


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        outcome_words=lambda outcome: str(OUTCOMES[outcome]),
        outcome_look=lambda outcome: OUTCOME_LOOKS.get(outcome, ""),
        reason_words=reason_words,
    )
