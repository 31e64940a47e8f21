"""Names by pinyin, and effects of cases."""

import sqlalchemy as sa
from alembic import op

from matchmaker.search.pinyin import pinyin_key

revision = "43151ef99148"
down_revision = "319d196315d2"
branch_labels = None
depends_on = None

ORGANISATION = sa.table(
    "organisation", sa.column("id", sa.Integer), sa.column("name"), sa.column("sort_key")
)


def upgrade() -> None:
    op.create_table(
        "case_effect",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "efficiency",
                "cost",
                "staff",
                "quality",
                "energy",
                "network",
                "scale",
                "first",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["project_case.id"],
            name=op.f("fk_case_effect_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_case_effect")),
    )
    op.create_index(op.f("ix_case_effect_kind"), "case_effect", ["kind"])
    op.drop_index(op.f("ix_offering_organisation_id"), "offering")
    op.create_index(
        op.f("ix_offering_organisation_id_state"), "offering", ["organisation_id", "state"]
    )
    op.create_index(op.f("ix_offering_state_title"), "offering", ["state", "title"])
    # With a default kept in the database nothing has to be copied to another table.
    op.add_column(
        "organisation",
        sa.Column(
            "sort_key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
            server_default="",
        ),
    )
    op.create_index(op.f("ix_organisation_sort_key"), "organisation", ["sort_key"])
    _fill_sort_keys()


def _fill_sort_keys() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(ORGANISATION.c.id, ORGANISATION.c.name)).all()
    keys = [{"number": row.id, "sort_key": pinyin_key(row.name)} for row in rows]
    if keys:
        of_row = sa.update(ORGANISATION).where(ORGANISATION.c.id == sa.bindparam("number"))
        connection.execute(of_row.values(sort_key=sa.bindparam("sort_key")), keys)


def downgrade() -> None:
    op.drop_index(op.f("ix_organisation_sort_key"), "organisation")
    op.drop_column("organisation", "sort_key")
    op.drop_index(op.f("ix_offering_state_title"), "offering")
    op.drop_index(op.f("ix_offering_organisation_id_state"), "offering")
    op.create_index(op.f("ix_offering_organisation_id"), "offering", ["organisation_id"])
    op.drop_index(op.f("ix_case_effect_kind"), "case_effect")
    op.drop_table("case_effect")
