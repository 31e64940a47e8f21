"""What callers send of an offering, and the content its operations take."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from flask_babel import lazy_gettext as _
from pydantic import Field

from matchmaker.accounts.models import Organisation
from matchmaker.api.forms.base import Given, told
from matchmaker.api.forms.writing import (
    AS_LINE,
    AS_WORDS,
    Code,
    Codes,
    FigureIn,
    Link,
    Naming,
    RowId,
    Wan,
    wan,
    written,
)
from matchmaker.catalogue.enums import EvidenceKind, PriceModel
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.operations import (
    LEAD_MOST_DAYS,
    PROMISES_MOST,
    SCENES_MOST,
    SERVED_MOST,
    SUMMARY_EN_MAX,
    SUMMARY_MAX,
    TITLE_EN_MAX,
    TITLE_MAX,
    OfferingContent,
    PromiseContent,
    promise_fault,
)
from matchmaker.catalogue.operations.content import NOTE_MAX
from matchmaker.catalogue.queries import cases_to_rest_on
from matchmaker.errors import DomainError

Days = Annotated[int, Field(ge=0, le=LEAD_MOST_DAYS)]
CASES_MOST = 200


class PromiseIn(FigureIn):
    """One promise with what it rests on."""

    evidence: EvidenceKind = EvidenceKind.STATEMENT
    case_id: RowId | None = None
    note: Annotated[str, Field(max_length=NOTE_MAX), AS_LINE] = ""
    source_url: Link = ""
    valid_until: date | None = None


class OfferingChange(Given):
    """What to change of an offering: fields that are not sent stay, a list is replaced whole."""

    title: Annotated[str, Field(max_length=TITLE_MAX), AS_LINE] = Field(
        default="", examples=["Private 5G and driverless haul trucks"]
    )
    summary: Annotated[str, Field(max_length=SUMMARY_MAX), AS_WORDS] = ""
    title_en: Annotated[str, Field(max_length=TITLE_EN_MAX), AS_LINE] = ""
    summary_en: Annotated[str, Field(max_length=SUMMARY_EN_MAX), AS_WORDS] = ""
    sector: Code | None = told(_("行业代码"), default=None)
    scenes: Annotated[Codes, Field(max_length=SCENES_MOST)] = []
    capabilities: Codes = []
    region: Code | None = told(_("主要服务地区的代码（GB/T 2260）"), default=None)
    served_regions: Annotated[Codes, Field(max_length=SERVED_MOST)] = []
    is_nationwide: bool = False
    serves_abroad: bool = False
    price_min_wan: Wan | None = None
    price_max_wan: Wan | None = None
    price_model: PriceModel | None = None
    lead_days_min: Days | None = None
    lead_days_max: Days | None = None
    promises: Annotated[list[PromiseIn], Field(max_length=PROMISES_MOST)] = []
    cases: Annotated[list[RowId], Field(max_length=CASES_MOST)] = []


class NewOffering(OfferingChange):
    """A new offering: a draft of an organisation the caller acts for."""

    title: Annotated[str, Field(max_length=TITLE_MAX), AS_LINE] = Field(
        examples=["Private 5G and driverless haul trucks"]
    )
    organisation: RowId | None = told(_("单位编号；代表多个单位时必填"), default=None)


def offering_content(
    sent: OfferingChange, start: OfferingContent, organisation: Organisation
) -> OfferingContent:
    """Give what an offering says once the fields that were sent are changed.

    The cases promises rest on are cases of the offering, as in its form. Raises DomainError whose
    field says where a name leads nowhere.
    """
    naming = Naming()
    changes = written(
        sent,
        {
            "sector": naming.sector,
            "scenes": naming.scenes,
            "capabilities": naming.capabilities,
            "region": naming.region,
            "served_regions": naming.regions,
            "price_min_wan": wan,
            "price_max_wan": wan,
        },
    )
    if {"promises", "cases"} & changes.keys():
        known = {
            case.id: case for case in [*cases_to_rest_on([organisation.id]), *(start.cases or ())]
        }
        chosen = _cases(sent.cases, known) if "cases" in changes else list(start.cases or ())
        if "promises" in changes:
            changes["promises"] = _promises(sent.promises, known, naming)
        rested = [one.case for one in changes.get("promises", start.promises) if one.case]
        changes["cases"] = list(dict.fromkeys([*chosen, *rested]))
    return replace(start, **changes)


def _cases(numbers: Sequence[int], known: dict[int, Case]) -> list[Case]:
    for at, number in enumerate(numbers):
        if number not in known:
            raise DomainError(_("只能选择本单位参与、已发布的案例。"), field=f"cases.{at}")
    return [known[number] for number in dict.fromkeys(numbers)]


def _promises(
    sent: Sequence[PromiseIn], known: dict[int, Case], naming: Naming
) -> list[PromiseContent]:
    made = []
    for at, one in enumerate(sent):
        place = f"promises.{at}"
        subject = naming.subject(one, place)
        if one.case_id is not None and one.case_id not in known:
            raise DomainError(_("只能选择本单位参与、已发布的案例。"), field=f"{place}.case_id")
        rests_on_case = one.evidence is EvidenceKind.CASE
        content = PromiseContent(
            kind=subject.kind,
            metric=subject.metric,
            capability=subject.capability,
            standard=subject.standard,
            op=subject.op,
            value=subject.value,
            value2=subject.value2,
            evidence=one.evidence,
            case=known[one.case_id] if rests_on_case and one.case_id is not None else None,
            evidence_note=one.note,
            evidence_url=one.source_url,
            valid_until=one.valid_until,
        )
        fault = promise_fault(content)
        if fault:
            name = _PLACES.get(fault.field or "", fault.field)
            raise DomainError(fault.message, field=f"{place}.{name}")
        made.append(content)
    return made


_PLACES = {"url": "source_url", "case": "case_id"}
