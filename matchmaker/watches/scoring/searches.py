"""A search as a watch keeps it: what stands in the address of the search page, in one order."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

TEXT_MAX: Final = 100
VALUE_MAX: Final = 80
VALUES_MAX: Final = 40
NOT_FILTERS: Final = frozenset({"q", "kind", "sort", "page"})
_NAME: Final = re.compile(r"[a-z][a-z_]{0,29}")


@dataclass(frozen=True, slots=True)
class Search:
    """Words, a kind (empty for all kinds) and filters: facet and value in order, each once."""

    text: str = ""
    kind: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Search":
        """Read the values of an address; the order, the sorting and the page make no difference."""
        said: dict[str, str] = {}
        filters = set()
        for name, value in pairs:
            tidy = " ".join(value.split())
            if name in {"q", "kind"}:
                said.setdefault(name, tidy)
            elif name not in NOT_FILTERS and 0 < len(tidy) <= VALUE_MAX and _NAME.fullmatch(name):
                filters.add((name, tidy))
        text, kind = said.get("q", "")[:TEXT_MAX], said.get("kind", "")[:VALUE_MAX]
        return cls(text, kind, tuple(sorted(filters)[:VALUES_MAX]))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Search":
        """Read back what `as_data` gave."""
        pairs = tuple((str(name), str(value)) for name, value in data.get("filters", ()))
        return cls(str(data.get("q", "")), str(data.get("kind", "")), pairs)

    def as_data(self) -> dict[str, Any]:
        """Give the search as plain data."""
        return {"q": self.text, "kind": self.kind, "filters": [list(pair) for pair in self.filters]}

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.kind or self.filters)

    @property
    def key(self) -> str:
        """The name under which equal searches of all people are one."""
        said = json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True)
        return f"search:{hashlib.sha256(said.encode()).hexdigest()}"

    @property
    def facets(self) -> dict[str, Sequence[str]]:
        """Give the filters as facet → values."""
        found: dict[str, list[str]] = {}
        for name, value in self.filters:
            found.setdefault(name, []).append(value)
        return dict(found)

    def arguments(self) -> dict[str, Any]:
        """Give the values for the address of the search page."""
        said = {"q": self.text, "kind": self.kind}
        return {name: value for name, value in said.items() if value} | self.facets
