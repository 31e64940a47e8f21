"""files of offerings."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "9220af011264"
down_revision = "3eb09f6ea474"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offering_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "writing",
                "done",
                "failed",
                "cancelled",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)",
            name=op.f("ck_offering_import_ended_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["account.id"],
            name=op.f("fk_offering_import_actor_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offering_import_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_import")),
    )
    with op.batch_alter_table("offering_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offering_import_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_offering_import_organisation_id_id"),
            ["organisation_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_offering_import_under_way",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('checking', 'writing')"),
            postgresql_where=sa.text("state IN ('checking', 'writing')"),
        )

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "unread",
                "new",
                "changed",
                "same",
                "bad",
                name="rowoutcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("seen_version", sa.Integer(), nullable=True),
        sa.Column("written_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["offering_import.id"],
            name=op.f("fk_import_row_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_import_row_offering_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "place", name=op.f("uq_import_row_import_id_place")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_row_import_id_outcome_place"),
            ["import_id", "outcome", "place"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_import_row_offering_id"), ["offering_id"], unique=False
        )

    op.create_table(
        "offering_number",
        sa.Column("offering_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_offering_number_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offering_number_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offering_id", name=op.f("pk_offering_number")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_offering_number_organisation_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("offering_number")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_offering_id"))
        batch_op.drop_index(batch_op.f("ix_import_row_import_id_outcome_place"))

    op.drop_table("import_row")
    with op.batch_alter_table("offering_import", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offering_import_under_way",
            sqlite_where=sa.text("state IN ('checking', 'writing')"),
            postgresql_where=sa.text("state IN ('checking', 'writing')"),
        )
        batch_op.drop_index(batch_op.f("ix_offering_import_organisation_id_id"))
        batch_op.drop_index(batch_op.f("ix_offering_import_actor_id"))

    op.drop_table("offering_import")
