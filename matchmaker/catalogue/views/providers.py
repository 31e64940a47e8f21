"""The directory of providers."""

from functools import partial
from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.files import providers_file
from matchmaker.catalogue.forms.wanted import (
    LETTERS,
    counts_of_providers,
    provider_facets,
    wanted_chips,
    wanted_providers,
)
from matchmaker.catalogue.queries import Provider
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.facets import address_with
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.pagination import paginate_kept

PROVIDERS_PER_PAGE = 60


@bp.get("/providers")
@kept_answer
@public
def providers() -> ResponseReturnValue:
    wanted = wanted_providers(request.args)
    counts = counts_of_providers(wanted)
    facets = provider_facets(wanted, counts)
    page = paginate_kept(queries.providers(wanted.chosen.values), per_page=PROVIDERS_PER_PAGE)
    lines = queries.providers_with([organisation.id for organisation in page.items])
    return render_template(
        "catalogue/providers.html",
        page=page,
        lines=lines,
        wanted=wanted,
        initials=counts["initial"],
        letters=[(letter, address_with({"initial": letter or None})) for letter in LETTERS],
        facets=facets,
        chips=wanted_chips(wanted, facets),
        kept=wanted.kept,
        file_url=address_with({}, "catalogue.providers_file"),
    )


@bp.get("/providers/export", endpoint="providers_file")
@public
def export_providers() -> ResponseReturnValue:
    check_export_throttle()
    wanted = wanted_providers(request.args)
    facets = provider_facets(wanted, counts_of_providers(wanted))
    found = queries.providers(wanted.chosen.values)
    return providers_file(found, wanted_chips(wanted, facets))


@bp.get("/providers/<int:organisation_id>")
@kept_answer
@needs(policies.may_see_fact, queries.provider_or_heir)
def provider(found: Provider | Organisation) -> ResponseReturnValue:
    if isinstance(found, Organisation):
        address = url_for(".provider", organisation_id=found.id)
        return redirect(address, code=HTTPStatus.MOVED_PERMANENTLY)
    actor = current_actor()
    return render_template(
        "catalogue/provider.html",
        provider=found,
        offerings=queries.offerings_by(found.organisation),
        parts=queries.parts_of(found.organisation),
        today=clock.today(),
        may_see_certificate=partial(policies.may_see_certificate, actor),
        may_write=policies.may_write_profile(actor, found.organisation),
        may_set_tier=found.profile is not None and policies.may_set_tier(actor, found.profile),
    )
