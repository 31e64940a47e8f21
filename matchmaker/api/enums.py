"""What becomes of public things, and what webhooks are told."""

from enum import StrEnum


class PublicAct(StrEnum):
    """What last became of a thing everybody may, or might, see."""

    PUBLISHED = "published"  # it was not public before
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"  # nobody but its people may see it now


class WebhookState(StrEnum):
    """Whether a webhook is sent anything."""

    ACTIVE = "active"
    PAUSED = "paused"  # by its people
    OFF = "off"  # by the site, after failing for days


class WebhookKind(StrEnum):
    """What an organisation's webhook can be told."""

    MATCH = "match"  # an offering came among the best of a demand of one's own
    QUESTION = "question"
    ENGAGEMENT = "engagement"  # invitations, offers, meetings, stages
    RESPONSE = "response"
    AWARD = "award"
    DECISION = "decision"  # of staff, on things of one's own
    CALL = "call"  # a step of a call begins or ends
    PUBLIC = "public"  # what everybody may see was published, changed or withdrawn
    TEST = "test"  # asked for with a button; always told
