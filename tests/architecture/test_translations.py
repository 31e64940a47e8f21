"""The English catalogue holds every message, translated, with the same placeholders."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
CATALOGUE = ROOT / "matchmaker" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
# Where English readers need the Chinese words themselves.
HAN_IN_ENGLISH = re.compile(r"简体?中文|统一社会信用代码")


def extracted() -> set[str]:
    """Give the ids of all messages in the sources, as `make translations` sees them."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, method_map=methods, options_map=options)
    return {ids if isinstance(ids, str) else ids[0] for _file, _line, ids, _notes, _ctx in found}


def words(message: Message) -> Iterator[tuple[str, str]]:
    """Give the pairs of id and translation, one for each plural form."""
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    for number, text in enumerate(texts):
        yield str(ids[min(number, len(ids) - 1)]), str(text)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


@pytest.fixture(scope="module")
def sources() -> set[str]:
    return extracted()


def test_extraction_sees_code_and_templates(sources: set[str]) -> None:
    assert {"没有这一页。", "跳到正文"} <= sources


def test_every_message_id_is_chinese(sources: set[str]) -> None:
    neutral = re.compile(r"[\W\d_]*|(?:%\(\w+\)\w|[\W\d_])*")

    english = {text for text in sources if not HAN.search(text) and not neutral.fullmatch(text)}

    assert english == set()


def test_every_message_is_in_the_catalogue(sources: set[str], messages: list[Message]) -> None:
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in messages}

    assert sorted(sources - kept) == []


def test_catalogue_holds_nothing_the_site_no_longer_says(
    sources: set[str], messages: list[Message]
) -> None:
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in messages}

    assert sorted(kept - sources) == []


def test_every_message_is_translated(messages: list[Message]) -> None:
    open_ones = [m.id for m in messages if m.fuzzy or not all(text for _id, text in words(m))]

    assert open_ones == []


def test_placeholders_survive_translation(messages: list[Message]) -> None:
    different = [
        (ids, text)
        for message in messages
        for ids, text in words(message)
        if set(PLACEHOLDER.findall(ids)) != set(PLACEHOLDER.findall(text))
    ]

    assert different == []


def test_english_holds_no_chinese(messages: list[Message]) -> None:
    mixed = [
        text
        for message in messages
        for _id, text in words(message)
        if HAN.search(HAN_IN_ENGLISH.sub("", text))
    ]

    assert mixed == []


def test_broken_template_stops_extraction(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{{ _("需求") {% if %}', encoding="utf-8")
    found = extract_from_dir(tmp_path, [("**.html", "jinja2")], {"**.html": {"silent": "false"}})

    with pytest.raises(Exception, match="expected token"):
        list(found)


def test_plural_forms_are_compared_one_by_one() -> None:
    source = b'msgid "%(num)s a"\nmsgid_plural "%(num)s b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    catalogue: Catalog = read_po(BytesIO(source), locale="en")
    message = next(message for message in catalogue if message.id)

    assert list(words(message)) == [("%(num)s a", "x"), ("%(num)s b", "y")]
