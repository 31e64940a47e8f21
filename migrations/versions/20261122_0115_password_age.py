"""When a password was chosen."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "3c1ca034381c"
down_revision = "d23b7e779cfa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("password_set_at", types.UTCDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("password_set_at")
