"""The form of a watch: its name and how often it tells."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.watches.enums import OFFERED, Frequency, WatchState
from matchmaker.watches.models import Watch
from matchmaker.watches.operations.watching import NAME_MAX
from matchmaker.watches.words import FREQUENCY_LABELS
from matchmaker.web.forms import BaseForm, LineField, MaxLength

PAUSED = "paused"
_FREQUENCIES = [SelectChoice(one.value, label) for one, label in FREQUENCY_LABELS.items()]
_ASKED = InputRequired(_("请选择多久告诉您一次。"))


class NewWatchForm(BaseForm):
    """A name and a frequency."""

    name = LineField(
        _("名字"), validators=[InputRequired(_("请给这项关注起个名字。")), MaxLength(NAME_MAX)]
    )
    frequency = RadioField(_("多久告诉您一次"), choices=_FREQUENCIES, validators=[_ASKED])

    @property
    def chosen(self) -> Frequency | None:
        """How often; None for not at all."""
        return None if self.frequency.data == PAUSED else Frequency(self.frequency.data)


class WatchForm(NewWatchForm):
    """A watch that exists: it may also be paused."""

    frequency = RadioField(
        _("多久告诉您一次"),
        choices=[*_FREQUENCIES, SelectChoice(PAUSED, _("暂停，不再告诉我"))],
        validators=[_ASKED],
    )

    @classmethod
    def of(cls, watch: Watch) -> "WatchForm":
        """Give a form that shows a watch, or what was just posted."""
        is_active = watch.state is WatchState.ACTIVE
        values: dict[str, Any] = {"frequency": watch.frequency.value if is_active else PAUSED}
        form = cls(name=watch.name, **values)
        if watch.kind in OFFERED:  # the site names it
            del form.name
        return form
