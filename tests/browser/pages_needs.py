"""Pasting a need, reading the ranking, posting the demand."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class HomePage:
    """The home page with its one box."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> "HomePage":
        self.page.goto("/")
        return self

    def describe(self, need: str) -> None:
        self.page.get_by_label("用一段话描述您的5G应用需求").fill(need)

    @property
    def need(self) -> str:
        return self.page.get_by_label("用一段话描述您的5G应用需求").input_value()

    def take_example(self) -> str:
        """Choose the first published need; gives its words."""
        example = self.page.locator(".example").first
        example.get_by_role("button").click()
        return example.locator(".example__text").inner_text()

    def press_match(self) -> None:
        self.page.get_by_role("button", name="匹配", exact=True).click()

    def match(self) -> "MatchPage":
        self.press_match()
        return MatchPage(self.page)


class MatchPage:
    """The demand as understood, beside the ranking."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def ranking(self) -> list[tuple[str, str]]:
        """The titles of the offerings and their points, best first."""
        cards = self._cards
        titles = cards.locator(".match__title").all_inner_texts()
        points = cards.locator(".match__score b").all_inner_texts()
        return list(zip(titles, points, strict=True))

    @property
    def sums(self) -> list[tuple[float, list[float]]]:
        """For each offering the points shown, and those of its signals."""
        return [
            (
                float(card.locator(".match__score b").inner_text()),
                [
                    float(text)
                    for text in card.locator(".points__key b").all_inner_texts()
                    if text[0].isdigit()  # a signal without weight says so in words
                ],
            )
            for card in self._cards.all()
        ]

    @property
    def _cards(self) -> Locator:
        """The offerings ranked, once the ranking has come."""
        self.page.get_by_role("heading", name="按适配度排列的方案").wait_for()
        return self.page.locator(".match")

    def choose_sector(self, name: str) -> None:
        self._change(lambda: self.page.get_by_label("行业").select_option(label=name))

    def accept(self, label: str) -> None:
        """Take one of the requirements read from the text."""
        self._change(self.proposal(label).get_by_role("button", name=f"接受 {label}").click)
        expect(self.proposal(label)).to_have_count(0)

    def accept_all(self) -> None:
        self._change(self.page.get_by_role("button", name="全部接受").click)
        expect(self.page.get_by_role("heading", name="从文字读出，等您确认")).to_have_count(0)

    def insist_on(self, label: str) -> None:
        """Make an accepted requirement a must."""
        self._change(self.page.get_by_role("checkbox", name=f"必须 {label}").check)

    def compare(self, count: int) -> None:
        """Lay the best offerings side by side."""
        for box in self.page.get_by_role("checkbox", name="对比").all()[:count]:
            box.check()
        self.page.get_by_role("button", name="对比勾选的方案").click()

    def export(self) -> Path:
        """Load the ranking as a workbook; gives where it was put, under the name it has."""
        with self.page.expect_download() as loading:
            self.page.get_by_role("link", name="导出 Excel").click()
        kept = Path(loading.value.path())
        return kept.rename(kept.with_name(loading.value.suggested_filename))

    def proposal(self, label: str) -> Locator:
        return self.page.locator(".proposal").filter(has_text=label)

    @property
    def verdicts(self) -> Locator:
        """The answers of the first offering, with how many lines have each."""
        return self.page.locator(".match").first.locator(".verdicts__answer")

    def _change(self, act: Callable[[], object]) -> None:
        """Do what the ranking follows, and wait until the new one is in its place."""
        self.page.wait_for_load_state()  # the ranking is live once the scripts ran
        before = self.page.locator("#results").element_handle()
        act()
        before.wait_for_element_state("hidden")
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def open_first_offering(self) -> str:
        link = self.page.locator(".match__title").first.get_by_role("link")
        title = link.inner_text()
        link.click()
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        return title

    def post_as_demand(self) -> None:
        self.page.get_by_role("link", name="发布为需求").click()


class DemandFormPage:
    """The form of a demand."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.get_by_role("heading", name="发布需求", level=1).wait_for()

    @property
    def text(self) -> str:
        return self.page.get_by_role("main").get_by_label("需求", exact=True).input_value()

    def fill(self, title: str) -> None:
        self.page.get_by_label("标题").fill(title)

    def add_organisation(self) -> None:
        self.page.get_by_role("button", name="存为草稿，去登记单位").click()

    def press_publish(self) -> None:
        self.page.get_by_role("main").get_by_role("button", name="提交审核").click()
