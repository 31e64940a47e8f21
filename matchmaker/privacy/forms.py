"""Forms about one's own data."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.forms import ConsentField, SecretField
from matchmaker.web.forms import BaseForm


class ConsentForm(BaseForm):
    """Agreeing to the privacy notice as it reads today."""

    consent = ConsentField()


class DeletionForm(BaseForm):
    """The password, to ask for the deletion of the account."""

    password = SecretField(_("密码"), _("请输入密码。"))
