"""Files of taxonomy entries: handed in, shown with their differences, then applied as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, TypeAlias

from flask_babel import lazy_gettext as _
from sqlalchemy import delete

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.operations.entries import (
    EntryContent,
    add_entry,
    check_entry,
    check_key,
    edit_entry,
)
from matchmaker.staff.operations.scenes import SceneContent, add_scene, check_scene, edit_scene
from matchmaker.taxonomy.models import Capability, Scene, Sector, Standard, TaxonomyFile

Tended: TypeAlias = Scene | Standard | Capability | Sector
MODELS: Final[Mapping[str, type[Tended]]] = {
    "scene": Scene,
    "standard": Standard,
    "capability": Capability,
    "sector": Sector,
}
ROWS_MOST: Final = 2_000
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one column says now and would say."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a file against what is there: what it would do, or what is wrong with it."""

    place: int
    key: str
    entry: Tended | None = None
    content: SceneContent | EntryContent | None = None
    differences: Sequence[Difference] = ()
    faults: Sequence[str] = field(default_factory=tuple)

    @property
    def outcome(self) -> str:
        """One of bad, new, changed, same."""
        if self.faults:
            return "bad"
        if self.entry is None:
            return "new"
        return "changed" if self.differences else "same"


def take_taxonomy_file(
    kind: str, name: str, rows: Sequence[tuple[int, Mapping[str, str]]], *, actor: Account
) -> TaxonomyFile:
    """Keep the rows of a file to look at. Raises DomainError for none or too many."""
    if not 0 < len(rows) <= ROWS_MOST:
        raise DomainError(
            _("文件里要有 1 到 %(most)s 行内容。", most=f"{ROWS_MOST:,}"), field="file"
        )
    kept = {"rows": [[place, dict(cells)] for place, cells in rows]}
    taken = TaxonomyFile(kind=kind, name=name[:200], rows=kept, actor_id=actor.id)
    audit.created("taxonomy_file.taken", taken, actor=actor)
    return taken


def check_line(
    kind: str, key: str, entry: Tended | None, content: SceneContent | EntryContent
) -> None:
    """Raise DomainError for what the taxonomy cannot hold."""
    if isinstance(content, SceneContent):
        check_scene(content, entry if isinstance(entry, Scene) else None)
        return
    model: Any = MODELS[kind]
    if entry is None:
        check_key(model, key)
    row: Any = entry or model()
    check_entry(row, content)


def mark_of(lines: Sequence[Line]) -> str:
    """Give a mark of what lines would do: it differs once somebody changed what they are about."""
    said = [(line.place, line.outcome, line.entry.version if line.entry else 0) for line in lines]
    return sha256(repr(said).encode()).hexdigest()


def apply_file(taken: TaxonomyFile, lines: Sequence[Line], *, seen: str, actor: Account) -> int:
    """Write the lines that are new or changed, all or none; give how many.

    Raises ConflictError for a file that was applied, and where `seen` is not the mark of the lines
    any more; DomainError for lines with faults.
    """
    if taken.applied_at is not None:
        raise ConflictError(_("这个文件已经写入过了。"))
    if seen != mark_of(lines):
        raise ConflictError(_("预览之后有人改过其中的内容。请再看一遍差异，然后写入。"))
    if any(line.faults for line in lines):
        raise DomainError(_("请先改好有错误的行，再上传一次。"))
    wanted = [line for line in lines if line.outcome in {"new", "changed"}]
    if not wanted:
        raise DomainError(_("没有要写入的行：没有新的，也没有变化。"))
    for line in wanted:
        try:
            _write(taken.kind, line, actor)
        except DomainError as error:
            raise DomainError(
                _("第 %(n)s 行：%(words)s", n=line.place, words=str(error.message))
            ) from error
    with audit.change("taxonomy_file.applied", taken, actor=actor):
        taken.applied_at = clock.now()
    return len(wanted)


def purge_taxonomy_files() -> None:
    """Delete files handed in long ago; what they changed stays. The caller commits."""
    old = TaxonomyFile.created_at < clock.now() - KEPT
    db.session.execute(delete(TaxonomyFile).where(old))


def _write(kind: str, line: Line, actor: Account) -> None:
    content: Any = line.content
    entry: Any = line.entry
    if entry is None and kind == "scene":
        add_scene(content, actor=actor)
    elif entry is None:
        model: Any = MODELS[kind]
        add_entry(model, line.key, content, actor=actor)
    elif kind == "scene":
        edit_scene(entry, content, seen_version=entry.version, actor=actor)
    else:
        edit_entry(entry, content, seen_version=entry.version, actor=actor)
