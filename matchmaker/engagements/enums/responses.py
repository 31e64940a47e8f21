"""States of responses, partners and questions, and why a response cannot be submitted."""

from enum import StrEnum


class ResponseState(StrEnum):
    """Where a response stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


RESPONSE_TRANSITIONS: dict[ResponseState, frozenset[ResponseState]] = {
    ResponseState.DRAFT: frozenset({ResponseState.SUBMITTED}),
    ResponseState.SUBMITTED: frozenset({ResponseState.WITHDRAWN}),
    ResponseState.WITHDRAWN: frozenset({ResponseState.SUBMITTED}),
}


class LineAnswer(StrEnum):
    """What a provider answers to a requirement."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class LineChange(StrEnum):
    """How a requirement stands to what was answered before."""

    NEW = "new"
    CHANGED = "changed"


class PartnerState(StrEnum):
    """Whether a partner agreed to stand in a response."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


PARTNER_TRANSITIONS: dict[PartnerState, frozenset[PartnerState]] = {
    PartnerState.ASKED: frozenset({PartnerState.ACCEPTED, PartnerState.DECLINED}),
    PartnerState.ACCEPTED: frozenset({PartnerState.DECLINED}),
    PartnerState.DECLINED: frozenset(),
}


class QuestionState(StrEnum):
    """Where a question about a demand stands."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"  # by the demand's people, with a word to whoever asked
    WITHDRAWN = "withdrawn"  # by whoever asked
    MERGED = "merged"  # by the demand's people, into another that asks the same


QUESTION_TRANSITIONS: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.OPEN: frozenset(
        {
            QuestionState.ANSWERED,
            QuestionState.DECLINED,
            QuestionState.WITHDRAWN,
            QuestionState.MERGED,
        }
    ),
    QuestionState.ANSWERED: frozenset(),
    QuestionState.DECLINED: frozenset(),
    QuestionState.WITHDRAWN: frozenset(),
    # Open again when whoever asked the other one took that back:
    QuestionState.MERGED: frozenset({QuestionState.OPEN, QuestionState.WITHDRAWN}),
}


class Hindrance(StrEnum):
    """Why a response cannot be submitted."""

    CLOSED = "closed"  # the demand takes no more responses
    NOT_VERIFIED = "not-verified"
    NO_OFFERING = "no-offering"  # nothing published in a scene or the sector of the demand
    REGION = "region"  # nothing published serves the region that is a must
    REFUSED = "refused"  # the enterprise closed the engagement
    UNANSWERED = "unanswered"  # some requirement
    MUST_MISSED = "must-missed"
    NO_PRICE = "no-price"
    NO_PLAN = "no-plan"
    PARTNER_WAITING = "partner-waiting"
