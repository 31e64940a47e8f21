"""What administrators fill in to give or take a duty of staff."""

from typing import Final

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.roles import REASON_MOST, give_role
from matchmaker.accounts.words import STAFF_DUTIES, STAFF_ROLES
from matchmaker.web.forms import MaxLength, clean_prose
from matchmaker.web.versions import VersionedForm

NONE: Final = "none"


class StaffRoleForm(VersionedForm):
    """One duty, or none, and why."""

    role = RadioField(
        _("职责"),
        choices=[
            SelectChoice(NONE, _("没有：不是运营人员")),
            *(
                SelectChoice(role.value, _("%(role)s：%(duty)s", role=STAFF_ROLES[role], duty=duty))
                for role, duty in STAFF_DUTIES.items()
            ),
        ],
        validators=[InputRequired(_("请选择职责。"))],
    )
    reason = TextAreaField(
        _("原因"),
        filters=[clean_prose],
        validators=[InputRequired(_("请写明原因。")), MaxLength(REASON_MOST, show=False)],
    )

    @classmethod
    def about(cls, person: Account) -> "StaffRoleForm":
        """Give the form with the duty a person has now."""
        return cls(role=person.staff_role or NONE, version=str(person.version))

    def save(self, person: Account, *, actor: Account) -> bool:
        """Give or take the duty; False where it was refused."""
        role = None if self.role.data == NONE else StaffRole(self.role.data)
        reason, seen = self.reason.data or "", self.seen_version
        return self.succeeds(
            lambda: give_role(person, role, reason, seen_version=seen, actor=actor)
        )
