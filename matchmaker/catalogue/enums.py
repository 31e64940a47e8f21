"""States and types of profiles, offerings and cases."""

from enum import StrEnum


class ProviderType(StrEnum):
    """What a provider mainly is."""

    OPERATOR = "operator"
    VENDOR = "vendor"
    INTEGRATOR = "integrator"
    PLATFORM = "platform"
    TERMINAL = "terminal"
    MODULE = "module"
    SECURITY = "security"
    RESEARCH = "research"


class ProgrammeType(StrEnum):
    """How a provider takes part in the programme of 5G solution providers."""

    INTEGRATED = "integrated"  # 集成类: the whole of a project
    SPECIALISED = "specialised"  # 行业特色类: what one trade needs


class OfferingState(StrEnum):
    """Where an offering stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for staff
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # taken back by its own people
    ARCHIVED = "archived"  # no longer sold; kept for what refers to it


OFFERING_TRANSITIONS: dict[OfferingState, frozenset[OfferingState]] = {
    OfferingState.DRAFT: frozenset({OfferingState.SUBMITTED, OfferingState.ARCHIVED}),
    OfferingState.SUBMITTED: frozenset({OfferingState.DRAFT, OfferingState.PUBLISHED}),
    OfferingState.PUBLISHED: frozenset({OfferingState.WITHDRAWN, OfferingState.DRAFT}),
    OfferingState.WITHDRAWN: frozenset(
        {OfferingState.PUBLISHED, OfferingState.SUBMITTED, OfferingState.ARCHIVED}
    ),
    OfferingState.ARCHIVED: frozenset(),
}


class OfferingFault(StrEnum):
    """Why staff send an offering back."""

    UNCLEAR = "unclear"  # one cannot tell what is sold
    WRONG_SCENES = "wrong-scenes"
    UNPROVEN = "unproven"  # promises beyond what the evidence shows
    EXAGGERATED = "exaggerated"  # first, best, only
    CONTACTS = "contacts"  # telephone numbers, advertising
    NOT_OWN = "not-own"  # somebody else's product, words or pictures
    DUPLICATE = "duplicate"
    OFF_TOPIC = "off-topic"  # nothing to do with 5G applications


class PriceModel(StrEnum):
    """How a customer pays."""

    ONE_OFF = "one-off"
    SUBSCRIPTION = "subscription"
    USAGE = "usage"
    SHARE = "share"
    NEGOTIABLE = "negotiable"


class FileKind(StrEnum):
    """What a file of an offering or a case is shown as."""

    PICTURE = "picture"
    DOCUMENT = "document"


class CaseState(StrEnum):
    """Where a case stands; those known from published sources are published from the start."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


CASE_TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.DRAFT: frozenset({CaseState.SUBMITTED}),
    CaseState.SUBMITTED: frozenset({CaseState.DRAFT, CaseState.PUBLISHED}),
    # Back to a draft where staff take the approval back.
    CaseState.PUBLISHED: frozenset({CaseState.WITHDRAWN, CaseState.DRAFT}),
    CaseState.WITHDRAWN: frozenset({CaseState.SUBMITTED}),
}
CASE_DECIDED_ON = frozenset({CaseState.SUBMITTED, CaseState.PUBLISHED})  # by staff


class CaseFault(StrEnum):
    """Why staff send a case back."""

    NO_CONSENT = "no-consent"
    NOT_VERIFIABLE = "not-verifiable"
    DUPLICATE = "duplicate"
    UNMEASURED = "unmeasured"  # effects without a figure, a day or a way to check
    UNCLEAR = "unclear"
    WRONG_ROLE = "wrong-role"  # the provider did not do what it says
    CONFIDENTIAL = "confidential"  # says what its client would not want known
    OFF_TOPIC = "off-topic"


class ClientConsent(StrEnum):
    """How the client of a case agreed to be shown."""

    NAMED = "named"  # by name, with a document that says so
    ANONYMOUS = "anonymous"  # as 某…, the name for staff alone


class EvidenceKind(StrEnum):
    """What a promise rests on."""

    CASE = "case"
    TEST_REPORT = "test-report"
    CERTIFICATE = "certificate"
    STATEMENT = "statement"  # the provider's own word


class Effect(StrEnum):
    """What a delivered project reached, as its published effects say it."""

    EFFICIENCY = "efficiency"  # more done, or sooner
    COST = "cost"
    STAFF = "staff"  # fewer people, or none where it is dangerous
    QUALITY = "quality"  # yield, accuracy, detection
    ENERGY = "energy"
    NETWORK = "network"  # a measured latency, rate, loss or accuracy of position
    SCALE = "scale"  # how much of it is in use
    FIRST = "first"  # the first of its kind


class Validity(StrEnum):
    """Where a qualification stands on a day."""

    VALID = "valid"
    ENDING = "ending"  # soon
    EXPIRED = "expired"


class ImportKind(StrEnum):
    """What the rows of a file that was handed in are."""

    OFFERINGS = "offerings"
    CASES = "cases"


class ImportState(StrEnum):
    """Where a file that was handed in stands."""

    CHECKING = "checking"  # every row is held against what is there; nothing is written
    CHECKED = "checked"  # waits for a person to say go
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # what was written before stays


IMPORT_TRANSITIONS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.CHECKING: frozenset(
        {ImportState.CHECKED, ImportState.FAILED, ImportState.CANCELLED}
    ),
    ImportState.CHECKED: frozenset({ImportState.WRITING, ImportState.CANCELLED}),
    ImportState.WRITING: frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED}),
    ImportState.DONE: frozenset(),
    ImportState.FAILED: frozenset(),
    ImportState.CANCELLED: frozenset(),
}


class RowOutcome(StrEnum):
    """What a row of a file would do, or did."""

    UNREAD = "unread"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


class ClaimState(StrEnum):
    """Where a claim to an unclaimed profile stands."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CLAIM_TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.SUBMITTED: frozenset(
        {
            ClaimState.RETURNED,
            ClaimState.APPROVED,
            ClaimState.REFUSED,
            ClaimState.WITHDRAWN,
        }
    ),
    ClaimState.RETURNED: frozenset(
        {ClaimState.SUBMITTED, ClaimState.REFUSED, ClaimState.WITHDRAWN}
    ),
    ClaimState.APPROVED: frozenset(),
    # Taken up again, where it was refused by mistake and nobody has taken the profile over since.
    ClaimState.REFUSED: frozenset({ClaimState.SUBMITTED}),
    ClaimState.WITHDRAWN: frozenset(),
}
CLAIM_UNDECIDED = frozenset({ClaimState.SUBMITTED, ClaimState.RETURNED})


class ClaimReason(StrEnum):
    """Why a claim is sent back or refused."""

    EVIDENCE_UNREADABLE = "evidence-unreadable"
    EVIDENCE_WEAK = "evidence-weak"
    OTHER_ORGANISATION = "other-organisation"
    NOT_ENTITLED = "not-entitled"
    FORGED = "forged"
    GIVEN_TO_ANOTHER = "given-to-another"
