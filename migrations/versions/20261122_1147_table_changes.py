"""table changes."""

import sqlalchemy as sa
from alembic import op

revision = "f4ca9c57b33c"
down_revision = "f827b5f03b53"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_change")),
    )


def downgrade() -> None:
    op.drop_table("table_change")
