"""What people choose when they make a key for a program."""

from typing import Final

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations.tokens import NAME_MOST, NewToken, make_token
from matchmaker.accounts.words import token_scope_label
from matchmaker.web.forms import BaseForm, LineField, MaxLength

DAYS: Final = (30, 90, 180, 365)
USUAL_DAYS: Final = 90


class TokenForm(BaseForm):
    """A name, what the key may be used for, and how long it lasts."""

    name = LineField(
        _("名称"), validators=[InputRequired(_("请给令牌起一个名称。")), MaxLength(NAME_MOST)]
    )
    scopes = SelectMultipleField(
        _("范围"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_("请至少选一个范围。"))],
    )
    days = RadioField(
        _("有效期"),
        choices=[SelectChoice(str(days), _("%(days)s 天", days=days)) for days in DAYS],
        default=str(USUAL_DAYS),
        validators=[InputRequired(_("请选择有效期。"))],
    )

    @classmethod
    def about(cls, actor: Account) -> "TokenForm":
        """Give the form with the scopes a person may give: staff let programs only read."""
        form = cls()
        scopes = [TokenScope.READ] if actor.staff_role is not None else list(TokenScope)
        form.scopes.choices = [
            SelectChoice(scope.value, f"{token_scope_label(scope)} ({scope.value})")
            for scope in scopes
        ]
        return form

    def make(self, organisation: Organisation | None, *, actor: Account) -> NewToken | None:
        """Make the key; None where that was refused."""
        scopes = frozenset(TokenScope(value) for value in self.scopes.data or ())
        return self.attempt(
            lambda: make_token(
                self.name.data or "",
                scopes,
                int(self.days.data),
                organisation=organisation,
                actor=actor,
            )
        )
