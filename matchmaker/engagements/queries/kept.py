"""What responses and engagements name, readable for both sides when it is public no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.policies import is_case_public
from matchmaker.catalogue.queries import case_by_id
from matchmaker.catalogue.queries.versions import Difference, said_lines, version_at
from matchmaker.db import db
from matchmaker.engagements.enums.responses import ResponseState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import Response, ResponseLine
from matchmaker.engagements.queries.rows import engagement_by_id


@dataclass(frozen=True, slots=True)
class KeptOffering:
    """An offering as it was when a provider offered it, field by field."""

    offering: Offering
    at: datetime
    lines: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A case a response rests on, with the engagement it belongs to."""

    engagement: Engagement
    case: Case


def offered_in(engagement: Engagement) -> tuple[Offering, datetime] | None:
    """Give the offering an engagement is about, and when it was named."""
    response = _submitted(engagement.id)
    if response is not None and response.offering is not None and response.submitted_at:
        return response.offering, response.submitted_at
    if engagement.offering is None:
        return None
    return engagement.offering, engagement.created_at


def kept_offering(engagement: Engagement) -> KeptOffering | None:
    """Give the offering of an engagement as the public read it then; None where nothing is kept."""
    named = offered_in(engagement)
    version = version_at(*named) if named else None
    if named is None or version is None:
        return None
    return KeptOffering(named[0], version.at, said_lines(version.content))


def named_case(engagement_id: int, case_id: int) -> NamedCase | None:
    """Find a case the submitted response of an engagement rests on that is public no longer."""
    is_named = db.session.scalar(
        select(ResponseLine.id)
        .join(ResponseLine.response)
        .where(
            Response.engagement_id == engagement_id,
            Response.state == ResponseState.SUBMITTED,
            ResponseLine.case_id == case_id,
        )
        .limit(1)
    )
    engagement, case = engagement_by_id(engagement_id), case_by_id(case_id)
    if is_named is None or engagement is None or case is None:
        return None
    return None if is_case_public(case) else NamedCase(engagement, case)


def _submitted(engagement_id: int) -> Response | None:
    return db.session.scalars(
        select(Response).where(
            Response.engagement_id == engagement_id, Response.state == ResponseState.SUBMITTED
        )
    ).first()
