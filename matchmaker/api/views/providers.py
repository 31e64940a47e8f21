"""Providers, for programs: the directory and one of them."""

from collections.abc import Sequence
from http import HTTPStatus

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.api.forms.asking import ProvidersAsked, wanted_as_on_page
from matchmaker.api.forms.base import Listed
from matchmaker.api.forms.providers import (
    Beside,
    ProviderLine,
    ProviderOut,
    provider_line,
    provider_out,
)
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.frame import Answer, answers
from matchmaker.api.views.listing import Key, listed_together
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.wanted import wanted_providers
from matchmaker.catalogue.queries import Provider
from matchmaker.engagements.queries.outcomes import provider_ratings
from matchmaker.programmes.queries.results import provider_entries
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.addresses import site_url

A_TO_Z = (Key(Organisation.sort_key), Key(Organisation.id))


@bp.get("/providers")
@public
@answers(
    Listed[ProviderLine],
    asks=ProvidersAsked,
    tag="providers",
    summary=_("供应商名录，按拼音"),
)
def providers(asked: ProvidersAsked) -> Listed[ProviderLine]:
    wanted = wanted_as_on_page(asked, wanted_providers)
    found = queries.providers(wanted.chosen.values)
    return listed_together(found, asked, by=A_TO_Z, into=_lines)


@bp.get("/providers/<int:organisation_id>")
@needs(policies.may_see_fact, queries.provider_or_heir)
@answers(
    ProviderOut,
    tag="providers",
    summary=_("一个供应商"),
    about=_("被认领的档案以 301 指向认领它的单位。"),
    problems=(301,),
)
def provider(found: Provider | Organisation) -> Answer:
    if isinstance(found, Organisation):
        address = site_url("api.provider", organisation_id=found.id)
        return Answer(None, status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": address})
    organisation = found.organisation
    beside = Beside(
        entries=provider_entries(organisation.id),
        rating=provider_ratings(organisation.id),
        offerings=queries.offerings_by(organisation),
        parts=queries.parts_of(organisation),
    )
    told = provider_out(found, beside, current_actor(), clock.today())
    return Answer(told, version=found.profile)


def _lines(rows: Sequence[Organisation]) -> list[ProviderLine]:
    return [provider_line(row) for row in queries.providers_with([row.id for row in rows])]
