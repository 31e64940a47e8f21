"""What was moved in the dates of a published call, and why."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "03317f006a99"
down_revision = "89a189776bc9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "submission",
                "recommendation",
                "review",
                "decision",
                "notice",
                "results",
                name="phasekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "more-time",
                "fault",
                "work",
                "holiday",
                "mistake",
                "other",
                name="changereason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words_zh", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("started_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_call_change_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["programme_call.id"],
            name=op.f("fk_call_change_call_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_change")),
    )
    with op.batch_alter_table("call_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_change_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_change_call_id"), ["call_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("call_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_change_call_id"))
        batch_op.drop_index(batch_op.f("ix_call_change_author_id"))

    op.drop_table("call_change")
