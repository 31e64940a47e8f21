"""The things a person is told about, read again and only where everybody may see them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from matchmaker.discovery.queries import KINDS, visible_rows
from matchmaker.search.port import Key
from matchmaker.web.language import localised


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing with its page: an endpoint and its values; `by` says whose it is."""

    kind: str
    title: str
    by: str
    endpoint: str
    values: Mapping[str, Any]


def subjects(keys: Collection[Key]) -> dict[Key, Subject]:
    """Give the things of those keys that everybody may see now."""
    return {
        key: Subject(key[0], KINDS[key[0]].words(row)[0], _by(key[0], row), *_PAGES[key[0]](row))
        for key, row in visible_rows(keys).items()
    }


def _by(kind: str, row: Any) -> str:
    match kind:
        case "offering":
            return str(row.organisation.name)
        case "demand":
            return str(row.public_name or gettext("匿名单位"))
        case "case":
            return str(row.client)
        case "showcase":
            return localised(row, "owner")
    return ""


# Where each kind of thing has its page, and the values of its address.
_PAGES: Final[Mapping[str, Callable[[Any], tuple[str, Mapping[str, Any]]]]] = {
    "offering": lambda row: ("catalogue.offering", {"offering_id": row.id}),
    "demand": lambda row: ("demands.show", {"demand_id": row.id}),
    "provider": lambda row: ("catalogue.provider", {"organisation_id": row.organisation.id}),
    "case": lambda row: ("catalogue.case", {"case_id": row.id}),
    "showcase": lambda row: ("programmes.showcase", {"showcase_id": row.id}),
    "scene": lambda row: ("taxonomy.scene", {"slug": row.slug}),
    "sector": lambda row: ("taxonomy.sector", {"code": row.code}),
    "capability": lambda row: ("catalogue.offerings", {"capability": row.slug}),
    "standard": lambda row: ("taxonomy.standards", {"q": row.code}),
}
