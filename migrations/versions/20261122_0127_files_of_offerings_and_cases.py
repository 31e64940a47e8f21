"""files of offerings and cases."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "16968236e07e"
down_revision = "8f1ad677a985"
branch_labels = None
depends_on = None

OLD = (
    "id, organisation_id, actor_id, name, columns, state, done, total, error, created_at, ended_at"
)


def _count_on(table: str) -> None:
    """Let new rows be numbered after those that were copied; SQLite does so by itself."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
            f" coalesce((SELECT max(id) FROM {table}), 0) + 1, false)"
        )


def upgrade() -> None:
    op.create_table(
        "sheet_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "offerings",
                "cases",
                name="importkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
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
            name=op.f("ck_sheet_import_ended_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_sheet_import_actor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_sheet_import_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_import")),
    )
    with op.batch_alter_table("sheet_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_import_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sheet_import_organisation_id_id"),
            ["organisation_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_sheet_import_under_way",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('checking', 'writing')"),
            postgresql_where=sa.text("state IN ('checking', 'writing')"),
        )

    op.create_table(
        "case_number",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["project_case.id"],
            name=op.f("fk_case_number_case_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_case_number_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_number")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_case_number_organisation_id_number")
        ),
    )
    op.execute(
        f"INSERT INTO sheet_import ({OLD}, kind) SELECT {OLD}, 'offerings' FROM offering_import"
    )
    _count_on("sheet_import")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_import_row_case_id"), ["case_id"], unique=False)
        batch_op.drop_constraint(batch_op.f("fk_import_row_import_id"), type_="foreignkey")
        batch_op.create_check_constraint(
            batch_op.f("ck_import_row_one_thing"), "offering_id IS NULL OR case_id IS NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_import_row_case_id"),
            "project_case",
            ["case_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_import_row_import_id"),
            "sheet_import",
            ["import_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("offering_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_import_actor_id"))
        batch_op.drop_index(batch_op.f("ix_offering_import_organisation_id_id"))
        batch_op.drop_index(
            "uq_offering_import_under_way",
            sqlite_where=sa.text("state IN ('checking', 'writing')"),
            postgresql_where=sa.text("state IN ('checking', 'writing')"),
        )

    op.drop_table("offering_import")


def downgrade() -> None:
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
        batch_op.create_index(
            "uq_offering_import_under_way",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('checking', 'writing')"),
            postgresql_where=sa.text("state IN ('checking', 'writing')"),
        )
        batch_op.create_index(
            batch_op.f("ix_offering_import_organisation_id_id"),
            ["organisation_id", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_offering_import_actor_id"), ["actor_id"], unique=False)

    op.execute(
        "DELETE FROM import_row WHERE import_id IN"
        " (SELECT id FROM sheet_import WHERE kind = 'cases')"
    )
    op.execute("DELETE FROM sheet_import WHERE kind = 'cases'")
    op.execute(f"INSERT INTO offering_import ({OLD}) SELECT {OLD} FROM sheet_import")
    _count_on("offering_import")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_import_row_import_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_import_row_case_id"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_import_row_import_id"),
            "offering_import",
            ["import_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.drop_constraint(batch_op.f("ck_import_row_one_thing"), type_="check")
        batch_op.drop_index(batch_op.f("ix_import_row_case_id"))
        batch_op.drop_column("case_id")

    op.drop_table("case_number")
    with op.batch_alter_table("sheet_import", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sheet_import_under_way",
            sqlite_where=sa.text("state IN ('checking', 'writing')"),
            postgresql_where=sa.text("state IN ('checking', 'writing')"),
        )
        batch_op.drop_index(batch_op.f("ix_sheet_import_organisation_id_id"))
        batch_op.drop_index(batch_op.f("ix_sheet_import_actor_id"))

    op.drop_table("sheet_import")
