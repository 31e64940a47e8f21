"""Who may see and change offerings and cases."""

from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for, may_read_drafts, may_see_organisation
from matchmaker.catalogue.enums import (
    CASE_DECIDED_ON,
    CLAIM_UNDECIDED,
    CaseState,
    ClaimState,
    EvidenceKind,
    ImportKind,
    OfferingState,
)
from matchmaker.catalogue.models import (
    Case,
    CaseFile,
    Claim,
    Offering,
    OfferingFile,
    Promise,
    ProviderProfile,
    Qualification,
    SheetImport,
)
from matchmaker.moderation.policies import has_no_part_in, may_decide_for, may_moderate

RANKERS = frozenset({StaffRole.CURATOR})
FACT_CHECKERS = frozenset({StaffRole.MODERATOR, StaffRole.REVIEWER})


def may_see(actor: Account | None, offering: Offering) -> bool:
    """Published ones are for everybody; the others for the organisation's people and for staff.

    Auditors read no drafts of others.
    """
    return is_public(offering) or _reads(actor, offering)


def may_edit(actor: Account | None, offering: Offering) -> bool:
    """Owners and editors of the organisation, until it is archived."""
    return _speaks(actor, offering) and offering.state is not OfferingState.ARCHIVED


def may_submit(actor: Account | None, offering: Offering) -> bool:
    """Whoever speaks for it, while it neither waits nor is public."""
    return _speaks(actor, offering) and offering.state in {
        OfferingState.DRAFT,
        OfferingState.WITHDRAWN,
    }


def may_take_back(actor: Account | None, offering: Offering) -> bool:
    """Whoever speaks for it, while it waits for staff."""
    return _speaks(actor, offering) and offering.state is OfferingState.SUBMITTED


def may_withdraw(actor: Account | None, offering: Offering) -> bool:
    """Whoever speaks for it, while it is published."""
    return _speaks(actor, offering) and offering.state is OfferingState.PUBLISHED


def may_archive(actor: Account | None, offering: Offering) -> bool:
    """Whoever speaks for it, while it neither waits nor is public."""
    return may_submit(actor, offering)


def may_copy(actor: Account | None, offering: Offering) -> bool:
    """Whoever speaks for it, in any state."""
    return _speaks(actor, offering)


def may_see_file(actor: Account | None, file: OfferingFile) -> bool:
    """Whoever sees its offering."""
    return may_see(actor, file.offering)


def may_edit_file(actor: Account | None, file: OfferingFile) -> bool:
    """Whoever may edit its offering."""
    return may_edit(actor, file.offering)


def may_see_versions(actor: Account | None, offering: Offering) -> bool:
    """The organisation's people, and staff; auditors not those of drafts."""
    return _reads(actor, offering)


def may_decide(actor: Account | None, offering: Offering) -> bool:
    """Staff who moderate, on what waits or is public, but not for an organisation of their own."""
    return (
        may_decide_for(actor, offering.organisation)
        and offering.state in {OfferingState.SUBMITTED, OfferingState.PUBLISHED}
        and offering.organisation.state is not OrganisationState.UNCLAIMED
    )


def may_review(actor: Account | None, promise: Promise) -> bool:
    """Moderators and reviewers, for what is not reviewed yet and more than the provider's own word.

    Nobody checks what an organisation of their own promises.
    """
    return (
        actor is not None
        and actor.is_staff
        and actor.staff_role in FACT_CHECKERS
        and has_no_part_in(actor, promise.offering.organisation)
        and promise.reviewed_at is None
        and promise.evidence is not EvidenceKind.STATEMENT
    )


def is_public(offering: Offering) -> bool:
    """Published, by an organisation in good standing, as `documents.published_offerings` has it."""
    return (
        offering.state is OfferingState.PUBLISHED
        and offering.organisation.state is not OrganisationState.SUSPENDED
    )


def may_write_profile(actor: Account | None, organisation: Organisation) -> bool:
    """Owners and editors, while the organisation is in good standing."""
    return may_act_for(actor, organisation)


def may_change_profile(actor: Account | None, profile: ProviderProfile) -> bool:
    """Whoever may write it."""
    return may_write_profile(actor, profile.organisation)


def may_set_tier(actor: Account | None, profile: ProviderProfile) -> bool:
    """Curators, but not for an organisation of their own."""
    return (
        actor is not None
        and actor.is_staff
        and actor.staff_role in RANKERS
        and has_no_part_in(actor, profile.organisation)
    )


def may_change_qualification(actor: Account | None, qualification: Qualification) -> bool:
    """Whoever may write the profile it stands in."""
    return may_change_profile(actor, qualification.profile)


def is_certificate_public(qualification: Qualification) -> bool:
    """Whether everybody sees its certificate: its people chose so, in a profile that is public."""
    profile = qualification.profile
    return (
        qualification.attachment_id is not None
        and qualification.is_shown
        and profile.published_at is not None
        and profile.organisation.state is not OrganisationState.SUSPENDED
    )


