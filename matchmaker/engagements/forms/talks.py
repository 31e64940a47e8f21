"""Writing to the other side, and saying whom it may call."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.accounts.models import Account
from matchmaker.engagements.operations.talks import PHONE_MAX, TEXT_MAX
from matchmaker.web.forms import BaseForm, LineField, MaxLength, clean_prose


class MessageForm(BaseForm):
    """A message and its files."""

    text = TextAreaField(
        _("留言"), filters=[clean_prose], validators=[MaxLength(TEXT_MAX, show=False)]
    )
    file = MultipleFileField(_("附件"))


class ContactForm(BaseForm):
    """Who of one's own side may be called, and the consent of the person who says so."""

    person = SelectField(_("联系人"), validators=[InputRequired(_("请选择联系人。"))])
    phone = LineField(_("电话"), validators=[MaxLength(PHONE_MAX)])
    agrees = BooleanField(_("我同意把我的姓名、邮箱和电话告诉对方单位的成员"))

    people: dict[str, Account]

    @classmethod
    def among(cls, people: Sequence[Account], chosen: Account, phone: str = "") -> "ContactForm":
        """Offer the members of one's organisation."""
        form = cls(person=str(chosen.id), phone=phone)
        form.person.choices = [SelectChoice(str(row.id), row.name) for row in people]
        form.people = {str(row.id): row for row in people}
        return form

    @property
    def chosen(self) -> Account | None:
        """The chosen person."""
        return self.people.get(self.person.data or "")


class AgreeForm(BaseForm):
    """One's telephone number, for the other side."""

    phone = LineField(_("电话"), validators=[MaxLength(PHONE_MAX)])
