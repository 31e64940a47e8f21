"""What pages that are narrowed by their address have in common."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import request, url_for
from flask_babel import gettext as _

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.insight.forms.scope import ScopeForm
from matchmaker.insight.queries.names import Names, names
from matchmaker.insight.queries.scope import Scope
from matchmaker.web.filters import day

FORMATS: Final = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the form, the scope it comes to, what things are called."""

    form: ScopeForm
    scope: Scope
    names: Names

    @property
    def status(self) -> HTTPStatus:
        """Give the status of a page about it: refused where the form is not sound."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.form.errors else HTTPStatus.OK

    def address(self, endpoint: str, **values: str) -> str:
        """Give the address of another page or file of the same scope."""
        asked_for: dict[str, Any] = {**self.form.as_values(), **values}
        return url_for(endpoint, **asked_for)

    def files(self, endpoint: str, **values: str) -> list[tuple[str, str]]:
        """Name the files of a page, with their addresses; `table` names one of several."""
        return [
            (words, self.address(endpoint, format=code, **values))
            for words, code in (("Excel", "xlsx"), ("CSV", "csv"))
        ]

    def conditions(self) -> list[tuple[str, str]]:
        """Say in words what the figures are narrowed to."""
        return [(_("期间"), period_words(self.scope)), *self.form.narrowed()]


def asked() -> Asked:
    """Read the scope a page is asked for. Raises nothing: what is not sound the form says."""
    known = names()
    form = ScopeForm(request.args, known)
    form.validate()
    return Asked(form, form.scope, known)


def period_words(scope: Scope) -> str:
    """Say a period in words."""
    return _("%(since)s 至 %(until)s", since=day(scope.since), until=day(scope.until))


def wants_table() -> bool:
    """Say whether an address asks for a file instead of its page, and count the file.

    Raises TooManyAttemptsError beyond the files one network may take in an hour.
    """
    if request.args.get("format", "") not in FORMATS:
        return False
    check_export_throttle()
    return True
