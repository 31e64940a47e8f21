"""Pages and files in English say nothing in Chinese but what people wrote, and nothing raw."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

import pytest
from architecture import small_world
from babel.messages.pofile import read_po
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import JSON, String, select
from werkzeug.test import TestResponse

from config import ROOT
from matchmaker.accounts.enums import CONSENT_VERSIONS
from matchmaker.db import Base, db
from matchmaker.web.language import COOKIE
from matchmaker.web.sheets import XLSX

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
CATALOGUE = ROOT / "matchmaker/translations/en/LC_MESSAGES/messages.po"
WHO = ("visitor", "owner", "administrator", "moderator", "curator")
SILENT = frozenset({"script", "style"})
WHOLE = frozenset({"title", "textarea", "text"})  # hold texts no mark fits into
VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "wbr", "source", "col"})
READ_OUT = frozenset({"aria-label", "title", "placeholder", "alt", "value", "content"})
# What a program prints where a person should read words, and how a program writes a day.
RAW = re.compile(r"(?:^|[·:：,(（] ?)(?:None|True|False)(?:$| ?[·:：,)）])|\b\d{4}-\d\d-\d\d\b")
WIDE = re.compile(r"[\u3001-\u3003\uff01-\uff5e]")  # Chinese punctuation
# Programs are shown how they write; the trail shows what is kept.
FOR_PROGRAMS = frozenset({"developers.developers", "staff.audit_trail"})
BY_THE_SITE = b"/FontDescriptor"  # what is kept for people has no fonts in this small world
# A language is called by its own name, whichever language the page is in.
OWN_NAMES = frozenset({"中文"})


@dataclass(frozen=True, slots=True)
class Content:
    """What people and sources wrote, and what the site says in Chinese and nobody wrote."""

    whole: str
    messages: frozenset[str]
    english: str = ""


def written() -> Content:
    """Give all texts the database holds, one after the other, and the messages not among them."""
    texts: list[str] = []
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String | JSON)]
        for row in db.session.execute(select(*columns)) if columns else ():
            texts += [text for value in row for text in _texts(value)]
    with CATALOGUE.open("rb") as file:
        said = [(message.id, str(message.string)) for message in read_po(file, locale="en")]
    messages = {text for text, _english in said if isinstance(text, str) and HAN.search(text)}
    english = "\n".join([*(text for _id, text in said), *CONSENT_VERSIONS.values()])
    return Content("\n".join(texts), frozenset(messages - set(texts)), english)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.items() for one in part for text in _texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts(one))


@dataclass
class Said(HTMLParser):
    """What a page says, what of it is Chinese without saying so, and its lists as files."""

    texts: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    unmarked: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    open_tags: list[tuple[str, str]] = field(default_factory=lambda: [("", "en")])

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.texts |= {said[name].strip() for name in READ_OUT & said.keys()}
        if "format=xlsx" in said.get("href", ""):
            self.files.add(said["href"])
        if tag not in VOID:
            self.open_tags.append((tag, said.get("lang") or self.open_tags[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open_tags) > 1 and self.open_tags.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang = self.open_tags[-1]
        if tag in SILENT:
            return
        self.texts.add(data.strip())
        self.shown.add(data.strip())
        if tag not in WHOLE and lang.startswith("en") and HAN.search(data):
            self.unmarked.add(data.strip())


def said_by(response: TestResponse) -> Said:
    """Read what an answer says: a page and what is read out of it, a workbook's cells, a PDF."""
    said = Said()
    said.texts.add(response.headers.get("Content-Disposition", ""))
    if response.mimetype == "text/html":
        said.feed(response.text)
    elif response.mimetype == XLSX:
        for sheet in load_workbook(BytesIO(response.data), read_only=True).worksheets:
            said.texts.add(sheet.title)
            rows = sheet.iter_rows(values_only=True)
            said.texts |= {str(cell).strip() for row in rows for cell in row}
    elif response.mimetype == "application/pdf" and BY_THE_SITE in response.data:
        pages = PdfReader(BytesIO(response.data)).pages
        said.texts |= {line.strip() for page in pages for line in page.extract_text().splitlines()}
    elif (response.mimetype or "").startswith("text/") or response.is_json:
        said.texts.add(response.text)
    return said


def strange(said: Said, content: Content) -> set[str]:
    """List Han that nobody wrote, whole messages of the site, and unmarked texts."""
    runs = {run for text in said.texts for run in HAN.findall(text)}
    unknown = {run for run in runs if run not in content.whole}
    return ((unknown | (said.texts & content.messages)) - OWN_NAMES) | said.unmarked


def raw(said: Said, content: Content) -> set[str]:
    """List what stands between tags as a program prints it, or between Chinese punctuation."""
    return {
        text
        for text in said.shown
        if any(found[0] not in content.english for found in RAW.finditer(text))
        or (WIDE.search(text) and re.search(r"\w", text) and not HAN.search(text))
    }


@pytest.mark.one_database
def test_english_pages_and_files_say_nothing_in_chinese(app: Flask) -> None:
    with app.app_context():
        world = small_world.build()
        content = written()
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        # Programs ask the API for a language by a header and never by a cookie; files of open data
        # say both languages side by side.
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/open-data/"))
    ]
    opened: set[str] = set()
    found: dict[str, set[str]] = {}

    for who in WHO:
        browser = world.browser(app, who)
        browser.set_cookie(COOKIE, "en")
        for rule in rules:
            if rule.endpoint == "static" or rule.endpoint in opened:
                continue
            paths = world.paths(app, rule)
            for path in paths:
                # Feeds are read by programs, too: their address names the language.
                asked = {"lang": "en"} if path.startswith("/feeds/") else None
                response = browser.get(path, buffered=True, query_string=asked)
                assert response.status_code < 500, f"{who} {path}"
                if response.status_code == 200:
                    opened.add(rule.endpoint)
                said = said_by(response)
                paths += sorted(said.files - set(paths))
                texts = strange(said, content)
                texts |= set() if rule.endpoint in FOR_PROGRAMS else raw(said, content)
                if texts:
                    found[f"{who} {path}"] = texts

    assert found == {}


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>需求大厅</p>", {"需求大厅"}),
        ("<p>By 张三</p>", {"By 张三"}),
        ('<p lang="zh-CN">By 张三</p>', set()),
        ('<p lang="zh-CN">发布需求</p>', {"发布需求"}),
        ('<a title="需求大厅">x</a>', {"需求大厅"}),
        ("<button>中文</button><script>需求大厅</script>", {"中文"}),
    ],
)
def test_what_nobody_wrote_is_found(page: str, found: set[str]) -> None:
    content = Content("张三\n他要发布需求。", frozenset({"发布需求"}))
    said = Said()
    said.feed(page)

    assert strange(said, content) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("None", {"None"}),
        ("None · Draft", {"None · Draft"}),
        ("Draft (True)", {"Draft (True)"}),
        ("None of them fits", set()),
        ("Closes 2026-11-20", {"Closes 2026-11-20"}),
        ("Such as 2027-03-01", set()),
        ("Nov 20, 2026", set()),
        ("Period：2026", {"Period：2026"}),
        ("张三、李四", set()),
        ("，", set()),
    ],
)
def test_what_a_program_printed_is_found(text: str, found: set[str]) -> None:
    said = Said()
    said.feed(f"<p>{text}</p>")

    assert raw(said, Content("", frozenset(), "Such as 2027-03-01")) == found
