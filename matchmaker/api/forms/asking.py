"""What can be asked of the lists: the filters of the pages, by the same names."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal, Protocol, TypeVar

from flask_babel import lazy_gettext as _
from pydantic import Field
from werkzeug.datastructures import MultiDict

from matchmaker.api.forms.base import Asked, Several, told
from matchmaker.api.forms.writing import RowId
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.demands.queries import Show
from matchmaker.discovery.queries import KINDS, PER_PAGE
from matchmaker.errors import DomainError, raise_all
from matchmaker.programmes.enums import CallStage
from matchmaker.search.port import Sort
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.web.facets import MOST_VALUES


class Wanted(Protocol):
    """What a list was asked for; `unknown` holds the values that mean nothing there."""

    @property
    def unknown(self) -> tuple[str, ...]: ...


WantedT = TypeVar("WantedT", bound=Wanted)
Values = Annotated[Several, Field(max_length=MOST_VALUES)]
Kind: Any = Literal[("", *KINDS)]
Order: Any = Literal[("", *(sort.value for sort in Sort))]
PASSING = frozenset({"limit", "cursor"})


class FieldsAsked(Asked):
    """Filters every list about supply, demand and sites shares; several values by commas."""

    sector: Values = told(_("行业代码"), default=[], examples=["mining"])
    scene: Values = told(_("场景的代码（slug）"), default=[])
    region: Values = told(_("地区代码或名称；省包含它的市"), default=[], examples=["150000"])


class NamedAsked(Asked):
    """What narrows a list of the taxonomy."""

    q: str = told(_("名称、代码或别名里要有的词"), default="", max_length=100, examples=["truck"])


class ScenesAsked(NamedAsked):
    """What narrows the list of scenes."""

    sector: str = told(_("行业代码"), default="", max_length=80, examples=["mining"])


class StandardsAsked(ScenesAsked):
    """What narrows the list of standards; with a sector, those for every sector are listed too."""

    level: str = told(_("标准的级别"), default="", max_length=80)


class CapabilitiesAsked(NamedAsked):
    """What narrows the list of capabilities."""

    kind: CapabilityKind | None = told(_("能力的种类"), default=None)


class RegionsAsked(NamedAsked):
    """What narrows the list of regions."""

    parent: str = told(_("上级的代码"), default="", max_length=6, pattern="^[0-9]*$")


class OfferingsAsked(FieldsAsked):
    """What narrows the list of offerings."""

    category: Values = told(_("供应链环节的代码（slug）"), default=[])
    capability: Values = told(_("能力的代码（slug）"), default=[])
    evidence: Values = told(_("佐证的种类"), default=[])
    budget: Values = told(_("价格区间，单位万元，例如 50-100"), default=[])
    light: Values = told(_("yes：只要小快轻准"), default=[])
    provider: RowId | None = told(_("供应商的编号"), default=None)
    sort: Literal["newest", "title"] = told(_("次序"), default="newest")


class ProvidersAsked(Asked):
    """What narrows the directory of providers."""

    sector: Values = told(_("行业代码"), default=[])
    region: Values = told(_("地区代码或名称；省包含它的市"), default=[])
    type: Values = told(_("主要类型"), default=[])
    programme: Values = told(_("供应商类别"), default=[])
    tier: Values = told(_("等级"), default=[])
    verified: Values = told(_("认证：yes 或 no"), default=[])
    initial: Values = told(_("拼音首字母"), default=[])


class CasesAsked(FieldsAsked):
    """What narrows the list of cases."""

    effect: Values = told(_("成效类别"), default=[])
    year: Values = told(_("年份"), default=[])
    provider: RowId | None = told(_("供应商的编号"), default=None)


class DemandsAsked(FieldsAsked):
    """What narrows the list of demands."""

    show: Show = told(_("哪一类：本站需求、即将截止、各地公告"), default=Show.OPEN)
    budget: Values = told(_("预算区间，单位万元，例如 50-100"), default=[])
    sort: Literal["newest", "day"] = told(_("次序"), default="newest")


class ShowcasesAsked(FieldsAsked):
    """What narrows the gallery of showcases."""

    subject: Values = told(_("类型"), default=[])


class CallsAsked(Asked):
    """Which calls."""

    show: CallStage = told(_("进行到哪一步"), default=CallStage.RUNNING)


class PoolAsked(Asked):
    """What narrows the pool of providers."""

    type: ProgrammeType | None = told(_("供应商类别"), default=None)
    tier: str = told(_("等级"), default="", max_length=80)
    sector: str = told(_("行业代码"), default="", max_length=80)
    region: str = told(_("地区代码"), default="", max_length=6, pattern="^[0-9]*$")
    ended: bool = told(_("包括已到期的"), default=False)


class SearchAsked(FieldsAsked):
    """Words, kind and filters of a keyword search; a filter counts where the kind has it."""

    q: str = told(_("要找的词"), default="", max_length=400, examples=["5G"])
    limit: int = told(_("每页条数，总是 20"), default=PER_PAGE, ge=PER_PAGE, le=PER_PAGE)
    kind: Kind = told(_("只找一类"), default="")
    sort: Order = told(_("次序"), default="")
    category: Values = told(_("供应链环节的代码（slug）"), default=[])
    capability: Values = told(_("能力的代码（slug）"), default=[])
    evidence: Values = told(_("佐证的种类"), default=[])
    budget: Values = told(_("价格或预算区间，单位万元，例如 50-100"), default=[])
    light: Values = told(_("yes：只要小快轻准"), default=[])
    verified: Values = told(_("认证：yes 或 no"), default=[])
    published: Values = told(_("多少天内发布：7、30、365"), default=[])
    type: Values = told(_("供应商的主要类型"), default=[])
    state: Values = told(_("需求的来源"), default=[])
    closes: Values = told(_("多少天内截止：7、30，或 ended"), default=[])
    effect: Values = told(_("成效类别"), default=[])
    subject: Values = told(_("领航者的类型"), default=[])
    level: Values = told(_("标准的级别"), default=[])
    year: Values = told(_("年份"), default=[])


def wanted_as_on_page(asked: Asked, read: Callable[[MultiDict[str, str]], WantedT]) -> WantedT:
    """Read filters with the function of the page; raises DomainError for values nobody knows."""
    found = read(page_words(asked))
    if found.unknown:
        values = {name: value for name, value in asked if name not in PASSING}
        raise_all(
            DomainError(
                _("没有找到“%(name)s”，请从列表中选择。", name=word), field=_where(values, word)
            )
            for word in found.unknown
        )
    return found


def page_words(asked: Asked) -> MultiDict[str, str]:
    """Give what was asked as the address of the page would say it."""
    words: MultiDict[str, str] = MultiDict()
    for name, value in asked:
        if name in PASSING or value in (None, "", []):
            continue
        for one in value if isinstance(value, list) else [value]:
            words.add(name, str(one))
    return words


def _where(values: dict[str, Any], word: str) -> str:
    for name, value in values.items():
        said: Iterable[Any] = value if isinstance(value, list) else [value]
        if any(str(one).startswith(word) for one in said):
            return name
    return "filter"
