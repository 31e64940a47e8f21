"""Who a token acts as."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.queries import memberships_of
from matchmaker.accounts.queries.tokens import token_by_id
from matchmaker.api.forms.people import MembershipTold, MeTold
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import answers
from matchmaker.api.views.guarding import admission
from matchmaker.errors import UnauthorisedError
from matchmaker.web.access import current_actor, signed_in


@bp.get("/me")
@signed_in
@answers(MeTold, tag="me", summary=_("令牌代表谁、能做什么"))
def me() -> MeTold:
    actor, who = current_actor(), admission()
    token = token_by_id(who.token_id) if who else None
    if who is None or token is None:
        raise UnauthorisedError(_("令牌无效：它可能写错、已到期或已撤销。"))
    return MeTold.of(
        actor,
        staff_role=actor.staff_role if actor.is_staff else None,
        organisations=[
            MembershipTold(
                id=row.organisation_id,
                name=row.organisation.name,
                role=row.role,
                is_verified=row.organisation.is_verified,
            )
            for row in memberships_of(actor)
        ],
        scopes=sorted(who.scopes),
        token_name=token.name,
        token_expires_at=token.expires_at,
    )
