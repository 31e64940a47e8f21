"""Leases of outbox rows have an owner; mails at the door and rows of which there is one."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "d26c7cac1095"
down_revision = "353de8a550f7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("lease_owner", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("once_key", sa.String(length=120), nullable=True))
        batch_op.add_column(
            sa.Column("sending_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("request_id", sa.String(length=32), nullable=False, server_default="")
        )
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_once_key"), ["once_key"])
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.alter_column("request_id", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_outbox_once_key"), type_="unique")
        batch_op.drop_column("request_id")
        batch_op.drop_column("sending_at")
        batch_op.drop_column("once_key")
        batch_op.drop_column("lease_owner")
