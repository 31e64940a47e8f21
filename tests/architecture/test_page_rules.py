"""The test client refuses pages that break the house's promises."""

import pytest
from pages import check_page

PAGE = (
    "<!doctype html><html lang=zh><head><title>需求</title>{head}</head><body>{body}</body></html>"
)


def page(body: str, head: str = "") -> str:
    return PAGE.format(head=head, body=body)


def test_sound_page_passes() -> None:
    check_page(
        page(
            '<h1>需求</h1><p><a href="https://www.example.org/">来源</a></p>'
            '<form action="/match" method="post"><input type="hidden" name="csrf_token" value="x">'
            '<label for="text">需求</label><input id="text" name="text"></form>',
            '<script src="/static/js/main.js"></script>',
        )
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>没有标题</p>",
        "<h1>一</h1><h1>二</h1>",
        '<h1 id="a">一</h1><p id="a">二</p>',
        '<h1 style="color: red">一</h1>',
        '<h1 onclick="go()">一</h1>',
        "<h1>一</h1><script>go()</script>",
        '<h1>一</h1><form method="get"><input name="q"></form>',
        '<h1>一</h1><form action="/match" method="post"><input name="text"></form>',
        '<h1>一</h1><label for="nothing">二</label>',
        '<h1>一</h1><a href="javascript:go()">二</a>',
        '<h1>一</h1><img src="https://www.example.org/a.png" alt="">',
        '<h1>一</h1><script src="//www.example.org/a.js"></script>',
        '<h1>一</h1><form action="https://www.example.org/"><input name="q"></form>',
        "<h1>一</h1><p><div>二</div></p>",
    ],
)
def test_broken_page_is_refused(body: str) -> None:
    with pytest.raises(AssertionError):
        check_page(page(body))


def test_style_sheet_from_elsewhere_is_refused() -> None:
    sheet = '<link rel="stylesheet" href="https://www.example.org/a.css">'

    with pytest.raises(AssertionError, match="from elsewhere"):
        check_page(page("<h1>一</h1>", sheet))


def test_page_without_title_is_refused() -> None:
    with pytest.raises(AssertionError, match="needs a title"):
        check_page(page("<h1>一</h1>").replace("<title>需求</title>", "<title></title>"))
