"""States and roles of people and organisations."""

from enum import StrEnum


class AccountState(StrEnum):
    """Where an account stands."""

    PENDING = "pending"  # registered, address not confirmed
    ACTIVE = "active"
    DISABLED = "disabled"


ACCOUNT_TRANSITIONS: dict[AccountState, frozenset[AccountState]] = {
    AccountState.PENDING: frozenset({AccountState.ACTIVE, AccountState.DISABLED}),
    AccountState.ACTIVE: frozenset({AccountState.DISABLED}),
    AccountState.DISABLED: frozenset({AccountState.ACTIVE}),
}


class StaffRole(StrEnum):
    """Duties of programme staff; most accounts have none."""

    CURATOR = "curator"
    MODERATOR = "moderator"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    CONFIRM_EMAIL = "confirm-email"
    RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose
    FIRST_SIGN_IN = "first-sign-in"


class MemberRole(StrEnum):
    """What a member may do for the organisation."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class FirmSize(StrEnum):
    """Size classes of 《统计上大中小微型企业划分办法（2017）》, largest first."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class SizeIndustry(StrEnum):
    """Industries that the size classes tell apart; they are not those of GB/T 4754."""

    FARMING = "farming"
    MANUFACTURING = "manufacturing"
    CONSTRUCTION = "construction"
    WHOLESALE = "wholesale"
    RETAIL = "retail"
    TRANSPORT = "transport"
    STORAGE = "storage"
    POST = "post"
    LODGING = "lodging"
    CATERING = "catering"
    INFORMATION = "information"
    SOFTWARE = "software"
    PROPERTY = "property"
    PROPERTY_SERVICE = "property-service"
    LEASING = "leasing"
    OTHER = "other"


class OrganisationState(StrEnum):
    """Whether an organisation's own people act here."""

    UNCLAIMED = "unclaimed"  # known from published cases only
    ACTIVE = "active"
    SUSPENDED = "suspended"


ORGANISATION_TRANSITIONS: dict[OrganisationState, frozenset[OrganisationState]] = {
    OrganisationState.UNCLAIMED: frozenset({OrganisationState.ACTIVE}),
    OrganisationState.ACTIVE: frozenset({OrganisationState.SUSPENDED}),
    OrganisationState.SUSPENDED: frozenset({OrganisationState.ACTIVE}),
}
