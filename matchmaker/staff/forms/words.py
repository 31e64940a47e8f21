"""What staff decide on a word nothing recognised."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired

from matchmaker.staff.queries.words import entries_to_name
from matchmaker.web.forms import BaseForm


class WordForm(BaseForm):
    """Which entry goes by the word."""

    entry = SelectField(
        _("作为谁的别名"),
        choices=list,
        validate_choice=True,
        validators=[InputRequired(_("请选择场景、行业或能力。"))],
    )

    def offer(self) -> None:
        """Give the entries to choose from."""
        self.entry.choices = [("", gettext("未选择")), *entries_to_name()]
        self.entry.data = self.entry.data or ""
