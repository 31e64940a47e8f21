"""Reading a need from the command line; whatever cannot be used is refused with advice."""

import sys
from dataclasses import replace
from pathlib import Path

from flask_babel import lazy_gettext as _

from matchmaker.demands.operations import check_need_text
from matchmaker.demands.policies import is_public
from matchmaker.demands.queries import demand_by_id
from matchmaker.errors import DomainError, NotFoundError
from matchmaker.matching.queries.needs import ReadNeed, demand_to_rank, text_to_rank
from matchmaker.matching.scoring.records import Need, Requirement
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.queries import region_named, scenes_with_slugs, sector_coded
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import clean_prose

LARGEST_FILE = 4 * 1024 * 1024


def text_need(text: str | None, file: Path | None) -> ReadNeed:
    """Give a need from text or a file. Raises DomainError when there is nothing to match."""
    said = text if file is None else read_text(file)
    return text_to_rank(Need(text=check_need_text(clean_prose(said))))


def read_text(file: Path) -> str:
    """Read a UTF-8 file, `-` for standard input. Raises DomainError saying what is wrong."""
    try:
        raw = sys.stdin.buffer.read(LARGEST_FILE + 1) if str(file) == "-" else _bytes(file)
    except OSError as error:
        raise DomainError(
            _("读不了文件 %(file)s：%(reason)s", file=file, reason=error.strerror)
        ) from error
    if len(raw) > LARGEST_FILE:
        raise DomainError(_("文件超过 4 MB。请只留下描述需求的部分。"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError(
            _(
                "文件 %(file)s 不是有效的 UTF-8 文本（第 %(at)s 个字节）。请另存为 UTF-8 后再试。",
                file=file,
                at=error.start + 1,
            )
        ) from error


def demand_need(demand_id: int) -> ReadNeed:
    """Give a public demand's need. Missing and not public look the same: NotFoundError."""
    demand = demand_by_id(demand_id) if 0 < demand_id <= LARGEST_NUMBER else None
    if demand is None or not is_public(demand):
        raise NotFoundError(_("没有编号为 %(number)s 的公开需求。", number=demand_id))
    return demand_to_rank(demand)


def narrowed(
    need: Need, *, sector: str | None, scenes: tuple[str, ...], region: str | None
) -> Need:
    """Add what was chosen beside the text. Raises DomainError for what the taxonomy lacks."""
    if sector is not None and sector_coded(sector) is None:
        raise DomainError(_("没有代码为“%(code)s”的行业。", code=sector[:40]))
    found = scenes_with_slugs(list(scenes))
    unknown = set(scenes) - {scene.slug for scene in found}
    if unknown:
        raise DomainError(_("没有代码为“%(slug)s”的场景。", slug=min(unknown)[:40]))
    place = region_named(region) if region is not None else None
    if region is not None and place is None:
        raise DomainError(
            _("没有找到地区“%(name)s”。请写省或地级市的名称或代码。", name=region[:20])
        )
    return replace(
        need,
        sector=sector or need.sector,
        scenes=scenes or need.scenes,
        region=place.code if place else need.region,
        requirements=_at(place.code, need.requirements) if place else need.requirements,
    )


def _at(code: str, requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """The lines with the place chosen in the place of those read or stored."""
    others = (row for row in requirements if row.kind is not RequirementKind.REGION)
    return (*others, Requirement("region", RequirementKind.REGION, code))


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)
