"""What is known from published sources: providers, cases, offerings."""

from collections.abc import Mapping, Sequence
from typing import Any

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import (
    Case,
    CaseEffect,
    CasePart,
    Offering,
    ProviderProfile,
)
from matchmaker.catalogue.operations.content import OfferingContent
from matchmaker.catalogue.operations.writing import promised, write_promises
from matchmaker.catalogue.scoring import effects_in
from matchmaker.taxonomy.models import Capability, Scene

Values = Mapping[str, Any]


def put_unclaimed_provider(
    organisation: Organisation,
    values: Values,
    profile: ProviderProfile,
    profile_values: Values,
    *,
    actor: HasId | None,
) -> bool:
    """Add or change an organisation known from published sources, and its profile.

    Once its own people have taken the profile over, nothing is changed from outside any more.
    """
    if organisation.state not in {None, OrganisationState.UNCLAIMED}:
        return False
    state = {"state": OrganisationState.UNCLAIMED}
    changed = audit.put("organisation", organisation, {**values, **state}, actor=actor)
    known = {
        "organisation": organisation,
        "published_at": profile.published_at or clock.now(),  # its sources are public
        **profile_values,
    }
    return audit.put("provider_profile", profile, known, actor=actor) or changed


def put_case(
    row: Case,
    values: Values,
    *,
    scenes: Sequence[Scene],
    capabilities: Sequence[Capability],
    parts: Sequence[tuple[Organisation, str]],
    actor: HasId | None,
) -> bool:
    """Add or change a case, its scenes, capabilities and who did which part."""
    links = {"scenes": scenes, "capabilities": capabilities}
    changed = audit.put("case", row, values, actor=actor, links=links)
    present = {part.organisation_id: part for part in row.parts}
    for organisation, role in parts:
        part = present.pop(organisation.id, None) or CasePart()
        values = {"case": row, "organisation": organisation, "role": role}
        changed |= audit.put("case_part", part, values, actor=actor)
    for gone in present.values():
        audit.happened("case_part.removed", gone, actor=actor, facts={"role": gone.role})
        row.parts.remove(gone)
        changed = True
    reached = effects_in(row.effects)
    if {effect.kind for effect in row.effect_rows} != set(reached):
        row.effect_rows = [CaseEffect(kind=kind) for kind in reached]
        changed = True
    return changed


def put_sourced_offering(
    row: Offering,
    content: OfferingContent,
    *,
    cases: Sequence[Case],
    actor: HasId | None,
) -> bool:
    """Add or change an offering known from published cases; a new one is public at once.

    One that its own people have withdrawn stays withdrawn. Its promises carry a public source and
    so count as reviewed. One whose provider was claimed is left alone.
    """
    if row.state is not None and row.organisation.state is not OrganisationState.UNCLAIMED:
        return False
    values: dict[str, Any] = {
        "title": content.title,
        "summary": content.summary,
        "sector": content.sector,
        "region": content.region,
    }
    if row.state is None:
        values |= {"state": OfferingState.PUBLISHED, "published_at": clock.now()}
        write_promises(row, content.promises, is_sourced=True)
    links = {"scenes": content.scenes, "capabilities": content.capabilities, "cases": cases}
    changed = audit.put("offering", row, values, actor=actor, links=links)
    if promised(row) != list(content.promises):
        with audit.change("offering.changed", row, actor=actor):
            write_promises(row, content.promises, is_sourced=True)
        changed = True
    return changed
