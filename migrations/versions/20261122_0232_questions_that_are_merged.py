"""Questions about a demand can be merged into another one that asks the same.

On the way back merged questions wait for an answer again.
"""

import sqlalchemy as sa
from alembic import op

revision = "7b3c107a25ab"
down_revision = "16968236e07e"
branch_labels = None
depends_on = None


_TABLE = "demand_question"
_STATE = "ck_demand_question_questionstate"
_BEFORE = "state IN ('open', 'answered', 'declined', 'withdrawn')"
_AFTER = "state IN ('open', 'answered', 'declined', 'withdrawn', 'merged')"


def upgrade() -> None:
    with op.batch_alter_table(_TABLE, schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_demand_question_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_demand_question_merged_into_id"), _TABLE, ["merged_into_id"], ["id"]
        )
        batch_op.drop_constraint(op.f(_STATE), type_="check")
        batch_op.create_check_constraint(op.f(_STATE), _AFTER)
        batch_op.create_check_constraint(
            op.f("ck_demand_question_merged_has_another"),
            "(state = 'merged') = (merged_into_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_demand_question_merged_into_another"), "merged_into_id <> id"
        )


def downgrade() -> None:
    again = "UPDATE demand_question SET state = 'open', merged_into_id = NULL WHERE state = 'merged'"
    op.execute(again)
    with op.batch_alter_table(_TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_demand_question_merged_into_another"), type_="check")
        batch_op.drop_constraint(op.f("ck_demand_question_merged_has_another"), type_="check")
        batch_op.drop_constraint(op.f(_STATE), type_="check")
        batch_op.create_check_constraint(op.f(_STATE), _BEFORE)
        batch_op.drop_constraint(
            batch_op.f("fk_demand_question_merged_into_id"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_demand_question_merged_into_id"))
        batch_op.drop_column("merged_into_id")
