"""Passwords: argon2id hashes, and which new passwords are accepted."""

import secrets
import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import lazy_gettext as _

from matchmaker.errors import DomainError

MIN_LENGTH = 12
MAX_LENGTH = 128
MEMORY_KIB = 19 * 1024  # OWASP's least for t=2, p=1; about 30 ms a hash on one core
ROUNDS = 2
REPEATED_UNIT_MAX = 6
LATIN_PIECE_MIN = 4  # shorter pieces of a name stand in passwords by chance
OWN_WORD = "matchmaker"
EDGES = "0123456789!@#$%^&*()_-+=.,?~`'\"<>/\\|[]{};:！？。，·"

_hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)
# Verified for addresses nobody has, so that they take as long as the others.
_NOBODY = _hasher.hash(secrets.token_urlsafe(32))
_COMMON = frozenset(
    Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split()
)


def hash_password(password: str) -> str:
    """Hash a password with argon2id over its NFKC form."""
    return _hasher.hash(_prepared(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Say whether the password belongs to the hash; no hash costs the same time."""
    try:
        matches = _hasher.verify(password_hash or _NOBODY, _prepared(password))
    except (VerificationError, InvalidHashError):
        return False
    return matches and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Say whether a hash was made with other settings than today's."""
    return _hasher.check_needs_rehash(password_hash)


def check_new_password(password: str, *, email: str, name: str) -> None:
    """Accept a long password nobody guesses first; there are no rules of composition.

    12 to 128 characters of any kind, not a common one, not one unit repeated, without the names
    of the site or the person. Raises DomainError on the field `password`.
    """
    length = len(_prepared(password))
    if length < MIN_LENGTH:
        raise _refused(
            _(
                "密码至少 %(limit)s 个字符，现在有 %(length)s 个。可以用几个不相干的词连成一句话。",
                limit=MIN_LENGTH,
                length=length,
            )
        )
    if length > MAX_LENGTH:
        raise _refused(
            _(
                "密码最多 %(limit)s 个字符，现在有 %(length)s 个。请缩短。",
                limit=MAX_LENGTH,
                length=length,
            )
        )
    folded = _folded(password)
    if folded in _COMMON or folded.strip(EDGES) in _COMMON or _is_repeated(folded):
        raise _refused(_("这个密码太常见，很容易被猜到。请换一个，例如几个不相干的词。"))
    if any(piece in folded for piece in _pieces(email, name)):
        raise _refused(_("密码里不要出现本站名称、您的姓名或邮箱。请换一个。"))


def _refused(message: object) -> DomainError:
    return DomainError(message, field="password")


def _prepared(password: str) -> str:
    # The same keys pressed on another keyboard or system must give the same characters.
    return unicodedata.normalize("NFKC", password)


def _folded(text: str) -> str:
    return "".join(_prepared(text).casefold().split())


def _is_repeated(text: str) -> bool:
    return not text or (text + text).find(text, 1) <= REPEATED_UNIT_MAX


def _pieces(email: str, name: str) -> list[str]:
    local = _folded(email.partition("@")[0])
    said = [local, _folded(email)]
    for words in (name, current_app.extensions["settings"].site_name):
        said += [_folded(words), *map(_folded, words.split())]
    telling = [piece for piece in said if len(piece) >= (LATIN_PIECE_MIN if piece.isascii() else 2)]
    return [OWN_WORD, *telling]
