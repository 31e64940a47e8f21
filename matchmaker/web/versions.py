"""Forms of rows that several people edit: who is late is told, sees what is stored, and decides."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask_babel import lazy_gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField

from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.web.forms import BaseForm, number_from

T = TypeVar("T")
OVERTAKEN = _("您打开页面之后，内容已被改动。请核对已保存的内容后再提交。")


class VersionedRow(Protocol):
    """A row that counts its versions."""

    @property
    def version(self) -> int: ...


class VersionedForm(BaseForm):
    """A form about a row that may have changed since it was shown.

    Make it with `version=str(row.version)`, nothing or "0" where there is no row yet, and hand
    `seen_version` to the operation, which raises ConflictError for another one. The page then
    shows what is stored beside what was typed, and says `take_over`.
    """

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the person saw when they opened the form; 0 for none, and for nonsense."""
        return number_from(self.version.data or "") or 0

    @property
    def is_stale(self) -> bool:
        """Whether the row was changed since the person opened the form."""
        return self.refused_status is ConflictError.status

    def take_over(self, row: VersionedRow | None) -> None:
        """Where it was late, let the next try go by what is stored now, which the page shows."""
        if self.is_stale:
            self.version.data = str(row.version if row is not None else 0)

    def attempt(self, operation: Callable[[], T]) -> T | None:
        """Run the operation and write it down; who is overtaken in that moment is late, too."""

        def written() -> T:
            try:
                done = operation()
                db.session.flush()
            except StaleDataError as error:
                raise ConflictError(OVERTAKEN) from error
            return done

        return super().attempt(written)
