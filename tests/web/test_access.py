"""Access: declared once, and `next` stays on this site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker.web.access import is_safe_path, needs, public, signed_in

SITE = "https://match.example.cn/sign-in"
BENT = st.text(alphabet="/\\:@.?#%\t\n\r ae\u3000\u202e", max_size=12)


def as_browsers_read(target: str) -> str:
    """Bend an address as the URL standard does: no tabs or line ends, backslash is slash."""
    kept = "".join(c for c in target if c not in "\t\n\r").strip("".join(map(chr, range(33))))
    return kept.replace("\\", "/")


@given(st.one_of(BENT, BENT.map(lambda text: f"/{text}"), st.text(max_size=20)))
@example("/\t/evil.example")
@example("/\n/evil.example")
@example("/\\evil.example")
@example("//evil.example")
def test_safe_path_never_leaves_the_site(target: str) -> None:
    if is_safe_path(target):
        there = urlsplit(urljoin(SITE, as_browsers_read(target)))
        assert (there.scheme, there.netloc) == ("https", "match.example.cn")


@pytest.mark.parametrize("target", ["/", "/demands/new", "/search?q=无人矿卡&page=2", "/a#b"])
def test_paths_of_this_site_are_safe(target: str) -> None:
    assert is_safe_path(target)


@pytest.mark.parametrize("declare", [public, signed_in, needs(lambda _actor, _thing: True)])
def test_access_is_declared_once(declare) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - any of three decorators
    view = public(lambda: "")

    with pytest.raises(TypeError, match="declares its access twice"):
        declare(view)
