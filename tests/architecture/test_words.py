"""What people read comes from gettext: Han text in Python stands in gettext calls."""

import re

import pytest
from architecture import word_rules

from config import ROOT

# Rooms whose Han text is matter, not interface: what is read in postings and in the seeds, and the
# dictionary of open data, which says each column in both languages side by side.
VOCABULARY = re.compile(r"search/.*|[a-z]+/scoring(?:\.py|/.*)|api/queries/exports/.*")


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return word_rules.read(ROOT / "matchmaker")


def listed(found: dict[str, list[str]]) -> list[str]:
    return [f"{name}:{entry}" for name, entries in found.items() for entry in entries]


def test_han_text_in_code_is_translatable(sources: dict[str, str]) -> None:
    bare = {
        name: word_rules.untranslated(source)
        for name, source in sources.items()
        if not VOCABULARY.fullmatch(name)
    }

    assert listed(bare) == []


def test_no_words_are_translated_at_import(sources: dict[str, str]) -> None:
    frozen = {name: word_rules.frozen_words(source) for name, source in sources.items()}

    assert listed(frozen) == []


def test_messages_are_plain_strings(sources: dict[str, str]) -> None:
    formatted = {name: word_rules.formatted_words(source) for name, source in sources.items()}

    assert listed(formatted) == []


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("x = '需求'", ["1: 需求"]),
        ("x = f'共 {n} 条'", ["1: 共 ", "1:  条"]),
        ("x = {'需求': _('需求')}", ["1: 需求"]),
        ("raise E(_('需求'), hint='提示')", ["1: 提示"]),
        ("x = _('共 %(n)s 条', n='三')", ["1: 三"]),
        ("'''需求'''\nx = _('需求')  # 需求", []),
        ("def f():\n    '''需求'''\n    return ngettext('%(num)s 条', '%(num)s 条', n)", []),
    ],
)
def test_bare_han_text_is_found(source: str, bare: list[str]) -> None:
    assert word_rules.untranslated(source) == bare


@pytest.mark.parametrize(
    ("source", "is_frozen"),
    [
        ("from flask_babel import gettext as _\nX = _('需求')", True),
        ("from flask_babel import gettext\nclass C:\n    x = [gettext('需求')]", True),
        ("from flask_babel import gettext as _\ndef f(x=_('需求')): pass", True),
        ("from flask_babel import gettext as _\ndef f(): return _('需求')", False),
        ("from flask_babel import lazy_gettext as _\nX = _('需求')", False),
    ],
)
def test_words_frozen_at_import_are_found(source: str, *, is_frozen: bool) -> None:
    assert bool(word_rules.frozen_words(source)) is is_frozen


def test_formatted_message_is_found() -> None:
    assert word_rules.formatted_words("_(f'{n} 条')\n_('需求')\n_(name)") == [
        "1: _(f'{n} 条')",
        "3: _(name)",
    ]
