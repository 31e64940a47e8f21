"""States of an engagement, its two sides, and the reasons for which it ends."""

from enum import StrEnum


class Side(StrEnum):
    """Who somebody speaks for in an engagement."""

    ENTERPRISE = "enterprise"
    PROVIDER = "provider"


class EngagementState(StrEnum):
    """Where an engagement stands."""

    INVITED = "invited"  # the enterprise asked, the provider has not answered
    OFFERED = "offered"  # the provider asked or responded, the enterprise has not answered
    TALKING = "talking"  # both accepted
    AWARDED = "awarded"  # chosen; the provider has not accepted yet
    AGREED = "agreed"  # chosen, and accepted by the provider
    DECLINED = "declined"
    NOT_CHOSEN = "not-chosen"
    WITHDRAWN = "withdrawn"  # the provider, or whoever asked, took it back
    ENDED = "ended"


_S = EngagementState

ENGAGEMENT_TRANSITIONS: dict[EngagementState, frozenset[EngagementState]] = {
    _S.INVITED: frozenset({_S.TALKING, _S.DECLINED, _S.WITHDRAWN, _S.ENDED}),
    _S.OFFERED: frozenset({_S.TALKING, _S.DECLINED, _S.WITHDRAWN, _S.NOT_CHOSEN, _S.ENDED}),
    _S.TALKING: frozenset({_S.AWARDED, _S.NOT_CHOSEN, _S.WITHDRAWN, _S.ENDED}),
    _S.AWARDED: frozenset({_S.AGREED, _S.TALKING, _S.WITHDRAWN}),
    _S.AGREED: frozenset({_S.ENDED}),
    # Steps back, for decisions that turn out wrong:
    _S.DECLINED: frozenset({_S.TALKING, _S.OFFERED}),
    _S.NOT_CHOSEN: frozenset({_S.TALKING, _S.OFFERED}),
    _S.WITHDRAWN: frozenset({_S.OFFERED, _S.INVITED}),
    _S.ENDED: frozenset({_S.TALKING}),
}

PENDING = frozenset({_S.INVITED, _S.OFFERED})
CHOSEN = frozenset({_S.AWARDED, _S.AGREED})
CONNECTED = frozenset({_S.TALKING, *CHOSEN})  # contacts and messages are open
LIVE = PENDING | CONNECTED
CLOSED = frozenset({_S.DECLINED, _S.NOT_CHOSEN, _S.WITHDRAWN, _S.ENDED})

# Whose turn it is; in the other states nobody's in particular.
WAITS_FOR: dict[EngagementState, Side] = {
    _S.INVITED: Side.PROVIDER,
    _S.OFFERED: Side.ENTERPRISE,
    _S.AWARDED: Side.PROVIDER,
}


class CloseReason(StrEnum):
    """Why an engagement did not go on, or a provider was not chosen."""

    REQUIREMENTS = "requirements"  # what was asked for is not met
    EVIDENCE = "evidence"  # too little to show for it
    PLAN = "plan"
    PRICE = "price"
    TIME = "time"
    REGION = "region"
    BETTER = "better"  # another one suited better
    CHANGED = "changed"  # the demand is no longer what it was
    CANCELLED = "cancelled"
    CAPACITY = "capacity"  # the provider has nobody free
    FIELD = "field"  # not what the provider does
    TERMS = "terms"
    CONFLICT = "conflict"  # of interests
    TOO_EARLY = "too-early"
    BENEFIT = "benefit"  # what it would bring is unclear
    SILENCE = "silence"  # the other side did not answer
    INTERNAL = "internal"  # solved with own means
    OTHER = "other"  # said in words


ENTERPRISE_REASONS = (
    CloseReason.REQUIREMENTS, CloseReason.EVIDENCE, CloseReason.PLAN, CloseReason.PRICE,
    CloseReason.TIME, CloseReason.REGION, CloseReason.BETTER, CloseReason.CHANGED,
    CloseReason.CANCELLED, CloseReason.OTHER,
)  # fmt: skip
PROVIDER_REASONS = (
    CloseReason.CAPACITY, CloseReason.FIELD, CloseReason.REGION, CloseReason.PRICE,
    CloseReason.TIME, CloseReason.TERMS, CloseReason.CONFLICT, CloseReason.OTHER,
)  # fmt: skip
# Why an agreed project came to nothing, said by either side.
STOP_REASONS = (
    CloseReason.TOO_EARLY, CloseReason.BENEFIT, CloseReason.PRICE, CloseReason.TIME,
    CloseReason.REQUIREMENTS, CloseReason.SILENCE, CloseReason.BETTER, CloseReason.CANCELLED,
    CloseReason.INTERNAL, CloseReason.OTHER,
)  # fmt: skip