def may_see_certificate(actor: Account | None, qualification: Qualification) -> bool:
    """Everybody where it is public, else the organisation's people and staff."""
    return is_certificate_public(qualification) or may_see_organisation(
        actor, qualification.profile.organisation
    )


def may_import(actor: Account | None, place: tuple[Organisation, ImportKind]) -> bool:
    """Owners and editors, whatever kind of things they import or export."""
    return may_act_for(actor, place[0])


def may_see_import(actor: Account | None, taken: SheetImport) -> bool:
    """Whoever acts for the organisation that handed the file in."""
    return may_act_for(actor, taken.organisation)


def may_see_fact(_actor: Account | None, _fact: object) -> bool:
    """Everybody: providers are public as soon as they exist."""
    return True


def may_claim(actor: Account | None, organisation: Organisation) -> bool:
    """Anybody signed in, while nobody has taken the profile over."""
    return (
        actor is not None
        and organisation.state is OrganisationState.UNCLAIMED
        and organisation.merged_into_id is None
    )


def may_see_claim(actor: Account | None, claim: Claim) -> bool:
    """Those who act for the claiming organisation, and those who decide."""
    return may_act_for(actor, claim.organisation) or may_decide_claim(actor, claim)


def may_mend_claim(actor: Account | None, claim: Claim) -> bool:
    """Those who act for the claiming organisation, after it was sent back."""
    return may_act_for(actor, claim.organisation) and claim.state is ClaimState.RETURNED


def may_withdraw_claim(actor: Account | None, claim: Claim) -> bool:
    """Those who act for the claiming organisation, while nothing is decided."""
    return may_act_for(actor, claim.organisation) and claim.state in CLAIM_UNDECIDED


def may_decide_claim(actor: Account | None, claim: Claim) -> bool:
    """Those who moderate, on no claim of an organisation of their own."""
    return may_decide_for(actor, claim.organisation)


def is_case_public(case: Case) -> bool:
    """Published, and not written by a suspended one, as `documents.published_cases` has it."""
    return case.state is CaseState.PUBLISHED and (
        case.organisation is None or case.organisation.state is not OrganisationState.SUSPENDED
    )


def is_case_of(organisation: Organisation, case: Case) -> bool:
    """Whether an organisation's offerings may rest on a case: published, with a part in it."""
    is_part = any(part.organisation_id == organisation.id for part in case.parts)
    return is_part and is_case_public(case)


def may_see_case(actor: Account | None, case: Case) -> bool:
    """Published ones are for everybody; others for those who wrote it, and staff.

    Auditors read no drafts of others.
    """
    if is_case_public(case):
        return True
    if case.organisation is None:
        return False
    if case.state is CaseState.DRAFT:
        return may_read_drafts(actor, case.organisation)
    return may_see_organisation(actor, case.organisation)


def may_see_client(actor: Account | None, case: Case) -> bool:
    """Who hides behind 某…, and the consent: for those who wrote it, and staff who decide."""
    if case.organisation is None:
        return False
    return may_moderate(actor) or (
        actor is not None and not actor.is_staff and may_see_organisation(actor, case.organisation)
    )


def may_edit_case(actor: Account | None, case: Case) -> bool:
    """Owners and editors of who wrote it, while it neither waits nor is public."""
    return _speaks_of(actor, case) and case.state in {CaseState.DRAFT, CaseState.WITHDRAWN}


def may_submit_case(actor: Account | None, case: Case) -> bool:
    """Whoever may edit it."""
    return may_edit_case(actor, case)


def may_take_back_case(actor: Account | None, case: Case) -> bool:
    """Owners and editors, while it waits for staff."""
    return _speaks_of(actor, case) and case.state is CaseState.SUBMITTED


def may_withdraw_case(actor: Account | None, case: Case) -> bool:
    """Owners and editors, while it is published."""
    return _speaks_of(actor, case) and case.state is CaseState.PUBLISHED


def may_see_case_file(actor: Account | None, file: CaseFile) -> bool:
    """Whoever sees its case."""
    return may_see_case(actor, file.case)


def may_edit_case_file(actor: Account | None, file: CaseFile) -> bool:
    """Whoever may edit its case."""
    return may_edit_case(actor, file.case)


def may_decide_case(actor: Account | None, case: Case) -> bool:
    """Staff who moderate, on what waits or is public, but not for an organisation of their own.

    What nobody wrote here follows its published source: nobody decides on it.
    """
    return (
        may_decide_for(actor, case.organisation)
        and case.organisation is not None
        and case.state in CASE_DECIDED_ON
    )


def _reads(actor: Account | None, offering: Offering) -> bool:
    if offering.state is OfferingState.DRAFT:
        return may_read_drafts(actor, offering.organisation)
    return may_see_organisation(actor, offering.organisation)


def _speaks(actor: Account | None, offering: Offering) -> bool:
    return may_act_for(actor, offering.organisation)


def _speaks_of(actor: Account | None, case: Case) -> bool:
    return case.organisation is not None and may_act_for(actor, case.organisation)
