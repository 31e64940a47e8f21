"""How names are sorted as a Chinese reader expects: by pinyin, from A to Z."""

from typing import Final

from pypinyin import lazy_pinyin

OTHER_INITIAL: Final = "#"  # names that begin with a figure or a sign
KEY_LENGTH: Final = 120  # more than tells two names apart
_LETTERS, _OTHERS = "0", "1"
_BRACKETS: Final = "“”\"'《》（）() "


def pinyin_key(name: str) -> str:
    """Give what sorts a name: its pinyin, names that begin with a figure or sign last."""
    spelled = " ".join(lazy_pinyin(name)).casefold().strip(_BRACKETS)
    group = _LETTERS if "a" <= spelled[:1] <= "z" else _OTHERS
    return (group + spelled)[:KEY_LENGTH]


def initial_of(key: str) -> str:
    """Give the letter A–Z a sorting key stands under, or `#`."""
    return key[1].upper() if key[:1] == _LETTERS and key[1:] else OTHER_INITIAL


def keys_under(initial: str) -> tuple[str, str]:
    """Give the first sorting key under an initial, and the first one behind it."""
    if initial == OTHER_INITIAL:
        return _OTHERS, chr(ord(_OTHERS) + 1)
    letter = initial.lower()
    return _LETTERS + letter, _LETTERS + chr(ord(letter) + 1)
