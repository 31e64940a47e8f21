"""What becomes of engagements when a profile is claimed."""

from sqlalchemy import select

from matchmaker.accounts.models import Organisation
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.engagements.models import Engagement


def move_engagements(provider: Organisation, organisation: Organisation) -> None:
    """Hand engagements with a profile nobody had claimed to the organisation that claimed it.

    Where the two already engage on the same demand, that engagement stays and the other is left.
    """
    rows = db.session.scalars(
        select(Engagement).where(Engagement.provider_id.in_([provider.id, organisation.id]))
    ).all()
    engaged = {row.demand_id for row in rows if row.provider_id == organisation.id}
    for row in rows:
        if row.provider_id == provider.id and row.demand_id not in engaged:
            with audit.change("engagement.claimed", row, actor=None):
                row.provider = organisation
