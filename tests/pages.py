"""A test client that checks every HTML page it sees, whatever the test was about.

Parsing takes longer than making a page, so a page is parsed once: the same page seen again is
known to be sound, and who reads a page shares the tree. Pages are the same when they differ only
in plain words between tags, in plain values of fields and in where a link within the site leads:
nothing that is checked here depends on those.
"""

import re
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTML = "{http://www.w3.org/1999/xhtml}"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
# Words that hold no markup, no reference to a character and nothing HTML5 forbids.
PLAIN = r"[^<>&\"'\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
WORDS = re.compile(rf">\s*(?!\s){PLAIN}+<")
VALUE = re.compile(rf'( (?:nonce|value|datetime)=")(?!\s){PLAIN}+"')
WITHIN = re.compile(rf'( (?:href|action|hx-get|hx-post)=")/(?:(?!/){PLAIN}+)?"')
# What is data cannot hold a tag (it is escaped); the address of a page is its own.
DATA = re.compile(r'(<script type="application/ld\+json">)[^<]+</script>')
CANONICAL = re.compile(r'(<link rel="canonical" href=")http://localhost/[^"<>]*"')
DATA_TYPES = frozenset({"application/json", "application/ld+json"})
_sound: set[tuple[bytes, bool]] = set()  # digests of the pages checked so far


class PageClient(FlaskClient):
    """Fails a test whose page is broken: HTML5, one h1, unique ids, labels, no inline code."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make the request and check what came back."""
        kwargs.setdefault("buffered", True)  # a file that was sent is closed
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not response.headers.get("HX-Fragment"):
            check_page(response.get_data(as_text=True), whole="HX-Request" not in _headers(kwargs))
        assert "Content-Security-Policy" in response.headers
        return response

    def submit(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Open a page, take its CSRF token, post the form to the same address."""
        action = kwargs.pop("to", path)
        token = csrf_token(self.get(path).get_data(as_text=True))
        return self.post(action, data={"csrf_token": token, **(data or {})}, **kwargs)


def csrf_token(page: str) -> str:
    """Find the CSRF token in a page."""
    found = TOKEN.search(page)
    assert found, "the page has no form with a CSRF token"
    return found.group(1)


def tree_of(page: str) -> Any:
    """Give the tree of a page, to read and not to change."""
    return _parsed(page)[0]


def check_page(page: str, *, whole: bool = True) -> None:
    """Assert what every page owes its readers."""
    mark = (sha256(_lasting(page).encode()).digest(), whole)
    if mark not in _sound:
        _check(page, whole=whole)
        _sound.add(mark)


def _lasting(page: str) -> str:
    """Give a page without what differs between sound pages of the same make."""
    page = CANONICAL.sub(r'\1"', DATA.sub(r"\1</script>", page))
    page = WORDS.sub(">words<", page)
    return WITHIN.sub(r'\1/within"', VALUE.sub(r'\1value"', page))


def _check(page: str, *, whole: bool) -> None:
    tree, errors = _parsed(page)
    assert not (whole and errors), "\n".join(errors)
    if whole:
        headings = ["".join(h.itertext()).strip() for h in tree.iter(f"{HTML}h1")]
        assert len(headings) == 1, f"one h1 a page, found {headings}"
        title = "".join(next(tree.iter(f"{HTML}title")).itertext()).strip()
        assert title, "a page needs a title"
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    assert not twice, f"ids stand twice: {twice}"
    known = set(ids)
    for element in tree.iter():
        _check_element(element, known)


def _check_element(element: Any, ids: set[str]) -> None:
    tag = str(element.tag).removeprefix(HTML)
    inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
    assert not inline, f"<{tag}> has inline {inline}: the CSP refuses it"
    if tag == "script" and not element.get("src"):
        allowed = element.get("type") in DATA_TYPES or element.get("nonce")
        assert allowed, "an inline script without nonce"
    if tag == "form":
        assert element.get("method", "get").lower() in {"get", "post"}
        assert element.get("action"), "a form names where it goes"
        if element.get("method", "get").lower() == "post":
            names = [field.get("name") for field in element.iter(f"{HTML}input")]
            assert "csrf_token" in names, f"form to {element.get('action')} lacks its token"
    if tag == "label" and element.get("for"):
        assert element.get("for") in ids, f"label for {element.get('for')} has no field"
    for name in ("href", "src", "action"):
        _check_address(tag, element.get(name))


def _check_address(tag: str, address: str | None) -> None:
    if not address:
        return
    parts = urlsplit(address)
    if tag == "a":
        assert parts.scheme in {"", "http", "https", "mailto"}, f"link to {address}"
        return
    is_ours = parts.netloc in {"", "localhost"}
    assert is_ours, f"<{tag}> loads {address} from elsewhere"


@lru_cache(maxsize=8)
def _parsed(page: str) -> tuple[Any, list[str]]:
    """Give the tree of a page and what HTML5 does not allow in it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(page)
    lines = page.splitlines()
    return tree, [
        f"line {line}: {code} {values}: {lines[line - 1].strip()}"
        for (line, _column), code, values in parser.errors
    ]


def _headers(kwargs: dict[str, Any]) -> dict[str, str]:
    return dict(kwargs.get("headers") or {})
