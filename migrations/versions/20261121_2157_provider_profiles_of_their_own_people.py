"""provider profiles of their own people."""

import sqlalchemy as sa
from alembic import op

import matchmaker.db as types

revision = "2419b9ef536b"
down_revision = "58609cc20d08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile_region",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["provider_profile.id"],
            name=op.f("fk_profile_region_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_profile_region_region_code")
        ),
        sa.PrimaryKeyConstraint("profile_id", "region_code", name=op.f("pk_profile_region")),
    )
    with op.batch_alter_table("profile_region", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_profile_region_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "profile_sector",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["provider_profile.id"],
            name=op.f("fk_profile_sector_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_profile_sector_sector_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "sector_id", name=op.f("pk_profile_sector")),
    )
    with op.batch_alter_table("profile_sector", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_profile_sector_sector_id"), ["sector_id"], unique=False
        )

    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["provider_profile.id"],
            name=op.f("fk_qualification_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_qualification_profile_id"), ["profile_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_qualification_valid_until"), ["valid_until"], unique=False
        )

    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "programme_type",
                sa.Enum(
                    "integrated",
                    "specialised",
                    name="programmetype",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("tier", sa.String(length=40), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("tier_call", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("is_nationwide", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("serves_abroad", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_provider_profile_tier_has_its_call"), "(tier = '') = (tier_call = '')"
        )

    # What was written so far came from public sources and was public from the start.
    op.execute("UPDATE provider_profile SET published_at = created_at")
    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        for name in ("tier", "tier_call", "is_nationwide", "serves_abroad"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("provider_profile", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_provider_profile_tier_has_its_call"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_provider_profile_programmetype"), type_="check")
        batch_op.drop_column("published_at")
        batch_op.drop_column("serves_abroad")
        batch_op.drop_column("is_nationwide")
        batch_op.drop_column("tier_call")
        batch_op.drop_column("tier")
        batch_op.drop_column("programme_type")

    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qualification_valid_until"))
        batch_op.drop_index(batch_op.f("ix_qualification_profile_id"))

    op.drop_table("qualification")
    with op.batch_alter_table("profile_sector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_sector_sector_id"))

    op.drop_table("profile_sector")
    with op.batch_alter_table("profile_region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_region_region_code"))

    op.drop_table("profile_region")
