"""English of profiles, offerings and showcases, and where providers serve abroad."""

import sqlalchemy as sa
from alembic import op

revision = "e028f49277b8"
down_revision = "dd81e5d68163"
branch_labels = None
depends_on = None

NEW = {
    "offering": (
        ("title_en", sa.String(length=200), ""),
        ("summary_en", sa.Text(), ""),
        ("is_translated", sa.Boolean(), sa.false()),
    ),
    "provider_profile": (
        ("summary_en", sa.Text(), ""),
        ("contact_en", sa.String(length=300), ""),
        ("is_translated", sa.Boolean(), sa.false()),
    ),
    "showcase": (
        ("is_for_abroad", sa.Boolean(), sa.false()),
        ("is_translated", sa.Boolean(), sa.false()),
        ("summary_en", sa.Text(), ""),
    ),
}


def upgrade() -> None:
    op.create_table(
        "profile_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["provider_profile.id"],
            name=op.f("fk_profile_place_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_place")),
        sa.UniqueConstraint("profile_id", "place", name=op.f("uq_profile_place_profile_id_place")),
    )
    with op.batch_alter_table("profile_place") as batch_op:
        batch_op.create_index(batch_op.f("ix_profile_place_place"), ["place"], unique=False)
    for table, columns in NEW.items():
        with op.batch_alter_table(table) as batch_op:
            for name, kind, start in columns:
                batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=start))
    with op.batch_alter_table("showcase") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_showcase_shown_abroad_in_english"),
            "NOT is_for_abroad OR (title_en <> '' AND summary_en <> '')",
        )
    # Showcases that came with the site were put into English by it.
    op.execute("UPDATE showcase SET is_translated = true WHERE author_id IS NULL")
    for table, columns in NEW.items():
        with op.batch_alter_table(table) as batch_op:
            for name, _kind, _start in columns:
                batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("showcase") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_showcase_shown_abroad_in_english"), type_="check"
        )
    for table, columns in NEW.items():
        with op.batch_alter_table(table) as batch_op:
            for name, _kind, _start in reversed(columns):
                batch_op.drop_column(name)
    op.drop_table("profile_place")
