"""Tending metrics: what the site calls them, and whether they are offered."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.operations.tending import check_version
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.models import MetricEntry
from matchmaker.taxonomy.words import built_in_label
from matchmaker.web.language import in_each_language

NAME_MAX: Final = 40
HINT_MAX: Final = 200
ALIASES_MOST: Final = 20
ALIAS_MAX: Final = 20
ALIAS_LEAST: Final = 2  # one character stands in texts of every kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricContent:
    """What staff say of a metric; an empty name is the built-in one."""

    name_zh: str = ""
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    hint_zh: str = ""
    hint_en: str = ""


def edit_metric(
    entry: MetricEntry, content: MetricContent, *, seen_version: int, actor: Account
) -> None:
    """Call a metric something else; what is stored about it stays as it is.

    Raises ConflictError when it was changed since the person opened it, or is retired; DomainError
    for words that are too many, too long, no words, or those of another metric.
    """
    check_version(entry, seen_version)
    if entry.retired_at is not None:
        raise ConflictError(_("这个指标已停用，不能再修改。可以先恢复使用。"))
    _check(entry, content)
    with audit.change("metric.edited", entry, actor=actor):
        entry.name_zh, entry.name_en = content.name_zh, content.name_en
        entry.hint_zh, entry.hint_en = content.hint_zh, content.hint_en
        entry.aliases = list(content.aliases)
        entry.edited_at = clock.now()


def retire_metric(entry: MetricEntry, reason: str, *, seen_version: int, actor: Account) -> None:
    """Offer a metric for no new line any more; lines that stand stay and are compared.

    Raises ConflictError when it was changed since the person opened it, or is retired already.
    """
    check_version(entry, seen_version)
    if entry.retired_at is not None:
        raise ConflictError(_("这个指标已经停用。"))
    with audit.change("metric.retired", entry, actor=actor):
        entry.retired_at = entry.edited_at = clock.now()
        entry.reason = _checked(reason)


def restore_metric(entry: MetricEntry, reason: str, *, seen_version: int, actor: Account) -> None:
    """Offer a retired metric again. Raises ConflictError for one changed meanwhile or in use."""
    check_version(entry, seen_version)
    if entry.retired_at is None:
        raise ConflictError(_("这个指标没有停用。"))
    with audit.change("metric.restored", entry, actor=actor):
        entry.retired_at, entry.edited_at = None, clock.now()
        entry.reason = _checked(reason)


def _checked(reason: str) -> str:
    if not reason or len(reason) > HINT_MAX:
        raise DomainError(_("请写理由，最多 %(n)s 个字。", n=HINT_MAX), field="reason")
    return reason


def _check(entry: MetricEntry, content: MetricContent) -> None:
    for field, most in (
        ("name_zh", NAME_MAX),
        ("name_en", NAME_MAX),
        ("hint_zh", HINT_MAX),
        ("hint_en", HINT_MAX),
    ):
        if len(getattr(content, field)) > most:
            raise DomainError(_("最多 %(n)s 个字。", n=most), field=field)
    if len(content.aliases) > ALIASES_MOST:
        raise DomainError(_("最多 %(n)s 个别名。", n=ALIASES_MOST), field="aliases")
    for alias in content.aliases:
        if not ALIAS_LEAST <= len(alias) <= ALIAS_MAX or not any(map(str.isalpha, alias)):
            raise DomainError(
                _(
                    "“%(alias)s”不能用：每个别名 %(least)s 到 %(most)s 个字，要有文字。",
                    alias=alias[:ALIAS_MAX],
                    least=ALIAS_LEAST,
                    most=ALIAS_MAX,
                ),
                field="aliases",
            )
    taken = dict(_words_of_others(entry))
    for field, words in (
        ("name_zh", [content.name_zh]),
        ("name_en", [content.name_en]),
        ("aliases", content.aliases),
    ):
        for word in words:
            if word and _folded(word) in taken:
                raise DomainError(
                    _(
                        "“%(word)s”已经是“%(metric)s”的名称或别名。",
                        word=word,
                        metric=taken[_folded(word)],
                    ),
                    field=field,
                )


def _words_of_others(entry: MetricEntry) -> Iterator[tuple[str, str]]:
    rows = {row.key: row for row in db.session.scalars(select(MetricEntry))}
    for metric in Metric:
        if metric is entry.key:
            continue
        row, name = rows.get(metric), built_in_label(metric)
        own = (row.name_zh, row.name_en, *row.aliases) if row else ()
        for word in (metric.value, *in_each_language(partial(built_in_label, metric)), *own):
            if word:
                yield _folded(word), (row.name_zh if row else "") or name


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace(" ", "")
