"""Who gets the bytes of a file they may otherwise see."""

from matchmaker.attachments.enums import Scan
from matchmaker.attachments.models import Attachment
from matchmaker.web.access import Actor


def may_receive(actor: Actor | None, attachment: Attachment) -> bool:
    """Everybody once it is clean; its uploader before, never one that is infected or lost."""
    if attachment.scan is Scan.INFECTED or attachment.lost_at is not None:
        return False
    is_uploader = actor is not None and attachment.uploader_id == actor.id
    return attachment.scan is Scan.CLEAN or is_uploader
