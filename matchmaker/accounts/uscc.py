"""The unified social credit code (统一社会信用代码) of GB 32100-2015."""

import re
import unicodedata

from flask_babel import lazy_gettext as _

from matchmaker.errors import DomainError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
PATTERN = re.compile(r"[1-9ANY][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
LENGTH = 18
BASE = 31


def normalised_uscc(text: str) -> str:
    """Fold full-width characters, spaces, hyphens and lower case."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        character for character in folded if not character.isspace() and character != "-"
    )


def is_uscc(code: str) -> bool:
    """Check shape and check character of a normalised code.

    GB 32100-2015: the sum of value × 3^position (mod 31) over all eighteen characters, the last
    one counting once, is a multiple of 31. Codes that begin with A, N or Y (rural collectives
    and others) are accepted.
    """
    if not PATTERN.fullmatch(code):
        return False
    body = sum(
        ALPHABET.index(character) * pow(3, position, BASE)
        for position, character in enumerate(code[:-1])
    )
    return (body + ALPHABET.index(code[-1])) % BASE == 0


def checked_uscc(text: str) -> str:
    """Give the normalised code; raises DomainError saying what is wrong with it."""
    code = normalised_uscc(text)
    if len(code) != LENGTH:
        raise DomainError(
            _(
                "统一社会信用代码是 18 位，现在是 %(length)s 位。请对照营业执照填写。",
                length=len(code),
            ),
            field="uscc",
        )
    if not is_uscc(code):
        raise DomainError(
            _("统一社会信用代码不正确，可能有一位填错了。请对照营业执照填写。"), field="uscc"
        )
    return code
