"""Clients agree on the site to be named in a case."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "661393641416"
down_revision = "1836ab954c3e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("project_case", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("client_agreed_at", types.UTCDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("project_case", schema=None) as batch_op:
        batch_op.drop_column("client_agreed_at")
