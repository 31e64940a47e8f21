"""submissions that are entered and recommended."""

import sqlalchemy as sa
from alembic import op

revision = "776ab74348b2"
down_revision = "87be6d4568d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("body_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("recommendation", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("complete_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sketch", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE submission SET place = id")
    op.execute("UPDATE submission SET complete_by = CURRENT_DATE WHERE state = 'returned'")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("place", server_default=None)
        batch_op.alter_column("recommendation", server_default=None)
        batch_op.alter_column("sketch", server_default=None)
        batch_op.create_index(batch_op.f("ix_submission_body_id"), ["body_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_submission_call_id_organisation_id_place"),
            ["call_id", "organisation_id", "place"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_submission_returned_has_last_day"),
            "state <> 'returned' OR complete_by IS NOT NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_body_id"), "organisation", ["body_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_submission_body_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("ck_submission_returned_has_last_day"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_submission_call_id_organisation_id_place"), type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_submission_body_id"))
        batch_op.drop_column("sketch")
        batch_op.drop_column("complete_by")
        batch_op.drop_column("recommendation")
        batch_op.drop_column("body_id")
        batch_op.drop_column("place")
