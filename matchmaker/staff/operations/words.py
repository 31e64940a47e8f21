"""What becomes of a word nothing recognised: a name of an entry, or nothing."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.operations.scenes import ALIASES_MOST
from matchmaker.taxonomy.models import Capability, Scene, Sector, UnknownWord


def name_by_word(word: UnknownWord, entry: Scene | Capability | Sector, *, actor: Account) -> None:
    """Let an entry go by a word from now on: search, reading and matching know it as a name.

    Raises ConflictError for a word somebody decided on and an entry that is retired; DomainError
    for one with too many names.
    """
    _check_open(word)
    if entry.retired_at is not None:
        raise ConflictError(_("这一项已停用，请选择另一项。"))
    if len(entry.aliases) >= ALIASES_MOST:
        raise DomainError(_("它已有 %(n)s 个别名，请先删去几个。", n=ALIASES_MOST), field="entry")
    if word.word not in {*entry.aliases, entry.name_zh, entry.name_en}:
        with audit.change(f"{entry.__tablename__}.edited", entry, actor=actor):
            entry.aliases = [*entry.aliases, word.word]
            entry.edited_at = clock.now()
    with audit.change("unknown_word.taken", word, actor=actor):
        word.target, word.decided_at = f"{entry.__tablename__}-{entry.id}", clock.now()


def dismiss_word(word: UnknownWord, *, actor: Account) -> None:
    """Suggest a word no more. Raises ConflictError for one somebody decided on."""
    _check_open(word)
    with audit.change("unknown_word.dismissed", word, actor=actor):
        word.decided_at = clock.now()


def _check_open(word: UnknownWord) -> None:
    if word.decided_at is not None:
        raise ConflictError(_("同事刚刚处理过这个词，请回到列表。"))
