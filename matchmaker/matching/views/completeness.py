"""A provider's own page: its profile, how complete it is, and what is missing costs."""

from functools import partial
from http import HTTPStatus

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.policies import may_publish_for
from matchmaker.accounts.queries import acting_organisations, organisation_by_id
from matchmaker.catalogue.policies import may_see_certificate, may_write_profile
from matchmaker.matching.queries.completeness import completeness
from matchmaker.matching.views.blueprint import bp
from matchmaker.web.access import current_actor, needs, signed_in


@bp.get("/my/profile", endpoint="my_profile")
@signed_in
def own_profile() -> ResponseReturnValue:
    own = acting_organisations(current_actor())
    if len(own) == 1:
        home = url_for(".completeness", organisation_id=own[0].id)
        return redirect(home, code=HTTPStatus.SEE_OTHER)
    return render_template("matching/my_profile.html", organisations=own)


@bp.get("/organisations/<int:organisation_id>/profile", endpoint="completeness")
@needs(may_write_profile, organisation_by_id, account=True)
def profile_of_own(found: Organisation) -> ResponseReturnValue:
    return render_template(
        "matching/completeness.html",
        organisation=found,
        state=completeness(found),
        may_publish=may_publish_for(current_actor(), found),
        today=clock.today(),
        may_see_certificate=partial(may_see_certificate, current_actor()),
    )
