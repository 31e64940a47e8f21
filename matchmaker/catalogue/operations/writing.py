"""Writing what an offering says into its rows, and reading it back."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import inspect
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.catalogue.models import Case, Offering, Promise
from matchmaker.catalogue.operations.content import OfferingContent, PromiseContent
from matchmaker.catalogue.policies import is_case_of
from matchmaker.catalogue.queries.light import light_tests_of
from matchmaker.catalogue.scoring import is_light
from matchmaker.errors import DomainError


def content_of(offering: Offering) -> OfferingContent:
    """Give what an offering says, as a form would hand it in."""
    names = {one.name for one in fields(OfferingContent)} - {"promises"}
    said = {name: getattr(offering, name) for name in names}
    return OfferingContent(**said, promises=promised(offering))


def write_content(offering: Offering, content: OfferingContent) -> None:
    """Make an offering say this; the promises that stay keep their review.

    Raises DomainError for cases that are not the organisation's own, and for promises that rest
    on none of the offering's cases.
    """
    if content.cases is not None:
        _write_cases(offering, content.cases)
    strange = {promise.case for promise in content.promises if promise.case} - {*offering.cases}
    if strange:
        raise DomainError(_("承诺只能依据这个方案自己的案例。"), field="promises")
    english = (content.title_en, content.summary_en)
    if english != (offering.title_en or "", offering.summary_en or ""):
        offering.is_translated = False  # its own words now
    offering.title, offering.title_en = content.title, content.title_en
    offering.summary, offering.summary_en = content.summary, content.summary_en
    offering.sector = content.sector
    offering.scenes = list(content.scenes)
    offering.capabilities = list(content.capabilities)
    offering.region = content.region
    offering.served_regions = list(content.served_regions)
    offering.is_nationwide = content.is_nationwide
    offering.serves_abroad = content.serves_abroad
    offering.price_min_wan = content.price_min_wan
    offering.price_max_wan = content.price_max_wan
    offering.price_model = content.price_model
    offering.lead_days_min = content.lead_days_min
    offering.lead_days_max = content.lead_days_max
    write_promises(offering, content.promises)
    offering.is_light = is_light(light_tests_of(offering))


def write_promises(
    offering: Offering, contents: Sequence[PromiseContent], *, is_sourced: bool = False
) -> None:
    """Make the promises say this, in this order; one that says the same stays, review and all."""
    if promised(offering) == list(contents):
        return
    present = dict(zip(promised(offering), offering.promises, strict=True))
    kept = [present.get(content) or Promise(**_said(content)) for content in contents]
    for position, promise in enumerate(kept):
        promise.position = position
        if is_sourced:
            promise.reviewed_at = promise.reviewed_at or clock.now()
    offering.promises = kept
    if inspect(offering).persistent:
        flag_modified(offering, "updated_at")  # a change of its parts is a change of the offering


def promised(offering: Offering) -> list[PromiseContent]:
    """Give what the promises of an offering say, in their order."""
    names = [one.name for one in fields(PromiseContent)]
    return [
        PromiseContent(**{name: getattr(promise, name) for name in names})
        for promise in offering.promises
    ]


def _said(content: PromiseContent) -> dict[str, Any]:
    return {one.name: getattr(content, one.name) for one in fields(content)}


def _write_cases(offering: Offering, cases: Sequence[Case]) -> None:
    new = set(cases) - {*offering.cases}
    if not all(is_case_of(offering.organisation, case) for case in new):
        raise DomainError(_("只能选择本单位参与、已发布的案例。"), field="cases")
    if set(cases) != {*offering.cases}:
        offering.cases = list(dict.fromkeys(cases))
