"""Writing standards, capabilities and sectors: adding one, changing one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import Base, db
from matchmaker.errors import DomainError
from matchmaker.staff.operations.scenes import (
    ALIASES_MOST,
    DESCRIPTION_MAX,
    NAME_MAX,
    SLUG_MAX,
    SOURCE_MAX,
)
from matchmaker.staff.operations.tending import check_in_use, check_version
from matchmaker.staff.queries.naming import KEYS, Entry
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.models import Capability, Sector, Standard
from matchmaker.taxonomy.words import STANDARD_LEVELS

CODE_MAX: Final = 80
TITLE_MAX: Final = 400
YEARS: Final = range(1950, 2101)
# The most characters of each text, whichever entry has it.
LONGEST: Final = {
    "name_zh": NAME_MAX,
    "name_en": NAME_MAX,
    "title": TITLE_MAX,
    "description": DESCRIPTION_MAX,
    "source": SOURCE_MAX,
}
_KEYS: Final = {
    Standard: re.compile(r"\S(.*\S)?"),
    Capability: re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    Sector: re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """What staff say of an entry: columns by name, and the rows it is linked to."""

    values: Mapping[str, Any]
    links: Mapping[str, Sequence[Base]] = field(default_factory=dict)


def add_entry(model: type[Entry], key: str, content: EntryContent, *, actor: Account) -> Entry:
    """Add an entry, last of its kind; its code or slug stays. Raises DomainError for bad content.

    One entered under a wrong code is merged into a new one under the right code.
    """
    name = KEYS[model]
    check_key(model, key)
    entry = model(**{name: key})
    check_entry(entry, content)
    if isinstance(entry, Capability | Sector):
        place = Capability.position if isinstance(entry, Capability) else Sector.position
        last = db.session.scalar(select(func.max(place)))
        entry.position = (last or 0) + 1
    _assign(entry, content)
    try:
        audit.created(f"{entry.__tablename__}.added", entry, actor=actor)
    except IntegrityError as error:
        raise DomainError(_("刚刚有人用了这个编号或代码，请换一个。"), field="key") from error
    return entry


def check_key(model: type[Entry], key: str) -> None:
    """Raise DomainError for a code or slug a new entry cannot have."""
    name = KEYS[model]
    if not 0 < len(key) <= SLUG_MAX or not _KEYS[model].fullmatch(key):
        words = _("请写标准编号，例如 YD/T 3973-2021，最多 80 个字。")
        if model is not Standard:
            words = _("代码用小写字母、数字和连字符，例如 mining-truck。")
        raise DomainError(words, field="key")
    if db.session.scalar(select(exists().where(getattr(model, name) == key))):
        raise DomainError(_("已经有这个编号或代码，现用的或停用的。"), field="key")


def edit_entry(entry: Entry, content: EntryContent, *, seen_version: int, actor: Account) -> None:
    """Make an entry say something else; its code or slug stays.

    Raises ConflictError when it was changed since the person opened it, or is retired; DomainError
    for what the taxonomy cannot hold.
    """
    check_version(entry, seen_version)
    check_in_use(entry)
    check_entry(entry, content)
    with audit.change(f"{entry.__tablename__}.edited", entry, actor=actor):
        _assign(entry, content)


def _assign(entry: Entry, content: EntryContent) -> None:
    for name, value in content.values.items():
        setattr(entry, name, value)
    for name, rows in content.links.items():
        setattr(entry, name, list(rows))
    entry.edited_at = clock.now()


def check_entry(entry: Entry, content: EntryContent) -> None:
    """Raise DomainError for what an entry cannot say."""
    values = content.values
    for name, most in LONGEST.items():
        if len(values.get(name) or "") > most:
            raise DomainError(_("最多 %(n)s 个字。", n=most), field=name)
    required = "title" if isinstance(entry, Standard) else "name_zh"
    if not values[required]:
        raise DomainError(_("请写名称。"), field=required)
    for name in ("aliases", "sources"):
        lines = values.get(name, ())
        longest = NAME_MAX if name == "aliases" else SOURCE_MAX
        if len(lines) > ALIASES_MOST or any(len(line) > longest for line in lines):
            raise DomainError(
                _("最多 %(most)s 行，每行最多 %(n)s 个字。", most=ALIASES_MOST, n=longest),
                field=name,
            )
    if isinstance(entry, Standard):
        _check_standard(values)
    else:
        _check_named(entry, values)


def _check_standard(values: Mapping[str, Any]) -> None:
    if values["level"] not in STANDARD_LEVELS:
        raise DomainError(_("请从列表中选择级别。"), field="level")
    if values["year"] is not None and values["year"] not in YEARS:
        raise DomainError(_("请写四位数的年份，例如 2024。"), field="year")


def _check_named(entry: Capability | Sector, values: Mapping[str, Any]) -> None:
    model = type(entry)
    same = select(model.id).where(
        model.name_zh == values["name_zh"],
        model.retired_at.is_(None),
        model.id != (entry.id or 0),
    )
    if isinstance(entry, Capability):
        kind = values.get("kind") or entry.kind
        same = same.where(Capability.kind == kind)
        parent = values.get("parent")
        if (kind is CapabilityKind.ITEM) != (parent is not None):
            raise DomainError(_("产品要选所属的供应链环节，其他的不选。"), field="parent")
    if db.session.scalar(select(exists(same))):
        raise DomainError(_("已有同名的。请换个名称，或把两个合并。"), field="name_zh")
