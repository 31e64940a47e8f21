"""Outcomes and reasons in words."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.moderation.enums import Outcome, ReportReason, ReportState
from matchmaker.web.language import Later

ReasonT = TypeVar("ReasonT", bound=StrEnum)

OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.APPROVED: _("通过"),
    Outcome.RETURNED: _("退回修改"),
    Outcome.REFUSED: _("不通过"),
    Outcome.SUSPENDED: _("暂停"),
    Outcome.RESTORED: _("恢复"),
    Outcome.REVOKED: _("撤销"),
}
REPORT_REASONS: Final[Mapping[ReportReason, Words]] = {
    ReportReason.ADVERT: _("广告或垃圾信息"),
    ReportReason.FRAUD: _("诈骗"),
    ReportReason.PRICE_PROBING: _("只为套取报价"),
    ReportReason.WRONG_FACTS: _("事实不符"),
    ReportReason.INFRINGING: _("侵犯他人权利"),
    ReportReason.OTHER: _("其他"),
}
REPORT_STATES: Final[Mapping[ReportState, Words]] = {
    ReportState.OPEN: _("处理中"),
    ReportState.UPHELD: _("属实，已处理"),
    ReportState.DISMISSED: _("未发现问题"),
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


def decision_words(
    reasons: Collection[ReasonT], labels: Mapping[ReasonT, Words], words: str
) -> Words:
    """Give what staff said, a line for each coded reason and then their words.

    The reasons are in the language of whoever reads them, not of whoever chose them.
    """

    def lines() -> str:
        coded = [str(label) for reason, label in labels.items() if reason in reasons]
        return "\n".join(filter(None, [*coded, words]))

    return Later(lines)


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        outcome_words=lambda outcome: str(OUTCOMES[outcome]),
        outcome_look=lambda outcome: OUTCOME_LOOKS.get(outcome, ""),
        reason_words=reason_words,
        report_words={"reason": REPORT_REASONS, "state": REPORT_STATES},
    )
