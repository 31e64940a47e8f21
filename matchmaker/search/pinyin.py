"""How Chinese names sound: sorted from A to Z, and found by typing letters."""

from typing import Final

from pypinyin import lazy_pinyin

from matchmaker.search.analysis import fold

OTHER_INITIAL: Final = "#"  # names that begin with a figure or a sign
KEY_LENGTH: Final = 120  # more than tells two names apart
LONGEST: Final = 60  # letters of a name that are spelled
_LETTERS, _OTHERS = "0", "1"
_BRACKETS: Final = "“”\"'《》（）() "


def pinyin_key(name: str) -> str:
    """Give what sorts a name: its pinyin, names that begin with a figure or sign last."""
    spelled_out = " ".join(lazy_pinyin(name)).casefold().strip(_BRACKETS)
    group = _LETTERS if "a" <= spelled_out[:1] <= "z" else _OTHERS
    return (group + spelled_out)[:KEY_LENGTH]


def initial_of(key: str) -> str:
    """Give the letter A–Z a sorting key stands under, or `#`."""
    return key[1].upper() if key[:1] == _LETTERS and key[1:] else OTHER_INITIAL


def keys_under(initial: str) -> tuple[str, str]:
    """Give the first sorting key under an initial, and the first one behind it."""
    if initial == OTHER_INITIAL:
        return _OTHERS, chr(ord(_OTHERS) + 1)
    letter = initial.lower()
    return _LETTERS + letter, _LETTERS + chr(ord(letter) + 1)


def spelled(text: str) -> str:
    """Each letter of a text by its sound, set apart by blanks: `hua wei 5 g` for 华为5G.

    A character that can be read in several ways is read as its word has it, where that is known.
    Signs and blanks are left out.
    """
    letters = "".join(filter(str.isalnum, fold(text)))[:LONGEST]
    if letters.isascii():
        return " ".join(letters)
    return " ".join(lazy_pinyin(letters, errors=list))  # type: ignore[arg-type]  # takes lists too
