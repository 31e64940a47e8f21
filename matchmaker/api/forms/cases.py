"""Cases as the API gives them, and what callers send of one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.accounts.models import Account
from matchmaker.api.forms.base import Given, Told, told
from matchmaker.api.forms.parts import (
    CapabilityRef,
    EffectFigure,
    FileRef,
    OrganisationRef,
    RegionRef,
    SceneRef,
    SectorRef,
    capability_refs,
    effect_figures,
    file_refs,
    organisation_ref,
    page,
    region_ref,
    scene_refs,
    sector_ref,
)
from matchmaker.api.forms.writing import (
    AS_LINE,
    AS_WORDS,
    Amount,
    Code,
    Codes,
    Link,
    Naming,
    RowId,
    written,
)
from matchmaker.catalogue import policies
from matchmaker.catalogue.enums import CaseState, ClientConsent, Effect
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.operations import CaseContent, FigureContent, PartnerContent
from matchmaker.catalogue.operations.case_content import (
    CLIENT_MAX,
    EFFECTS_MAX,
    FIGURES_MOST,
    PARTNERS_MOST,
    PROSE_MAX,
    ROLE_MAX,
    TITLE_MAX,
    UNIT_MAX,
    WHAT_MAX,
)
from matchmaker.catalogue.operations.content import SCENES_MOST


class CaseLine(Told):
    """A case as a list shows it."""

    id: int
    url: str = told(_("网页地址"))
    title: str
    client: str = told(_("公开显示的客户名称"))
    scenes: list[SceneRef]
    region: RegionRef | None
    place: str = told(_("按来源写的地点"))
    effects: str
    year_from: int | None
    year_to: int | None
    source_url: str
    state: CaseState
    updated_at: datetime


class CaseParty(Told):
    """Who took part, in which role; `offerings` are theirs that rest on the case."""

    organisation: OrganisationRef
    role: str
    offerings: list[int]


class Partner(Told):
    """Who else took part, as the provider names them."""

    name: str
    role: str


class CaseOut(CaseLine):
    """A case with all its page shows; `client_name` and `consent` only where the page has them."""

    version: int
    sector: SectorRef | None
    capabilities: list[CapabilityRef]
    problem: str
    is_problem_explicit: bool = told(_("false：来源没有直接写明，按项目背景归纳"))
    solution: str
    awards: str
    started_on: date | None
    finished_on: date | None
    figures: list[EffectFigure]
    parties: list[CaseParty]
    partners: list[Partner]
    files: list[FileRef]
    published_at: datetime | None
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    client_name: str | None
    consent: ClientConsent | None
    actions: list[str]


class CaseFigureIn(Given):
    """One effect in a figure."""

    kind: Effect
    what: Annotated[str, Field(min_length=1, max_length=WHAT_MAX), AS_LINE]
    before: Amount | None = None
    after: Amount
    unit: Annotated[str, Field(max_length=UNIT_MAX), AS_LINE] = ""
    measured_on: date


class PartnerIn(Given):
    """Who else took part."""

    name: Annotated[str, Field(min_length=1, max_length=CLIENT_MAX), AS_LINE]
    role: Annotated[str, Field(max_length=ROLE_MAX), AS_LINE] = ""


class CaseChange(Given):
    """What to change of a case: fields that are not sent stay, a list is replaced whole."""

    title: Annotated[str, Field(max_length=TITLE_MAX), AS_LINE] = ""
    consent: ClientConsent = ClientConsent.ANONYMOUS
    client: Annotated[str, Field(max_length=CLIENT_MAX), AS_LINE] = told(
        _("公开显示的客户名称；不署名的以“某”开头"), default=""
    )
    client_name: Annotated[str, Field(max_length=CLIENT_MAX), AS_LINE] = told(
        _("客户全称，只给审核人员"), default=""
    )
    sector: Code | None = None
    scenes: Annotated[Codes, Field(max_length=SCENES_MOST)] = []
    capabilities: Codes = []
    region: Code | None = None
    problem: Annotated[str, Field(max_length=PROSE_MAX), AS_WORDS] = ""
    solution: Annotated[str, Field(max_length=PROSE_MAX), AS_WORDS] = ""
    effects: Annotated[str, Field(max_length=EFFECTS_MAX), AS_WORDS] = ""
    role: Annotated[str, Field(max_length=ROLE_MAX), AS_LINE] = told(_("本单位的角色"), default="")
    started_on: date | None = None
    finished_on: date | None = None
    source_url: Link = ""
    figures: Annotated[list[CaseFigureIn], Field(max_length=FIGURES_MOST)] = []
    partners: Annotated[list[PartnerIn], Field(max_length=PARTNERS_MOST)] = []


class NewCase(CaseChange):
    """A new case: a draft of an organisation the caller acts for."""

    title: Annotated[str, Field(max_length=TITLE_MAX), AS_LINE] = Field(
        examples=["Driverless haulage at an open-pit mine"]
    )
    organisation: RowId | None = told(_("单位编号；代表多个单位时必填"), default=None)


ACTIONS = {
    "edit": policies.may_edit_case,
    "submit": policies.may_submit_case,
    "take-back": policies.may_take_back_case,
    "withdraw": policies.may_withdraw_case,
}


def case_line(row: Case) -> CaseLine:
    """Give a case as a list shows it."""
    return CaseLine.of(row, **_line(row))


def case_out(row: Case, offerings: Sequence[Offering], actor: Account | None) -> CaseOut:
    """Give a case with all its page shows; `offerings` are the public ones that rest on it."""
    is_insider = policies.may_see_client(actor, row)
    return CaseOut.of(
        row,
        **_line(row),
        sector=sector_ref(row.sector),
        capabilities=capability_refs(row.capabilities),
        figures=effect_figures(row.figures),
        parties=[
            CaseParty(
                organisation=organisation_ref(part.organisation),
                role=part.role,
                offerings=[
                    one.id for one in offerings if one.organisation_id == part.organisation_id
                ],
            )
            for part in row.parts
        ],
        partners=[Partner.of(one) for one in row.partners],
        files=file_refs(row.files, "catalogue.case_file", "case_file_id"),
        client_name=row.client_name if is_insider else None,
        consent=row.consent if is_insider else None,
        actions=[name for name, may in ACTIONS.items() if may(actor, row)],
    )


def case_content(sent: CaseChange, start: CaseContent) -> CaseContent:
    """Give what a case says once the fields that were sent are changed.

    Raises DomainError whose field says where a name leads nowhere.
    """
    naming = Naming()
    changes = written(
        sent,
        {
            "sector": naming.sector,
            "scenes": naming.scenes,
            "capabilities": naming.capabilities,
            "region": naming.region,
            "figures": _figures,
            "partners": _partners,
        },
    )
    return replace(start, **changes)


def _figures(sent: Sequence[CaseFigureIn]) -> list[FigureContent]:
    return [
        FigureContent(
            kind=one.kind,
            what=one.what,
            before=None if one.before is None else _exact(one.before),
            after=_exact(one.after),
            unit=one.unit,
            measured_on=one.measured_on,
        )
        for one in sent
    ]


def _partners(sent: Sequence[PartnerIn]) -> list[PartnerContent]:
    return [PartnerContent(name=one.name, role=one.role) for one in sent]


def _exact(value: float) -> Decimal:
    return round(Decimal(str(value)), 2)


def _line(row: Case) -> dict[str, Any]:
    return {
        "url": page("catalogue.case", case_id=row.id),
        "scenes": scene_refs(row.scenes),
        "region": region_ref(row.region),
    }
