"""Declined readings of demands."""

import sqlalchemy as sa
from alembic import op

revision = "ae277c301e9d"
down_revision = "a6513e8226b3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("demand") as batch_op:
        batch_op.add_column(
            sa.Column("declined_readings", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("demand") as batch_op:
        batch_op.alter_column("declined_readings", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("demand") as batch_op:
        batch_op.drop_column("declined_readings")
