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


class IdentityCheck(StrEnum):
    """How staff made sure who asks to have a second factor taken off."""

    IN_PERSON = "in-person"  # with an identity card
    CALLED_BACK = "called-back"  # on the number the organisation has on record
    VIDEO = "video"  # face and identity card
    LETTER = "letter"  # of the organisation, sealed


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    CONFIRM_EMAIL = "confirm-email"
    RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose
    FIRST_SIGN_IN = "first-sign-in"
    SECOND_STEP = "second-step"  # the password was right, the second factor is still due
    CHANGE_EMAIL = "change-email"


class TokenScope(StrEnum):
    """What a key of a program may be used for, at most; pages decide the same things by role."""

    READ = "read"  # whatever its person may read
    DEMANDS = "demands"  # post, change and move demands
    OFFERINGS = "offerings"  # offerings, cases and the provider's profile
    WEBHOOKS = "webhooks"  # addresses that are told of changes


class MemberRole(StrEnum):
    """What a member may do for the organisation."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class InvitationState(StrEnum):
    """Where an invitation stands; open and past its day is expired."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


INVITATION_TRANSITIONS: dict[InvitationState, frozenset[InvitationState]] = {
    InvitationState.OPEN: frozenset(
        {InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.REVOKED}
    ),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.DECLINED: frozenset(),
    InvitationState.REVOKED: frozenset(),
}


class ConsentDocument(StrEnum):
    """What people agree to."""

    PRIVACY_NOTICE = "privacy-notice"
    PHONE_SHARING = "phone-sharing"  # the number shown to the other side of an engagement


class ConsentChannel(StrEnum):
    """Where somebody agreed."""

    REGISTRATION = "registration"
    INVITATION = "invitation"
    SIGN_IN = "sign-in"  # asked again after a new version
    ACCOUNT = "account"  # on the page of one's own account


# The version is the day the text was last changed in substance: a new one is asked for again.
CONSENT_VERSIONS: dict[ConsentDocument, str] = {
    ConsentDocument.PRIVACY_NOTICE: "2026-11-21",
    ConsentDocument.PHONE_SHARING: "2026-11-21",
}


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


class VerificationState(StrEnum):
    """Where an application to be verified stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # some parts have to be mended
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


VERIFICATION_TRANSITIONS: dict[VerificationState, frozenset[VerificationState]] = {
    VerificationState.DRAFT: frozenset({VerificationState.SUBMITTED, VerificationState.WITHDRAWN}),
    VerificationState.SUBMITTED: frozenset(
        {
            VerificationState.RETURNED,
            VerificationState.APPROVED,
            VerificationState.REFUSED,
            VerificationState.WITHDRAWN,
        }
    ),
    VerificationState.RETURNED: frozenset(
        {VerificationState.SUBMITTED, VerificationState.WITHDRAWN}
    ),
    VerificationState.APPROVED: frozenset(),
    # Taken up again, where it was refused by mistake.
    VerificationState.REFUSED: frozenset({VerificationState.SUBMITTED}),
    VerificationState.WITHDRAWN: frozenset(),
}
UNDECIDED = frozenset(
    {VerificationState.DRAFT, VerificationState.SUBMITTED, VerificationState.RETURNED}
)
WRITABLE = frozenset({VerificationState.DRAFT, VerificationState.RETURNED})


class PartKind(StrEnum):
    """The parts of an application that staff look at one by one."""

    IDENTITY = "identity"  # legal name and code
    LICENCE = "licence"
    AUTHORISATION = "authorisation"
    CONTACT = "contact"


class PartState(StrEnum):
    """What staff found of a part."""

    OPEN = "open"
    PASSED = "passed"
    TO_MEND = "to-mend"


class VerificationReason(StrEnum):
    """Why a part has to be mended, or an organisation is not verified."""

    NAME_DIFFERS = "name-differs"
    CODE_DIFFERS = "code-differs"
    LICENCE_UNREADABLE = "licence-unreadable"
    LICENCE_WRONG = "licence-wrong"
    LICENCE_EXPIRED = "licence-expired"
    AUTHORISATION_UNREADABLE = "authorisation-unreadable"
    AUTHORISATION_UNSIGNED = "authorisation-unsigned"
    AUTHORISATION_EXPIRED = "authorisation-expired"
    PERSON_DIFFERS = "person-differs"
    CONTACT_UNREACHABLE = "contact-unreachable"
    CONTACT_INCOMPLETE = "contact-incomplete"
    DISSOLVED = "dissolved"
    FORGED = "forged"
    NOT_ENTITLED = "not-entitled"
    DUPLICATE = "duplicate"


PART_REASONS: dict[PartKind, tuple[VerificationReason, ...]] = {
    PartKind.IDENTITY: (VerificationReason.NAME_DIFFERS, VerificationReason.CODE_DIFFERS),
    PartKind.LICENCE: (
        VerificationReason.LICENCE_UNREADABLE,
        VerificationReason.LICENCE_WRONG,
        VerificationReason.LICENCE_EXPIRED,
    ),
    PartKind.AUTHORISATION: (
        VerificationReason.AUTHORISATION_UNREADABLE,
        VerificationReason.AUTHORISATION_UNSIGNED,
        VerificationReason.AUTHORISATION_EXPIRED,
        VerificationReason.PERSON_DIFFERS,
    ),
    PartKind.CONTACT: (
        VerificationReason.CONTACT_UNREACHABLE,
        VerificationReason.CONTACT_INCOMPLETE,
    ),
}
REFUSAL_REASONS = (
    VerificationReason.DISSOLVED,
    VerificationReason.FORGED,
    VerificationReason.NOT_ENTITLED,
    VerificationReason.DUPLICATE,
)


class StandingReason(StrEnum):
    """Why an organisation is suspended, or loses its verification."""

    FALSE_FACTS = "false-facts"
    FALSE_DOCUMENTS = "false-documents"
    COMPLAINTS = "complaints"
    ILLEGAL_CONTENT = "illegal-content"
    DISSOLVED = "dissolved"
    PERSON_LEFT = "person-left"
    RULES_BROKEN = "rules-broken"
