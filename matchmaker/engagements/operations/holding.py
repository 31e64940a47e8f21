"""One at a time for what several people of a demand may do at the same moment."""

from sqlalchemy import select

from matchmaker.db import db
from matchmaker.demands.models import Demand


def hold(demand: Demand) -> None:
    """Wait for whoever else holds the demand, and hold it until the end of the transaction.

    Two awards at once would each wait for rows the other one has changed; two questions merged
    into each other at once would both be gone.
    """
    held = select(Demand.id).where(Demand.id == demand.id).with_for_update(key_share=True)
    db.session.execute(held)
