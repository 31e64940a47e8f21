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
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OFFERING_TRANSITIONS: dict[OfferingState, frozenset[OfferingState]] = {
    OfferingState.DRAFT: frozenset({OfferingState.PUBLISHED}),
    OfferingState.PUBLISHED: frozenset({OfferingState.WITHDRAWN}),
    OfferingState.WITHDRAWN: frozenset({OfferingState.PUBLISHED}),
}


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
