"""A real Chromium on a running site; every tab is watched for errors and foreign requests."""

import shutil
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser.cast import PASSWORD, Cast
from browser.pages_accounts import SignInPage
from browser.people import arrive
from browser.site import PageOf, Site, running, seeded_instance
from factories.second_factors import next_code
from jinja2 import BytecodeCache
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE_MS = 10_000
expect.set_options(timeout=PATIENCE_MS)
PICTURES = Path(__file__).resolve().parents[2] / "test-results"
STAFF = ("administrator", "moderator", "curator")
MEMBERS = ("owner", "seller", "partner", *STAFF)
HALFWAY = "halfway"  # signed in but for the second step
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that its pages are kept as pictures."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, template_code: BytecodeCache
) -> Iterator[Site]:
    """Give the site with the real seeds, one for each test process."""
    own = tmp_path_factory.mktemp("site") / "instance"
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "seeded"
    with running(seeded_instance(shared, own)) as found:
        found.app.jinja_env.bytecode_cache = template_code
        yield found


@pytest.fixture(scope="session")
def cast(site: Site) -> Cast:
    """Give the people of the tests and their things."""
    return arrive(site)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give the system's Chromium; fails when there is none.

    One for each module: while it runs, Playwright's event loop holds this thread, and other
    tests could not enter an application context.
    """
    path = shutil.which("chromium")
    assert path, "the browser tests need Chromium: make chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_cookies() -> dict[str, StorageState]:
    """Give a place for the cookies of those who signed in: sign-ins by one address are limited."""
    return {}


@pytest.fixture(scope="module")
def signed_in(
    chromium: Browser, site: Site, cast: Cast, kept_cookies: dict[str, StorageState]
) -> dict[str, StorageState]:
    """Give the cookies of those who have tabs, who signed in by hand, once in a test process."""
    if kept_cookies:
        return kept_cookies
    states = {}
    for who in MEMBERS:
        page = chromium.new_page(base_url=site.url)
        SignInPage(page).open().sign_in(cast.emails[who], PASSWORD)
        if who in STAFF:
            with site.app.app_context():
                typed = next_code(cast.emails[who])
            page.get_by_label("验证码").fill(typed)
            page.get_by_role("main").get_by_role("button", name="登录").click()
        page.get_by_text("您已登录。").wait_for()
        states[who] = page.context.storage_state()
        page.close()
    kept_cookies.update(states)
    return kept_cookies


class Watch:
    """What happened in the browser that should not have."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.errors: list[str] = []
        self.foreign: list[str] = []

    def ask(self, request: Request) -> None:
        """Note a request to anybody but the site; the browser finds no other host anyway."""
        if not request.url.startswith((self.site.url, "data:")):
            self.foreign.append(request.url)

    def listen(self, said: ConsoleMessage) -> None:
        """Note what the console calls an error; a page that answers 404 or 422 is none."""
        is_page = "Failed to load" in said.text and "/static/" not in said.location["url"]
        if said.type == "error" and not is_page:
            self.errors.append(said.text)

    def page(self, context: BrowserContext) -> Page:
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self.ask)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.listen)
        return page

    def say(self) -> None:
        """Assert that nothing was noted, and forget it."""
        errors, self.errors = self.errors, []
        foreign, self.foreign = self.foreign, []
        assert errors == [], "the browser reported errors"
        assert foreign == [], "a page asked another host"


def keep_pictures(test: pytest.Item, pages: Iterable[Page]) -> None:
    """Keep pictures of the pages of a test that failed."""
    if not test.stash.get(FAILED, False):
        return
    PICTURES.mkdir(exist_ok=True)
    name = "".join(c if c.isalnum() else "-" for c in test.name)
    for number, page in enumerate(pages):
        page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)


def context_of(
    chromium: Browser, site: Site, state: StorageState | None, **options: Any
) -> BrowserContext:
    return chromium.new_context(
        base_url=site.url,
        locale="zh-CN",
        reduced_motion="reduce",
        storage_state=state,
        **options,
    )


@pytest.fixture
def page_of(
    chromium: Browser,
    site: Site,
    signed_in: dict[str, StorageState],
    request: pytest.FixtureRequest,
) -> Iterator[PageOf]:
    """Give a maker of fresh browsers for a visitor or one of the members."""
    watch = Watch(site)
    pages: list[Page] = []

    def make(who: str, **options: Any) -> Page:
        pages.append(watch.page(context_of(chromium, site, signed_in.get(who), **options)))
        return pages[-1]

    yield make
    keep_pictures(request.node, pages)
    for page in pages:
        page.context.close()
    watch.say()


@dataclass(slots=True)
class Tabs:
    """One tab a person, kept while pages are only looked at: the files of the site stay loaded."""

    watch: Watch
    pages: dict[str, Page]
    states: dict[str, StorageState]
    email: str  # of the one whose second step is due

    def fresh(self, who: str, window: ViewportSize) -> Page:
        """Give the tab of somebody with the cookies they signed in with and nothing else."""
        page = self.pages[who]
        page.context.clear_cookies()
        if who in self.states:
            page.context.add_cookies(self.states[who]["cookies"])  # type: ignore[arg-type]
        if page.url.startswith(self.watch.site.url):
            page.evaluate("localStorage.clear()")
        if who == HALFWAY:  # it lasts ten minutes, the tests last longer
            SignInPage(page).open().sign_in(self.email, PASSWORD)
            page.get_by_label("验证码").wait_for()
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(window)
        return page


@pytest.fixture(scope="module")
def kept_tabs(
    chromium: Browser, site: Site, cast: Cast, signed_in: dict[str, StorageState]
) -> Iterator[Tabs]:
    watch = Watch(site)
    pages = {
        who: watch.page(context_of(chromium, site, signed_in.get(who)))
        for who in ("visitor", *MEMBERS, HALFWAY)
    }
    yield Tabs(watch, pages, signed_in, cast.emails["administrator"])
    for page in pages.values():
        page.context.close()


@pytest.fixture
def tabs(kept_tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Tabs]:
    """Give the kept tabs, for tests that look at pages and change nothing."""
    yield kept_tabs
    keep_pictures(request.node, kept_tabs.pages.values())
    kept_tabs.watch.say()


@pytest.fixture
def page(page_of: PageOf) -> Page:
    """Give a visitor's browser."""
    return page_of("visitor")
