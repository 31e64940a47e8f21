"""States of a demand, who sees it, and what it wants to reach."""

from enum import StrEnum


class DemandState(StrEnum):
    """Where a demand stands. What follows from time alone (expired) is derived, not stored."""

    PASTED = "pasted"  # a text matched without an account; its address is the only key
    DRAFT = "draft"
    IN_REVIEW = "in-review"
    OPEN = "open"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    NOTICE = "notice"  # published elsewhere, shown with its source


DEMAND_TRANSITIONS: dict[DemandState, frozenset[DemandState]] = {
    DemandState.PASTED: frozenset({DemandState.DRAFT}),
    DemandState.DRAFT: frozenset({DemandState.IN_REVIEW}),
    DemandState.IN_REVIEW: frozenset({DemandState.DRAFT, DemandState.OPEN}),
    DemandState.OPEN: frozenset({DemandState.CLOSED, DemandState.SUSPENDED}),
    # Back to open where nothing was changed since, else through the review again.
    DemandState.CLOSED: frozenset({DemandState.OPEN, DemandState.IN_REVIEW}),
    DemandState.SUSPENDED: frozenset({DemandState.OPEN, DemandState.CLOSED}),
    DemandState.NOTICE: frozenset(),
}

PUBLIC = frozenset({DemandState.OPEN, DemandState.NOTICE})  # whoever its visibility lets in
EDITABLE = frozenset({DemandState.DRAFT, DemandState.OPEN, DemandState.CLOSED})
PUBLISHED_ONCE = frozenset({DemandState.OPEN, DemandState.CLOSED, DemandState.SUSPENDED})


class CloseReason(StrEnum):
    """Why a demand takes no more responses."""

    AWARDED = "awarded"
    NONE_SUITABLE = "none-suitable"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Visibility(StrEnum):
    """Who finds an open demand."""

    PUBLIC = "public"
    INVITED = "invited"  # only the providers that were invited
    ANONYMOUS = "anonymous"  # everybody, without the name of the organisation


# A demand that was public once may be shown to more, never hidden from those who read it.
WIDER: dict[Visibility, frozenset[Visibility]] = {
    Visibility.PUBLIC: frozenset(),
    Visibility.ANONYMOUS: frozenset({Visibility.PUBLIC}),
    Visibility.INVITED: frozenset({Visibility.ANONYMOUS, Visibility.PUBLIC}),
}


class Priority(StrEnum):
    """How much a demand matters to the organisation that posts it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Phase(StrEnum):
    """How far the organisation is with what it asks for."""

    PLANNING = "planning"
    PILOT = "pilot"
    ROLLOUT = "rollout"
    UPGRADE = "upgrade"


class GoalKind(StrEnum):
    """The five things a demand may want to reach."""

    ECONOMIC = "economic"  # 经济效益
    PRODUCTION = "production"  # 生产方式转型
    LABOUR = "labour"  # 人力成本
    STRUCTURE = "structure"  # 产业结构
    STRATEGY = "strategy"  # 战略


class RequirementSource(StrEnum):
    """Where a line of a demand comes from."""

    STATED = "stated"  # entered by the person
    TEXT = "text"  # read from the text, then accepted
    TYPICAL = "typical"  # a typical need of the scene, then accepted


class ChangedField(StrEnum):
    """What of a published demand was changed, as its readers see it."""

    TITLE = "title"
    TEXT = "text"
    SECTOR = "sector"
    SCENES = "scenes"
    PLACE = "place"
    BUDGET = "budget"
    TIME = "time"
    CLOSES_ON = "closes-on"
    REQUIREMENTS = "requirements"
    GOALS = "goals"
    PRIORITY = "priority"
    PHASE = "phase"
    VISIBILITY = "visibility"


class ReturnReason(StrEnum):
    """Why staff give a demand back, or suspend it."""

    UNCLEAR = "unclear"
    NOT_5G = "not-5g"
    ADVERTISING = "advertising"
    DUPLICATE = "duplicate"
    PRICE_PROBING = "price-probing"
    CONTACT_DETAILS = "contact-details"
    FALSE_FACTS = "false-facts"
    IDENTIFIES = "identifies"


class QualityPoint(StrEnum):
    """What a demand should tell, in the order of the form."""

    SUMMARY = "summary"
    PROBLEM = "problem"
    USERS = "users"
    WHY_NOW = "why-now"
    BUDGET = "budget"
    MUSTS = "musts"
