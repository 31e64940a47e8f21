"""Engagements of a provider and a demand."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "f87f77a0f1cd"
down_revision = "3e50f54fe7ba"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "offered",
                "talking",
                "awarded",
                "agreed",
                "declined",
                "not-chosen",
                "withdrawn",
                "ended",
                name="engagementstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("opened_by_provider", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_shortlisted", sa.Boolean(), nullable=False),
        sa.Column("accepted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("awarded_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("award_words", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("agreed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum(
                "requirements",
                "evidence",
                "plan",
                "price",
                "time",
                "region",
                "better",
                "changed",
                "cancelled",
                "capacity",
                "field",
                "terms",
                "conflict",
                "other",
                name="closereason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("close_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('declined', 'not-chosen', 'withdrawn', 'ended')) = (closed_at IS NOT NULL)",
            name=op.f("ck_engagement_closed_has_date"),
        ),
        sa.CheckConstraint(
            "state <> 'agreed' OR agreed_at IS NOT NULL", name=op.f("ck_engagement_agreed_has_date")
        ),
        sa.CheckConstraint(
            "state NOT IN ('awarded', 'agreed')"
            " OR (awarded_at IS NOT NULL AND answer_by IS NOT NULL)",
            name=op.f("ck_engagement_awarded_has_dates"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('talking', 'awarded', 'agreed') OR accepted_at IS NOT NULL",
            name=op.f("ck_engagement_accepted_has_date"),
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_engagement_demand_id")),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_engagement_offering_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_engagement_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint(
            "demand_id", "provider_id", name=op.f("uq_engagement_demand_id_provider_id")
        ),
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_engagement_offering_id"), ["offering_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_engagement_provider_id_state"), ["provider_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_engagement_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_engagement_chosen",
            ["demand_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('awarded', 'agreed')"),
            postgresql_where=sa.text("state IN ('awarded', 'agreed')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_engagement_chosen",
            sqlite_where=sa.text("state IN ('awarded', 'agreed')"),
            postgresql_where=sa.text("state IN ('awarded', 'agreed')"),
        )
        batch_op.drop_index(batch_op.f("ix_engagement_state"))
        batch_op.drop_index(batch_op.f("ix_engagement_provider_id_state"))
        batch_op.drop_index(batch_op.f("ix_engagement_offering_id"))

    op.drop_table("engagement")
