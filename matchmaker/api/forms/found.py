"""What a keyword search answers."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from matchmaker.api.forms.base import Told, told
from matchmaker.discovery.forms import Asked, address_of, search_facets
from matchmaker.discovery.queries import Found, FoundPage
from matchmaker.search.highlight import Part
from matchmaker.search.port import Sort
from matchmaker.web.addresses import full_address
from matchmaker.web.facets import Option


class Marked(Told):
    """A piece of a text, and whether it is a word that was searched for."""

    text: str
    is_hit: bool


class Hit(Told):
    """One thing that was found."""

    kind: str
    id: int
    title: str
    excerpt: str
    title_parts: list[Marked]
    excerpt_parts: list[Marked]
    url: str = told(_("网页地址"))


class FacetValue(Told):
    """One value to narrow by, with how many choosing it would leave; `inside` stands below it."""

    field: str
    value: str
    name: str
    count: int
    is_chosen: bool
    inside: list["FacetValue"]


class FacetOut(Told):
    """One facet of the search."""

    name: str
    label: str
    values: list[FacetValue]


class SearchAnswer(Told):
    """A page of results and the counts beside it, as the search page shows them."""

    items: list[Hit]
    total: int
    kinds: dict[str, int] = told(_("每一类有多少"))
    facets: list[FacetOut]
    sort: Sort
    meant: str = told(_("找到的很少时，可能想找的词"))
    is_relaxed: bool = told(_("没有同时含全部词的结果，放宽了条件"))
    is_plain: bool = told(_("索引重建中，只按名称找"))
    next: str | None = told(_("下一页的 cursor；没有更多时为 null"))


def search_answer(found: FoundPage, asked: Asked, following: str | None) -> SearchAnswer:
    """Give what was found; `following` is the cursor of the next page, if there is one."""
    return SearchAnswer.of(
        found,
        items=[_hit(one) for one in found.items],
        kinds=dict(found.kinds),
        facets=[
            FacetOut(name=one.name, label=str(one.label), values=_values(one.options))
            for one in search_facets(found, asked)
        ],
        next=following,
    )


def _hit(one: Found) -> Hit:
    return Hit.of(
        one,
        title=_plain(one.title),
        excerpt=_plain(one.excerpt),
        title_parts=_marked(one.title),
        excerpt_parts=_marked(one.excerpt),
        url=full_address(address_of(one.kind, one.id, one.row)),
    )


def _values(options: Sequence[Option]) -> list[FacetValue]:
    return [FacetValue.of(one, name=str(one.name), inside=_values(one.inside)) for one in options]


def _marked(parts: Sequence[Part]) -> list[Marked]:
    return [Marked(text=part[0], is_hit=part[1]) for part in parts]


def _plain(parts: Sequence[Part]) -> str:
    return "".join(part[0] for part in parts)
