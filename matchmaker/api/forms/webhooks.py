"""The form of a webhook: where, and what."""

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.api.enums import WebhookKind
from matchmaker.api.words import WEBHOOK_KINDS
from matchmaker.web.forms import BaseForm, LineField, MaxLength

URL_MAX = 500


class WebhookForm(BaseForm):
    """An address and kinds of events."""

    url = LineField(
        _("网址"), validators=[InputRequired(_("请填写接收消息的网址。")), MaxLength(URL_MAX)]
    )
    kinds = SelectMultipleField(
        _("接收的内容"),
        choices=[
            SelectChoice(kind.value, label)
            for kind, label in WEBHOOK_KINDS.items()
            if kind is not WebhookKind.TEST
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @property
    def wanted(self) -> list[WebhookKind]:
        """The kinds that were ticked."""
        return [WebhookKind(value) for value in self.kinds.data or ()]
