"""Pairs that rankings brought together, the fit at the first contact, offerings never shown."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "6c1a2ea22579"
down_revision = "f4ca9c57b33c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matched_pair",
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("matched_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "tenths BETWEEN 0 AND 1000", name=op.f("ck_matched_pair_score_in_tenths")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_matched_pair_demand_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["organisation.id"],
            name=op.f("fk_matched_pair_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("demand_id", "provider_id", name=op.f("pk_matched_pair")),
    )
    with op.batch_alter_table("matched_pair", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matched_pair_provider_id"), ["provider_id"], unique=False
        )

    op.create_table(
        "unseen_offering",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "no-demands",
                "new",
                "not-opened",
                "beyond-limit",
                "must-not-met",
                "no-scene",
                "below-floor",
                name="unseenreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("demand_id", sa.Integer(), nullable=True),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("floor_tenths", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("fitting", sa.Integer(), nullable=False),
        sa.Column("barred", sa.Integer(), nullable=False),
        sa.Column("must", sa.String(length=120), nullable=True),
        sa.Column("found_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reason = 'must-not-met') = (must IS NOT NULL)",
            name=op.f("ck_unseen_offering_names_must"),
        ),
        sa.CheckConstraint(
            "(reason = 'no-demands') = (tenths IS NULL)", name=op.f("ck_unseen_offering_has_fit")
        ),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand.id"],
            name=op.f("fk_unseen_offering_demand_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_unseen_offering_offering_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offering_id", name=op.f("pk_unseen_offering")),
    )
    with op.batch_alter_table("unseen_offering", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unseen_offering_demand_id"), ["demand_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_unseen_offering_reason"), ["reason"], unique=False)

    op.add_column("engagement", sa.Column("fit_tenths", sa.Integer(), nullable=True))

    op.execute(
        "INSERT INTO matched_pair (demand_id, provider_id, tenths, matched_at)"
        " SELECT place.demand_id, offering.organisation_id, max(place.tenths), min(head.stood_at)"
        " FROM standing_place AS place"
        " JOIN demand_standing AS head ON head.demand_id = place.demand_id"
        " JOIN offering ON offering.id = place.offering_id"
        " JOIN demand ON demand.id = place.demand_id"
        " WHERE demand.organisation_id IS NULL"
        " OR demand.organisation_id <> offering.organisation_id"
        " GROUP BY place.demand_id, offering.organisation_id"
    )


def downgrade() -> None:
    op.drop_column("engagement", "fit_tenths")

    with op.batch_alter_table("unseen_offering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unseen_offering_reason"))
        batch_op.drop_index(batch_op.f("ix_unseen_offering_demand_id"))

    op.drop_table("unseen_offering")
    with op.batch_alter_table("matched_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matched_pair_provider_id"))

    op.drop_table("matched_pair")
