"""What the site keeps for programs: changes of public things, webhooks, requests answered."""

from matchmaker.api.models.changes import ChangeCounter, PublicChange
from matchmaker.api.models.sent import SentRequest
from matchmaker.api.models.webhooks import Delivery, DeliveryTry, Webhook

__all__ = [
    "ChangeCounter",
    "Delivery",
    "DeliveryTry",
    "PublicChange",
    "SentRequest",
    "Webhook",
]
