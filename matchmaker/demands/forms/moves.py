"""The form that closes a demand."""

from http import HTTPStatus
from typing import Final

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.demands.enums import CloseReason
from matchmaker.demands.operations import WORDS_MAX
from matchmaker.demands.words import CLOSE_REASONS
from matchmaker.web.forms import BaseForm, MaxLength, clean_prose

# Whoever chose a provider, found none or needs nothing any more; that time is up says the calendar.
CHOSEN: Final = (CloseReason.AWARDED, CloseReason.NONE_SUITABLE, CloseReason.CANCELLED)


class CloseForm(BaseForm):
    """Why a demand takes no more responses."""

    reason = RadioField(
        _("关闭的原因"),
        choices=[SelectChoice(reason.value, CLOSE_REASONS[reason]) for reason in CHOSEN],
        validators=[InputRequired(_("请选择关闭的原因。"))],
    )
    words = TextAreaField(
        _("说明"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )

    @property
    def chosen(self) -> CloseReason:
        """The reason; call it on a valid form."""
        return CloseReason(self.reason.data)

    @property
    def status(self) -> HTTPStatus:
        """The status of the page that shows it."""
        return self.refused_status if self.errors else HTTPStatus.OK
