"""What people say of a match."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, NumberRange

from matchmaker.matching.enums import JudgementVerdict, UnfitReason
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import BaseForm

TAKE_BACK = "take-back"


class JudgementForm(BaseForm):
    """Suits or not, and if not, why; or take back what was said."""

    offering = IntegerField(_("方案"), validators=[InputRequired(), NumberRange(1, LARGEST_NUMBER)])
    verdict = SelectField(
        _("评价"),
        choices=[SelectChoice(word, word) for word in (*JudgementVerdict, TAKE_BACK)],
        validators=[InputRequired()],
    )
    reason = SelectField(
        _("不合适的原因"),
        choices=[SelectChoice(word, word) for word in ("", *UnfitReason)],
        default="",
    )

    @property
    def is_taken_back(self) -> bool:
        return bool(self.verdict.data == TAKE_BACK)

    @property
    def chosen_reason(self) -> UnfitReason | None:
        return UnfitReason(self.reason.data) if self.reason.data else None
