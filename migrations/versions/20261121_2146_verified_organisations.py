"""Until when an organisation is verified."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "3e50f54fe7ba"
down_revision = "43151ef99148"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(sa.Column("verified_at", types.UTCDateTime(timezone=True)))
        batch_op.add_column(sa.Column("verified_until", sa.Date()))
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_verified_for_a_time"),
            "(verified_at IS NULL) = (verified_until IS NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_organisation_verified_for_a_time"), type_="check"
        )
        batch_op.drop_column("verified_until")
        batch_op.drop_column("verified_at")
