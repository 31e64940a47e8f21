"""Going abroad: what readers outside China find, in English."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from matchmaker.accounts.forms.files import wants_file
from matchmaker.programmes.forms import abroad as forms
from matchmaker.programmes.forms.abroad import Shown
from matchmaker.programmes.queries import abroad as queries
from matchmaker.programmes.queries.abroad import WantedAbroad
from matchmaker.programmes.views.blueprint import bp
from matchmaker.taxonomy.queries import sectors_in_order
from matchmaker.taxonomy.words import WORLD_AREAS
from matchmaker.web.access import public
from matchmaker.web.facets import address_with
from matchmaker.web.pagination import paginate

LISTS: Mapping[Shown, tuple[Callable[[WantedAbroad], Select[Any]], Callable[..., Response]]] = {
    Shown.SHOWCASES: (queries.showcases_abroad, forms.showcases_abroad_file),
    Shown.PROVIDERS: (queries.providers_abroad, forms.providers_abroad_file),
    Shown.OFFERINGS: (queries.offerings_abroad, forms.offerings_abroad_file),
}


@bp.get("/abroad")
@public
def abroad() -> ResponseReturnValue:
    sectors = sectors_in_order()
    shown, wanted = forms.wanted_abroad(request.args, sectors)
    chosen, file = LISTS[shown]
    found = chosen(wanted)
    if wants_file():
        return file(found, wanted)
    page = paginate(found, has_file=True)
    return render_template(
        "programmes/abroad.html",
        page=page,
        shown=shown,
        wanted=wanted,
        counts=queries.counts_abroad(wanted),
        profiles=_profiles(shown, page.items),
        addresses={one.value: address_with({"show": one.value}) for one in Shown},
        sectors=sectors,
        areas=WORLD_AREAS,
    )


def _profiles(shown: Shown, rows: Sequence[Any]) -> dict[int, Any]:
    return queries.profiles_of([row.id for row in rows]) if shown is Shown.PROVIDERS else {}
