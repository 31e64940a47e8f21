"""Somebody who has a keyboard and no mouse."""

from browser.accessibility import focus_is_visible
from browser.pages_engaged import Person
from playwright.sync_api import Locator

MOST_STOPS = 400


class Hands(Person):
    """Reaches everything by Tab, sees where the focus is, and presses Enter, Space and arrows."""

    def reach(self, wanted: Locator) -> None:
        """Press Tab until something has the focus, and see that it shows."""
        wanted.wait_for()
        element = wanted.element_handle()
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("element => document.activeElement === element", element):
                assert focus_is_visible(self.page), f"the focus on {wanted} cannot be seen"
                return
        raise AssertionError(f"Tab never reached {wanted}")

    def write(self, label: str, text: str, row: int | None = None) -> None:
        """Type into the field in whose label begins so, in place of what stands there."""
        self.reach(self._field(label, row))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, label: str, option: str = "", row: int | None = None) -> None:
        """Choose an option of a list by its words with the arrows; without words the second."""
        field = self._field(label, row)
        self.reach(field)
        place = field.evaluate(
            "(list, words) => [...list.options].findIndex("
            "(one, at) => words ? one.label.trim() === words : at === 1) - list.selectedIndex",
            option,
        )
        for _step in range(abs(place)):
            self.page.keyboard.press("ArrowDown" if place > 0 else "ArrowUp")

    def _field(self, label: str, row: int | None = None) -> Locator:
        """Find a field, in a row of what is answered line by line where one is told."""
        main = self.page.get_by_role("main")
        place = main if row is None else main.locator(".answer-row").nth(row)
        return place.get_by_label(label).first

    def _leave(self, way: Locator) -> None:
        self.reach(way.first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()
