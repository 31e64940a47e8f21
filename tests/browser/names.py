"""What a screen reader says of a page: names and headings, from the browser's own tree."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

FIELDS = frozenset(
    {"checkbox", "combobox", "listbox", "radio", "searchbox", "slider", "spinbutton", "textbox"}
)
PRESSED = frozenset({"button", "link", "DisclosureTriangle"})
NAMED = FIELDS | PRESSED | frozenset({"heading", "image", "meter", "navigation", "table"})
# What tells apart what bears the same name: the other words of an item, the name of a part.
BY_WORDS = frozenset({"article", "definition", "listitem", "paragraph", "row"})
BY_NAME = frozenset({"banner", "form", "group", "navigation", "region", "search", "table"})
RAW = re.compile(r"[a-z]+(?:[_.][a-z]+)+|None|Undefined|.*(?:%\(|[{}]).*")
DATE_PARTS = frozenset({"Date", "DateTime", "InputTime"})  # their inner parts are the browser's


@dataclass(slots=True)
class Node:
    """One node of the accessibility tree."""

    role: str
    name: str
    said: str  # the description
    url: str
    element: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All the text in it."""
        if self.role == "StaticText":
            return self.name
        return " ".join(child.words for child in self.children)

    @property
    def place(self) -> tuple[str, ...]:
        """Where it stands: in parts with a name, in items that say more than its own name."""
        told = []
        node = self.parent
        while node:
            if node.role in BY_NAME and node.name:
                told.append(node.name)
            elif node.role in BY_WORDS and node.words != self.name:
                told.append(str(node.element))
            node = node.parent
        return tuple(told)

    @property
    def is_of_the_browser(self) -> bool:
        """Whether it is a part of a control the browser draws."""
        return self.parent is not None and (
            self.parent.role in DATE_PARTS or self.parent.is_of_the_browser
        )


def unsound_names(page: Page) -> list[str]:
    """List what a screen reader could not tell; empty when the page is sound.

    Everything to press, to fill in or to look at has a name in words; what bears the same name in
    the same place does the same; there is one main part, and no level of headings is left out.
    """
    nodes = _nodes(page)
    return [*_nameless(nodes), *_same_names(nodes), *_outline(page)]


def _nodes(page: Page) -> list[Node]:
    session = page.context.new_cdp_session(page)
    told = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {one["nodeId"]: _node(one) for one in told}
    for one in told:
        if parent := known.get(one.get("parentId")):
            known[one["nodeId"]].parent = parent
            parent.children.append(known[one["nodeId"]])
    return [known[one["nodeId"]] for one in told if not one["ignored"]]


def _node(told: dict[str, Any]) -> Node:
    values = {one["name"]: one["value"].get("value") for one in told.get("properties", ())}
    return Node(
        role=told.get("role", {}).get("value", ""),
        name=str(told.get("name", {}).get("value", "")).strip(),
        said=told.get("description", {}).get("value", ""),
        url=values.get("url", ""),
        element=told.get("backendDOMNodeId", 0),
    )


def _nameless(nodes: list[Node]) -> list[str]:
    return [
        f"{node.role} {node.name!r} has no name in words: {node.place[:1]}"
        for node in nodes
        if node.role in NAMED and (not node.name or RAW.fullmatch(node.name))
    ]


def _same_names(nodes: list[Node]) -> list[str]:
    """List links to several places, and several fields or buttons, with one name in one place."""
    found: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for node in nodes:
        if node.role in (FIELDS | PRESSED) - {"radio"} and not node.is_of_the_browser:
            key = (node.role, node.name, node.said, node.place)
            found[key].add(node.url if node.role == "link" else node.element)
    return [
        f"{len(which)} times {role} {name!r} in {place[:1]}"
        for (role, name, _said, place), which in found.items()
        if len(which) > 1
    ]


def _outline(page: Page) -> list[str]:
    """List what is wrong with the headings; the summary of errors stands above the first."""
    levels = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
          .filter((one) => one.checkVisibility() && !one.closest("[data-error-summary]"))
          .map((one) => Number(one.tagName[1]))"""
    )
    wrong = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of level 1"]
    wrong += [
        f"a heading of level {level} follows one of level {before}"
        for before, level in zip([0, *levels], levels, strict=False)
        if level > before + 1
    ]
    mains = page.locator("main").count()
    return wrong if mains == 1 else [*wrong, f"{mains} main parts"]
