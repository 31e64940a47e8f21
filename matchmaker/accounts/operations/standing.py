"""Who may speak in public: people of verified organisations."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import is_verified, may_act_for
from matchmaker.errors import DomainError, WayOut


def check_publisher(organisation: Organisation, actor: Account) -> None:
    """Refuse to make anything public for an organisation nobody has verified.

    Everything before that - drafting, matching, applying - stays free. Raises DomainError on
    the field `organisation` that says what is missing.
    """
    if not may_act_for(actor, organisation):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    if not is_verified(organisation):
        raise DomainError(
            _("发布前需要先完成单位认证。草稿会保留，认证通过后就能发布。"),
            field="organisation",
            way_out=WayOut(
                "accounts.verification",
                {"organisation_id": organisation.id},
                _("先完成单位认证"),
            ),
        )
