"""The things a person is told about, read again and only where everybody may see them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import PUBLIC
from matchmaker.demands.models import Demand
from matchmaker.search.port import Key


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
    named: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        named[kind].add(number)
    return {
        (kind, number): subject
        for kind, numbers in named.items()
        if kind in _LOADERS
        for number, subject in _LOADERS[kind](numbers)
    }


def _offerings(numbers: Collection[int]) -> Iterator[tuple[int, Subject]]:
    statement = published_offerings().options(contains_eager(Offering.organisation))
    for row in db.session.scalars(statement.where(Offering.id.in_(numbers))):
        values = {"offering_id": row.id}
        name = row.organisation.name
        yield row.id, Subject("offering", row.title, name, "catalogue.offering", values)


def _demands(numbers: Collection[int]) -> Iterator[tuple[int, Subject]]:
    statement = select(Demand).where(Demand.state.in_(PUBLIC), Demand.id.in_(numbers))
    for row in db.session.scalars(statement.options(joinedload(Demand.organisation))):
        name = row.organisation.name if row.organisation else row.issuer
        yield row.id, Subject("demand", row.title, name, "demands.show", {"demand_id": row.id})


_LOADERS: Mapping[str, Callable[[Collection[int]], Iterator[tuple[int, Subject]]]] = {
    "offering": _offerings,
    "demand": _demands,
}
