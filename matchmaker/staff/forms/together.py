"""Deciding on several things at once: which ones, as they stood, and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask import request
from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.errors import BadRequestError, Words
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.forms import DecisionForm
from matchmaker.staff.operations.together import (
    MOST_TOGETHER,
    Decidable,
    Done,
    Picked,
    decide_together,
)
from matchmaker.web.forms import number_from

ReasonT = TypeVar("ReasonT", bound=StrEnum)
DecidableT = TypeVar("DecidableT", bound=Decidable)
Load = Callable[[Sequence[int], Account], Mapping[int, DecidableT]]


class TogetherForm(DecisionForm):
    """Reasons and words for all, and what the preview showed: number and version of each."""

    picked: Sequence[Picked] = ()
    done: Done | None = None

    @classmethod
    def about(
        cls, labels: Mapping[ReasonT, Words], load: Load[Any], *, actor: Account
    ) -> "TogetherForm":
        """Give the form for what was ticked in a queue, or shown in the preview."""
        form = cls.of(labels)
        assert isinstance(form, TogetherForm)  # noqa: S101 - says what `of` gives to the checker
        seen = dict(_numbers(request.form.getlist("seen")))
        ticked = [number for number, _version in _numbers(request.args.getlist("pick"))]
        numbers = list(seen) or ticked
        rows = load(numbers, actor)
        form.picked = [
            Picked(number, seen.get(number, rows[number].version if number in rows else 0), row)
            for number in numbers
            if (row := rows.get(number)) is not None or number in seen
        ]
        return form

    def decide_on_all(self, *, actor: Account) -> bool:
        """Do what the pressed button says; False where it was refused as a whole."""
        said, reasons = self.words.data or "", self.reasons.data or ()

        def all_of_them() -> Done:
            pressed = request.form.get("outcome", "")
            if pressed not in {Outcome.APPROVED, Outcome.RETURNED}:
                raise BadRequestError(_("请按一个按钮说明您的决定。"))
            outcome = Outcome(pressed)
            return decide_together(self.picked, outcome, reasons=reasons, words=said, actor=actor)

        self.done = self.attempt(all_of_them)
        return self.done is not None


def _numbers(said: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Read numbers with the version seen (`12:3`), the first fifty; nonsense is left out."""
    for text in list(said)[:MOST_TOGETHER]:
        number, _colon, version = text.partition(":")
        if found := number_from(number):
            yield found, number_from(version) or 0
