"""Questions, responses, the award and the project, in the words of those who do them."""

from collections.abc import Sequence

from browser.accessibility import overflow
from playwright.sync_api import Locator, Page, expect


class Person:
    """Somebody with a browser of their own; every page they come to fits its window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Look at where the last press led: nothing broke, nothing has to be scrolled sideways."""
        expect(self.page.locator("[data-error-page], [data-error-summary]")).to_have_count(0)
        assert overflow(self.page) == []

    def press(self, name: str) -> None:
        """Press a button, and look at the page it leads to."""
        self._leave(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow a link, and look at the page it leads to."""
        self._leave(self.page.get_by_role("main").get_by_role("link", name=name))

    def _leave(self, way: Locator) -> None:
        """Click on the first such, and look once the next page has come in whole."""
        with self.page.expect_navigation():
            way.first.click()
        self.look()

    def write(self, label: str, text: str) -> None:
        """Fill the field in whose label begins so."""
        self.page.get_by_role("main").get_by_label(label).first.fill(text)

    def reads(self, words: str) -> None:
        """Wait until words stand on the page."""
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def hears(self, words: str) -> None:
        """Wait until a message says so, which a screen reader reads out."""
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()


class ResponsePage:
    """Where a provider answers line by line."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def answer(self, figures: Sequence[str]) -> None:
        """Promise a figure for each requirement, in order."""
        rows = self.person.page.locator(".answer-row")
        expect(rows).to_have_count(len(figures))
        for row, figure in zip(rows.all(), figures, strict=True):
            row.get_by_label("答复", exact=True).select_option(label="满足")
            row.get_by_label("能做到的数值").fill(figure)
            row.get_by_label("佐证").fill("测试报告 R-1")

    def offer(self, low: str, high: str, plan: str) -> None:
        """Say what it costs and how it is done, and hand it in."""
        self.person.write("最低价", low)
        self.person.write("最高价", high)
        self.person.page.get_by_label("实施方案").fill(plan)
        self.person.press("提交应答")


class ScoresPage:
    """Where the enterprise gives its points."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def give(self, points: str) -> None:
        """Give the same points on every criterion."""
        for box in self.person.page.get_by_label("得分").all():
            box.select_option(points)
        self.person.press("保存评分")


class MeetingPage:
    """Naming times, and choosing one."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def propose(self, topic: str, place: str, times: Sequence[tuple[str, str]]) -> None:
        """Name times for a meeting."""
        self.person.write("主题", topic)
        rows = self.person.page.locator(".slots__row").all()
        for row, (day, hour) in zip(rows, times, strict=False):
            row.get_by_label("日期").fill(day)
            row.get_by_label("开始时间").fill(hour)
        self.person.page.get_by_label("地点").fill(place)
        self.person.press("发给对方选")

    def choose(self, hour: str) -> None:
        """Take the time at an hour."""
        self.person.page.get_by_role("radio", name=hour).check()
        self.person.press("就定这个时间")
