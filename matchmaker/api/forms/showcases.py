"""Showcases as the API gives them."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.api.forms.base import Told, told
from matchmaker.api.forms.parts import (
    CapabilityRef,
    EffectFigure,
    FileRef,
    Money,
    OrganisationRef,
    RegionRef,
    SceneRef,
    SectorRef,
    StandardRef,
    capability_refs,
    file_refs,
    money,
    number,
    organisation_ref,
    page,
    region_ref,
    scene_refs,
    sector_ref,
    standard_ref,
)
from matchmaker.catalogue.enums import CaseState
from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.results import EntryState
from matchmaker.programmes.enums.showcases import NamedBy, Proof, ShowcaseState
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFigure
from matchmaker.programmes.policies.showcases import may_curate
from matchmaker.programmes.queries.showcases import ShowcasePage


class ShowcaseFigureOut(EffectFigure):
    """An effect, and what it rests on."""

    proof: Proof
    proof_words: str
    source_url: str


class ShowcaseLine(Told):
    """A showcase as the gallery shows it."""

    id: int
    url: str = told(_("网页地址"))
    subject_type: SubjectType
    title_zh: str
    title_en: str
    owner_zh: str = told(_("公开显示的单位名称"))
    owner_en: str
    site_zh: str
    site_en: str
    sector: SectorRef | None
    scenes: list[SceneRef]
    region: RegionRef | None
    live_year: int | None
    summary_en: str
    is_for_abroad: bool = told(_("给境外读者看的一组"))
    figures: list[ShowcaseFigureOut]
    published_at: datetime | None
    updated_at: datetime


class ShowcaseParty(Told):
    """What one provider did."""

    organisation: OrganisationRef
    role_zh: str
    role_en: str
    has_page: bool = told(_("是否有公开的供应商页面"))


class ShowcaseOffering(Told):
    """An offering that was used."""

    id: int
    title: str
    provider_id: int


class ShowcaseEntry(Told):
    """What a call selected it as."""

    call_id: int
    number: str
    level: str


class Similar(Told):
    """A showcase like this one."""

    id: int
    title_zh: str
    title_en: str


class ShowcaseOut(ShowcaseLine):
    """A showcase with all its page shows, in both languages where it has them."""

    version: int
    state: ShowcaseState
    named_by: NamedBy
    problem_zh: str
    problem_en: str
    solution_zh: str
    solution_en: str
    network_zh: str
    network_en: str
    lessons_zh: str
    lessons_en: str
    replication_zh: str
    replication_en: str
    cost: Money | None
    capabilities: list[CapabilityRef]
    standards: list[StandardRef]
    parties: list[ShowcaseParty]
    offerings: list[ShowcaseOffering]
    files: list[FileRef]
    entry: ShowcaseEntry | None
    case_id: int | None
    source_name: str
    source_url: str
    similar: list[Similar]
    withdraw_words: str | None = told(_("撤回的原因，只给负责领航者的工作人员"))


def showcase_line(row: Showcase) -> ShowcaseLine:
    """Give a showcase as the gallery shows it."""
    return ShowcaseLine.of(row, **_line(row))


def showcase_out(row: Showcase, beside: ShowcasePage, actor: Account | None) -> ShowcaseOut:
    """Give a showcase with all its page shows the caller."""
    has_case = row.case is not None and row.case.state is CaseState.PUBLISHED
    return ShowcaseOut.of(
        row,
        **_line(row),
        cost=money(row.cost_min_wan, row.cost_max_wan),
        capabilities=capability_refs(row.capabilities),
        standards=[made for one in row.standards if (made := standard_ref(one))],
        parties=[
            ShowcaseParty.of(
                part,
                organisation=organisation_ref(part.organisation),
                has_page=bool(beside.providers.get(part.organisation_id)),
            )
            for part in row.parts
        ],
        offerings=[
            ShowcaseOffering.of(one, provider_id=one.organisation_id) for one in beside.offerings
        ],
        files=file_refs(row.files, "programmes.showcase_file", "showcase_file_id"),
        entry=_entry(row),
        case_id=row.case_id if has_case else None,
        similar=[Similar.of(one) for one in beside.similar],
        withdraw_words=row.withdraw_words if may_curate(actor) else None,
    )


def _line(row: Showcase) -> dict[str, Any]:
    return {
        "url": page("programmes.showcase", showcase_id=row.id),
        "sector": sector_ref(row.sector),
        "scenes": scene_refs(row.scenes),
        "region": region_ref(row.region),
        "figures": [_figure(one) for one in row.figures],
    }


def _figure(row: ShowcaseFigure) -> ShowcaseFigureOut:
    return ShowcaseFigureOut.of(
        row, what=row.what_zh, before=number(row.before), after=float(row.after)
    )


def _entry(row: Showcase) -> ShowcaseEntry | None:
    entry = row.entry
    if entry is None or entry.state is EntryState.REMOVED:
        return None
    return ShowcaseEntry.of(entry)
