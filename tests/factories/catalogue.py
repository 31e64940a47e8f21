"""Providers, offerings and cases as rows, in any state."""

from collections.abc import Sequence

from factories.people import organisation

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import OfferingState, ProviderType
from matchmaker.catalogue.models import Case, CasePart, Offering, ProviderProfile
from matchmaker.db import db

SUMMARY = "为露天矿山改造矿用卡车，实现无人驾驶运输和远程接管。"
SOURCE = "https://www.example.org/news/1"


ONCE_PUBLIC = frozenset({OfferingState.PUBLISHED, OfferingState.WITHDRAWN})


def publish(row: Offering) -> Offering:
    """Make an offering public without asking anybody."""
    row.state, row.published_at = OfferingState.PUBLISHED, clock.now()
    row.submitted_at = row.withdrawn_at = None
    db.session.flush()
    return row


def provider(name: str = "远方通信", **values: object) -> Organisation:
    """Add an unclaimed provider known from a source."""
    kind = values.pop("type", ProviderType.OPERATOR)
    is_mention_only = values.pop("is_mention_only", False)
    row = organisation(name, uscc=None, state=OrganisationState.UNCLAIMED, **values)
    db.session.add(
        ProviderProfile(
            organisation=row,
            type=kind,
            summary="做5G专网",
            source_urls=[SOURCE],
            is_mention_only=is_mention_only,
            published_at=clock.now(),
        )
    )
    db.session.flush()
    return row


def offering(
    of: Organisation,
    title: str = "矿卡无人驾驶系统",
    state: OfferingState = OfferingState.PUBLISHED,
    **values: object,
) -> Offering:
    """Add an offering in a state."""
    now = clock.now()
    row = Offering(
        organisation=of,
        title=title,
        summary=values.pop("summary", SUMMARY),
        state=state,
        published_at=values.pop("published_at", now if state in ONCE_PUBLIC else None),
        submitted_at=now if state is OfferingState.SUBMITTED else None,
        withdrawn_at=now if state is OfferingState.WITHDRAWN else None,
        archived_at=now if state is OfferingState.ARCHIVED else None,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def case(
    title: str = "某露天矿无人运输",
    parts: Sequence[tuple[Organisation, str]] = (),
    **values: object,
) -> Case:
    """Add a case; parts are pairs of a provider and its role."""
    defaults: dict[str, object] = {
        "client": "某矿业公司",
        "problem": "夜间运输有风险。",
        "is_problem_explicit": True,
        "solution": "建设5G专网，远程驾驶。",
        "effects": "下坑人数减少六成。",
        "year_from": 2022,
        "year_to": 2023,
        "source_url": SOURCE,
    }
    row = Case(title=title, **{**defaults, **values})
    row.parts = [CasePart(organisation=of, role=role) for of, role in parts]
    db.session.add(row)
    db.session.flush()
    return row
