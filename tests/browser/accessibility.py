"""What axe and the window say about a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT as AXE
from browser.names import unsound_names
from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 360, "height": 740}
COLOURS_ONLY = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
EVERYTHING = {"resultTypes": ["violations"]}
# Of what repeats, the first few are looked at: a long list costs axe half a minute.
LOOKED_AT = 3
REPEATED = {
    "exclude": [
        [f"main ol > li:nth-child(n+{LOOKED_AT + 1})"],
        [f"main ul > li:nth-child(n+{LOOKED_AT + 1})"],
        [f"main tbody > tr:nth-child(n+{LOOKED_AT + 1})"],
    ]
}


def faults(page: Page) -> list[str]:
    """List what keeps somebody out of a page: in its words and colours, light and dark, and 360 px.

    Leaves it dark, in the window of a phone.
    """
    found = [*axe_violations(page), *unsound_names(page)]
    page.emulate_media(color_scheme="dark")
    found += axe_violations(page, COLOURS_ONLY)
    page.set_viewport_size(PHONE)
    return [*found, *overflow(page)]


def axe_violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """List what axe finds, one line for each place; empty when the page is sound.

    Of lists and tables the first three entries are looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        "([context, options]) => axe.run(context, options)", [REPEATED, options or EVERYTHING]
    )["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """List what sticks out of the window to the right; empty when nothing has to be scrolled."""
    return list(
        page.evaluate(
            """() => {
              const root = document.documentElement;
              if (root.scrollWidth <= root.clientWidth) return [];
              return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
                .map((element) => `${element.tagName}.${element.className}`)
                .slice(0, 10);
            }"""
        )
    )


def focused(page: Page) -> str:
    """Say what has the focus: its words, its label or its id."""
    return str(
        page.evaluate(
            """() => {
              const element = document.activeElement;
              const label = element.labels?.[0]?.textContent;
              const words = element.getAttribute("aria-label") || label || element.textContent;
              return (words.trim() || element.id).replace(/\\s+/g, " ");
            }"""
        )
    )


def focus_is_visible(page: Page) -> bool:
    """Say whether the focus is on screen and outlined: itself, its overlay or its frame."""
    return bool(
        page.evaluate(
            """() => {
              const element = document.activeElement;
              const outlined = (node, part) => {
                const style = getComputedStyle(node, part);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              };
              let marked = outlined(element, "::after");
              for (let node = element; node && node !== document.body; node = node.parentElement)
                marked ||= outlined(node);
              const box = element.getBoundingClientRect();
              const seen = box.width > 0 && box.bottom > 0 && box.right > 0;
              return seen && marked;
            }"""
        )
    )
