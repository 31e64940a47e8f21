"""What forms share in which people write for an organisation, save, and hand in."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, ValidationError

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.web.forms import BaseForm
from matchmaker.web.versions import VersionedForm

RowT = TypeVar("RowT")
FormT = TypeVar("FormT", bound="SpeakerForm")
SPEAKER_MISSING = _("请选择您能代表的单位。")


class SpeakerForm(BaseForm):
    """A form filled in for one of the organisations a person may act for."""

    organisation = SelectField(
        _("代表单位"), validators=[InputRequired(SPEAKER_MISSING)], validate_choice=False
    )
    _organisations: dict[str, Organisation]

    def speak_for(self, account: Account) -> Self:
        """Offer the organisations a person may act for; a single one is chosen already."""
        own = acting_organisations(account)
        self._organisations = {str(row.id): row for row in own}
        self.organisation.choices = [
            SelectChoice(key, row.name) for key, row in self._organisations.items()
        ]
        if len(own) > 1:
            self.organisation.choices.insert(0, SelectChoice("", str(_("请选择"))))
        elif own and not self.is_submitted():
            self.organisation.data = str(own[0].id)
        return self

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations the person may choose from."""
        return list(self._organisations.values())

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse an organisation the person may not act for."""
        if field.data not in self._organisations:
            raise ValidationError(SPEAKER_MISSING)

    @property
    def chosen_organisation(self) -> Organisation:
        """The organisation of a valid form."""
        return self._organisations[self.organisation.data]


class WrittenForm(VersionedForm, Generic[RowT]):
    """A form that saves a row, and hands it in where that button was pressed."""

    saved: RowT

    def hand_in(self, row: RowT, actor: Account) -> None:
        """Do what another button than the one that only saves asks for."""

    def save_with(self, write: Callable[[], RowT], *, actor: Account) -> bool:
        """Write the row, and hand it in where that was asked for: both or neither.

        Where it may not be handed in yet it stays as written, and `detour` says what comes first.
        """
        row = self.attempt_both(write, lambda row: self.hand_in(row, actor))
        if row is None:
            return False
        self.saved = row
        return True
