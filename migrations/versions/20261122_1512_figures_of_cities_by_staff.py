"""Figures of key cities that staff add beside the published table."""

import sqlalchemy as sa
from alembic import op

revision = "5b1c0e7d92aa"
down_revision = "6c1a2ea22579"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "city_observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "traffic",
                "stations",
                "iot",
                "awards",
                "users",
                "education",
                "hospitals",
                name="citymeasure",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_city_observation_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_observation")),
        sa.UniqueConstraint(
            "region_code",
            "measure",
            "as_of",
            "source",
            name=op.f("uq_city_observation_region_code_measure_as_of_source"),
        ),
    )


def downgrade() -> None:
    op.drop_table("city_observation")
