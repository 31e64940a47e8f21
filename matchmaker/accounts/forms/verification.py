"""Forms for applying to be verified."""

from flask_babel import lazy_gettext as _
from wtforms import FileField, SubmitField

from matchmaker.accounts.enums import PartKind
from matchmaker.accounts.forms.people import USCC_TYPED_MAX
from matchmaker.accounts.models import Organisation, Verification
from matchmaker.accounts.operations.organisations import NAME_MAX
from matchmaker.accounts.operations.verification import (
    CONTACT_MAX,
    PHONE_MAX,
    WRITTEN,
    VerificationContent,
)
from matchmaker.web.forms import LineField, MaxLength, NeededLater
from matchmaker.web.versions import VersionedForm


class VerificationForm(VersionedForm):
    """Who an organisation is, its papers, and whom to ask.

    What is missing is said when it is handed in; a draft may be as empty as it is.
    """

    legal_name = LineField(_("单位全称"), validators=[NeededLater(), MaxLength(NAME_MAX)])
    uscc = LineField(_("统一社会信用代码"), validators=[NeededLater(), MaxLength(USCC_TYPED_MAX)])
    licence = FileField(_("营业执照"), validators=[NeededLater()])
    authorisation = FileField(_("授权书"), validators=[NeededLater()])
    contact_name = LineField(_("联系人姓名"), validators=[NeededLater(), MaxLength(CONTACT_MAX)])
    contact_position = LineField(
        _("联系人职务"), validators=[NeededLater(), MaxLength(CONTACT_MAX)]
    )
    contact_phone = LineField(_("联系电话"), validators=[NeededLater(), MaxLength(PHONE_MAX)])
    save = SubmitField(_("存为草稿"))
    hand_in = SubmitField(_("提交审核"))

    def content(self) -> VerificationContent:
        """Give what was filled in; call it on a valid form."""
        uploads = {PartKind.LICENCE: self.licence, PartKind.AUTHORISATION: self.authorisation}
        return VerificationContent(
            legal_name=self.legal_name.data or "",
            uscc=self.uscc.data or "",
            contact_name=self.contact_name.data or "",
            contact_position=self.contact_position.data or "",
            contact_phone=self.contact_phone.data or "",
            files={kind: field.data for kind, field in uploads.items() if field.data},
        )

    @classmethod
    def of(
        cls, organisation: Organisation, written: Verification | None, last: Verification | None
    ) -> "VerificationForm":
        """Give a form that shows what was written, or starts from what is known already."""
        known = written or last
        if known is None:
            return cls(legal_name=organisation.name, uscc=organisation.uscc or "", version="0")
        said = {name: getattr(known, name) for names in WRITTEN.values() for name in names}
        return cls(**said, version=str(written.version if written else 0))
