"""Questions about a demand can be declined; answers of providers carry a figure.

No page could ask anything before: the table is empty, and is made anew.
"""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "1836ab954c3e"
down_revision = "9f02a8e6bb78"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("demand_question")
    op.create_table(
        "demand_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "answered", "declined", "withdrawn",
                name="questionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('answered', 'declined')) = (answered_at IS NOT NULL)",
            name=op.f("ck_demand_question_answered_has_date"),
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR answer <> ''",
            name=op.f("ck_demand_question_answered_has_words"),
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["account.id"], name=op.f("fk_demand_question_asker_id")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_question_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_demand_question_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_question")),
    )
    with op.batch_alter_table("demand_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_question_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_demand_question_demand_id_state"), ["demand_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demand_question_organisation_id"), ["organisation_id"], unique=False
        )

    with op.batch_alter_table("provider_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("figure", sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("provider_question", schema=None) as batch_op:
        batch_op.drop_column("figure")

    op.drop_table("demand_question")
    op.create_table(
        "demand_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "answered", "withdrawn", "merged",
                name="questionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)",
            name=op.f("ck_demand_question_answered_has_date"),
        ),
        sa.CheckConstraint(
            "(state = 'merged') = (same_as_id IS NOT NULL)",
            name=op.f("ck_demand_question_merged_has_other"),
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["account.id"], name=op.f("fk_demand_question_asker_id")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_question_demand_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_demand_question_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["demand_question.id"], name=op.f("fk_demand_question_same_as_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_question")),
    )
    with op.batch_alter_table("demand_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_question_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_demand_question_demand_id_state"), ["demand_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demand_question_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_demand_question_same_as_id"), ["same_as_id"], unique=False
        )
