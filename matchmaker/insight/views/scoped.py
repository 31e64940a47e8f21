"""What pages that are narrowed by their address have in common."""

from dataclasses import dataclass
from http import HTTPStatus
from operator import itemgetter
from typing import Any, Final

from flask import Response, request, url_for
from flask_babel import gettext as _

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.insight.forms.scope import ScopeForm
from matchmaker.insight.forms.tables import Table
from matchmaker.insight.queries.names import Names, names
from matchmaker.insight.queries.scope import Scope
from matchmaker.web.filters import day
from matchmaker.web.sheets import Columns, Row, csv_file, list_file

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

    def files(self, endpoint: str) -> list[tuple[str, str]]:
        """Name the files of a page, with their addresses."""
        return [
            (words, self.address(endpoint, format=code))
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


def wanted_format() -> str:
    """Give the kind of file an address asks for, empty for a page, and count the file.

    Raises TooManyAttemptsError beyond the files one network may take in an hour.
    """
    found = request.args.get("format", "")
    if found not in FORMATS:
        return ""
    check_export_throttle()
    return found


def table_sent(kind: str, name: str, table: Table, what: Asked, **options: Any) -> Response:
    """Send a table as the kind of file asked for."""
    if kind == "csv":
        columns: Columns[Row] = {head: itemgetter(at) for at, head in enumerate(table.head)}
        return csv_file(name, columns, table.rows)
    return list_file(
        name, table.title, table.head, table.rows,
        total=len(table.rows), conditions=what.conditions(), address=request.url,
        **{"wide": (0, 1), **options},
    )  # fmt: skip
